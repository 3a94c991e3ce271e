"""Two small datasets in the hub's layout, and a table of sources for them."""

import csv
import gzip
import json
import random
from pathlib import Path
from typing import Any

import zstandard

from mainpipe.settings import PROJECT

COLUMNS = (PROJECT / "seeds" / "sources.csv").read_text().splitlines()[0].split(",")
PILE = {"dataset": "monology/pile", "data_files": "train/*.jsonl.zst", "filter_field": "meta.set"}
PUBMED = {**PILE, "source_id": "pubmed", "domain": "abstract", "filter_value": "PubMed Abstracts"}
GITHUB = {**PILE, "source_id": "github", "domain": "code", "filter_value": "Github"}
WIKIPEDIA = {**PILE, "source_id": "wikipedia", "domain": "encyclopedia", "filter_value": "Wikipedia (en)"}
C4 = {
    "source_id": "c4",
    "domain": "web",
    "dataset": "allenai/c4",
    "configuration": "en",
    "data_files": "en/c4-train.*.json.gz",
    "url_field": "url",
    "time_field": "timestamp",
}
SOURCES = (PUBMED, C4, GITHUB, WIKIPEDIA)
N = 2000  # records in a data file: enough that a file takes several requests
LOCAL = {"source_id": "mine", "domain": "web", "data_files": "*.jsonl*"}


def write_seed(path: Path, *rows: dict[str, Any]) -> Path:
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        for row in rows:
            writer.writerow({"text_field": "text", "byte_budget": 1_000_000, **row})
    return path


def pile_lines(n: int, first: int = 0) -> list[bytes]:
    """Records of four subsets, one of which nobody asks for, with text that does not compress."""
    noise = random.Random(first)
    names = ["PubMed Abstracts", "Github", "Pile-CC", "Wikipedia (en)"]
    return [
        json.dumps({"text": f"{first + i} é {noise.randbytes(40).hex()}", "meta": {"set": names[i % 4]}}).encode()
        for i in range(n)
    ]


def c4_lines(n: int, first: int = 0) -> list[bytes]:
    noise = random.Random(first + 7)
    return [
        json.dumps(
            {"text": noise.randbytes(40).hex(), "timestamp": "2019-04-25T12:57:54Z", "url": f"http://e/{i}"}
        ).encode()
        for i in range(n)
    ]


def write_corpus(root: Path, n: int = N) -> Path:
    """The two datasets under <root>/<owner>/<name>, two data files each."""
    (root / "monology/pile/train").mkdir(parents=True)
    (root / "allenai/c4/en").mkdir(parents=True)
    for i in range(2):
        content = b"\n".join(pile_lines(n, i * n)) + b"\n"
        (root / f"monology/pile/train/0{i}.jsonl.zst").write_bytes(zstandard.compress(content))
        content = b"\n".join(c4_lines(n, i * n)) + b"\n"
        (root / f"allenai/c4/en/c4-train.0000{i}-of-01024.json.gz").write_bytes(gzip.compress(content))
    return root


def link_datasets(root: Path, folder: Path) -> Path:
    """The same datasets without their owners: the layout of a folder corpus."""
    folder.mkdir(parents=True, exist_ok=True)
    for dataset in root.glob("*/*"):
        (folder / dataset.name).symlink_to(dataset)
    return folder


def raw_bytes(raw: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(raw.glob("*.jsonl"))}


def rows(raw: Path, source_id: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (raw / f"{source_id}.jsonl").read_bytes().split(b"\n")[:-1]]


def write_local(folder: Path, lines: list[bytes], name: str = "a.jsonl") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(b"".join(line + b"\n" for line in lines))
    return folder
