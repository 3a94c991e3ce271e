"""The checkpoint of a pass: how far the raw files are whole, so that a killed run goes on from there."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO


@dataclass
class Tally:
    """What a source has taken."""

    records: int = 0
    bytes: int = 0  # counted against the budget
    n_unparsed: int = 0
    n_without_text: int = 0
    file_bytes: int = 0


@dataclass
class Checkpoint:
    """Where a pass stands: every line up to `record` of data file `file` (from 0) is taken or skipped."""

    recipe: str
    started_at: str
    tallies: dict[str, Tally]
    file: int = 0
    record: int = 0
    n_read: int = 0
    n_skipped: int = 0
    is_complete: bool = False

    @classmethod
    def load(cls, raw: Path, recipe: str, source_ids: list[str]) -> "Checkpoint":
        """The saved checkpoint where it is of this recipe and the files hold what it says, else a new one."""
        saved = read_json(raw / "checkpoint.json")
        if saved.get("recipe") == recipe:
            tallies = {source_id: Tally(**tally) for source_id, tally in saved.pop("tallies").items()}
            checkpoint = cls(tallies=tallies, **saved)
            if all(checkpoint.holds(raw, source_id) for source_id in source_ids):
                return checkpoint
        return cls(recipe, now(), {source_id: Tally() for source_id in source_ids})

    def holds(self, raw: Path, source_id: str) -> bool:
        """A part file may have grown since; that of a complete pass may bear its final name already."""
        part, whole, n_bytes = part_file(raw, source_id), raw_file(raw, source_id), self.tallies[source_id].file_bytes
        if part.exists():
            return part.stat().st_size >= n_bytes
        return self.is_complete and whole.exists() and whole.stat().st_size == n_bytes

    def save(self, raw: Path, parts: Mapping[str, BinaryIO]) -> None:
        for part in parts.values():
            part.flush()
        write_json(raw / "checkpoint.json", asdict(self))

    @staticmethod
    def remove(raw: Path) -> None:
        (raw / "checkpoint.json").unlink(missing_ok=True)


def raw_file(raw: Path, source_id: str) -> Path:
    return raw / f"{source_id}.jsonl"


def part_file(raw: Path, source_id: str) -> Path:
    return raw / f"{source_id}.jsonl.part"


def read_json(path: Path) -> dict[str, Any]:
    """The JSON object in a file; an empty one where there is no such file, or a power cut left it torn."""
    try:
        return dict(json.loads(path.read_bytes()))
    except (FileNotFoundError, ValueError):
        return {}


def write_json(path: Path, value: dict[str, Any]) -> None:
    """Replaces a file at once: a reader finds the old content or the new, never half of it."""
    part = path.with_name(f"{path.name}.part")
    part.write_text(json.dumps(value, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    part.replace(path)


def now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
