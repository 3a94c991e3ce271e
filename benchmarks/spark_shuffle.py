"""What each model moves when Spark builds it: tasks, bytes read, shuffled, spilled, and sent to the driver.

Builds acquired text into a folder of its own with Spark's event log on, and reads that. Standard output is Markdown,
and never holds text of a document.
"""

import argparse
import csv
import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import duckdb

PROJECT = Path(__file__).resolve().parent.parent
OTHERS = "tests and look-ups"
# Parquet's vectored reads are not counted in a task's input. And nothing that grows with the documents is broadcast, so
# that a document costs the bytes that it costs in a large corpus.
OPTIONS = "--conf spark.hadoop.parquet.hadoop.vectored.io.enabled=false --conf spark.sql.autoBroadcastJoinThreshold=64k"
# Of a plan, what moves rows or works on them; what is between only passes them on.
SHOWN = re.compile(r"Scan|.*Exchange|.*Join|.*Aggregate|.*Product|Window|.*Python|Generate|Union|.*UDTF")


@dataclass
class Moved:
    """The tasks of one statement, or of all of a model; sizes in bytes."""

    n_tasks: int = 0
    task_seconds: float = 0
    input_bytes: int = 0
    shuffle_bytes: int = 0
    spill_bytes: int = 0
    result_bytes: int = 0
    largest_result_bytes: int = 0

    def add(self, metrics: dict[str, Any]) -> None:
        """Counts one task, as its metrics are in the event log."""
        self.n_tasks += 1
        self.task_seconds += metrics["Executor Run Time"] / 1000
        self.input_bytes += metrics["Input Metrics"]["Bytes Read"]
        self.shuffle_bytes += metrics["Shuffle Write Metrics"]["Shuffle Bytes Written"]
        self.spill_bytes += metrics["Disk Bytes Spilled"]
        self.result_bytes += metrics["Result Size"]
        self.largest_result_bytes = max(self.largest_result_bytes, metrics["Result Size"])


@dataclass
class Statement:
    """One execution of SQL: the relation that it writes, if any, its last plan, and what it moved."""

    plan: dict[str, Any]
    moved: Moved = field(default_factory=Moved)

    @property
    def model(self) -> str:
        """A materialisation's working tables are named after the model, with two underlines between."""
        written = (re.search(r"\.db/(\w+?)(__\w+)?,", text) for text in texts(self.plan) if "InsertInto" in text)
        return next((match[1] for match in written if match), OTHERS)


def log_options(folder: Path) -> str:
    """What makes a session write its event log into the folder, as one file of plain lines, for PYSPARK_SUBMIT_ARGS."""
    values = {"enabled": "true", "dir": folder.resolve().as_uri(), "compress": "false", "rolling.enabled": "false"}
    return " ".join(f"--conf spark.eventLog.{name}={value}" for name, value in values.items())


def events(folder: Path) -> Iterator[dict[str, Any]]:
    for file in sorted(folder.iterdir()):
        with file.open() as lines:
            for line in lines:
                event = json.loads(line)
                yield event | {"Event": event["Event"].rsplit(".", 1)[-1]}


def read(folder: Path) -> tuple[list[Statement], dict[int, int]]:
    """The statements of an event log, and the metrics of the operators in their plans by number."""
    statements: dict[int, Statement] = {}
    executions: dict[int, int] = {}  # of each stage
    metrics: dict[int, int] = {}
    for event in events(folder):
        kind = event["Event"]
        if kind == "SparkListenerSQLExecutionStart":
            statements[event["executionId"]] = Statement(event["sparkPlanInfo"])
        elif kind == "SparkListenerSQLAdaptiveExecutionUpdate":
            statements[event["executionId"]].plan = event["sparkPlanInfo"]
        elif kind == "SparkListenerStageSubmitted":
            executions[event["Stage Info"]["Stage ID"]] = int(event["Properties"].get("spark.sql.execution.id", -1))
        elif kind == "SparkListenerTaskEnd" and event.get("Task Metrics"):
            if statement := statements.get(executions[event["Stage ID"]]):
                statement.moved.add(event["Task Metrics"])
            for value in event["Task Info"]["Accumulables"]:
                if value.get("Metadata") == "sql":
                    metrics[value["ID"]] = metrics.get(value["ID"], 0) + int(value.get("Update") or 0)
        elif kind == "SparkListenerDriverAccumUpdates":
            metrics |= dict(event["accumUpdates"])
    return list(statements.values()), metrics


def by_model(statements: list[Statement]) -> dict[str, Moved]:
    """What each model moved, in the order in which they were built; in the end what belongs to none."""
    models: dict[str, Moved] = {}
    for statement in statements:
        total, moved = models.setdefault(statement.model, Moved()), statement.moved
        for name, value in asdict(moved).items():
            is_peak = name == "largest_result_bytes"
            setattr(total, name, max(getattr(total, name), value) if is_peak else getattr(total, name) + value)
    others = models.pop(OTHERS, Moved())
    return models | {OTHERS: others}


def texts(plan: dict[str, Any]) -> Iterator[str]:
    yield plan["simpleString"]
    for child in plan["children"]:
        yield from texts(child)


