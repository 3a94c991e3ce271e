"""A generated corpus of 6 to 9 MB in the Hugging Face hub's layout, with a truth file that says what is planted where.

`truth.jsonl` has one row per planted record, or per planting where a record holds several. A record without a row is
clean: no rule should drop it, it is nobody's copy, and it holds neither personal data nor a secret. Every row has

- `source`: pubmed, c4, github or wikipedia; `file`: the path inside the dataset's folder; `record`: its line from 1,
- `kind` and mostly `variant`: what was planted,
- `expect`: what should become of the record, one of
  `dropped`    by a rule of the kind's family: quality, language, code, contamination;
  `duplicate`  in one cluster with its original, which has no row itself; one of the cluster survives, either of them;
  `redacted`   kept, while what stands at `start` to `end` is found and replaced;
  `repaired`   kept, while normalisation gives the text whose SHA-256 is `right_sha256`;
  `trimmed`    kept without what stands at `start` to `end`, as the text whose SHA-256 is `right_sha256`; the first
               of all pages that share it keeps it;
  `rejected`   not a document, for the `reason` given;
  `kept`       unharmed, though it looks suspicious.

| kind | further fields | expect |
|---|---|---|
| exact_copy | `original_file`, `original_record` | duplicate: equal after normalisation |
| near_copy | the same and `jaccard` of word 5-grams (`copies.jaccard`) | duplicate from 0.8 on (code 0.7), kept below |
| language | `variant`: the ISO 639-1 code | dropped |
| too_short, repetitive, boilerplate, gibberish | | dropped |
| minified, generated, data_blob | | dropped |
| html_remains | `right_sha256` for entities | dropped, entities repaired |
| mojibake | `right_sha256` | repaired |
| notice | `start`, `end` | trimmed where enough pages share it, else kept |
| pii, secret | `value`, `start`, `end` in characters of the record's text | redacted |
| pii_lookalike, secret_lookalike | the same | kept, value untouched |
| benchmark | `benchmark`, `item` from 0, `item_words`, `longest_run` of shared words | dropped; kept if reworded |
| hostile | | kept as plain text; NUL repaired; the 300 kB line and the 200 kB word dropped |
| reject | `reason`; `source` is null where the line names no set | rejected |
"""

import gzip
import io
import json
import tempfile
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import zstandard

from mainpipe.sample.benchmarks import benchmark_items, benchmark_records
from mainpipe.sample.code import source_file
from mainpipe.sample.copies import exact_copies, near_copies
from mainpipe.sample.credentials import credential_records
from mainpipe.sample.notices import notice_records
from mainpipe.sample.personal import personal_records
from mainpipe.sample.prose import abstract, article, web_page
from mainpipe.sample.record import C4, FILES, PILE, Record, keyed
from mainpipe.sample.spoilt import spoilt_records
from mainpipe.sample.statements import snake
from mainpipe.sample.words import IDEAS, THINGS, pick, town

_CLEAN: dict[str, tuple[Callable[[Random], str], int]] = {
    "pubmed": (abstract, 800),
    "github": (source_file, 550),
    "wikipedia": (article, 320),
    "c4": (web_page, 560),
}
_PILE_SETS = {"pubmed": "PubMed Abstracts", "github": "Github", "wikipedia": "Wikipedia (en)"}

# Lines that are no documents, by the reason to reject them; %s is where a line names its set or its address.
_BAD_LINES: dict[str, tuple[bytes, ...]] = {
    "invalid_json": (
        b'{%s, "text": "cut off in the mid',
        b"no JSON at all",
        b'{%s, "text": "comma",}',
        b"{'text': 'single quotes'}",
        b'{%s, "text": "lone \\ud800 surrogate"}',
    ),
    "not_an_object": (b"[1, 2, 3]", b'"only a string"', b"42", b"null"),
    "no_text": (b"{%s}", b'{%s, "Text": "a capital letter"}', b'{%s, "body": "another name"}'),
    "wrong_type": (
        b'{%s, "text": 7}',
        b'{%s, "text": ["a", "list"]}',
        b'{%s, "text": {"en": "x"}}',
        b'{%s, "text": true}',
    ),
    "empty": (b'{%s, "text": ""}', b'{"text": "", %s}', b'{%s, "text": "  \\n\\t "}'),
    "invalid_utf8": (
        b'{%s, "text": "caf\xe9 latin"}',
        b'{%s, "text": "\xff\xfe"}',
        b'{%s, "text": "cut \xe2\x82"}',
        b'{%s, "text": "over\xc0\xaf"}',
    ),
}


