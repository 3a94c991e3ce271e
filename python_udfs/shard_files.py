"""One shard as a Parquet file, for an engine that does not write files by name."""

import hashlib
import uuid
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

ROWS = 4096  # in a row group
SEGMENT = pa.struct(
    [
        ("doc_id", pa.string()),
        *((name, pa.int32()) for name in ("repetition", "doc_offset", "start", "length")),
    ]
)
SCHEMA = pa.schema([("sequence_id", pa.string()), ("token_ids", pa.list_(pa.int32())), ("segments", pa.list_(SEGMENT))])


class ShardFile:
    """Rows in, in order; the file has its name when it is whole, so that no half shard is ever seen."""

    def __init__(self, folder: str, path: str) -> None:
        self.path, self.target = path, Path(folder) / path
        # Two attempts at one shard may run side by side; each renames a whole file.
        self.partial = self.target.with_suffix(f".{uuid.uuid4().hex}.part")
        self.target.parent.mkdir(parents=True, exist_ok=True)
        options = {"compression": "zstd", "compression_level": 3, "use_dictionary": False}  # ids repeat too seldom
        self.writer = pq.ParquetWriter(self.partial, SCHEMA, **options)
        self.rows: list[dict[str, Any]] = []

    def add(self, sequence_id: str, token_ids: list[int], segments: list[dict[str, Any]]) -> None:
        self.rows.append({"sequence_id": sequence_id, "token_ids": token_ids, "segments": segments})
        if len(self.rows) == ROWS:
            self.flush()

    def flush(self) -> None:
        self.writer.write_table(pa.Table.from_pylist(self.rows, SCHEMA), ROWS)
        self.rows = []

    def close(self) -> tuple[str, int, str]:
        """Output: path, bytes, SHA-256 in hex."""
        if self.rows:
            self.flush()
        self.writer.close()
        with self.partial.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        n_bytes = self.partial.stat().st_size
        self.partial.replace(self.target)
        return self.path, n_bytes, digest
