"""The same corpus on both engines, and every table of the one beside the other's."""

import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import duckdb

from mainpipe.errors import UserError
from mainpipe.settings import Settings
from mainpipe.spark import check_environment
from python_udfs.sql_literal import sql_literal

# What says when and how long a run was, and what the run before left.
LEFT_OUT = {
    "main.ledger",
    "main.failures",
    "reporting.node_runs",
    "reporting.previous_outcomes",
    "reporting.run_changes",
    "reporting.run_facts",
    "reporting.run_metadata",
}
# The rows of a shard are compared; how a file packs them is its writer's affair.
OF_FILES = {"mixed.token_shards": {"n_bytes", "sha256"}, "reporting.shard_manifest": {"n_bytes", "sha256"}}


def run(settings: Settings) -> None:
    """Builds the sample, or the corpus that is given, with both engines in `parity/` of the build folder, and compares.

    Errors: UserError when a build fails, or a table differs.
    """
    check_environment()
    folder = settings.build / "parity"
    corpus = "sample" if settings.corpus == "auto" else settings.corpus
    options = asdict(settings) | {"raw": folder / "raw", "corpus": corpus}
    for command, target in (("acquire", "duckdb"), ("build", "duckdb"), ("build", "spark")):
        print(f"parity: {command} on {target}", file=sys.stderr)
        given = options | {"target": target, "build": folder / target}
        arguments = [f"--{name.replace('_', '-')}={value}" for name, value in given.items() if value]
        process = subprocess.run([sys.executable, "-m", "mainpipe", command, *arguments], check=False)
        if process.returncode:
            raise UserError(f"parity: {command} on {target} failed; its words stand above")
    if different := compare(*(folder / target / "mainpipe.duckdb" for target in ("duckdb", "spark"))):
        raise UserError(f"parity: the engines differ in {', '.join(different)}")
    print("parity: the same rows from both engines")


def compare(duckdb_results: Path, spark_results: Path) -> list[str]:
    """Prints a line per table: rows, and rows that one engine has alone. Output: the tables that differ."""
    with duckdb.connect() as connection:
        connection.execute(f"attach {sql_literal(duckdb_results)} as mainpipe (read_only)")
        connection.execute(f"attach {sql_literal(spark_results)} as spark (read_only)")
        connection.execute("use spark")  # where the views of Spark's database look for what they read
        left, right = columns_of(connection, "mainpipe"), columns_of(connection, "spark")
        different = []
        for name in sorted(left | right):
            if left.get(name) != right.get(name):
                print(f"{name:40} DIFFERENT COLUMNS: {left.get(name)} and {right.get(name)}")
                different.append(name)
                continue
            n_rows, *alone = rows_alone(connection, name, [column for column, _ in left[name]])
            print(f"{name:40} {n_rows:>9,} rows   only duckdb {alone[0]:>6,}   only spark {alone[1]:>6,}")
            if any(alone):
                different.append(name)
    return different


def columns_of(connection: Any, database: str) -> dict[str, list[tuple[str, str]]]:
    """Name of each table with schema → names and types of its columns."""
    rows = connection.execute(
        "select table_schema || '.' || table_name, column_name, data_type from information_schema.columns "
        "where table_catalog = ? order by table_schema, table_name, ordinal_position",
        [database],
    ).fetchall()
    found: dict[str, list[tuple[str, str]]] = {}
    for name, column, kind in rows:
        if name not in LEFT_OUT and column not in OF_FILES.get(name, ()):
            found.setdefault(name, []).append((column, kind))
    return found


def rows_alone(connection: Any, name: str, columns: list[str]) -> tuple[int, int, int]:
    """Rows of DuckDB's table, those that Spark's lacks, and those that it has besides; equal rows count one by one."""
    chosen = ", ".join(f'"{column}"' for column in columns)
    left, right = (f"select {chosen} from {database}.{name}" for database in ("mainpipe", "spark"))
    queries = (left, f"{left} except all {right}", f"{right} except all {left}")
    return tuple(connection.execute(f"select count(*) from ({query})").fetchone()[0] for query in queries)
