"""The funnel of the last run, for a terminal."""

import json
import sys
from typing import Any

import duckdb

from mainpipe.errors import UserError
from mainpipe.settings import Settings

FUNNEL = """
    select
        source_id,
        sum(n_documents) filter (where stage = 'lines'),
        sum(n_bytes) filter (where stage = 'documents'),
        sum(n_tokens) filter (where stage = 'documents'),
        sum(n_documents) filter (where stage = 'filtered'),
        sum(n_documents) filter (where stage = 'deduped'),
        sum(n_bytes) filter (where stage = 'deduped'),
        sum(n_tokens) filter (where stage = 'deduped'),
        sum(n_tokens) filter (where stage like 'mixed%')
    from mainpipe.reporting.funnel_by_source
    group by rollup (source_id)
    order by source_id nulls last
"""
HEADER = (
    "source",
    "lines in",
    "MB in",
    "≈ Mtokens in",
    "filtered",
    "deduped",
    "MB kept",
    "Mtokens kept",
    "Mtokens in shards",
)


def print_summary(settings: Settings, connection: Any = None) -> None:
    """The table of the funnel per source, the time and peak memory, and where the results lie."""
    if connection is None:
        connection = open_database(settings)
    rows = connection.execute(FUNNEL).fetchall()
    record = json.loads((settings.build / "run.json").read_text())
    print_table([HEADER, *([format_cell(index, value) for index, value in enumerate(row)] for row in rows)])
    if record["corpus"] == "sample":
        print("This is the bundled sample, not real text: give CORPUS=hub or CORPUS=<folder> for a corpus to train on.")
    print(f"tokenizer  {record['tokenizer']}")
    print(f"last run   {record['seconds']:.1f} s, peak memory {record['peak_memory_bytes'] / 1e9:.2f} GB")
    print(f"shards     {settings.build}/shards/{{train,validation}}/*.parquet")
    print(f"decisions  {settings.database}   (make sql)")


def open_database(settings: Settings) -> Any:
    if not (settings.build / "run.json").is_file():
        raise UserError(f"there is no finished run in {settings.build} yet: make all")
    try:
        return duckdb.connect(str(settings.database), read_only=True)
    except duckdb.IOException as error:
        raise UserError(f"{settings.database} is open in another process: try again when it is done") from error


def format_cell(index: int, value: Any) -> str:
    if index == 0:
        return value or "all"
    if value is None:
        return "-"
    return f"{value / 1e6:,.2f}" if HEADER[index].startswith(("MB", "Mtokens", "≈")) else f"{value:,}"


def print_table(rows: list[Any]) -> None:
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        cells = [cell.rjust(width) for cell, width in zip(row, widths, strict=True)]
        print("  ".join([row[0].ljust(widths[0]), *cells[1:]]), file=sys.stdout)