def write_sample(folder: Path, seed: int = 0) -> None:
    """Writes the sample corpus: the same decompressed bytes for a seed on every machine.

    Input: folder, which must not exist or be empty; seed.
    Output: <folder>/pile-uncopyrighted/train/00.jsonl.zst, <folder>/c4/en/c4-train.00000-of-00001.json.gz,
    <folder>/benchmarks/<name>.jsonl and <folder>/truth.jsonl. They appear all at once, or not at all.
    Errors: FileExistsError when the folder holds anything.
    Cost: a few seconds on one core; some 60 MB of memory.
    """
    if folder.exists() and any(folder.iterdir()):
        raise FileExistsError(f"{folder} is not empty")
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=f".{folder.name}-") as temporary:
        unfinished = Path(temporary) / "sample"
        for path, content in sample_files(seed).items():
            target = unfinished / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(_compressed(path, content))
        unfinished.rename(folder)


def sample_files(seed: int = 0) -> dict[str, bytes]:
    """The decompressed content of every file of the sample, by its path.

    Input: seed.
    Output: bytes by path inside the sample's folder, compressed files with their compressed name.
    Errors: none.
    Cost: as for `write_sample`.
    """
    records = _records(seed)
    places: dict[str, tuple[str, int]] = {}
    files = {}
    for file in (PILE, C4):
        lines = sorted(
            (r for r in records if FILES[r.source] == file), key=lambda r: keyed(seed, "order", r.key)[1].random()
        )
        places |= {record.key: (file, number) for number, record in enumerate(lines, start=1)}
        files[file] = b"".join(_line(seed, record) + b"\n" for record in lines)
    for name, items in benchmark_items(seed).items():
        files[f"benchmarks/{name}.jsonl"] = _json_lines(items)
    files["truth.jsonl"] = _json_lines(_truth(records, places))
    return files


def _records(seed: int) -> list[Record]:
    clean = []
    for source, (make, n) in _CLEAN.items():
        for index in range(n):
            key, rng = keyed(seed, source, index)
            clean.append(Record(key, source, make(rng)))
    return [
        *clean,
        *exact_copies(seed, clean),
        *near_copies(seed, clean),
        *spoilt_records(seed),
        *notice_records(seed),
        *personal_records(seed),
        *credential_records(seed),
        *benchmark_records(seed),
        *_bad_lines(),
    ]


def _bad_lines() -> list[Record]:
    """Each bad line once in either file; a line of the Pile that does not name its set belongs to no source."""
    records = []
    for source, place in (("github", b'"meta": {"pile_set_name": "Github"}'), ("c4", b'"url": "https://example.com/"')):
        for reason, templates in _BAD_LINES.items():
            for index, template in enumerate(templates):
                fact: dict[str, Any] = {"kind": "reject", "expect": "rejected", "reason": reason}
                if source == "github" and b"%s" not in template:
                    fact["source"] = None
                raw = template.replace(b"%s", place)
                records.append(Record(f"{source}/reject/{reason}/{index}", source, facts=[fact], raw=raw))
    return records


def _line(seed: int, record: Record) -> bytes:
    if record.raw is not None:
        return record.raw
    _, rng = keyed(seed, "line", record.key)
    if record.source == "c4":
        site = snake(town(rng), pick(rng, THINGS)).replace("_", "")
        page = snake(pick(rng, IDEAS), pick(rng, THINGS))
        url = f"https://www.{site}.{pick(rng, ('com', 'org', 'net', 'co.uk'))}/{page}"
        day = f"{rng.randrange(2013, 2020)}-{rng.randrange(1, 13):02d}-{rng.randrange(1, 29):02d}"
        time = f"{rng.randrange(24):02d}:{rng.randrange(60):02d}:{rng.randrange(60):02d}"
        row: dict[str, Any] = {"text": record.text, "timestamp": f"{day}T{time}Z", "url": url}
    else:
        row = {"text": record.text, "meta": {"pile_set_name": _PILE_SETS[record.source]}}
    # JSON writers differ in whether they escape what is not ASCII.
    return json.dumps(row, ensure_ascii=rng.random() < 0.2).encode()


def _truth(records: list[Record], places: dict[str, tuple[str, int]]) -> list[dict[str, Any]]:
    rows = []
    for record in sorted(records, key=lambda r: places[r.key]):
        for fact in record.facts:
            file, number = places[record.key]
            row = {"source": record.source, "file": _inside(file), "record": number, **fact}
            if "original" in fact:
                file, number = places[row.pop("original")]
                row |= {"original_file": _inside(file), "original_record": number}
            rows.append(row)
    return rows


def _inside(file: str) -> str:
    """The path inside the dataset's own folder."""
    return file.split("/", maxsplit=1)[1]


def _json_lines(rows: list[dict[str, Any]]) -> bytes:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()


def _compressed(path: str, content: bytes) -> bytes:
    if path.endswith(".zst"):
        return zstandard.ZstdCompressor(level=3).compress(content)
    if path.endswith(".gz"):
        buffer = io.BytesIO()
        with gzip.GzipFile(filename="", fileobj=buffer, mode="wb", compresslevel=6, mtime=0) as file:
            file.write(content)
        return buffer.getvalue()
    return content
