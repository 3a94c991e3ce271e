"""The pipeline on a Spark cluster of processes, whatever happens to them: the same rows as from DuckDB."""

import os
import random
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa
import pytest
from conftest import PROJECT, QUICK_JAVA, Run, copy_of_project, line, prose, why_no_spark

from benchmarks.spark_shuffle import OTHERS, by_model, events, log_options, read
from mainpipe.parity import compare

pytestmark = pytest.mark.skipif(why_no_spark() is not None, reason=f"THE CLUSTER IS NOT TESTED: {why_no_spark()}")

N_SMALL_FILES = 30
N_BUCKETS = 4  # of the tables that hold text
MB = 1 << 20
# What a run prints when it ends reads these; on Spark, the reports and the data tests have their turn with the sample.
REPORTS = {"funnel_by_source", "contamination_by_benchmark"}


@contextmanager
def cluster(build: Path, *options: str) -> Iterator[dict[str, str]]:
    """A cluster as `make spark-cluster` starts it. Output: the variable that it says to set."""
    command = [sys.executable, "-m", "mainpipe.spark_cluster", f"--build={build}", "--threads=2", *options]
    process = subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        output = ""
        while not (told := re.search(r"make all TARGET=spark BUILD=\S+ (\w+)=(\S+)\n", output)):
            text = process.stdout.readline()
            assert text, output
            output += text
        yield {told[1]: told[2]}
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate()
    assert process.returncode == 0
    assert processes(str(build / "cluster")) == {}


def processes(words: str) -> dict[int, tuple[int, str]]:
    """Those whose command line holds the words: number → number of the parent, command line."""
    output = subprocess.run(["ps", "-A", "-ww", "-o", "pid=,ppid=,args="], capture_output=True, text=True, check=True)
    rows = (row.split(maxsplit=2) for row in output.stdout.splitlines())
    return {int(pid): (int(parent), args[0]) for pid, parent, *args in rows if args and words in args[0]}


def executors(build: Path) -> list[int]:
    """The executors that the workers of the cluster run now."""
    workers = processes(str(build / "cluster"))
    return [pid for pid, (parent, _) in processes("CoarseGrainedExecutorBackend").items() if parent in workers]


