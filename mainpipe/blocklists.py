"""The user's blocklists, public ones as they come, in the form that the models and functions read."""

import json
from collections.abc import Iterator
from pathlib import Path

from mainpipe.csv_rows import read_rows
from mainpipe.errors import UserError

# The folder or file name that says what a list holds → what a document is matched on.
KINDS = {"domains": "domain", "urls": "url", "terms": "term"}
TERM_COLUMNS = ("term", "language", "rationale")


def place(folder: str, terms_seed: Path, build: Path) -> None:
    """Writes `blocklists.jsonl` (domains and addresses of the user's folder) and `flagged_terms.txt` (the seed's and
    the folder's terms) into the build folder.

    Input: a folder with `domains/<category>`, `urls/<category>`, `terms/<category>` (LDNOOBW's word lists), or
        `<category>/domains`, `<category>/urls` (UT1's layout), at any depth: text files, one entry a line, # begins a
        comment; or nothing.
    Errors: UserError when the folder is missing or holds no list, or a file is no UTF-8.
    """
    entries = list(read_folder(folder)) if folder else []
    records = [entry for entry in entries if entry["match_on"] != "term"]
    write(build / "blocklists.jsonl", [json.dumps(record) for record in records])
    own_terms = [row["term"] for _, row in read_rows(terms_seed, TERM_COLUMNS)]
    terms = {*own_terms, *(entry["value"] for entry in entries if entry["match_on"] == "term")}
    write(build / "flagged_terms.txt", sorted(terms))


def read_folder(name: str) -> Iterator[dict[str, str]]:
    folder = Path(name).expanduser()
    if not folder.is_dir():
        raise UserError(f"BLOCKLISTS={name}: there is no such folder")
    found = False
    for file in sorted(file for file in folder.rglob("*") if file.is_file()):
        path = file.relative_to(folder)
        kind = KINDS.get(path.name) or next((KINDS[part] for part in path.parts[:-1] if part in KINDS), None)
        if kind is None:
            continue
        found = True
        category = str(path.parent) if path.name in KINDS else path.stem
        try:
            lines = file.read_text(encoding="utf-8-sig").splitlines()
        except UnicodeDecodeError as error:
            raise UserError(f"BLOCKLISTS={name}: {path} is no UTF-8 text (byte {error.start})") from error
        except OSError as error:
            raise UserError(f"BLOCKLISTS={name}: {path}: {error.strerror}") from error
        for line in lines:
            value = line.strip().removeprefix("*.") if kind == "domain" else line.strip()
            if value and not value.startswith("#"):
                yield {"match_on": kind, "value": value, "reason": category}
    if not found:
        raise UserError(f"BLOCKLISTS={name}: no file or folder there is called domains, urls or terms")


def write(path: Path, lines: list[str]) -> None:
    partial = path.with_suffix(".part")
    partial.write_text("".join(line + "\n" for line in lines), encoding="utf-8")
    partial.replace(path)
