"""The sample, built once for all tests that look at a finished run, small corpora made by hand, and a hub."""

import hashlib
import json
import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import datasets
import duckdb
import fsspec.spec
import huggingface_hub.constants
import pytest
from hub_corpus import SOURCES, link_datasets, raw_bytes, write_corpus, write_seed
from hub_server import Hub

from mainpipe import data_files
from mainpipe.acquire import acquire
from mainpipe.errors import UserError
from mainpipe.spark import check_environment

PROJECT = Path(__file__).resolve().parents[2]
# Short runs on little text: what the compiler would gain, it costs.
QUICK_JAVA = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
PROSE = (
    "The committee of the town met in the old hall and spoke for a long time about the bridge that the flood had "
    "taken with it in the spring. Nobody wanted to pay for a new one, but all of them agreed that the children have "
    "to cross the river to be in school on time. In the end the mayor said that he would write to the capital, and "
    "that they should meet again {n} weeks later with number {n} on the list of things to be done before winter."
)


def why_no_spark() -> str | None:
    """What is missing to run the tests of Spark, or nothing."""
    try:
        check_environment()
    except UserError as error:
        return str(error)
    return None


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if reason := why_no_spark():
        terminalreporter.write_line(f"SPARK WAS NOT TESTED: {reason}", yellow=True, bold=True)


def prose(n: int) -> str:
    """English enough for the rules, in sentences, and unlike any other number's."""
    words = PROSE.format(n=n).split()
    random.Random(n).shuffle(words)
    return " ".join(" ".join(words[i : i + 12]).capitalize() + "." for i in range(0, len(words), 12))


class Run:
    """One raw folder and one build folder, and the launcher on them."""

    def __init__(self, folder: Path, project: Path = PROJECT) -> None:
        self.project = project
        self.raw = folder / "raw"
        self.build = folder / "build"

    def command(self, *arguments: str) -> list[str]:
        return [sys.executable, "-m", "mainpipe", *arguments, f"--raw={self.raw}", f"--build={self.build}"]

    def environment(self) -> dict[str, str]:
        return os.environ | {"HF_HUB_OFFLINE": "1", "PYTHONPATH": str(PROJECT)}

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            self.command(*arguments),
            cwd=self.project, env=self.environment(), text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip

    def __call__(self, *arguments: str, succeeds: bool = True) -> str:
        process = self.start(*arguments)
        output, _ = process.communicate(timeout=1800)
        assert (process.returncode == 0) == succeeds, output
        assert "Traceback" not in output, output
        return output

    def write_raw(self, sources: dict[str, list[bytes]]) -> None:
        """Raw files and their manifest, as acquisition would leave them."""
        self.raw.mkdir(parents=True, exist_ok=True)
        manifest = {"corpus": "folder", "sources": {}}
        for source_id, lines in sources.items():
            content = b"".join(line + b"\n" for line in lines)
            (self.raw / f"{source_id}.jsonl").write_bytes(content)
            manifest["sources"][source_id] = {"records": len(lines), "sha256": hashlib.sha256(content).hexdigest()}
        (self.raw / "manifest.json").write_text(json.dumps(manifest))

    def query(self, sql: str) -> list[tuple]:
        with duckdb.connect(str(self.build / "mainpipe.duckdb"), read_only=True) as connection:
            return connection.execute(sql).fetchall()

    def shard_hashes(self) -> dict[str, str]:
        files = sorted((self.build / "shards").glob("*/*"))
        return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in files}

    def record(self) -> dict:
        return json.loads((self.build / "run.json").read_text())


def copy_of_project(folder: Path) -> Path:
    """What dbt and the launcher read, for a test that changes a seed; the functions stay where they are compiled."""
    target = folder / "project"
    for name in ("models", "macros", "seeds", "tests", "analyses", "mainpipe"):
        shutil.copytree(PROJECT / name, target / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("dbt_project.yml", "profiles.yml"):
        shutil.copyfile(PROJECT / name, target / name)
    return target


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """The bundled sample, acquired and built from nothing with two threads."""
    run = Run(tmp_path_factory.mktemp("sample"))
    run("acquire", "--corpus=sample")
    run.output = run("build", "--threads=2")
    return run


@pytest.fixture
def make_run(tmp_path: Path) -> Callable[..., Run]:
    def make(name: str = "run", project: Path = PROJECT) -> Run:
        return Run(tmp_path / name, project)

    return make


def line(source: str, number: int, text: object, **fields: object) -> bytes:
    """A raw line as acquisition writes it."""
    record = {"source": source, "file": "data.jsonl", "record": number, "text": text, "url": None, "time": None}
    return json.dumps(record | {"meta": {}} | fields, ensure_ascii=False).encode()


@pytest.fixture
def sleeps(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Nobody waits; what would have been waited is noted."""
    noted: list[float] = []
    monkeypatch.setattr(time, "sleep", noted.append)
    return noted


@pytest.fixture(scope="session")
def datasets_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_corpus(tmp_path_factory.mktemp("datasets") / "hub")


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


@pytest.fixture(scope="session")
def folder(datasets_root: Path) -> Path:
    return link_datasets(datasets_root, datasets_root.with_name("folder"))


@pytest.fixture(scope="session")
def clean(folder: Path) -> dict[str, bytes]:
    """What a run without any trouble writes, read from the folder."""
    raw = folder.with_name("raw")
    acquire(str(folder), raw, write_seed(folder.with_name("sources.csv"), *SOURCES))
    return raw_bytes(raw)
