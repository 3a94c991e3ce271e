"""No table, column, macro or signal is without its description, no reader of the tables without their names."""

import json
import re

import pytest
from conftest import PROJECT, Run

from mainpipe.site import tables_read

LAUNCHERS_OWN = {"run_metadata", "run_facts", "run_changes", "node_runs"}


@pytest.fixture(scope="module")
def manifest(sample: Run) -> dict:
    return json.loads((sample.build / "dbt" / "manifest.json").read_text())


def ours(entries: dict) -> list[dict]:
    return [entry for entry in entries.values() if entry["package_name"] == "mainpipe"]


def test_every_table_and_column_is_described(manifest: dict) -> None:
    tables = [node for node in ours(manifest["nodes"]) if node["resource_type"] in ("model", "seed")]
    tables += ours(manifest["sources"])
    assert len(tables) > 80
    assert [table["name"] for table in tables if not table["description"].strip()] == []
    columns = [(table["name"], column) for table in tables for column in table["columns"].values()]
    assert [(name, column["name"]) for name, column in columns if not column["description"].strip()] == []
    assert [node["name"] for node in tables if node["resource_type"] != "source" and not node["columns"]] == []


def test_every_macro_and_its_arguments_are_described(manifest: dict) -> None:
    dialects = re.compile(r"(duckdb|spark|default)__|test_|materialization_")
    macros = [macro for macro in ours(manifest["macros"]) if not dialects.match(macro["name"])]
    assert len(macros) > 50
    assert [macro["name"] for macro in macros if not macro["description"].strip()] == []
    for macro in macros:
        code = re.search(rf"macro {macro['name']}\((.*?)\)\s*-?%}}", macro["macro_sql"], re.DOTALL)[1]
        names = [argument.split("=")[0].strip() for argument in re.sub(r"\[.*?\]", "", code).split(",") if argument]
        assert [argument["name"] for argument in macro["arguments"]] == names, macro["name"]


def test_every_signal_has_formula_unit_and_source(sample: Run) -> None:
    signals = sample.query("select term, formula, unit, reference from reporting.glossary where kind = 'signal'")
    assert len(signals) > 80
    assert [row for row in signals if not all(row)] == []


def test_the_site_and_the_report_name_the_tables_that_they_read(manifest: dict) -> None:
    exposures = {exposure["name"]: exposure for exposure in ours(manifest["exposures"])}
    read = {name: {node.split(".")[-1] for node in exposures[name]["depends_on"]["nodes"]} for name in exposures}
    assert read["report_site"] == set(tables_read()) - LAUNCHERS_OWN
    template = (PROJECT / "reports" / "REPORT.md.jinja").read_text()
    assert read["report"] == set(re.findall(r"\b(?:reporting|filtered|deduped|mixed)\.(\w+)", template))
