"""What the parts of the sample hand each other: one input line with what is true of it."""

from dataclasses import dataclass, field
from random import Random
from typing import Any

PILE = "pile-uncopyrighted/train/00.jsonl.zst"
C4 = "c4/en/c4-train.00000-of-00001.json.gz"
FILES = {"pubmed": PILE, "github": PILE, "wikipedia": PILE, "c4": C4}


@dataclass
class Record:
    """One input line.

    The key names it and seeds its random numbers; each fact becomes a truth row; a line that is no valid record has its
    bytes in raw. A fact's "original" is another record's key until the records have line numbers.
    """

    key: str
    source: str
    text: str = ""
    facts: list[dict[str, Any]] = field(default_factory=list)
    raw: bytes | None = None


def keyed(seed: int, source: str, *rest: object) -> tuple[str, Random]:
    """A record's key, and random numbers that depend on it and the seed alone.

    Random(str) seeds itself from the whole string, and random, randrange, shuffle and randbytes give the same numbers
    in every Python from 3.11 to 3.13; nothing else of the class is used.
    """
    key = "/".join(map(str, (source, *rest)))
    return key, Random(f"{seed}/{key}")
