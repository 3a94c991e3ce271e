"""Data files of every kind, whole and damaged, on a hub and in a folder."""

import gzip
import json
import re
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import zstandard
from hub_corpus import GITHUB, LOCAL, PUBMED, N, pile_lines, raw_bytes, rows, write_seed
from hub_server import Fault, Hub

from mainpipe import data_files
from mainpipe.acquire import acquire
from mainpipe.data_files import Recipe
from mainpipe.errors import UserError


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


def acquire_table(tmp_path: Path, table: pa.Table, name: str = "a.parquet", **columns: str) -> dict[str, Any]:
    """The manifest's entry of a source that is a folder with this table in it."""
    (tmp_path / "mine").mkdir()
    pq.write_table(table, tmp_path / "mine" / name)
    source = {**LOCAL, "dataset": str(tmp_path / "mine"), "data_files": "*", **columns}
    return acquire("hub", tmp_path / "raw", write_seed(tmp_path / "sources.csv", source))["sources"]["mine"]


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
            "mask": pa.array([b"\x89"] * 5).dictionary_encode(),
            "blob": pa.array([b"\x89"] * 5, pa.binary_view()),
            "kind": pa.array(["a", "b"] * 2 + ["a"]).dictionary_encode(),
            "tags": [[{"name": "ü"}]] * 5,
        }
    )
    entry = acquire_table(tmp_path, table, time_field="day")
    found = rows(tmp_path / "raw", "mine")
    assert [row.get("text") for row in found] == ["é", None, None, texts[3], "last"]
    assert [row.get("line_bytes", 0) > 150 for row in found] == [False, False, True, False, False]
    assert found[0]["time"] == "2020-01-02 03:00:00"
    assert found[0]["meta"] == {"price": "1.50", "kind": "a", "tags": [{"name": "ü"}]}
    assert (entry["records"], entry["n_unparsed"]) == (5, 1)


def test_parquet_times_that_python_has_no_year_or_no_zone_for(tmp_path: Path) -> None:
    far = {pa.timestamp("us"): 1 << 62, pa.timestamp("ms", "UTC"): 1 << 52, pa.date32(): 1 << 30}
    columns = [pa.array([0, value], kind) for kind, value in far.items()]
    times = {f"time{i}": column for i, column in enumerate(columns)}
    acquire_table(tmp_path, pa.table({"text": ["a", "b"], "day": columns[2], **times}), time_field="day")
    found = rows(tmp_path / "raw", "mine")
    assert [row["text"] for row in found] == ["a", "b"]
    assert found[0]["time"] == found[0]["meta"]["time2"] == "1970-01-01"
    assert [type(value) for value in found[1]["meta"].values()] == [str] * 3
    elsewhere = pa.array([0], pa.timestamp("us", "Nowhere/Else"))
    (tmp_path / "other").mkdir()
    with pytest.raises(UserError, match="damaged"):
        acquire_table(tmp_path / "other", pa.table({"text": ["a"], "day": elsewhere}))


@pytest.mark.parametrize("name", ["a.parquet", "a.parq", "a.pq"])
def test_bytes_that_a_source_names_as_its_text_are_read(tmp_path: Path, name: str) -> None:
    inner = pa.array([{"body": b"\xc3\xa9", "picture": b"\x89"}, {"body": None, "picture": b""}])
    table = pa.table({"page": inner, "address": [b"u", b"v"], "other": [b"", b""], "n": [1, 2]})
    acquire_table(tmp_path, table, name, text_field="page.body", url_field="address")
    assert [(row["text"], row["url"], row["meta"]) for row in rows(tmp_path / "raw", "mine")] == [
        ("\u00e9", "u", {"n": 1, "page": {"body": "\u00e9"}}),
        (None, "v", {"n": 2, "page": {"body": None}}),
    ]


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ({"text_field": "bdy"}, "no field bdy: 'bdy' is not in ['text', 'from', 'a.b', 'tags']"),
        ({"url_field": "from.urk"}, "no field from.urk: 'urk' is not in ['url']"),
        ({"time_field": "text.day"}, "no field text.day: 'day' is not in []"),
        ({"text_field": "a.b"}, "no field a.b: 'a' is not in ['text', 'from', 'a.b', 'tags']"),
        ({"filter_field": "lang", "filter_value": "en"}, "no field lang: "),
        ({"text_field": "tags.name"}, "no field tags.name: 'name' is not in []"),
    ],
)
def test_a_field_that_parquet_does_not_have_is_named(tmp_path: Path, columns: dict[str, str], message: str) -> None:
    table = pa.table({"text": ["a"], "from": [{"url": "u"}], "a.b": ["c"], "tags": [[{"name": "d"}]]})
    with pytest.raises(UserError, match=f"mine: .*a.parquet: {re.escape(message)}"):
        acquire_table(tmp_path, table, **columns)


def undecoded(*values: bytes | None) -> pa.Array:
    """Texts of these bytes, be they UTF-8 or not."""
    return pa.Array.from_buffers(pa.string(), len(values), pa.array(values, pa.binary()).buffers())


def test_a_parquet_text_that_is_no_utf8_keeps_its_bytes(tmp_path: Path) -> None:
    texts = undecoded(b"good \xc3\xa9", b"bad \xff", None)
    nested = pa.StructArray.from_arrays([texts, pa.array([1, 2, 3])], ["title", "page"])
    assert acquire_table(tmp_path, pa.table({"text": texts, "from": nested}))["n_unparsed"] == 1
    out = (tmp_path / "raw" / "mine.jsonl").read_bytes().splitlines()
    assert json.loads(out[0])["text"] == "good é"
    line = b'{\\"text\\": \\"bad \xff\\", \\"from\\": {\\"title\\": \\"bad \xff\\", \\"page\\": 2}}'
    assert out[1] == b'{"source": "mine", "file": "a.parquet", "record": 2, "line": "' + line + b'"}'
    assert json.loads(out[2])["text"] is None


N_OF_EACH = pa.array([0, 1, 2], pa.int32())


@pytest.mark.parametrize(
    "nested",
    [
        lambda texts: pa.ListArray.from_arrays(N_OF_EACH, texts),
        lambda texts: pa.ListArray.from_arrays(N_OF_EACH, pa.StructArray.from_arrays([texts], ["name"])),
        lambda texts: pa.FixedSizeListArray.from_arrays(texts, 1),
        lambda texts: pa.MapArray.from_arrays(N_OF_EACH, pa.array(["a", "b"]), texts),
    ],
)
def test_bytes_that_are_no_utf8_are_kept_at_any_depth(tmp_path: Path, nested: Callable[[pa.Array], pa.Array]) -> None:
    texts = undecoded(b"good \xc3\xa9", b"bad \xff")
    assert acquire_table(tmp_path, pa.table({"text": ["a", "b"], "tags": nested(texts)}))["n_unparsed"] == 1
    good, bad = (tmp_path / "raw" / "mine.jsonl").read_bytes().splitlines()
    assert "good é" in str(json.loads(good)["meta"])
    assert b"bad \xff" in bad


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
