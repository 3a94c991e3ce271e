"""One run: find what is stale, build it, train a tokenizer in between where none is to be had, keep the record."""

import fcntl
import json
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from mainpipe import benchmarks, blocklists, ledger, seeds, tokenizer
from mainpipe.errors import UserError
from mainpipe.resume import read_json
from mainpipe.run import Warehouse, file_sha256, macro_code, open_warehouse, source_digests
from mainpipe.settings import PROJECT, Settings
from mainpipe.summary import print_summary

SURVIVORS = "model.mainpipe.deduped_documents"
SHARDS = "model.mainpipe.token_shards"
TOKENIZER = "tokenizer"
RUNS = "mainpipe.reporting.run_metadata"
CREATE_RUNS = f"""
    create table if not exists {RUNS} (
        run_id varchar not null, started_at timestamp not null, seconds double not null,
        peak_memory_bytes bigint not null, n_built bigint not null, corpus varchar not null,
        recipe_hash varchar not null, tokenizer varchar not null, tokenizer_sha256 varchar not null,
        settings json not null, versions json not null, seeds json
    )
"""
# What people change most, a line a row.
SEEDS = """
    select
        'rule ' || rule_id || ' (' || domain || ')',
        operator || ' ' || threshold || case when is_enabled then '' else ', off' end
    from mainpipe.seeds.quality_rules
    union all
    select 'mixture ' || source_id, 'weight ' || weight || ', at most ' || max_epochs || ' epochs'
    from mainpipe.seeds.mixture
"""
# What a run that built something was told and made of. Where its folders lay decides nothing; the corpus is what was
# acquired.
CREATE_RUN_FACTS = f"""
    create or replace view mainpipe.reporting.run_facts as
    select run_id, started_at, 'setting' as kind, s.key as name, s.value ->> '$' as value
    from {RUNS}, json_each(settings) as s where n_built > 0 and s.key not in ('raw', 'build', 'corpus')
    union all
    select run_id, started_at, 'seed', s.key, s.value ->> '$'
    from {RUNS}, json_each(seeds) as s where n_built > 0
    union all
    select run_id, started_at, 'version', v.key, v.value ->> '$'
    from {RUNS}, json_each(versions) as v where n_built > 0
    union all
    select run_id, started_at, 'recipe', 'hash of all SQL, functions, seeds and versions', recipe_hash
    from {RUNS} where n_built > 0
    union all
    select run_id, started_at, 'text', 'corpus', corpus from {RUNS} where n_built > 0
    union all
    select run_id, started_at, 'text', 'tokenizer, by its sha256', tokenizer_sha256 from {RUNS} where n_built > 0
"""
# What a run does otherwise than the one before.
CREATE_RUN_CHANGES = """
    create or replace view mainpipe.reporting.run_changes as
    with compared as (
        select *, lag(value) over (partition by kind, name order by started_at) as value_before
        from mainpipe.reporting.run_facts
    )

    select run_id, kind, name, value_before, value
    from compared
    where value is distinct from value_before and started_at > (select min(started_at) from compared)
    order by started_at, kind, name
"""


def run(settings: Settings) -> None:
    """Brings the build folder up to date. Errors: UserError names what failed and where to read on."""
    manifest = read_json(settings.raw / "manifest.json")
    if not manifest.get("sources"):
        raise UserError(f"there is nothing in {settings.raw} yet: make acquire")
    if "unfinished" in manifest:
        raise UserError(
            f"the acquisition from {manifest['unfinished']} in {settings.raw} is not finished: make acquire"
        )
    with locked(settings):
        build(settings, manifest["corpus"])


@contextmanager
def locked(settings: Settings) -> Iterator[None]:
    """Keeps a second run out of the build folder, from before the first byte is written there."""
    with (settings.build / ".lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise UserError(
                f"another run is at work in {settings.build}: wait for it, or give another BUILD"
            ) from error
        yield


