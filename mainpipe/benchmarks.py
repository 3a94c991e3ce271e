"""Which benchmarks the corpus is cleaned of: those of a folder that the user names, the sample's own, or none."""

import gzip
import json
import re
import zlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mainpipe.errors import UserError
from python_udfs.passages import WHOLE_ITEM

SUFFIX = re.compile(r"\.jsonl(\.gz)?$")
ID = re.compile(r"(\w+_)?(pm)?id", re.IGNORECASE)
# What says of a text what it is, and is seldom copied with it.
LABEL = re.compile(r"\s*(question|answer|problem|passage|context|[qa])\s*:\s*", re.IGNORECASE)


def folder_of(asked: str, raw: Path, corpus: str) -> Path | None:
    """The folder of benchmarks: the one asked for; the sample's where that is the corpus; else None."""
    if asked:
        return Path(asked).expanduser()
    return raw / "sample" / "benchmarks" if corpus == "sample" else None


def place(folder: Path | None, target: Path) -> None:
    """Writes the passages of all benchmarks as JSON Lines for the models and functions; an empty file for no folder.

    Output: one passage a line: passage_id (its line, from 0), benchmark (the file's name), item (its line in that file,
        from 0), item_id (as the item gives it, or null), field, text.
    Errors: as `read`.
    """
    benchmarks = {} if folder is None else read(folder)
    lines: list[str] = []
    for benchmark, items in benchmarks.items():
        for passage in passages_of(items):
            row = {"passage_id": len(lines), "benchmark": benchmark, **passage}
            lines.append(json.dumps(row, ensure_ascii=False) + "\n")
    partial = target.with_suffix(".part")
    partial.write_text("".join(lines), encoding="utf-8", errors="replace")  # half a surrogate pair is no UTF-8
    partial.replace(target)


def read(folder: Path) -> dict[str, dict[int, dict[str, Any]]]:
    """Name of each benchmark → its items by their line, from 0. Blank lines are no items.

    Errors: UserError for a missing folder, one without *.jsonl or *.jsonl.gz, two files of one name, a file that can't
        be read, or a line that is no JSON object.
    """
    try:
        files = sorted((SUFFIX.sub("", path.name), path) for path in folder.iterdir() if SUFFIX.search(path.name))
    except (FileNotFoundError, NotADirectoryError) as error:
        raise UserError(f"BENCHMARKS={folder}: there is no such folder") from error
    except OSError as error:
        raise UserError(f"BENCHMARKS={folder}: {error.strerror}") from error
    if not files:
        raise UserError(f"BENCHMARKS={folder}: there is no *.jsonl or *.jsonl.gz in it")
    if len(dict(files)) < len(files):
        raise UserError(f"BENCHMARKS={folder}: one benchmark stands there as *.jsonl and as *.jsonl.gz")
    return {name: _read_items(path) for name, path in files}


def _read_items(path: Path) -> dict[int, dict[str, Any]]:
    items = {}
    try:
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
            for number, line in enumerate(file):
                if line.strip():
                    items[number] = _parsed(line, f"{path} line {number + 1}")
    except (OSError, EOFError, zlib.error) as error:
        raise UserError(f"{path}: {getattr(error, 'strerror', None) or 'the file is damaged'}") from error
    return items


def _parsed(line: bytes, place: str) -> dict[str, Any]:
    try:
        item = json.loads(line)
    except (ValueError, RecursionError):
        item = None
    if not isinstance(item, dict):
        raise UserError(f"{place}: not a JSON object")
    return item


def passages_of(items: dict[int, dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The texts of the items of one benchmark: all strings in them, those in lists and objects too, but for labels.

    A field most of whose values are single words holds labels: ids, addresses, categories, letters of answers. An item
    of several texts has one passage more, of all of them: short ones may be found together that are too short alone.
    """
    found = {number: list(_strings(item)) for number, item in items.items()}
    n_values: Counter[str] = Counter()
    n_texts: Counter[str] = Counter()
    for strings in found.values():
        for field, text in strings:
            n_values[field] += 1
            n_texts[field] += len(text.split()) > 1
    for number, strings in found.items():
        texts = [(field, LABEL.sub("", text, count=1) if LABEL.match(text) else text) for field, text in strings]
        texts = [(field, text) for field, text in texts if 2 * n_texts[field] >= n_values[field] and text.strip()]
        if len(texts) > 1:
            texts.append((WHOLE_ITEM, "\n".join(text for _, text in texts)))
        for field, text in texts:
            yield {"item": number, "item_id": _item_id(items[number]), "field": field, "text": text}


def _strings(value: Any, field: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _strings(inner, f"{field}.{key}" if field else key)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner, field)
    elif isinstance(value, str):
        yield field, value


def _item_id(item: dict[str, Any]) -> str | None:
    return next((str(value) for key, value in item.items() if ID.fullmatch(key) and type(value) in (str, int)), None)
