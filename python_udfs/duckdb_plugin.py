"""dbt-duckdb's door to the functions: registers the registry, then closes the sandbox."""

import os
import traceback
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
from dbt.adapters.duckdb.plugins import BasePlugin
from duckdb import DuckDBPyConnection

from python_udfs.registry import FUNCTIONS, Function
from python_udfs.sql_literal import sql_literal

SQL_TYPES = {
    pa.string(): "VARCHAR",
    pa.int32(): "INTEGER",
    pa.int64(): "BIGINT",
    pa.float64(): "DOUBLE",
    pa.bool_(): "BOOLEAN",
}


def sql_type(kind: pa.DataType) -> str:
    """DuckDB's name of an Arrow type: scalars, lists and structs of the registry. Errors: KeyError for any other."""
    if pa.types.is_list(kind):
        return f"{sql_type(kind.value_type)}[]"
    if pa.types.is_struct(kind):
        return "STRUCT(" + ", ".join(f'"{field.name}" {sql_type(field.type)}' for field in kind) + ")"
    return SQL_TYPES[kind]


def over_chunks(function: Function) -> Callable[..., pa.Array]:
    """The function as DuckDB calls it: chunked arrays in; an error names function and line, never the text."""

    def call(*columns: pa.ChunkedArray) -> pa.Array:
        try:
            return function.call(*(column.combine_chunks() for column in columns))
        except Exception as error:
            frame = traceback.extract_tb(error.__traceback__)[-1]
            where = f"{Path(frame.filename).name}:{frame.lineno}"
            raise RuntimeError(f"{function.name} failed: {type(error).__name__} at {where}") from error

    def call_with_one(a: pa.ChunkedArray) -> pa.Array:
        return call(a)

    def call_with_two(a: pa.ChunkedArray, b: pa.ChunkedArray) -> pa.Array:
        return call(a, b)

    # DuckDB counts the parameters and does not see through *columns.
    return call_with_one if len(function.arguments) == 1 else call_with_two


class Plugin(BasePlugin):
    def configure_connection(self, conn: DuckDBPyConnection) -> None:
        build = Path(os.environ.get("MAINPIPE_BUILD", "build")).resolve()
        raw = Path(os.environ.get("MAINPIPE_RAW", "data/raw")).resolve()
        for folder in ("shards/train", "shards/validation", "spill"):
            (build / folder).mkdir(parents=True, exist_ok=True)
        for function in FUNCTIONS:
            conn.create_function(  # type: ignore[call-overload]
                function.name,
                over_chunks(function),
                [sql_type(kind) for kind in function.arguments],
                sql_type(function.returns),
                type="arrow",
                null_handling="special",
            )
        seeds = Path("seeds").resolve()
        folders = ", ".join(sql_literal(f"{folder}/") for folder in (build, raw, seeds))
        conn.execute(f"set allowed_directories = [{folders}]")
        conn.execute("set enable_external_access = false")
        conn.execute("set lock_configuration = true")