def build(settings: Settings, corpus: str) -> None:
    started_at, started = datetime.now(UTC), time.monotonic()
    place_truth(settings, corpus)
    blocklists.place(settings.blocklists, PROJECT / "seeds" / "flagged_terms.csv", settings.build)
    benchmarks_folder = benchmarks.folder_of(settings.benchmarks, settings.raw, corpus)
    benchmarks.place(benchmarks_folder, settings.build / "benchmarks.jsonl")
    tokenizer_file = settings.build / "tokenizer.json"
    origin = tokenizer.place(settings.tokenizer, tokenizer_file)

    with closing(open_warehouse(settings)) as warehouse:
        nodes = warehouse.compile()
        seeds.check(PROJECT / "seeds", nodes)
        connection = warehouse.connection()
        ledger.create(connection)
        ledger.forget_failures(connection)
        forget_wrong_shards(connection, settings, nodes)
        n_built = 0
        if origin is None:
            origin = tokenizer.TRAINED
            n_built = train_tokenizer(warehouse, nodes, tokenizer_file)
        else:
            ledger.forget(connection, [TOKENIZER])
        before = read_json(settings.build / "run.json").get("tokenizer", origin)
        if before != origin:
            print(f"tokenizer changed: it was {before}, it is now {origin}", file=sys.stderr)
        n_built += build_stale(warehouse, nodes, set(nodes))

        record = {
            "run_id": started_at.strftime("%Y%m%dT%H%M%S.%fZ"),
            "started_at": started_at.isoformat(),
            "seconds": round(time.monotonic() - started, 2),
            "peak_memory_bytes": warehouse.peak_memory_bytes(),
            "n_built": n_built,
            "corpus": corpus,
            "recipe_hash": ledger.digest(sorted(recipes_of(nodes, settings).values())),
            "tokenizer": origin,
            "tokenizer_sha256": file_sha256(tokenizer_file),
            "settings": {name: str(value) for name, value in asdict(settings).items()},
            "versions": ledger.versions(settings.target),
            "seeds": dict(connection.execute(SEEDS).fetchall()),
        }
        keep_record(connection, settings, record)
        print_summary(settings, connection)


def recipes_of(nodes: dict[str, dict[str, Any]], settings: Settings) -> dict[str, str]:
    files = {
        "tokeniser": settings.build / "tokenizer.json",
        "contamination": settings.build / "benchmarks.jsonl",
        "flagged": settings.build / "flagged_terms.txt",
        "quality": Path(settings.quality_model),
    }
    assets = {module: file_sha256(file) if file.is_file() else "" for module, file in files.items()}
    assets["quality"] += settings.quality_label
    environment = ledger.versions(settings.target) | {"macros": macro_code()}
    return ledger.recipes(nodes, ledger.function_digests(assets), environment)


def build_stale(warehouse: Warehouse, nodes: dict[str, dict[str, Any]], wanted: set[str]) -> int:
    """Builds the stale ones among the wanted nodes. Output: how many."""
    connection = warehouse.connection()
    recipes = recipes_of(nodes, warehouse.settings)
    fingerprints = ledger.fingerprints(nodes, source_digests(warehouse.settings), recipes)
    kept = ledger.read(connection)
    all_stale = {name: node for name, node in nodes.items() if kept.get(name) != fingerprints[name]}
    ledger.begin(connection, all_stale)
    stale = {name: node for name, node in all_stale.items() if name in wanted}
    measured_once = {name for name, node in stale.items() if node["config"]["materialized"] == "measured_once"}
    for name in measured_once:
        if kept.get(recipe_id(name)) != recipes[name]:
            ledger.forget(connection, [recipe_id(name)])
            warehouse.drop(nodes[name]["relation_name"])

    def built(node_id: str) -> None:
        if node_id == SHARDS:
            remove_stale_shards(warehouse.connection(), warehouse.settings)
        if node_id in measured_once:
            ledger.record(warehouse.connection(), recipe_id(node_id), recipes[node_id], 0.0)

    if stale and not warehouse.build(stale, fingerprints, built):
        raise UserError(
            f"the build stopped at the failures above; {warehouse.settings.build}/dbt/logs/dbt.log has more"
        )
    return len(stale)


def recipe_id(node_id: str) -> str:
    """Where the ledger keeps how the rows of a relation were measured, which outlives what they were measured on."""
    return f"recipe of {node_id}"


