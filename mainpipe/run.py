"""Runs dbt on what is stale, in this process, and keeps the ledger as each relation and test finishes."""

import hashlib
import json
import logging
import resource
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mainpipe import ledger
from mainpipe.errors import UserError, explain, first_line
from mainpipe.resume import read_json
from mainpipe.settings import PROJECT, Settings
from python_udfs import shard_files
from python_udfs.sql_literal import sql_literal

BUILT = ("model", "seed", "test")


@dataclass
class Progress:
    """One line per relation as it finishes; tests are counted, and named only when they fail."""

    total: int
    started: float = field(default_factory=time.monotonic)
    n_done: int = 0
    n_tests: int = 0

    def started_node(self, name: str) -> None:
        if sys.stderr.isatty():
            print(f"\r\033[K{self.position()} {name} …", end="", file=sys.stderr, flush=True)

    def finished_node(self, kind: str, name: str, status: str, seconds: float, message: str) -> None:
        self.n_done += 1
        self.n_tests += kind == "test" and status == "pass"
        clear = "\r\033[K" if sys.stderr.isatty() else ""
        if status in ("success", "pass"):
            if kind != "test":
                print(f"{clear}{self.position()} {name:32} {seconds:6.1f} s", file=sys.stderr, flush=True)
        elif status != "skipped":
            print(f"{clear}{self.position()} {name:32} {status.upper()}: {message}", file=sys.stderr, flush=True)

    def ended(self) -> None:
        print(f"{self.position()} {self.n_tests} tests passed", file=sys.stderr, flush=True)

    def position(self) -> str:
        return f"[{self.n_done:3}/{self.total}] {time.monotonic() - self.started:6.1f} s"


class Warehouse:
    """dbt on this project's database. The database stays open, for this process alone, until it is closed.

    Here DuckDB builds and holds the relations; `mainpipe.spark` has the other engine.
    """

    def __init__(self, settings: Settings) -> None:
        from dbt.cli.main import dbtRunner

        logging.raiseExceptions = False  # dbt's log can fill the disk too; the build says so
        self.settings = settings
        self.runner = dbtRunner
        self.manifest: Any = None
        settings.export()

    def invoke(self, command: str, *arguments: str, callback: Callable[[Any], None] | None = None) -> Any:
        runner = self.runner(manifest=self.manifest, callbacks=[callback] if callback else [])
        result = runner.invoke(
            [
                *command.split(),
                "--project-dir", str(PROJECT),
                "--profiles-dir", str(PROJECT),
                "--target-path", str(self.settings.build / "dbt"),
                "--log-path", str(self.settings.build / "dbt" / "logs"),
                "--log-level", "none",
                "--log-level-file", "info",
                *arguments,
            ]
        )  # fmt: skip
        if isinstance(result.exception, KeyboardInterrupt):
            raise result.exception
        if result.exception:
            raise UserError(explain(str(result.exception), self.settings.database))
        return result

    def compile(self) -> dict[str, dict[str, Any]]:
        """Every node that a build may touch, with its compiled SQL."""
        self.manifest = self.invoke("parse").result
        self.invoke("compile")
        text = (self.settings.build / "dbt" / "manifest.json").read_text()
        # Where the folders lie decides nothing: a moved build stays current, and recipes compare across machines.
        for name, folder in self.folders().items():
            text = text.replace(json.dumps(folder)[1:-1], name)
        nodes = json.loads(text)["nodes"]
        return {node_id: node for node_id, node in nodes.items() if node["resource_type"] in BUILT}

    def folders(self) -> dict[str, str]:
        return {"<raw>": str(self.settings.raw), "<build>": str(self.settings.build)}

    def with_folders(self, code: str) -> str:
        """Compiled SQL as it can be run, its folders named."""
        for name, folder in self.folders().items():
            code = code.replace(name, sql_literal(folder)[1:-1])
        return code

    def connection(self) -> Any:
        from dbt.adapters.duckdb.connections import DuckDBConnectionManager

        return DuckDBConnectionManager.env().conn.cursor()

    def close(self) -> None:
        """Lets go of the database, so that others may open it."""
        from dbt.adapters.duckdb.connections import DuckDBConnectionManager

        DuckDBConnectionManager.close_all_connections()

    def peak_memory_bytes(self) -> int:
        """Largest resident set so far of this process, which the engine runs in."""
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return peak if sys.platform == "darwin" else peak * 1024

    def drop(self, relation: str) -> None:
        self.connection().execute(f"drop table if exists {relation}")

    def first_rows(self, query: str, n: int) -> tuple[list[str], list[Any]]:
        """The names of the columns and the first rows of a query in the engine's own SQL."""
        connection = self.connection()
        connection.execute("use mainpipe")
        result = connection.execute(f"select * from ({query}) as found limit {n}")
        return [column[0] for column in result.description], result.fetchall()

    def publish(self, node: dict[str, Any]) -> None:
        """Makes a relation that was built visible on `connection`."""

    def build(
        self, nodes: dict[str, dict[str, Any]], fingerprints: dict[str, str], built: Callable[[str], None]
    ) -> bool:
        """Builds and tests the nodes in the order of the graph, and calls `built` with the id of each that is done.

        Output: whether all succeeded.
        """
        progress = Progress(len(nodes))
        lock = threading.Lock()  # dbt may build several at once

        def on_event(event: Any) -> None:
            if event.info.name not in ("NodeStart", "NodeFinished"):
                return
            info = event.data.node_info
            if event.info.name == "NodeStart":
                progress.started_node(info.node_name)
                return
            result = event.data.run_result
            with lock:
                progress.finished_node(
                    info.resource_type, info.node_name, result.status, result.execution_time, first_line(result.message)
                )
                if result.status in ("fail", "warn", "error"):
                    failing = []
                    if result.status != "error":
                        failing = failing_rows(self, self.with_folders(nodes[info.unique_id]["compiled_code"]))
                    for row in failing:
                        print(f"    {row}", file=sys.stderr)
                    ledger.record_failure(self.connection(), info.unique_id, result, failing)
                if result.status in ("success", "pass"):
                    self.publish(nodes[info.unique_id])
                    ledger.record(
                        self.connection(), info.unique_id, fingerprints[info.unique_id], result.execution_time
                    )
                    built(info.unique_id)

        names = [node["name"] for node in nodes.values()]
        # Tests are chosen by name like the rest: dbt would add every test that touches one of the models.
        kinds = ["--exclude-resource-type", "unit_test", "--exclude-resource-type", "exposure"]
        choice = [*kinds, "--indirect-selection", "empty", "--select", *names]
        is_built = bool(self.invoke("build", *choice, callback=on_event).success)
        progress.ended()
        return is_built


