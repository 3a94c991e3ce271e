"""Data files of a dataset, on the hub or in a folder, line by line, through the streaming layer of `datasets`.

JSON Lines, plain or compressed, or Parquet, of which a row is a line. The library's `json` builder dies of one bad
line. Its `text` builder can't pass invalid UTF-8 on, ends lines at stray carriage returns and holds a line of any
length in memory. So the layer below both is used, and lines are cut here.
"""

import email.utils
import glob
import json
import logging
import os
import re
import sys
import time
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq
from datasets import config
from datasets.utils.file_utils import xglob, xopen
from huggingface_hub import HfApi
from huggingface_hub.errors import HfHubHTTPError, HFValidationError, OfflineModeIsEnabled
from huggingface_hub.utils import httpx
from pyarrow import types
from tqdm import tqdm

from mainpipe.errors import UserError
from mainpipe.sources import Source

HUB = "hf://"
COMMIT = re.compile(r"[0-9a-f]{40}")
COMPRESSIONS = {".gz": "gzip", ".zst": "zstd"}
PARQUET = (".parquet", ".parq", ".pq")
CHUNK_BYTES = 1 << 20
ROWS_AT_A_TIME = 64
PROBE_SECONDS = 5.0
REQUEST_SECONDS = 30.0

# Seconds before each new try. Below it huggingface_hub sends a failed request up to five times more, over 23 seconds;
# the loop that `datasets` puts between the two would only multiply the waits, so it is switched off.
RETRY_DELAYS = (1.0, 4.0, 16.0, 60.0)
config.STREAMING_OPEN_MAX_RETRIES = config.STREAMING_READ_MAX_RETRIES = 1
config.STREAMING_OPEN_RETRY_INTERVAL = config.STREAMING_READ_RETRY_INTERVAL = 0
config.STREAMING_READ_SERVER_UNAVAILABLE_RETRY_INTERVAL = config.STREAMING_READ_RATE_LIMIT_RETRY_INTERVAL = 0
logging.getLogger(xopen.__module__).setLevel(logging.ERROR)

FAILURES = (OSError, EOFError, HFValidationError, httpx.HTTPError, pa.ArrowException)
FINAL = (FileNotFoundError, HFValidationError, OfflineModeIsEnabled)


@dataclass(frozen=True)
class Recipe:
    max_line_bytes: int = 32 << 20


RECIPE = Recipe()


class DataFile(NamedTuple):
    path: str  # in the dataset
    url: str


@dataclass(frozen=True)
class Dataset:
    """Where the data files of a dataset lie."""

    root: str  # hf://datasets/<name>@<commit>, or a folder
    revision: str  # the commit; empty for a folder

    def files(self, pattern: str) -> list[DataFile]:
        """The data files in the order of their names, at least one. Errors: UserError names the pattern."""
        root = self.root if self.revision else glob.escape(self.root)
        urls = _with_retries(self.root, lambda: xglob(f"{root}/{pattern}", recursive=True))
        if not urls:
            raise UserError(f"no data file matches {self.root}/{pattern}")
        return [DataFile(url.removeprefix(f"{self.root}/"), url) for url in sorted(urls)]

    def identity(self, pattern: str) -> list[Any]:
        """What changes when the data files do: the commit, or the folder with the files' sizes and times."""
        if self.revision:
            return [self.root]
        stats = [(file.path, Path(file.url).stat()) for file in self.files(pattern)]
        return [self.root, *([path, stat.st_size, stat.st_mtime_ns] for path, stat in stats)]


def locate(source: Source, folder: Path | None) -> Dataset:
    """The dataset of a source on the hub, or in a folder that holds a folder for each dataset (the hub where None).

    Errors: UserError when the folder or the revision can't be found, or the hub does not answer.
    Cost: one request for a revision that is not a commit.
    """
    if source.is_local or folder is not None:
        path = Path(source.dataset).expanduser() if source.is_local else Path(folder or "", Path(source.dataset).name)
        path = path.resolve()
        if not path.is_dir():
            raise UserError(f"there is no folder {path}")
        return Dataset(str(path), "")
    revision = source.revision
    if not COMMIT.fullmatch(revision):
        label = f"{HUB}datasets/{source.dataset}@{revision or 'main'}"
        revision = _with_retries(label, lambda: _commit(source, REQUEST_SECONDS))
    return Dataset(f"{HUB}datasets/{source.dataset}@{revision}", revision)


