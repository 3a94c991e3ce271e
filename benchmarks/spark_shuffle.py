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

from mainpipe.settings import PROJECT

OTHERS = "tests and look-ups"
# Parquet's vectored reads are not counted in a task's input. And nothing that grows with the documents is broadcast, so
# that a document costs the bytes that it costs in a large corpus.
OPTIONS = "--conf spark.hadoop.parquet.hadoop.vectored.io.enabled=false --conf spark.sql.autoBroadcastJoinThreshold=64k"


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
    """The operators that move rows or work on them, one a line, the reader below; behind an arrow what each passes on.

    Branches that look the same stand once. A plan is made of the SQL's names, and holds no text of a document.
    """
    seen: set[tuple[str, ...]] = set()

    def lines(node: dict[str, Any]) -> list[str]:
        text = shown(node, metrics)
        children = [] if node["nodeName"] == "ReusedExchange" else node["children"]
        below = [line for child in children for line in lines(child)]
        if not text:
            return below
        branch = (text, *("  " + line for line in below))
        if len(branch) > 2 and branch in seen:
            return [text + " (as above)"]
        seen.add(branch)
        return list(branch)

    return "\n".join(lines(plan))


def shown(node: dict[str, Any], metrics: dict[int, int]) -> str:
    """An operator in a few words; empty for one that only passes rows on, or prepares what another does."""
    kind, text = node["nodeName"].split(" ")[0], re.sub(r"#\d+L?", "", node["simpleString"])
    values = {metric["name"]: metrics.get(metric["accumulatorId"], 0) for metric in node["metrics"]}
    rows = f" ← {values.get('number of output rows', 0):,} rows"
    if kind in ("Scan", "FileScan") and (table := re.search(r"spark_catalog[.]\w+[.](\w+)", text)):
        return f"scan {table[1]}{' in its buckets' if 'Bucketed: true' in text else ''}{rows}"
    if kind in ("Scan", "FileScan"):
        return f"scan {text.split()[1]}{rows}"
    if kind == "Exchange":
        keys = re.search(r"hashpartitioning[(](.*), \d+[)]", text)
        moved = f"{values['shuffle records written']:,} rows, {values['shuffle bytes written'] / 1e6:,.2f} MB"
        return f"exchange {'by ' + shortened(keys[1]) if keys else 'to one task'} ← {moved}"
    if kind == "BroadcastExchange":
        return f"broadcast{rows}"
    if kind == "ReusedExchange":
        return "the rows of an exchange above"
    if join := re.match(r"(SortMerge|ShuffledHash|BroadcastHash)Join \[(.*?)\], \[.*?\], (\w+)", text):
        how = {"SortMerge": "sorted", "ShuffledHash": "hashed", "BroadcastHash": "broadcast"}[join[1]]
        return f"{join[3]} join, {how}, on {shortened(join[2])}{rows}"
    if kind.endswith(("Join", "Product")):
        return f"{kind}{rows}"
    if kind.endswith("Aggregate") and "partial_" not in text and (keys := re.search(r"keys=\[(.*?)\]", text)):
        return f"aggregate by {shortened(keys[1])}{rows}" if keys[1] else "aggregate"
    if kind == "Window" and (window := re.search(r"\], \[(.*?)\], \[", text)):
        return f"window by {shortened(window[1])}"
    if kind.endswith(("Python", "UDTF")):
        return ", ".join(dict.fromkeys(re.findall(r"\bmp_\w+", text))) + rows
    return {"Generate": "explode" + rows, "Union": "union"}.get(kind, "")


def shortened(keys: str) -> str:
    return keys if len(keys) <= 60 else keys[:60] + " …"


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
    parser.add_argument("--plans", type=int, default=3, metavar="N", help="of how many models to keep the plan (3)")
    arguments, options = parser.parse_known_args()  # the others are the build's
    arguments.work.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="spark_shuffle_", dir=arguments.work) as folder:
        work = Path(folder).resolve()
        n_documents, n_bytes = build(arguments.raw.resolve(), work, options)
        statements, metrics = read(work / "events")
    models = by_model(statements)
    print(f"{n_documents:,} documents, {n_bytes / 1e6:,.0f} MB of text\n")
    print("\n".join(table(models, n_documents)))
    arguments.csv.with_name("plans.md").write_text("\n".join(plans(statements, models, metrics, arguments.plans)))
    with arguments.csv.open("w", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(["model", "n_documents", "text_bytes", *asdict(Moved())])
        rows.writerows([name, n_documents, n_bytes, *asdict(moved).values()] for name, moved in models.items())


def plans(statements: list[Statement], models: dict[str, Moved], metrics: dict[int, int], n: int) -> Iterator[str]:
    """The plans of the models that took most of the tasks' time, and of those that shuffled most, as Markdown."""
    yield "What Spark ran, written by `make measure-shuffle`: the heaviest statement of each model, read from below."
    for title, measure in (("Most time", "task_seconds"), ("Most shuffled", "shuffle_bytes")):
        yield f"\n# {title}"
        for name in sorted(models.keys() - {OTHERS}, key=lambda name: -getattr(models[name], measure))[:n]:
            moved = models[name]
            heaviest = max((x for x in statements if x.model == name), key=lambda x: x.moved.task_seconds)
            yield f"\n**{name}**: {moved.task_seconds:,.1f} s of tasks, {moved.shuffle_bytes / 1e6:,.2f} MB shuffled\n"
            yield f"```\n{outline(heaviest.plan, metrics)}\n```"
    yield ""


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
