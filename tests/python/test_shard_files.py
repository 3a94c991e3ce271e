"""Shards written row by row."""

import hashlib
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from python_udfs.shard_files import ROWS, ShardFile


def write(folder: Path, n_rows: int) -> tuple[str, int, str]:
    file = ShardFile(str(folder), "shards/train/train-000000-of-000001.parquet")
    for n in range(n_rows):
        segment = {"doc_id": f"{n}", "repetition": 1, "doc_offset": 0, "start": 0, "length": 2}
        file.add(f"{n:06}", [n, n + 1], [segment])
    return file.close()


@pytest.mark.parametrize("n_rows", [0, 1, ROWS, ROWS + 1])
def test_rows_come_back_in_their_order(tmp_path: Path, n_rows: int) -> None:
    path, n_bytes, sha256 = write(tmp_path, n_rows)
    content = (tmp_path / path).read_bytes()
    assert (len(content), hashlib.sha256(content).hexdigest()) == (n_bytes, sha256)
    rows = pq.read_table(tmp_path / path).to_pylist()
    assert [row["sequence_id"] for row in rows] == [f"{n:06}" for n in range(n_rows)]
    assert all(row["token_ids"] == [n, n + 1] and row["segments"][0]["doc_id"] == f"{n}" for n, row in enumerate(rows))


def test_the_same_rows_make_the_same_bytes(tmp_path: Path) -> None:
    assert write(tmp_path / "a", 10) == write(tmp_path / "b", 10)


def test_a_file_has_its_name_when_it_is_whole(tmp_path: Path) -> None:
    file = ShardFile(str(tmp_path), "shards/train/x.parquet")
    file.add("1", [1], [])
    assert not (tmp_path / "shards" / "train" / "x.parquet").exists()
    file.close()
    assert [path.name for path in (tmp_path / "shards" / "train").iterdir()] == ["x.parquet"]