def hub_answers(source: Source) -> bool:
    """Whether the hub (HF_ENDPOINT, HF_HUB_OFFLINE) says anything about a dataset, be it that it has no such one."""
    try:
        _commit(source, PROBE_SECONDS)
    except HfHubHTTPError as error:
        return "X-Error-Code" in error.response.headers
    except FAILURES:
        return False
    return True


def read_lines(file: DataFile, start: int, fields: Collection[str]) -> Iterator[tuple[int, bytes | int]]:
    """The lines of a data file that follow the first `start` ones, whatever happens to the connection.

    Input: fields, the dotted paths that a Parquet file must have; a line of JSON has them or not.
    Output: (line number from 1, the line without its newline; its length where that passes `max_line_bytes`).
    Errors: UserError when a hub file can't be read after the last try, or a local file at the first, or has no such
        field.
    Cost: the lines left out are read too, for compressed files can't be entered midway. Memory: one line and 1 MiB; of
        Parquet 64 rows and the pages that they lie in.
    """
    is_parquet = file.path.endswith(PARQUET)
    n_failures = 0
    while True:
        try:
            for number, line in enumerate(_parquet_lines(file, fields) if is_parquet else _lines(file), 1):
                if number > start:
                    start, n_failures = number, 0
                    yield number, line
            return
        except FAILURES as error:
            _back_off(file.url, error, n_failures)
            n_failures += 1


def _lines(file: DataFile) -> Iterator[bytes | int]:
    compression = COMPRESSIONS.get(Path(file.path).suffix)
    line, n_bytes = b"", 0
    with closing(xopen(file.url, "rb")) as content, pa.input_stream(content, compression) as stream:
        while chunk := stream.read(CHUNK_BYTES):
            *ends, rest = chunk.split(b"\n")
            for end in ends:
                n_bytes += len(end)
                yield line + end if n_bytes <= RECIPE.max_line_bytes else n_bytes
                line, n_bytes = b"", 0
            n_bytes += len(rest)
            line = line + rest if n_bytes <= RECIPE.max_line_bytes else b""
        if content.tell() != content.seek(0, os.SEEK_END):  # an answer that was cut short can look like the end
            raise EOFError
    if n_bytes:
        yield line if n_bytes <= RECIPE.max_line_bytes else n_bytes


def _parquet_lines(file: DataFile, fields: Collection[str]) -> Iterator[bytes | int]:
    """Each row as an object in JSON; columns that hold bytes are left out, unless they are asked for as a text.

    What JSON has no type for, such as a time, is a text. A text that is no UTF-8 keeps its bytes.
    """
    with closing(xopen(file.url, "rb")) as content, pq.ParquetFile(content, page_checksum_verification=True) as table:
        for path in fields:
            _find(path, table.schema_arrow, file)
        columns = [field.name for field in table.schema_arrow if not _holds_bytes(field.type)]
        columns += [path for path in fields if path.split(".")[0] not in columns]
        for batch in table.iter_batches(ROWS_AT_A_TIME, columns=columns):
            try:
                rows = batch.to_pylist()
            except (UnicodeDecodeError, OverflowError, LookupError):  # a time that Python has no year or no zone for
                rows = batch.cast(
                    pa.schema([(field.name, _as_bytes(field.type)) for field in batch.schema])
                ).to_pylist()
            for row in rows:
                line = json.dumps(row, ensure_ascii=False, default=_as_text).encode(errors="surrogateescape")
                yield line if len(line) <= RECIPE.max_line_bytes else len(line)