def train_tokenizer(warehouse: Warehouse, nodes: dict[str, dict[str, Any]], tokenizer_file: Path) -> int:
    """Builds up to the survivors and trains on them, unless the tokenizer at hand was trained on the same.

    Output: how many nodes were built.
    """
    upstream = ancestors(nodes, SURVIVORS)
    ready = {node_id for node_id in nodes if set(nodes[node_id].get("depends_on", {}).get("nodes", [])) <= upstream}
    n_built = build_stale(warehouse, nodes, ready & (upstream | tests_of(nodes)))
    connection = warehouse.connection()
    trained_on = ledger.digest([ledger.read(connection)[SURVIVORS], ledger.function_digests({})["mp_tokenise"]])
    if ledger.read(connection).get(TOKENIZER) != trained_on or not tokenizer_file.is_file():
        print("tokenizer  training on the survivors", file=sys.stderr)
        started = time.monotonic()
        before = file_sha256(tokenizer_file) if tokenizer_file.is_file() else None
        tokenizer.train_on_survivors(connection, tokenizer_file)
        if before not in (None, file_sha256(tokenizer_file)):
            print("tokenizer  trained anew: its ids are not those of the shards before", file=sys.stderr)
        ledger.record(connection, TOKENIZER, trained_on, time.monotonic() - started)
    return n_built


def ancestors(nodes: dict[str, dict[str, Any]], node_id: str) -> set[str]:
    """The node and all that it reads, sources included."""
    found: set[str] = set()
    waiting = [node_id]
    while waiting:
        current = waiting.pop()
        if current not in found:
            found.add(current)
            waiting += nodes.get(current, {}).get("depends_on", {}).get("nodes", [])
    return found


def tests_of(nodes: dict[str, dict[str, Any]]) -> set[str]:
    return {node_id for node_id in nodes if nodes[node_id]["resource_type"] == "test"}


def place_truth(settings: Settings, corpus: str) -> None:
    """What the bundled sample planted, where the models look for it; an empty file for any other corpus."""
    truth = settings.raw / "sample" / "truth.jsonl"
    (settings.build / "planted.jsonl").write_bytes(truth.read_bytes() if corpus == "sample" else b"")


def shard_sizes(connection: Any) -> dict[str, int]:
    """Path in the build folder → bytes, as the manifest has them; empty before the first export."""
    exists = connection.execute(
        "select count(*) from information_schema.tables where table_catalog = 'mainpipe' and table_schema = 'mixed' "
        "and table_name = 'token_shards'"
    ).fetchone()
    if not exists[0]:
        return {}
    return dict(connection.execute("select path, n_bytes from mainpipe.mixed.token_shards").fetchall())


def forget_wrong_shards(connection: Any, settings: Settings, nodes: dict[str, dict[str, Any]]) -> None:
    """The ledger can't see files: shards that are gone, cut short or foreign make the export stale, and its tests."""
    found = {
        str(file.relative_to(settings.build)): file.stat().st_size for file in (settings.build / "shards").glob("*/*")
    }
    if found != shard_sizes(connection):
        readers = [node_id for node_id in nodes if SHARDS in nodes[node_id].get("depends_on", {}).get("nodes", [])]
        ledger.forget(connection, [SHARDS, *readers])


def remove_stale_shards(connection: Any, settings: Settings) -> None:
    """Removes shards of an earlier run under names that this one did not write, before the tests look at the files."""
    current = {settings.build / path for path in shard_sizes(connection)}
    for file in (settings.build / "shards").glob("*/*"):
        if file not in current:
            file.unlink()


def keep_record(connection: Any, settings: Settings, record: dict[str, Any]) -> None:
    """Adds the run to `reporting.run_metadata` and leaves it in `run.json`."""
    values = [json.dumps(value) if isinstance(value, dict) else value for value in record.values()]
    connection.execute(CREATE_RUNS)
    connection.execute(f"alter table {RUNS} add column if not exists seeds json")  # a folder of an earlier version
    connection.execute(CREATE_RUN_FACTS)
    connection.execute(CREATE_RUN_CHANGES)
    connection.execute(f"insert into {RUNS} values ({', '.join('?' * len(values))})", values)
    partial = settings.build / "run.json.part"
    partial.write_text(json.dumps(record, indent=2) + "\n")
    partial.replace(settings.build / "run.json")
