"""The raw lines that acquisition wrote, read as JSON by DuckDB's own reader, for an engine whose reader differs."""

import json
from functools import cache

import duckdb
import pyarrow as pa

FIELDS = ("file", "record", "text", "url", "time", "meta", "line", "line_bytes")
RAW_RECORD = pa.struct([("kind", pa.string()), ("text_kind", pa.string()), *((name, pa.string()) for name in FIELDS)])
STRUCTURE = json.dumps(dict.fromkeys(FIELDS, "VARCHAR"))
QUERY = f"""
    select
        json_type(document) as kind, json_type(document, '$.text') as text_kind,
        unnest(json_transform(document, '{STRUCTURE}'))
    from (select case when json_valid(line) then line end as document from lines)
"""
MICROSECONDS = "select epoch_us(try_cast(text as timestamp)) as n from texts"


@cache
def database() -> duckdb.DuckDBPyConnection:
    """Without a table; Spark has a core for each process that calls."""
    return duckdb.connect(config={"threads": 1, "autoinstall_known_extensions": False})


def answer(query: str, name: str, table: pa.Table) -> pa.Table:
    with database().cursor() as connection:
        connection.register(name, table)
        return connection.sql(query).to_arrow_table()


def raw_records(lines: pa.Array) -> pa.Array:
    """What a raw line says, as text, field by field.

    Input: string array; NULL allowed.
    Output: struct array of RAW_RECORD: kind is what DuckDB calls the JSON value that the line is (OBJECT, ARRAY,
        VARCHAR, DOUBLE, …), NULL when it is none; text_kind the same for its field `text`; the fields as text, whatever
        their type, NULL where there is none. NULL for a NULL line.
    Errors: none.
    Cost: 40 MB/s and more; holds no GIL.
    """
    table = answer(QUERY, "lines", pa.table({"line": lines}))
    columns = [column.combine_chunks().cast(pa.string()) for column in table.columns]
    return pa.StructArray.from_arrays(columns, fields=list(RAW_RECORD), mask=lines.is_null())


def clock_microseconds(texts: pa.Array) -> pa.Array:
    """The time of the clock that a text says, as DuckDB reads one.

    Input: string array; NULL allowed.
    Output: int64 array, microseconds since 1970; NULL where the text says no time or an infinite one, and for a NULL.
    Errors: none.
    Cost: 1,000,000 texts/s.
    """
    return answer(MICROSECONDS, "texts", pa.table({"text": texts})).column("n").combine_chunks()