def _find(path: str, within: Iterable[pa.Field], file: DataFile) -> None:
    """Errors: UserError when no field is at the dotted path."""
    for name in path.split("."):
        names = {field.name: field for field in within}
        if name not in names:
            raise UserError(f"{file.url}: no field {path}: {name!r} is not in {list(names)}")
        within = names[name].type if types.is_struct(names[name].type) else ()


def _holds_bytes(kind: pa.DataType) -> bool:
    if types.is_dictionary(kind):
        return _holds_bytes(kind.value_type)
    kinds = (types.is_binary, types.is_large_binary, types.is_fixed_size_binary, types.is_binary_view)
    if any(is_kind(kind) for is_kind in kinds):
        return True
    return any(_holds_bytes(kind.field(i).type) for i in range(kind.num_fields))


def _as_bytes(kind: pa.DataType) -> pa.DataType:
    """The type with its texts as bytes, which are not decoded, and its times as texts, which may be of any year."""
    if types.is_string(kind) or types.is_large_string(kind) or types.is_string_view(kind):
        return pa.large_binary()
    if types.is_timestamp(kind) or types.is_date(kind) or types.is_time(kind):
        return pa.string()
    if types.is_dictionary(kind):
        return _as_bytes(kind.value_type)
    if types.is_list(kind) or types.is_large_list(kind):
        return pa.large_list(_as_bytes(kind.value_type))
    if types.is_fixed_size_list(kind):
        return pa.list_(_as_bytes(kind.value_type), kind.list_size)
    if types.is_map(kind):
        return pa.map_(_as_bytes(kind.key_type), _as_bytes(kind.item_type))
    if types.is_struct(kind):
        return pa.struct([(field.name, _as_bytes(field.type)) for field in kind])
    return kind


def _as_text(value: Any) -> str:
    return value.decode(errors="surrogateescape") if isinstance(value, bytes) else str(value)


def _commit(source: Source, seconds: float) -> str:
    return str(HfApi().dataset_info(source.dataset, revision=source.revision or "main", timeout=seconds).sha)


def _with_retries(label: str, call: Callable[[], Any]) -> Any:
    n_failures = 0
    while True:
        try:
            return call()
        except FAILURES as error:
            _back_off(label, error, n_failures)
            n_failures += 1


def _back_off(label: str, error: Exception, n_failures: int) -> None:
    """Waits before the next try. Errors: UserError where a further try is of no use, or the last one failed."""
    response = _response(error)
    status = response.status_code if response is not None else 0
    retry_after = _retry_after(response.headers.get("Retry-After", "")) if response is not None else 0.0
    if status:
        cause = f"HTTP {status} {response.headers.get('X-Error-Code', '')}".rstrip()
    elif isinstance(error, EOFError | pa.ArrowException) or (type(error) is OSError and error.errno is None):
        cause = "its data end early or are damaged"
    else:
        origin = error.__cause__ or error
        cause = f"{type(origin).__name__}: {origin}".splitlines()[0].removesuffix(": ")
    is_refused = 400 <= status < 500 and status not in (408, 429)
    if not label.startswith(HUB) or is_refused or isinstance(error, FINAL):
        raise UserError(f"{label}: {cause}") from error
    if n_failures == len(RETRY_DELAYS):
        raise UserError(f"{label}: {cause}, given up after {n_failures + 1} tries") from error
    delay = max(RETRY_DELAYS[n_failures], retry_after)
    tqdm.write(f"acquire: {label}: {cause}; trying again in {delay:.0f} s", file=sys.stderr)
    time.sleep(delay)


def _response(error: BaseException | None) -> Any:
    """The hub's answer behind a failure, which `datasets` may have wrapped; None when there was no answer."""
    while error is not None:
        if (response := getattr(error, "response", None)) is not None:
            return response
        error = error.__cause__
    return None


def _retry_after(value: str) -> float:
    """Seconds that the header asks for, as a number or as a date; 0 where it says neither."""
    if value.isascii() and value.isdigit():
        return float(value)
    try:
        return max(0.0, email.utils.parsedate_to_datetime(value).timestamp() - time.time())
    except ValueError:
        return 0.0
