"""Stands in for dbt's `adapter` while sqlfluff renders the models: a dispatched macro is its DuckDB form."""

from collections.abc import Callable
from pathlib import Path

from jinja2 import Environment

VARIABLES = {
    "seed": "seed", "raw_dir": "raw", "build_dir": "build", "max_document_bytes": 1, "target_languages": ["en"],
    "common_passage_documents": 1,
}  # fmt: skip
MACROS = Path(__file__).resolve().parents[2] / "macros"


def dispatch(name: str) -> Callable[..., str]:
    files = sorted(MACROS.glob("*/*.sql"))
    source = "\n".join(file.read_text() for file in files if "{% materialization" not in file.read_text())
    environment = Environment(extensions=["jinja2.ext.do"])
    environment.globals |= {"adapter": {"dispatch": dispatch}, "var": VARIABLES.get, "return": lambda value: value}
    return getattr(environment.from_string(source).module, f"duckdb__{name}")
