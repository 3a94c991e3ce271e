"""Time and memory of the deduplication as the corpus grows and as the memory shrinks.

What models/deduped reads of a finished build is copied as often as asked into a build folder of its own, and dbt makes
that layer alone there, once for each memory limit and in a process of its own. A copy has other words and other ids,
so that it shares no shingle with the rest, but the same duplicates within. Standard output is Markdown, and never holds
text of a document.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from multiprocessing import Pool
from pathlib import Path
from string import ascii_lowercase as LETTERS

import duckdb
import yaml

from mainpipe.settings import PROJECT
from python_udfs.sql_literal import sql_literal

LAYER = "deduped"
LEAST_MEMORY_MB = 256
TEXTS = "filtered.filtered_documents"


@dataclass(frozen=True)
class Measure:
    """One run of the layer: sizes in MB; by model, and for all tests together, seconds and what was spilled."""

    scale: int
    memory: str
    n_documents: int
    text_mb: float
    peak_mb: float
    n_removed: int | None
    seconds: dict[str, float]
    spill_mb: dict[str, float]
    failures: list[str]

    def row(self) -> str:
        seconds, spill_mb = sum(self.seconds.values()), max(self.spill_mb.values(), default=0)
        removed = f"{self.n_removed:,}" if self.n_removed is not None else "; ".join(self.failures)
        return (
            f"| {self.scale} | {self.memory} | {self.n_documents:,} | {self.text_mb:,.0f} | "
            f"{seconds:,.1f} | {self.peak_mb:,.0f} | {spill_mb:,.0f} | {removed} |"
        )

    def cell(self, name: str) -> str:
        spill_mb = self.spill_mb.get(name, 0)
        return f"{self.seconds.get(name, 0):,.1f}" + (f" ({spill_mb:,.0f})" if spill_mb >= 1 else "")


def dbt(build: Path, *arguments: str, **settings: str) -> subprocess.Popen[bytes]:
    """dbt on this project, started, with its files in the build folder."""
    folders = ["--target-path", str(build / "dbt"), "--log-path", str(build / "dbt"), "--log-level", "none"]
    return subprocess.Popen(
        [sys.executable, "-c", "from dbt.cli.main import cli; cli()", *arguments, *folders],
        cwd=PROJECT,
        env=os.environ | {"MAINPIPE_BUILD": str(build), "MAINPIPE_RAW": str(build)} | settings,
    )


def inputs(build: Path) -> list[str]:
    """The relations that the layer reads and does not make, as schema.name."""
    if dbt(build, "parse").wait():
        raise SystemExit("dbt can't read the project")
    nodes = json.loads((build / "dbt" / "manifest.json").read_text())["nodes"]
    made = {key: node for key, node in nodes.items() if node["resource_type"] == "model" and LAYER in node["fqn"]}
    read = {key for node in made.values() for key in node["depends_on"]["nodes"]} - set(made)
    return sorted(f"{nodes[key]['schema']}.{nodes[key]['alias']}" for key in read)


def salted(column: str, copy: int) -> str:
    """SQL for a column of a copy; copy 0 is the original.

    Letters are moved along the alphabet, so that lengths stay and two words are alike where they were. A run of digits,
    which is one word whatever they are, gets a letter.
    """
    letter = LETTERS[copy]
    if copy == 0:
        return column
    if column == "text":
        rotated = LETTERS[copy:] + LETTERS[:copy]
        moved = f"translate(text, '{LETTERS + LETTERS.upper()}', '{rotated + rotated.upper()}')"
        return rf"regexp_replace({moved}, '[0-9]+', '\0{letter}', 'g') as text"
    if column == "doc_id" or column.endswith("sha256"):
        return f"{'md5' if column == 'doc_id' else 'sha256'}({column} || '{letter}') as {column}"
    return column


def replicate(source: Path, target: Path, relations: list[str], scale: int) -> tuple[int, int]:
    """Makes the database with `scale` copies of what has documents, and one of what has none.

    Output: the documents and the bytes of their texts.
    """
    profile = yaml.safe_load((PROJECT / "profiles.yml").read_text())["mainpipe"]["outputs"]["duckdb"]
    options = ", ".join(f"{name} '{value}'" for name, value in profile["attach"][0]["options"].items())
    connection = duckdb.connect(config={"preserve_insertion_order": False})
    connection.execute(f"attach {sql_literal(source)} as source (read_only)")
    connection.execute(f"attach {sql_literal(target)} as target ({options})")
    for relation in relations:
        connection.execute(f"create schema if not exists target.{relation.split('.')[0]}")
        connection.execute(f"create table target.{relation} as from source.{relation} limit 0")
        columns = connection.table(f"target.{relation}").columns
        for copy in range(scale if "doc_id" in columns else 1):
            values = ", ".join(salted(column, copy) for column in columns)
            connection.execute(f"insert into target.{relation} select {values} from source.{relation}")
    return connection.sql(f"select count(*), sum(strlen(text)) from target.{TEXTS}").fetchall()[0]


def folder_bytes(folder: Path) -> int:
    """The size of the files in a folder; files and folders in it come and go."""
    total = 0
    for parent, _, names in os.walk(folder):
        for name in names:
            with suppress(FileNotFoundError):
                total += Path(parent, name).stat().st_size
    return total


def run(build: Path, memory: str, threads: int) -> tuple[float, dict[float, float]]:
    """Makes the layer. Output: the peak of the resident memory, and what was spilled by time, in MB."""
    choice = ["--select", f"models/{LAYER}", "--indirect-selection", "cautious", "--exclude-resource-type", "unit_test"]
    process = dbt(build, "build", *choice, MAINPIPE_MEMORY=memory, MAINPIPE_THREADS=str(threads))
    spilled: dict[float, float] = {}
    ended = 0
    while not ended:
        time.sleep(0.05)
        spilled[time.time()] = folder_bytes(build / "spill") / 1e6
        ended, _, usage = os.wait4(process.pid, os.WNOHANG)
    unit = 1 if sys.platform == "darwin" else 1024
    return usage.ru_maxrss * unit / 1e6, spilled


def measure(work: Path, scale: int, memory: str, threads: int, n_documents: int, n_bytes: int) -> Measure:
    build = work / "build"
    build.mkdir()
    shutil.copyfile(work / "inputs.duckdb", build / "mainpipe.duckdb")
    peak_mb, spilled = run(build, memory, threads)
    seconds: dict[str, float] = {}
    spill_mb: dict[str, float] = {}
    failures = []
    for result in json.loads((build / "dbt" / "run_results.json").read_text())["results"]:
        kind, name = result["unique_id"].split(".")[0], result["unique_id"].split(".")[2]
        key = name if kind == "model" else "tests"
        seconds[key] = seconds.get(key, 0) + result["execution_time"]
        for timing in result["timing"]:
            start, end = (datetime.fromisoformat(timing[name]).timestamp() for name in ("started_at", "completed_at"))
            within = (size for moment, size in spilled.items() if start <= moment <= end)
            spill_mb[key] = max(spill_mb.get(key, 0), *within, 0)
        if result["status"] not in ("success", "pass", "skipped"):
            failures.append(f"{name} failed")
    n_removed = None
    if not failures:
        with duckdb.connect(str(build / "mainpipe.duckdb"), read_only=True) as connection:
            query = f"select (select count(*) from {TEXTS}) - (select count(*) from {LAYER}.deduped_documents)"
            n_removed = connection.sql(query).fetchall()[0][0]
    shutil.rmtree(build)
    return Measure(scale, memory, n_documents, n_bytes / 1e6, peak_mb, n_removed, seconds, spill_mb, failures)


def by_model(measures: list[Measure]) -> Iterator[str]:
    """Markdown table of the seconds of each model, and in brackets the MB that it spilled."""
    yield f"| seconds (spill) | {' | '.join(f'{each.scale}×, {each.memory}' for each in measures)} |"
    yield "|---|" + "---:|" * len(measures)
    for name in dict.fromkeys(name for each in measures for name in each.seconds):
        yield f"| {name} | {' | '.join(each.cell(name) for each in measures)} |"


def main() -> None:
    parser = argparse.ArgumentParser(description="Time and memory of the deduplication, on copies of a finished build.")
    parser.add_argument("--build", type=Path, default=Path("build"), metavar="FOLDER")
    parser.add_argument("--work", type=Path, metavar="FOLDER", help="where copies are put for the time (the build)")
    parser.add_argument("--scales", type=int, nargs="+", default=[1, 10], metavar="N", help="copies, up to 26 (1 10)")
    parser.add_argument("--memory", default="2GB", metavar="SIZE", help="the limit beside a quarter of the text (2GB)")
    parser.add_argument("--threads", type=int, default=os.cpu_count() or 1, metavar="N")
    arguments = parser.parse_args()
    measures = []
    with tempfile.TemporaryDirectory(prefix="dedup_scale_", dir=arguments.work or arguments.build) as folder:
        work = Path(folder).resolve()
        relations = inputs(work)
        print(f"The layer reads {', '.join(relations)}.\n")
        print("| copies | memory limit | documents | MB | seconds | peak MB | peak spill MB | removed |")
        print("|---:|---:|---:|---:|---:|---:|---:|---:|", flush=True)
        for scale in arguments.scales:
            (work / "inputs.duckdb").unlink(missing_ok=True)
            database = (arguments.build / "mainpipe.duckdb").resolve()
            with Pool(1) as pool:  # a child's peak memory is at least that of the process it is started from
                sizes = pool.apply(replicate, (database, work / "inputs.duckdb", relations, scale))
            for memory in (arguments.memory, f"{max(LEAST_MEMORY_MB, sizes[1] // 4_000_000)}MB"):
                measures.append(measure(work, scale, memory, arguments.threads, *sizes))
                print(measures[-1].row(), flush=True)
    print()
    print("\n".join(by_model(measures)))


if __name__ == "__main__":
    main()
