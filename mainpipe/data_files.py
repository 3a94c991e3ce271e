"""Data files of a dataset, on the hub or in a folder, line by line, through the streaming layer of `datasets`.

The library's `json` builder dies of one bad line. Its `text` builder can't pass invalid UTF-8 on, ends lines at stray
carriage returns and holds a line of any length in memory. So the layer below both is used, and lines are cut here.
"""

import email.utils
import glob
import re
import sys
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple, NoReturn

import fsspec  # type: ignore[import-untyped]
import pyarrow as pa
from datasets import StreamingDownloadManager, config
from datasets.utils.file_utils import xglob, xopen
from huggingface_hub import HfApi
from huggingface_hub.errors import HFValidationError, HfHubHTTPError, OfflineModeIsEnabled
from huggingface_hub.utils import httpx
from tqdm import tqdm

from mainpipe.errors import UserError
from mainpipe.sources import Source

COMMIT = re.compile(r"[0-9a-f]{40}")
CHUNK_BYTES = 1 << 20
PROBE_SECONDS = 5.0
REQUEST_SECONDS = 30.0

# Seconds before each new try. Below it huggingface_hub sends a failed request up to five times more, over 23 seconds;
# the loop that `datasets` puts between the two would only multiply the waits, so it is switched off.
RETRY_DELAYS = (1.0, 4.0, 16.0, 60.0)
MAX_RETRY_AFTER = 600.0
config.STREAMING_OPEN_MAX_RETRIES = config.STREAMING_READ_MAX_RETRIES = 1
config.STREAMING_OPEN_RETRY_INTERVAL = config.STREAMING_READ_RETRY_INTERVAL = 0
config.STREAMING_READ_SERVER_UNAVAILABLE_RETRY_INTERVAL = config.STREAMING_READ_RATE_LIMIT_RETRY_INTERVAL = 0

DAMAGED = (EOFError, zlib.error, pa.ArrowException)
FAILURES = (OSError, HFValidationError, httpx.HTTPError, *DAMAGED)


@dataclass(frozen=True)
class Recipe:
    max_line_bytes: int = 32 << 20


RECIPE = Recipe()


def _zstd_reader(stream: Any, mode: str = "rb") -> pa.CompressedInputStream:  # noqa: ARG001 (fsspec passes it)
    return pa.CompressedInputStream(stream, "zstd")


# fsspec's own reader takes a frame that was cut off for the end of the file; Arrow's raises.
fsspec.register_compression("zstd", _zstd_reader, "zst", force=True)


class DataFile(NamedTuple):
    path: str  # in the dataset
    url: str


@dataclass(frozen=True)
class Dataset:
    """Where the data files of a dataset lie."""

    root: str  # hf://datasets/<name>@<commit>, or a folder
    revision: str  # the commit; empty for a folder

    @property
    def is_remote(self) -> bool:
        return bool(self.revision)

    def files(self, pattern: str) -> list[DataFile]:
        """The data files in the order of their names, at least one. Errors: UserError names the pattern."""
        root = self.root if self.is_remote else glob.escape(self.root)
        urls = _with_retries(self.root, self.is_remote, lambda: xglob(f"{root}/{pattern}"))
        if not urls:
            raise UserError(f"no data file matches {self.root}/{pattern}")
        return [DataFile(url.removeprefix(f"{self.root}/"), url) for url in sorted(urls)]

    def identity(self, pattern: str) -> list[Any]:
        """What changes when the data files do: the commit, or the folder with the files' sizes and times."""
        if self.is_remote:
            return [self.root]
        stats = [(file.path, Path(file.url).stat()) for file in self.files(pattern)]
        return [self.root, *((path, stat.st_size, stat.st_mtime_ns) for path, stat in stats)]