def outline(plan: dict[str, Any], metrics: dict[int, int]) -> str:
    """The operators that move rows or work on them, one a line, and what each exchange moved."""
    seen: set[str] = set()

    def lines(node: dict[str, Any], depth: int) -> Iterator[str]:
        is_shown = SHOWN.match(node["nodeName"]) is not None
        if is_shown:
            text = re.sub(r"#\d+L?|, ENSURE_REQUIREMENTS|,? ?\[plan_id=\d+\]", "", node["simpleString"])
            text = re.sub(r"^FileScan \S+ spark_catalog\.([^\[]+).*", r"Scan \1", text)
            text = re.sub(r" HashedRelationBroadcastMode.*|(?<=^ReusedExchange) .*|\(/.*", "", text)
            text = (text if len(text) <= 100 else text[:100] + " …") + moved_by(node, metrics)
            whole = json.dumps([text, *texts(node)])
            if "Exchange" in text and whole in seen:
                yield "  " * depth + text + "  (as above)"
                return
            seen.add(whole)
            yield "  " * depth + text
        if node["nodeName"] != "ReusedExchange":
            for child in node["children"]:
                yield from lines(child, depth + is_shown)

    return "\n".join(lines(plan, 0))


def moved_by(exchange: dict[str, Any], metrics: dict[int, int]) -> str:
    values = {metric["name"]: metrics.get(metric["accumulatorId"], 0) for metric in exchange["metrics"]}
    if "shuffle bytes written" in values:
        return f"  <- {values['shuffle records written']:,} rows, {values['shuffle bytes written'] / 1e6:,.2f} MB"
    if exchange["nodeName"] == "BroadcastExchange":
        return f"  <- {values['number of output rows']:,} rows"
    return ""


def build(raw: Path, work: Path, options: list[str]) -> tuple[int, int]:
    """Builds with Spark. Output: the documents that arrived and the bytes of their texts."""
    (work / "events").mkdir()
    given = os.environ.get("PYSPARK_SUBMIT_ARGS", "pyspark-shell")
    command = [sys.executable, "-m", "mainpipe", "build", "--target=spark", f"--raw={raw}", f"--build={work}/build"]
    subprocess.run(
        command + options,
        cwd=PROJECT,
        env=os.environ | {"PYSPARK_SUBMIT_ARGS": f"{log_options(work / 'events')} {OPTIONS} {given}"},
        check=True,
    )
    with duckdb.connect(str(work / "build" / "mainpipe.duckdb"), read_only=True) as connection:
        return connection.sql("select count(*), sum(n_bytes)::bigint from staging.stg_documents").fetchall()[0]


def main() -> None:
    parser = argparse.ArgumentParser(description="What each model moves when Spark builds acquired text.")
    parser.add_argument("--raw", type=Path, default=Path("data/raw"), metavar="FOLDER")
    parser.add_argument(
        "--work", type=Path, default=Path("build"), metavar="FOLDER", help="where to build for the time"
    )
    parser.add_argument("--csv", type=Path, default=PROJECT / "benchmarks" / "shuffle.csv", metavar="FILE")
    parser.add_argument(
        "--plans", type=int, default=3, metavar="N", help="show the plans of the N that shuffle most (3)"
    )
    arguments, options = parser.parse_known_args()  # the others are the build's
    arguments.work.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="spark_shuffle_", dir=arguments.work) as folder:
        work = Path(folder).resolve()
        n_documents, n_bytes = build(arguments.raw.resolve(), work, options)
        statements, metrics = read(work / "events")
    models = by_model(statements)
    print(f"{n_documents:,} documents, {n_bytes / 1e6:,.0f} MB of text\n")
    print("\n".join(table(models, n_documents)))
    for name in sorted(models.keys() - {OTHERS}, key=lambda name: -models[name].shuffle_bytes)[: arguments.plans]:
        heaviest = max((each for each in statements if each.model == name), key=lambda each: each.moved.shuffle_bytes)
        print(f"\n**{name}**\n\n```")
        print(outline(heaviest.plan, metrics))
        print("```")
    with arguments.csv.open("w", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(["model", "n_documents", "text_bytes", *asdict(Moved())])
        rows.writerows([name, n_documents, n_bytes, *asdict(moved).values()] for name, moved in models.items())


def table(models: dict[str, Moved], n_documents: int) -> Iterator[str]:
    headings = (
        "task s",
        "input MB",
        "shuffle MB",
        "shuffle B/document",
        "spill MB",
        "to the driver kB",
        "by one task kB",
    )
    yield f"| model | tasks | {' | '.join(headings)} |"
    yield "|---|" + "---:|" * (len(headings) + 1)
    for name, moved in models.items():
        yield (
            f"| {name} | {moved.n_tasks:,} | {moved.task_seconds:,.1f} | {moved.input_bytes / 1e6:,.1f} | "
            f"{moved.shuffle_bytes / 1e6:,.2f} | {moved.shuffle_bytes / n_documents:,.1f} | "
            f"{moved.spill_bytes / 1e6:,.1f} | {moved.result_bytes / 1e3:,.0f} | "
            f"{moved.largest_result_bytes / 1e3:,.0f} |"
        )


if __name__ == "__main__":
    main()
