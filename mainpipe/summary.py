"""The funnel of the last run, for a terminal."""

import json
import sys
from pathlib import Path
from typing import Any

import duckdb

from mainpipe.errors import UserError, explain
from mainpipe.settings import Settings

FUNNEL = """
    select
        source_id,
        sum(n_documents) filter (where stage = 'lines'),
        sum(n_documents) filter (where stage = 'documents'),
        sum(n_bytes) filter (where stage = 'documents'),
        sum(n_tokens) filter (where stage = 'documents'),
        sum(n_documents) filter (where stage = 'filtered'),
        sum(n_documents) filter (where stage = 'deduped'),
        sum(n_bytes) filter (where stage = 'deduped'),
        sum(n_tokens) filter (where stage = 'deduped'),
        case when grouping(source_id) = 0 then any_value(budgets.epochs) end,
        sum(n_tokens) filter (where stage like 'mixed%')
    from mainpipe.reporting.funnel_by_source
    left join (select source_id, epochs from mainpipe.mixed.source_budgets) as budgets using (source_id)
    group by rollup (source_id)
    order by source_id nulls last
"""
HEADER = (
    *("source", "lines", "documents", "MB in", "≈ Mtokens in"),
    *("filtered", "deduped", "MB kept", "Mtokens kept", "epochs", "Mtokens in shards"),
)
NOTES = """
    select
        'every ' || what || ' of ' || source_id || ' was ' || fate || ': '
        || string_agg(reason || ' ' || n, ', ' order by n desc, reason)
    from (
        select 'line' as what, 'rejected' as fate, source_id, reason, count(*) as n
        from mainpipe.staging.stg_rejects
        where source_id not in (select source_id from mainpipe.staging.stg_documents)
        group by all
        union all
        select 'document', 'dropped', source_id, rule_id, count(*)
        from mainpipe.staging.stg_documents
        inner join mainpipe.filtered.document_verdicts using (doc_id)
        where source_id not in (select source_id from mainpipe.filtered.filtered_documents)
        group by all
    )
    group by what, fate, source_id
    union all
    select
        'the mix is as large as ' || source_id || ' allows: ' || max_epochs || ' epochs of '
        || round(available_tokens / 1e6, 2) || ' Mtokens at a weight of ' || round(weight, 3)
    from mainpipe.mixed.source_budgets
    where limited_by = 'epoch_cap'
"""
UNFINISHED = "select count(*) from mainpipe.reporting.node_runs where status not in ('done', 'warn')"
BENCHMARKS = """
    select benchmark, n_items, n_unseen_items, n_documents
    from (
        select
            benchmark,
            count(distinct item) as n_items,
            count(distinct item) - count(distinct item) filter (where left_out is null) as n_unseen_items
        from mainpipe.filtered.benchmark_items
        group by benchmark
    )
    left join (
        select benchmark, sum(n_documents)::bigint as n_documents
        from mainpipe.reporting.contamination_by_benchmark
        group by benchmark
    ) using (benchmark)
    order by benchmark
"""


def print_summary(settings: Settings, connection: Any = None) -> None:
    """The table of the funnel per source, the time and peak memory, and where the results lie."""
    if connection is None:
        connection = open_database(settings)
    rows = connection.execute(FUNNEL).fetchall()
    record = json.loads((settings.build / "run.json").read_text())
    print_table([HEADER, *([format_cell(index, value) for index, value in enumerate(row)] for row in rows)])
    for (note,) in connection.execute(NOTES).fetchall():
        print(f"note       {note}")
    print_benchmarks(connection)
    print(f"tokenizer  {record['tokenizer']}")
    print(f"last run   {record['n_built']} built in {record['seconds']:.1f} s, ", end="")
    workers = "" if settings.target == "duckdb" else ", Spark's workers not counted"
    print(f"peak memory {record['peak_memory_bytes'] / 1e9:.2f} GB{workers}")
    print(f"shards     {settings.build}/shards/{{train,validation}}/*.parquet")
    print(f"decisions  {settings.database}   ({settings.make('sql')})")
    if n_unfinished := connection.execute(UNFINISHED).fetchone()[0]:
        print(
            f"THE LAST BUILD IS NOT FINISHED: {n_unfinished} tables and tests failed or were not reached "
            f"({settings.make('build')})"
        )
    if record["corpus"] == "sample":
        print(
            "THIS IS THE BUNDLED SAMPLE, generated text to try out: CORPUS=hub or CORPUS=<folder> for text to train on"
        )


def print_benchmarks(connection: Any) -> None:
    """What the corpus was cleaned of, and loudly when that is nothing."""
    found = connection.execute(BENCHMARKS).fetchall()
    for benchmark, n_items, n_unseen_items, n_documents in found:
        unseen = f", {n_unseen_items:,} of them too short or too common to be found" if n_unseen_items else ""
        print(f"benchmark  {benchmark}: {n_items:,} items{unseen}; in {n_documents or 0:,} documents")
    if not found:
        print("NOTHING WAS DECONTAMINATED: no benchmarks were given (BENCHMARKS=<folder of *.jsonl or *.jsonl.gz>)")


def check_place(build: Path) -> None:
    """Errors: UserError where Spark began the results elsewhere: its tables know the folder that they lie in."""
    place = build / "warehouse" / ".place"
    if place.is_file() and place.read_text() != str(build):
        raise UserError(f"{build} was built by Spark in {place.read_text()}, where its tables look: move it back")


def open_database(settings: Settings) -> Any:
    check_place(settings.build)
    if not (settings.build / "run.json").is_file():
        raise UserError(f"there is no finished run in {settings.build} yet: {settings.make('all')}")
    try:
        return duckdb.connect(str(settings.database), read_only=True)
    except duckdb.IOException as error:
        if "lock" in str(error):
            raise UserError(explain(str(error), settings.database)) from error
        raise UserError(
            f"{settings.database} is missing or damaged: remove it, then {settings.make('build')}"
        ) from error


def format_cell(index: int, value: Any) -> str:
    if index == 0:
        return value or "all"
    if value is None:
        return "-"
    if HEADER[index].startswith(("MB", "Mtokens", "≈")):
        return f"{value / 1e6:,.2f}"
    return f"{value:,.2f}" if isinstance(value, float) else f"{value:,}"


def print_table(rows: list[Any]) -> None:
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        cells = [cell.rjust(width) for cell, width in zip(row, widths, strict=True)]
        print("  ".join([row[0].ljust(widths[0]), *cells[1:]]), file=sys.stdout)
