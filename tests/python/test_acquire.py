"""Acquisition against a plain twin, a hub that misbehaves, and SIGKILL at every step."""

import csv
import gzip
import json
import os
import random
import re
import resource
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import agate
import datasets
import fsspec.spec
import huggingface_hub.constants
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import zstandard
from hub_server import COMMIT, Fault, Hub
from hypothesis import given, settings
from hypothesis import strategies as st

from mainpipe import acquire as acquire_module
from mainpipe import data_files
from mainpipe.acquire import acquire
from mainpipe.data_files import Recipe
from mainpipe.errors import UserError
from mainpipe.resume import Checkpoint, Tally
from mainpipe.sources import read_sources

PROJECT = Path(__file__).resolve().parents[2]
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


@pytest.fixture
def sleeps(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Nobody waits; what would have been waited is noted."""
    noted: list[float] = []
    monkeypatch.setattr(time, "sleep", noted.append)
    return noted


@pytest.fixture(scope="session")
def datasets_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_corpus(tmp_path_factory.mktemp("datasets") / "hub")


@pytest.fixture(scope="session")
def folder(datasets_root: Path) -> Path:
    return link_datasets(datasets_root, datasets_root.with_name("folder"))


@pytest.fixture(scope="session")
def clean(folder: Path) -> dict[str, bytes]:
    """What a run without any trouble writes, read from the folder."""
    raw = folder.with_name("raw")
    acquire(str(folder), raw, write_seed(folder.with_name("sources.csv"), *SOURCES))
    return raw_bytes(raw)


@pytest.fixture
def hub(datasets_root: Path, monkeypatch: pytest.MonkeyPatch, sleeps: list[float]) -> Iterator[Hub]:  # noqa: ARG001
    """A hub for this process, read in small blocks so that a file takes several requests."""
    with Hub(datasets_root) as server:
        template = huggingface_hub.constants.HUGGINGFACE_CO_URL_TEMPLATE
        template = template.replace(huggingface_hub.constants.ENDPOINT, server.url)
        monkeypatch.setattr(huggingface_hub.constants, "HUGGINGFACE_CO_URL_TEMPLATE", template)
        monkeypatch.setattr(huggingface_hub.constants, "ENDPOINT", server.url)
        monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_OFFLINE", False)
        monkeypatch.setattr(datasets.config, "HF_ENDPOINT", server.url)
        monkeypatch.setattr(fsspec.spec.AbstractBufferedFile, "DEFAULT_BLOCK_SIZE", 8192)
        monkeypatch.setattr(data_files, "CHUNK_BYTES", 4096)
        yield server


@pytest.fixture
def seed(tmp_path: Path) -> Path:
    return write_seed(tmp_path / "sources.csv", *SOURCES)


# ---- what is written


def twin(files: dict[str, list[bytes]], sources: list[dict[str, Any]]) -> dict[str, bytes]:
    """The raw files, the obvious way: every line in memory, one decision after the other."""
    out = {source["source_id"]: b"" for source in sources}
    used = {source["source_id"]: 0 for source in sources}
    for name in sorted(files):
        for number, line in enumerate(files[name], 1):
            open_sources = [s for s in sources if used[s["source_id"]] < s["byte_budget"]]
            if not open_sources:
                return out
            try:
                record = json.loads(line.decode(errors="surrogateescape"))
            except ValueError:
                record = None
            is_utf8 = line.decode(errors="ignore").encode() == line
            if isinstance(record, dict):
                meta = record.get("meta")
                name_of = meta.get("set") if isinstance(meta, dict) else None
                open_sources = [s for s in open_sources if s.get("filter_value") in (None, name_of)]
            if not open_sources:
                continue
            source_id = open_sources[0]["source_id"]
            row = {"source": source_id, "file": name, "record": number}
            if isinstance(record, dict) and is_utf8:
                text = record.pop("text", None)
                row |= {"text": text, "url": record.pop("url", None), "time": None, "meta": record}
                encoded = "".join(
                    f"\\u{ord(c):04x}" if "\ud800" <= c <= "\udfff" else c for c in json.dumps(row, ensure_ascii=False)
                ).encode()
                used[source_id] += len(text.encode("utf-8", "surrogatepass")) if isinstance(text, str) else len(line)
            else:
                row |= {"line": line.decode(errors="surrogateescape")}
                encoded = json.dumps(row, ensure_ascii=False).encode(errors="surrogateescape")
                used[source_id] += len(line)
            out[source_id] += encoded + b"\n"
    return out


texts = st.text(max_size=20) | st.none() | st.integers() | st.just("\ud800 \udc80") | st.lists(st.text(max_size=3))
records = st.fixed_dictionaries(
    {
        "text": texts,
        "meta": st.sampled_from([{"set": "Github"}, {"set": "PubMed Abstracts"}, {"set": 1}, {}, None, "x"]),
    },
    optional={"url": st.text(max_size=5), "id": st.integers(), "": st.just(0)},
)
lines = st.one_of(
    st.builds(
        lambda record, ascii_only: json.dumps(
            record, ensure_ascii=ascii_only or "\ud800" in str(record.get("text"))
        ).encode(),
        records,
        st.booleans(),
    ),
    st.sampled_from(
        [b"", b" ", b"[1]", b'"s"', b"null", b"{", b'{"text": "cut', b'{"text": "a"}\r', b"\xef\xbb\xbf{}", b"\x00"]
    ),
    st.sampled_from([b'{"text": "\xff", "meta": {"set": "Github"}}', b'{"text": "\\udcc3\xa9"}', b"\xed\xa0\x80"]),
)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.lists(lines, max_size=12), min_size=1, max_size=3), st.integers(1, 120), st.integers(1, 120), st.data()
)
def test_raw_files_equal_the_twin(
    tmp_path_factory: pytest.TempPathFactory, contents: list[list[bytes]], first: int, second: int, data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("twin")
    files = {f"train/{i}.jsonl": content for i, content in enumerate(contents)}
    (folder / "pile" / "train").mkdir(parents=True)
    for name, content in files.items():
        last = b"" if content and content[-1] and data.draw(st.booleans()) else b"\n" if content else b""
        (folder / "pile" / name).write_bytes(b"\n".join(content) + last)
    sources = [
        {**PUBMED, "data_files": "train/*.jsonl", "url_field": "url", "byte_budget": first},
        {**GITHUB, "data_files": "train/*.jsonl", "url_field": "url", "byte_budget": second},
    ]
    if data.draw(st.booleans()):
        sources.append({**sources[0], "source_id": "rest", "filter_field": "", "filter_value": ""})
    expected = twin(files, [{k: v for k, v in source.items() if v != ""} for source in sources])
    manifest = acquire(str(folder), folder / "raw", write_seed(folder / "sources.csv", *sources))
    assert raw_bytes(folder / "raw") == {
        f"{source_id}.jsonl": content for source_id, content in sorted(expected.items())
    }
    (read,) = manifest["passes"].values()
    assert read["n_read"] == read["n_skipped"] + sum(entry["records"] for entry in manifest["sources"].values())
    assert read["n_read"] <= sum(map(len, contents))


def write_local(folder: Path, lines: list[bytes], name: str = "a.jsonl") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(b"".join(line + b"\n" for line in lines))
    return folder


def acquire_local(tmp_path: Path, lines: list[bytes], **columns: Any) -> tuple[dict[str, Any], list[bytes]]:
    """One source over one plain file. Output: its manifest entry and its raw lines."""
    folder = write_local(tmp_path / "mine", lines)
    seed = write_seed(tmp_path / "sources.csv", {**LOCAL, "dataset": str(folder), **columns})
    manifest = acquire("hub", tmp_path / "raw", seed)
    return manifest["sources"]["mine"], (tmp_path / "raw" / "mine.jsonl").read_bytes().split(b"\n")[:-1]


def test_a_record_by_hand(tmp_path: Path) -> None:
    line = '{"id": 7, "text": "naïve \\ud800 \\u0000", "url": "u", "when": {"t": 1}, "where": {"t": 2}}'.encode()
    entry, (row,) = acquire_local(tmp_path, [line], url_field="url", time_field="when.t")
    assert row.decode() == (
        '{"source": "mine", "file": "a.jsonl", "record": 1, "text": "naïve \\ud800 \\u0000", "url": "u", "time": 1, '
        '"meta": {"id": 7, "when": {"t": 1}, "where": {"t": 2}}}'
    )
    assert (entry["records"], entry["bytes"], entry["n_unparsed"], entry["file_bytes"]) == (1, 12, 0, len(row) + 1)


def test_lines_that_are_no_record_are_kept_as_they_came(tmp_path: Path) -> None:
    lines = [b"not json", b"", b"[]", b'{"text": "\xff"}', b'{"text": "\\ud800"', b"[" * 5000, b'{"text": "good"}\r']
    entry, out = acquire_local(tmp_path, lines)
    assert out[3] == b'{"source": "mine", "file": "a.jsonl", "record": 4, "line": "{\\"text\\": \\"\xff\\"}"}'
    assert [json.loads(row.decode(errors="surrogateescape")).get("line") for row in out] == [
        *(line.decode(errors="surrogateescape") for line in lines[:6]),
        None,
    ]
    assert (entry["records"], entry["n_unparsed"]) == (7, 6)
    assert entry["bytes"] == sum(map(len, lines[:6])) + 4


def test_every_depth_of_nesting_gives_a_line(tmp_path: Path) -> None:
    lines = [b'{"a": ' * depth + b"1" + b"}" * depth for depth in range(800, 1100)]
    entry, out = acquire_local(tmp_path, lines, byte_budget=10**7)
    assert entry["records"] == len(out) == 300


def test_a_long_line_is_counted_but_not_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(data_files, "RECIPE", Recipe(max_line_bytes=40))
    monkeypatch.setattr(data_files, "CHUNK_BYTES", 16)
    lines = [b'{"text": "' + b"x" * n + b'"}' for n in (28, 29, 400, 1)]
    entry, out = acquire_local(tmp_path, lines)
    assert [json.loads(row).get("line_bytes") for row in out] == [None, 41, 412, None]
    assert (entry["records"], entry["n_unparsed"], entry["bytes"]) == (4, 2, 29)


@pytest.mark.parametrize(("budget", "n_records"), [(1, 1), (9, 1), (10, 1), (11, 2), (20, 2), (21, 3), (1000, 4)])
def test_the_record_that_crosses_the_budget_is_taken(tmp_path: Path, budget: int, n_records: int) -> None:
    entry, _ = acquire_local(tmp_path, [b'{"text": "0123456789"}'] * 4, byte_budget=budget)
    assert (entry["records"], entry["bytes"]) == (n_records, 10 * n_records)


def test_a_wrong_text_field_stops_at_the_budget_too(tmp_path: Path) -> None:
    entry, _ = acquire_local(tmp_path, [b'{"content": "0123456789"}'] * 9, byte_budget=50)
    assert (entry["records"], entry["bytes"]) == (2, 50)


def test_scale_multiplies_the_budgets(tmp_path: Path) -> None:
    folder = write_local(tmp_path / "mine", [b'{"text": "0123456789"}'] * 9)
    seed = write_seed(tmp_path / "sources.csv", {**LOCAL, "dataset": str(folder), "byte_budget": 20})
    assert acquire("hub", tmp_path / "raw", seed, 0.5)["sources"]["mine"]["records"] == 1
    assert acquire("hub", tmp_path / "raw", seed, 2.0)["sources"]["mine"]["records"] == 4


@pytest.mark.parametrize("name", ["a.jsonl", "a.jsonl.gz", "a.jsonl.zst"])
def test_plain_and_compressed_files_of_several_members(tmp_path: Path, name: str) -> None:
    compress: Callable[[bytes], bytes] = {".gz": gzip.compress, ".zst": zstandard.compress}.get(
        Path(name).suffix, bytes
    )
    lines = pile_lines(3000)
    folder = tmp_path / "a[b] c"
    folder.mkdir()
    halves = b"\n".join(lines[:1500]) + b"\n", b"\n".join(lines[1500:])
    (folder / name).write_bytes(b"".join(map(compress, halves)))
    seed = write_seed(tmp_path / "sources.csv", {**LOCAL, "dataset": str(folder)})
    assert acquire(str(tmp_path), tmp_path / "raw", seed)["sources"]["mine"]["records"] == 3000


def parquet(lines: list[bytes]) -> bytes:
    table = pa.Table.from_pylist([json.loads(line) for line in lines])
    with pa.BufferOutputStream() as stream:
        pq.write_table(table, stream, row_group_size=700, write_page_checksum=True)
        return stream.getvalue().to_pybytes()


def test_a_row_of_parquet_is_a_line(hub: Hub, tmp_path: Path) -> None:
    """Budgets end within a row group, and the connection breaks."""
    folder = hub.root = tmp_path / "hub"
    (folder / "monology/pile/train").mkdir(parents=True)
    for i, suffix, write in [(i, *kind) for i in range(2) for kind in (("jsonl", b"\n".join), ("parquet", parquet))]:
        (folder / f"monology/pile/train/0{i}.{suffix}").write_bytes(write(pile_lines(N, i * N)))
    found = []
    for suffix in "jsonl", "parquet":
        hub.faults = [Fault("cut", path=f"01.{suffix}", times=2, from_byte=20_000)]
        sources = [{**source, "data_files": f"train/*.{suffix}", "byte_budget": 70_000} for source in (PUBMED, GITHUB)]
        acquire("hub", tmp_path / suffix, write_seed(tmp_path / "sources.csv", *sources))
        assert not hub.faults[0].times
        found.append(raw_bytes(tmp_path / suffix))
    assert found[0] == {name: rows.replace(b".parquet", b".jsonl") for name, rows in found[1].items()}
    assert all(b"01.jsonl" in rows for rows in found[0].values())


def test_parquet_values_that_json_has_no_type_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(data_files, "RECIPE", Recipe(max_line_bytes=150))
    texts = ["é", None, "x" * 100, "\x00\u2028", "last"]
    table = pa.table(
        {
            "text": texts,
            "day": [datetime(2020, 1, 2, 3)] * 5,
            "price": [Decimal("1.50")] * 5,
            "picture": [b"\x89"] * 5,
            "image": [{"bytes": b"\x89", "path": "a.png"}] * 5,
            "frames": [[b"\x89"]] * 5,
            "kind": pa.array(["a", "b"] * 2 + ["a"]).dictionary_encode(),
            "tags": [[{"name": "ü"}]] * 5,
        }
    )
    (tmp_path / "mine").mkdir()
    pq.write_table(table, tmp_path / "mine" / "a.parquet")
    seed = write_seed(
        tmp_path / "sources.csv",
        {**LOCAL, "dataset": str(tmp_path / "mine"), "data_files": "*.parquet", "time_field": "day"},
    )
    entry = acquire("hub", tmp_path / "raw", seed)["sources"]["mine"]
    found = rows(tmp_path / "raw", "mine")
    assert [row.get("text") for row in found] == ["é", None, None, texts[3], "last"]
    assert [row.get("line_bytes", 0) > 150 for row in found] == [False, False, True, False, False]
    assert found[0]["time"] == "2020-01-02 03:00:00"
    assert found[0]["meta"] == {"price": "1.50", "kind": "a", "tags": [{"name": "ü"}]}
    assert (entry["records"], entry["n_unparsed"]) == (5, 1)


def test_a_parquet_text_that_is_no_utf8_keeps_its_bytes(tmp_path: Path) -> None:
    texts = pa.array([b"good \xc3\xa9", b"bad \xff", None], pa.binary())
    texts = pa.Array.from_buffers(pa.string(), 3, texts.buffers())
    nested = pa.StructArray.from_arrays([texts, pa.array([1, 2, 3])], ["title", "page"])
    (tmp_path / "mine").mkdir()
    pq.write_table(pa.table({"text": texts, "from": nested}), tmp_path / "mine" / "a.parquet")
    seed = write_seed(tmp_path / "sources.csv", {**LOCAL, "dataset": str(tmp_path / "mine"), "data_files": "*.parquet"})
    assert acquire("hub", tmp_path / "raw", seed)["sources"]["mine"]["n_unparsed"] == 1
    out = (tmp_path / "raw" / "mine.jsonl").read_bytes().splitlines()
    assert json.loads(out[0])["text"] == "good é"
    line = b'{\\"text\\": \\"bad \xff\\", \\"from\\": {\\"title\\": \\"bad \xff\\", \\"page\\": 2}}'
    assert out[1] == b'{"source": "mine", "file": "a.parquet", "record": 2, "line": "' + line + b'"}'
    assert json.loads(out[2])["text"] is None


@pytest.mark.parametrize("name", ["a.jsonl.gz", "a.jsonl.zst", "a.jsonl.parquet"])
@pytest.mark.parametrize("damage", ["cut", "flip", "garbage"])
def test_a_damaged_local_file_is_an_error_at_once(tmp_path: Path, name: str, damage: str, sleeps: list[float]) -> None:
    zstd = zstandard.ZstdCompressor(write_checksum=True).compress  # without it a flipped bit can't be seen
    lines = pile_lines(3000)
    compressed = {"gz": lambda: gzip.compress(b"\n".join(lines)), "zst": lambda: zstd(b"\n".join(lines))}
    content = compressed.get(name.rsplit(".")[-1], lambda: parquet(lines))()
    half = len(content) // 2
    damaged = {
        "cut": content[:half],
        "flip": content[:half] + bytes(byte ^ 255 for byte in content[half : half + 99]) + content[half + 99 :],
        "garbage": content + b"garbage",
    }[damage]
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / name).write_bytes(damaged)
    seed = write_seed(tmp_path / "sources.csv", {**LOCAL, "dataset": str(folder)})
    with pytest.raises(UserError, match=f"mine: .*{re.escape(name)}: its data end early or are damaged; .* kept"):
        acquire("hub", tmp_path / "raw", seed)
    assert not sleeps


def test_sources_share_one_pass_and_the_rest_is_counted(hub: Hub, seed: Path, tmp_path: Path) -> None:
    manifest = acquire("hub", tmp_path / "raw", seed)
    assert [row["record"] for row in rows(tmp_path / "raw", "github")] == list(range(2, N + 1, 4)) * 2
    assert [manifest["sources"][key]["records"] for key in ("pubmed", "c4", "github", "wikipedia")] == [
        N // 2,
        2 * N,
        N // 2,
        N // 2,
    ]
    assert sorted((p["sources"], p["n_read"], p["n_skipped"]) for p in manifest["passes"].values()) == [
        (["c4"], 2 * N, 0),
        (["pubmed", "github", "wikipedia"], 2 * N, N // 2),
    ]
    # The second file is asked for once per block, not once per source and block.
    n_blocks = -(-(hub.root / "monology/pile/train/01.jsonl.zst").stat().st_size // 8192)
    assert hub.n_requests("/train/01") <= n_blocks + 1


def test_a_pass_ends_with_its_last_budget(hub: Hub, tmp_path: Path) -> None:
    seed = write_seed(tmp_path / "sources.csv", {**PUBMED, "byte_budget": 300}, {**GITHUB, "byte_budget": 3000})
    manifest = acquire("hub", tmp_path / "raw", seed)
    assert manifest["sources"]["pubmed"]["data_files"] == ["train/00.jsonl.zst"]
    assert 300 <= manifest["sources"]["pubmed"]["bytes"] < 400
    assert 3000 <= manifest["sources"]["github"]["bytes"] < 3100
    assert not hub.n_requests("/train/01")


# ---- the hub


@pytest.mark.usefixtures("hub")
def test_hub_and_folder_give_the_same_bytes(seed: Path, tmp_path: Path, clean: dict[str, bytes]) -> None:
    manifest = acquire("hub", tmp_path / "raw", seed)
    assert raw_bytes(tmp_path / "raw") == clean
    assert (manifest["corpus"], manifest["corpus_asked"]) == ("hub", "hub")
    assert {entry["revision"] for entry in manifest["sources"].values()} == {COMMIT}
    assert json.loads((tmp_path / "raw" / "manifest.json").read_text()) == manifest
    assert sorted(path.name for path in (tmp_path / "raw").iterdir()) == sorted([*clean, "manifest.json"])


@pytest.mark.parametrize(
    "faults",
    [
        [Fault("cut")],
        [Fault("cut", from_byte=65536, times=2)],
        [Fault("short"), Fault("short", "/en/", from_byte=65536)],
        [Fault("empty"), Fault("empty", "/en/")],
        [Fault("empty", from_byte=65536)],
        [Fault("silent")],
        [Fault(429), Fault("until", "/en/")],
        [Fault(503, times=8)],
        [Fault(500, "/revision/", times=2), Fault(502, "/tree/"), Fault(503, "/en/")],
        [Fault("cut", times=3), Fault(429, times=2), Fault(504, "/en/", times=7), Fault("empty", "/01")],
    ],
    ids=str,
)
def test_trouble_that_passes_leaves_no_trace(
    faults: list[Fault],
    hub: Hub,
    seed: Path,
    tmp_path: Path,
    clean: dict[str, bytes],
    sleeps: list[float],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_DOWNLOAD_TIMEOUT", 0.5)
    hub.faults = faults
    acquire("hub", tmp_path / "raw", seed)
    assert raw_bytes(tmp_path / "raw") == clean
    assert not any(fault.times for fault in faults)
    if any(fault.kind == 429 for fault in faults):
        assert max(sleeps) >= 7


def test_what_lasts_is_an_error_of_one_line_and_the_next_run_goes_on(
    hub: Hub, seed: Path, tmp_path: Path, clean: dict[str, bytes], sleeps: list[float]
) -> None:
    hub.faults = [Fault(503, "/train/01", times=10**9, from_byte=65536)]
    with pytest.raises(UserError) as failure:
        acquire("hub", tmp_path / "raw", seed)
    assert re.fullmatch(
        rf"pubmed, github, wikipedia: hf://datasets/monology/pile@{COMMIT}/train/01\.jsonl\.zst: HTTP 503, "
        r"given up after 5 tries; 0\.\d MB are kept, the next run goes on from there",
        str(failure.value),
    )
    assert [delay for delay in sleeps if delay in data_files.RETRY_DELAYS[2:]] == [16, 60]
    hub.faults, hub.requests[:] = [], []
    acquire("hub", tmp_path / "raw", seed)
    assert raw_bytes(tmp_path / "raw") == clean
    assert not hub.n_requests("/train/00")


def test_the_count_of_tries_starts_again_where_records_arrive(
    hub: Hub, seed: Path, tmp_path: Path, clean: dict[str, bytes]
) -> None:
    hub.faults = [Fault(503, "/train/01", times=18, from_byte=65536 * i) for i in range(2)]
    acquire("hub", tmp_path / "raw", seed)
    assert raw_bytes(tmp_path / "raw") == clean


def test_a_hub_that_falls_silent_is_an_error_of_one_line(
    hub: Hub, seed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_DOWNLOAD_TIMEOUT", 0.1)
    monkeypatch.setattr(data_files, "RETRY_DELAYS", ())
    hub.faults = [Fault("silent", "/train/01", times=10**9)]
    with pytest.raises(UserError, match=r"/train/01\.jsonl\.zst: ReadTimeout: .*, given up after 1 tries; "):
        acquire("hub", tmp_path / "raw", seed)


@pytest.mark.parametrize("kind", [429, "until"])
def test_retry_after_is_honoured(hub: Hub, seed: Path, tmp_path: Path, sleeps: list[float], kind: str | int) -> None:
    hub.faults = [Fault(kind, "/train/00", times=6, seconds=200)]
    acquire("hub", tmp_path / "raw", seed)
    assert any(197 <= delay <= 201 for delay in sleeps)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"dataset": "nobody/nothing"}, r"c4: hf://datasets/nobody/nothing@main: HTTP 404 RepoNotFound"),
        ({"dataset": "not a name"}, r"c4: hf://datasets/not a name@main: HFValidationError: .*"),
        ({"revision": "v9"}, r"c4: hf://datasets/allenai/c4@v9: HTTP 404 RevisionNotFound"),
        ({"revision": "9" * 40}, r"c4: hf://datasets/allenai/c4@9{40}: HTTP 404 RevisionNotFound"),
        ({"data_files": "de/*.gz"}, rf"c4: no data file matches hf://datasets/allenai/c4@{COMMIT}/de/\*\.gz"),
        ({"data_files": "en/*.zip"}, rf"c4: no data file matches hf://datasets/allenai/c4@{COMMIT}/en/\*\.zip"),
        ({"dataset": "./no/such/folder"}, r"c4: no data file matches /.*/no/such/folder/en/c4-train.*"),
    ],
)
@pytest.mark.usefixtures("hub")
def test_a_wrong_row_is_an_error_without_a_wait(
    tmp_path: Path, sleeps: list[float], change: dict[str, str], message: str
) -> None:
    with pytest.raises(UserError) as failure:
        acquire("hub", tmp_path / "raw", write_seed(tmp_path / "sources.csv", {**C4, **change}))
    assert re.fullmatch(message, str(failure.value))
    assert not sleeps


def test_a_finished_source_is_not_fetched_again(hub: Hub, tmp_path: Path) -> None:
    seed, raw = tmp_path / "sources.csv", tmp_path / "raw"
    pinned = [{**source, "revision": COMMIT} for source in SOURCES]
    first = acquire("hub", raw, write_seed(seed, *pinned))
    hub.requests.clear()
    assert acquire("hub", raw, seed) == first
    assert not hub.requests

    relabelled = [{**source, "licence": "CC0-1.0"} for source in pinned]
    second = acquire("hub", raw, write_seed(seed, *relabelled))
    assert {entry["licence"] for entry in second["sources"].values()} == {"CC0-1.0"}
    assert not hub.requests

    (raw / "note.jsonl").write_text("not ours")
    acquire("hub", raw, write_seed(seed, {**pinned[1], "byte_budget": 500}))
    assert hub.n_requests("/en/") and not hub.n_requests("/train/")
    assert sorted(path.name for path in raw.iterdir()) == ["c4.jsonl", "manifest.json", "note.jsonl"]

    for spoil in (Path.unlink, lambda path: path.write_bytes(path.read_bytes()[:-1])):
        whole = (raw / "c4.jsonl").read_bytes()
        spoil(raw / "c4.jsonl")
        acquire("hub", raw, seed)
        assert (raw / "c4.jsonl").read_bytes() == whole


def test_a_changed_file_of_a_folder_is_read_again(tmp_path: Path) -> None:
    acquire_local(tmp_path, [b'{"text": "a"}'])
    entry, out = acquire_local(tmp_path, [b'{"text": "b"}'] * 2)
    assert entry["records"] == len(out) == 2


# ---- which corpus


@pytest.fixture
def sample(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """A sample that is the hub's content again. Output: the folders it was written to."""
    written: list[Path] = []

    def write_sample(folder: Path) -> None:
        written.append(folder)
        link_datasets(hub.root, folder)
        (folder / "truth.jsonl").write_text("")

    monkeypatch.setattr(acquire_module.sample, "write_sample", write_sample, raising=False)
    return written


@pytest.mark.usefixtures("hub")
def test_auto_takes_the_hub_where_it_answers(seed: Path, tmp_path: Path, sample: list[Path]) -> None:
    manifest = acquire("auto", tmp_path / "data/raw", seed)
    assert (manifest["corpus"], manifest["corpus_asked"]) == ("hub", "auto")
    assert not sample


@pytest.mark.parametrize("state", ["offline", "unreachable", "unavailable", "silent", "walled"])
def test_auto_takes_the_sample_where_the_hub_does_not_answer(
    state: str,
    hub: Hub,
    seed: Path,
    tmp_path: Path,
    sample: list[Path],
    clean: dict[str, bytes],
    sleeps: list[float],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(data_files, "PROBE_SECONDS", 0.3)
    if state == "offline":
        monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_OFFLINE", True)
    if state == "unreachable":
        monkeypatch.setattr(huggingface_hub.constants, "ENDPOINT", "http://127.0.0.1:9")
    hub.faults = {
        "unavailable": [Fault(503, "/api/")],
        "silent": [Fault("silent", "/api/")],
        "walled": [Fault(403, "/api/")],
    }.get(state, [])
    raw = tmp_path / "data" / "raw"
    manifest = acquire("auto", raw, seed)
    assert (manifest["corpus"], manifest["corpus_asked"]) == ("sample", "auto")
    assert sample == [tmp_path / "data" / "raw" / "sample"]
    assert raw_bytes(raw) == clean
    assert not sleeps

    # The same sample again: neither written nor read twice. A changed generator: both.
    before = {path.name: path.stat().st_mtime_ns for path in raw.glob("*.jsonl")}
    assert acquire("sample", raw, seed) == manifest | {"corpus_asked": "sample"}
    assert {path.name: path.stat().st_mtime_ns for path in raw.glob("*.jsonl")} == before
    (tmp_path / "data/raw/sample/.generator").write_text("an older one")
    acquire("sample", raw, seed)
    assert len(sample) == 2


def test_auto_keeps_a_finished_download_when_the_network_is_gone(
    hub: Hub, seed: Path, tmp_path: Path, sample: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    raw = tmp_path / "data" / "raw"
    first = acquire("hub", raw, seed)
    hub.requests.clear()
    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_OFFLINE", True)
    assert acquire("auto", raw, seed) == first | {"corpus_asked": "auto"}
    assert not sample and not hub.requests
    with pytest.raises(UserError, match=r"the hub does not answer, and .* unfinished or for other settings"):
        acquire("auto", raw, seed, scale=0.001)
    assert not sample


@pytest.mark.usefixtures("hub")
def test_auto_does_not_hide_a_wrong_dataset_behind_the_sample(tmp_path: Path, sample: list[Path]) -> None:
    seed = write_seed(tmp_path / "sources.csv", {**C4, "dataset": "nobody/nothing"})
    with pytest.raises(UserError, match="HTTP 404"):
        acquire("auto", tmp_path / "data/raw", seed)
    assert not sample


@pytest.mark.usefixtures("hub")
def test_hub_without_network_is_an_error_at_once(
    seed: Path, tmp_path: Path, sleeps: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_OFFLINE", True)
    with pytest.raises(UserError, match="offline mode is enabled"):
        acquire("hub", tmp_path / "raw", seed)
    assert not sleeps


@pytest.mark.parametrize(
    ("corpus", "message"), [("nowhere", "CORPUS=nowhere: give auto, .*"), (".", "pubmed, .*: no data file matches .*")]
)
def test_a_wrong_corpus_is_an_error_of_one_line(
    corpus: str, message: str, seed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UserError) as failure:
        acquire(corpus, tmp_path / "raw", seed)
    assert re.fullmatch(message, str(failure.value))


@pytest.mark.parametrize("corpus", ["hub", "folder"])
@pytest.mark.usefixtures("hub")
def test_a_local_folder_is_a_dataset_like_any_other(
    corpus: str, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write_local(tmp_path / "texts/mine", [b'{"text": "a"}', b'{"text": "b"}'])
    seed = write_seed(tmp_path / "sources.csv", C4, {**LOCAL, "dataset": "texts/mine"})
    manifest = acquire(corpus if corpus == "hub" else str(folder), tmp_path / "raw", seed)
    assert [manifest["sources"][key]["records"] for key in ("c4", "mine")] == [2 * N, 2]
    assert [row["text"] for row in rows(tmp_path / "raw", "mine")] == ["a", "b"]


# ---- kills and full disks


def in_child(run: Callable[[], object]) -> int:
    """Runs something in a forked process. Output: its wait status."""
    pid = os.fork()
    if pid == 0:
        status = 1
        try:
            run()
            status = 0
        finally:
            os._exit(status)
    return os.waitpid(pid, 0)[1]


@pytest.mark.parametrize("seconds", [0.0, 1e9], ids=["every record saved", "no record saved"])
def test_sigkill_at_every_step_then_a_run_gives_the_bytes_of_a_clean_run(
    seconds: float, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = link_datasets(write_corpus(tmp_path / "hub", n=5), tmp_path / "folder")
    seed = write_seed(tmp_path / "sources.csv", *({**source, "byte_budget": 150} for source in SOURCES))
    monkeypatch.setattr(acquire_module, "CHECKPOINT_SECONDS", seconds)
    acquire(str(folder), tmp_path / "clean", seed)
    expected = raw_bytes(tmp_path / "clean")

    def run_and_die(raw: Path, last: int) -> None:
        """Dies at its `last` step: a line to take, a checkpoint to save, a file to rename or to remove."""
        n_steps = 0

        def dying(function: Callable[..., Any]) -> Callable[..., Any]:
            def step(*arguments: Any, **options: Any) -> Any:
                nonlocal n_steps
                n_steps += 1
                if n_steps == last:
                    os.kill(os.getpid(), signal.SIGKILL)
                return function(*arguments, **options)

            return step

        acquire_module._take = dying(acquire_module._take)
        for owner, name in ((Checkpoint, "save"), (Path, "replace"), (Path, "unlink")):
            setattr(owner, name, dying(getattr(owner, name)))
        acquire(str(folder), raw, seed)

    for last in range(1, 1000):
        raw = tmp_path / f"raw{last}"
        status = in_child(lambda raw=raw, last=last: run_and_die(raw, last))
        assert status in (0, signal.SIGKILL)
        if (raw / "checkpoint.json").exists():
            checkpoint = Checkpoint(**json.loads((raw / "checkpoint.json").read_text()))
            for source_id, tally in checkpoint.tallies.items():
                checkpoint.tallies[source_id] = Tally(**tally)
                assert checkpoint.holds(raw, source_id)
        assert in_child(lambda raw=raw: acquire(str(folder), raw, seed)) == 0
        assert raw_bytes(raw) == expected
        assert sorted(path.name for path in raw.iterdir()) == sorted([*expected, "manifest.json"])
        if status == 0:
            break
    assert last > 20


DRIVER = """
import sys
from pathlib import Path
from mainpipe import acquire, data_files
acquire.CHECKPOINT_SECONDS, data_files.CHUNK_BYTES = 0.01, 512
acquire.acquire("hub", Path(sys.argv[1]), Path(sys.argv[2]))
"""


def test_a_process_killed_while_it_waits_for_the_hub_resumes(
    hub: Hub, seed: Path, tmp_path: Path, clean: dict[str, bytes]
) -> None:
    """A process of its own, so that HF_ENDPOINT is read from the environment."""
    raw = tmp_path / "raw"
    environment = os.environ | {"HF_ENDPOINT": hub.url, "HF_HOME": str(tmp_path / "home"), "NO_PROXY": "127.0.0.1"}
    command = [sys.executable, "-c", DRIVER, str(raw), str(seed)]
    hub.faults = [Fault("silent", "/train/01")]
    process = subprocess.Popen(command, cwd=PROJECT, env=environment, stderr=subprocess.PIPE)
    while not hub.n_requests("/train/01") and process.poll() is None:
        threading.Event().wait(0.02)
    process.kill()
    assert process.wait() == -signal.SIGKILL
    checkpoint = json.loads((raw / "checkpoint.json").read_text())
    assert 0 < checkpoint["n_read"] <= N
    hub.requests.clear()
    subprocess.run(command, cwd=PROJECT, env=environment, check=True, capture_output=True)
    assert raw_bytes(raw) == clean
    assert not (raw / "checkpoint.json").exists()


def test_a_torn_part_file_starts_again(hub: Hub, seed: Path, tmp_path: Path, clean: dict[str, bytes]) -> None:
    hub.faults = [Fault(404, "/train/01")]
    with pytest.raises(UserError, match="HTTP 404"):
        acquire("hub", tmp_path / "raw", seed)
    part = tmp_path / "raw" / "github.jsonl.part"
    part.write_bytes(part.read_bytes()[:-10])
    acquire("hub", tmp_path / "raw", seed)
    assert raw_bytes(tmp_path / "raw") == clean


def test_a_full_disk_is_an_error_of_one_line_and_the_next_run_goes_on(
    folder: Path, seed: Path, tmp_path: Path, clean: dict[str, bytes]
) -> None:
    def run_with_little_room() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
        with pytest.raises(UserError, match=r"File too large; what was fetched is kept, the next run goes on"):
            acquire(str(folder), tmp_path / "raw", seed)

    assert in_child(run_with_little_room) == 0
    acquire(str(folder), tmp_path / "raw", seed)
    assert raw_bytes(tmp_path / "raw") == clean


def test_a_folder_that_cannot_be_written_is_an_error_of_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    seed = write_seed(tmp_path / "sources.csv", {**LOCAL, "dataset": str(write_local(tmp_path / "mine", [b"{}"]))})
    with pytest.raises(UserError, match=r"file/raw: Not a directory; what"):
        acquire("hub", tmp_path / "file" / "raw", seed)


# ---- the table of sources


def test_the_seed_is_valid_and_loads_as_a_seed() -> None:
    path = PROJECT / "seeds" / "sources.csv"
    sources = read_sources(path)
    assert [(source.source_id, source.byte_budget) for source in sources] == [
        ("pubmed", 50_000_000),
        ("c4", 50_000_000),
        ("github", 50_000_000),
        ("wikipedia", 20_000_000),
    ]
    assert all(re.fullmatch("[0-9a-f]{40}", source.revision) for source in sources)
    table = agate.Table.from_csv(str(path))
    assert list(table.columns["source_id"].values()) == [source.source_id for source in sources]
    assert list(table.columns["filter_value"].values()) == ["PubMed Abstracts", None, "Github", "Wikipedia (en)"]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"source_id": "../x"}, "line 2: source_id '../x' is not"),
        ({"source_id": "C4"}, "line 2: source_id 'C4' is not"),
        ({"domain": "blog"}, "line 2: domain 'blog' is none of abstract, web, code, encyclopedia"),
        ({"dataset": "", "text_field": " "}, "line 2: dataset, text_field must not be empty"),
        ({"filter_field": "lang"}, "line 2: filter_field and filter_value go together"),
        *(
            ({"byte_budget": budget}, "line 2: byte_budget .* is not a whole number")
            for budget in ("1e6", "-1", "0", "²")
        ),
    ],
)
def test_a_wrong_cell_is_named(tmp_path: Path, change: dict[str, str], message: str) -> None:
    with pytest.raises(UserError, match=message):
        read_sources(write_seed(tmp_path / "sources.csv", {**C4, **change}))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "the columns must be source_id,"),
        ("source_id,domain\nx,web\n", "the columns must be source_id,"),
        (",".join(COLUMNS) + "\n", "no source is listed"),
        (",".join(COLUMNS) + "\nc4,web\n", "line 2: the number of columns"),
        (",".join(COLUMNS) + "\n" + "x," * 20 + "\n", "line 2: the number of columns"),
        (",".join(COLUMNS) + '\n"c4', "unexpected end of data"),
        ("\udcff", "can't decode byte"),
    ],
)
def test_a_wrong_table_is_named(tmp_path: Path, content: str, message: str) -> None:
    path = tmp_path / "sources.csv"
    path.write_bytes(content.encode(errors="surrogateescape"))
    with pytest.raises(UserError, match=message):
        read_sources(path)


def test_a_source_twice_or_no_table_is_named(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="source_id c4 stands twice"):
        read_sources(write_seed(tmp_path / "sources.csv", C4, PUBMED, C4))
    with pytest.raises(UserError, match="No such file"):
        read_sources(tmp_path / "none.csv")