@pytest.fixture(autouse=True)
def quick_java(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JAVA_TOOL_OPTIONS", QUICK_JAVA)


@pytest.fixture(scope="module")
def on_duckdb(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Many small files and a large one with hostile lines in it, and what DuckDB makes of them."""
    folder = tmp_path_factory.mktemp("duckdb")
    run = Run(folder, copy_of_project(folder))
    (run.project / "models" / "_exposures.yml").unlink()
    for file in (run.project / "models" / "reporting").iterdir():
        if file.stem not in REPORTS:
            file.unlink()
    settings = run.project / "dbt_project.yml"
    settings.write_text(settings.read_text().replace("+store_failures: false", "+enabled: false"))
    names = [f"notes{i}" for i in range(N_SMALL_FILES)]
    with (run.project / "seeds" / "sources.csv").open("a") as file:
        file.writelines(f"{name},web,notes,,,*.jsonl,,,text,,,,1000000\n" for name in names)
    with (run.project / "seeds" / "mixture.csv").open("a") as file:
        file.writelines(f"{name},0.1,2,Ours.\n" for name in names)
    raw = {name: [line(name, n, prose(10 * i + n % 3)) for n in range(4)] for i, name in enumerate(names)}
    texts = ["\n".join(prose(1000 + n * 12 + i) for i in range(12)) for n in range(800)]
    texts += [text + " One more sentence than the other has." for text in texts[:40]]
    texts += [f"{text} Write to {n}@mail.test.org." for n, text in enumerate(texts[40:60])]
    texts += [prose(n)[:60] for n in range(20)]
    raw["c4"] = [line("c4", n, text) for n, text in enumerate(texts)] + hostile_lines(len(texts))
    run.write_raw(raw)
    run("build")
    return run


def hostile_lines(first: int) -> list[bytes]:
    texts = [
        "a\u0000b",
        "it's \\d \\",
        "\u2028 \u0085 x",
        "<|endoftext|>",
        "{{ ref('x') }}",
        "\ufeff\ufffe",
        "\U0001f600" * 9,
    ]
    times = ["2020-01-02T03:04:05Z", "2020-01-02", "2020", "soon", "2020-13-01", "", None, "2020-01-02T03:04:05+01:00"]
    lines = [
        line("c4", n, f"{prose(n)} {texts[n % len(texts)]}", time=times[n % len(times)], meta={"n": n, "x": 0.5})
        for n in range(first, first + 60)
    ]
    lines += [
        b"",
        b"  ",
        b"{",
        b"[1]",
        b'"x"',
        b"null",
        b"\xff\xfe",
        line("c4", first + 60, "x\xff").replace(b"\xc3\xbf", b"\xff"),
        line("c4", first + 61, None),
        line("c4", first + 62, 7),
        line("c4", first + 63, "@").replace(b"@", b"\xc3\x28"),
    ]
    random.Random(0).shuffle(lines)
    return lines


def on_spark(on_duckdb: Run, folder: Path) -> Run:
    run = Run(folder, on_duckdb.project)
    run.raw = on_duckdb.raw
    return run


def test_a_cluster_that_loses_executors_gives_the_same_rows(
    on_duckdb: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The driver may take less than the texts are large, and files are read in parts of a megabyte."""
    (tmp_path / "events").mkdir()
    limits = {
        "spark.driver.memory": "512m",
        "spark.driver.maxResultSize": "1m",
        "spark.sql.autoBroadcastJoinThreshold": "128k",  # what is broadcast goes through the driver
        "spark.sql.files.maxPartitionBytes": "1m",
        "spark.sql.files.openCostInBytes": "32k",
    }
    options = " ".join(f"--conf {name}={value}" for name, value in limits.items())
    monkeypatch.setenv("PYSPARK_SUBMIT_ARGS", f"{log_options(tmp_path / 'events')} {options} pyspark-shell")
    texts = "".join(text for (text,) in on_duckdb.query("select text from deduped.deduped_documents"))
    assert len(pa.compress(texts.encode(), codec="lz4")) > 1.5 * MB

    run = on_spark(on_duckdb, tmp_path)
    with cluster(tmp_path) as variable:
        for name, value in variable.items():
            monkeypatch.setenv(name, value)
        process = run.start("build", "--target=spark")
        output, killed = "", []
        for text in process.stdout:
            output += text
            if "normalised_documents" in text or "duplicate_pairs" in text:
                killed.append(executors(tmp_path)[0])
                os.kill(killed[-1], signal.SIGKILL)
    assert process.wait() == 0, output
    assert len(killed) == 2, output
    assert compare(on_duckdb.build / "mainpipe.duckdb", run.build / "mainpipe.duckdb") == []

    kinds = [event["Event"] for event in events(tmp_path / "events")]
    assert kinds.count("SparkListenerExecutorAdded") >= 4, "two at first, and one for each that was killed"
    assert kinds.count("SparkListenerExecutorRemoved") >= 2

    statements, _ = read(tmp_path / "events")
    moved = by_model(statements)
    assert moved.keys() > {"stg_lines", "normalised_documents", "duplicate_pairs", "packed_sequences", OTHERS}
    largest = {name: each.largest_result_bytes for name, each in moved.items() if each.largest_result_bytes > MB / 4}
    assert largest == {}

    # The large file in parts, the small ones together.
    n_large = (on_duckdb.raw / "c4.jsonl").stat().st_size // MB
    for n_tasks in (each.moved.n_tasks for each in statements if each.model == "stg_lines"):
        assert n_large < n_tasks <= n_large + 4 + N_BUCKETS


def test_spark_connect_gives_the_same_rows(on_duckdb: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run = on_spark(on_duckdb, tmp_path)
    with cluster(run.build, "--connect") as variable:
        for name, value in variable.items():
            monkeypatch.setenv(name, value)
        assert executors(run.build), "the server's executors are the cluster's"
        elsewhere = on_spark(on_duckdb, tmp_path / "elsewhere")
        assert f"keeps its tables in {run.build}/warehouse" in elsewhere("build", "--target=spark", succeeds=False)
        run("build", "--target=spark")
    assert compare(on_duckdb.build / "mainpipe.duckdb", run.build / "mainpipe.duckdb") == []