def open_warehouse(settings: Settings) -> Warehouse:
    """The warehouse of the chosen engine."""
    if settings.target == "duckdb":
        if (settings.build / "warehouse").is_dir():
            raise UserError(f"{settings.build} holds results of Spark: give another BUILD")
        return Warehouse(settings)
    from mainpipe.spark import SparkWarehouse

    return SparkWarehouse(settings)


def failing_rows(warehouse: Warehouse, code: str) -> list[str]:
    """The first rows that a test found: ids and names, since no test selects text."""
    names, rows = warehouse.first_rows(code, 3)
    return [", ".join(f"{name} = {str(value)[:80]}" for name, value in zip(names, row, strict=True)) for row in rows]


def source_digests(settings: Settings) -> dict[str, str]:
    """What the models read from files, by dbt's id of the source.

    Errors: UserError when the raw files are not those that acquisition wrote.
    Cost: reads the raw files that were touched since, at about 1 GB/s.
    """
    entries = read_json(settings.raw / "manifest.json")["sources"]
    acquired = {name: entry["sha256"] for name, entry in entries.items()}
    found = {}
    for file in settings.raw.glob("*.jsonl"):
        entry = entries.get(file.stem, {})
        is_untouched = file.stat().st_mtime_ns == entry.get("modified_ns")
        found[file.stem] = entry["sha256"] if is_untouched else file_sha256(file)
    if wrong := sorted(name for name in acquired | found if acquired.get(name) != found.get(name)):
        files = ", ".join(f"{name}.jsonl" for name in wrong)
        raise UserError(f"{settings.raw}: {files}: not what acquisition wrote there; remove it and make acquire")
    raw = ledger.digest(acquired)
    digests = {"lines": raw, "manifest": raw}
    digests |= {name: file_sha256(settings.build / f"{name}.jsonl") for name in ("planted", "blocklists", "benchmarks")}
    sources = {f"source.mainpipe.raw.{name}": digest for name, digest in digests.items()}
    # What the run before left decides nothing by itself: who reads it is stale when this run changes what it left.
    return sources | {"source.mainpipe.history.previous_outcomes": ""}


def macro_code() -> str:
    """Materialisations and hooks are not in a model's compiled SQL, nor is what they call."""
    paths = [*sorted((PROJECT / "macros").rglob("*.sql")), Path(shard_files.__file__)]
    return ledger.digest([path.read_text() for path in paths])


def file_sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