def locate(source: Source, folder: Path | None) -> Dataset:
    """The dataset of a source on the hub, or in a folder that holds one folder per dataset (the hub when None).

    Errors: UserError when the folder or the revision can't be found, or the hub does not answer.
    Cost: one request for a revision that is not a commit.
    """
    if source.is_local or folder is not None:
        path = Path(source.dataset).expanduser() if source.is_local else Path(folder or "", Path(source.dataset).name)
        if not path.is_dir():
            raise UserError(f"{source.source_id}: there is no folder {path}")
        return Dataset(str(path.resolve()), "")
    revision = source.revision
    if not COMMIT.fullmatch(revision):
        name = f"{source.dataset}@{revision or 'main'}"
        revision = _with_retries(name, True, lambda: _commit(source, REQUEST_SECONDS))
    return Dataset(f"hf://datasets/{source.dataset}@{revision}", revision)


def hub_answers(source: Source) -> bool:
    """Whether the hub (HF_ENDPOINT, HF_HUB_OFFLINE) says anything of its own about a dataset, be it that it has none."""
    try:
        _commit(source, PROBE_SECONDS)
    except HfHubHTTPError as error:
        return "X-Error-Code" in error.response.headers
    except FAILURES:
        return False
    return True


def read_lines(file: DataFile, start: int, is_remote: bool) -> Iterator[tuple[int, bytes | int]]:
    """The lines of a data file that follow a given one, whatever happens to the connection.

    Input: `start`, the number of lines to leave out.
    Output: (line number from 1, the line without its newline; its length where it passes `max_line_bytes`).
    Errors: UserError when a hub file can't be read after the last try, or a local file at once.
    Cost: what is left out is read too (compressed files can't be entered in the middle); memory: one line and 1 MiB.
    """
    n_failures = 0
    while True:
        try:
            for number, line in enumerate(_lines(file.url), 1):
                if number > start:
                    start, n_failures = number, 0
                    yield number, line
            return
        except FAILURES as error:
            _back_off(file.path, is_remote, error, n_failures)
            n_failures += 1


def _lines(url: str) -> Iterator[bytes | int]:
    line, n_bytes = b"", 0
    with closing(xopen(StreamingDownloadManager().extract(url), "rb")) as stream:
        while chunk := stream.read(CHUNK_BYTES):
            *ends, rest = chunk.split(b"\n")
            for end in ends:
                n_bytes += len(end)
                yield line + end if n_bytes <= RECIPE.max_line_bytes else n_bytes
                line, n_bytes = b"", 0
            n_bytes += len(rest)
            line = line + rest if n_bytes <= RECIPE.max_line_bytes else b""
    if n_bytes:
        yield line if n_bytes <= RECIPE.max_line_bytes else n_bytes


def _commit(source: Source, seconds: float) -> str:
    info = HfApi().dataset_info(source.dataset, revision=source.revision or "main", timeout=seconds)
    return str(info.sha)


def _with_retries[T](what: str, is_remote: bool, call: Callable[[], T]) -> T:
    n_failures = 0
    while True:
        try:
            return call()
        except FAILURES as error:
            _back_off(what, is_remote, error, n_failures)
            n_failures += 1


def _back_off(what: str, is_remote: bool, error: Exception, n_failures: int) -> None:
    """Waits before the next try. Errors: UserError where another try is of no use, or was the last."""
    status, retry_after = _answer(error)
    cause = _cause(error, status)
    is_final = isinstance(error, FileNotFoundError | OfflineModeIsEnabled | HFValidationError)
    is_refused = 400 <= status < 500 and status not in (408, 429)
    if not is_remote or is_final or is_refused:
        raise UserError(f"{what}: {cause}") from error
    if n_failures == len(RETRY_DELAYS) or retry_after > MAX_RETRY_AFTER:
        raise UserError(f"{what}: {cause}, given up after {n_failures + 1} tries") from error
    delay = max(RETRY_DELAYS[n_failures], retry_after)
    tqdm.write(f"acquire: {what}: {cause}; trying again in {delay:.0f} s", file=sys.stderr)
    time.sleep(delay)
