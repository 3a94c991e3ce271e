"""The seeds that people edit, checked before a build: one line names file, line, row and value of what is wrong."""

import re
from collections.abc import Collection
from datetime import datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from mainpipe.csv_rows import read_rows
from mainpipe.errors import UserError
from mainpipe.sources import DOMAINS, read_sources
from python_udfs.repeated_lines import RECIPE as LINES
from python_udfs.repeated_lines import UNITS

RULE_COLUMNS = ("rule_id", "domain", "signal", "operator", "threshold", "is_enabled", "reference", "rationale")
RULE_CELLS = RULE_COLUMNS[:6]  # those that must not be empty
DUPLICATE_COLUMNS = ("domain", "min_jaccard", "max_removed_ratio", "reference", "rationale")
PREFERENCE_COLUMNS = ("priority", "measure", "prefer", "rationale")
LINE_COLUMNS = ("domain", "unit", "min_documents", "min_words", "is_enabled", "reference", "rationale")
MIN_DOCUMENTS = 2
MIXTURE_COLUMNS = ("source_id", "weight", "max_epochs", "rationale")
OPERATORS = (">=", "<=")
RULE_ID = re.compile(r"[a-z][a-z0-9_]{0,62}")  # a page of the site is called so
BLOCKED_COLUMNS = ("match_on", "value", "reason", "requested_on")
MATCHED_ON = ("doc_id", "source_key", "url")
WHOLE_NUMBER = re.compile(r"[0-9]{1,18}")
NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]{1,2})?")


def check(folder: Path, nodes: dict[str, dict[str, Any]]) -> None:
    """Checks what the build reads of the seeds in a folder.

    Input: dbt's nodes by id; the signals are the numeric columns in the contract of document_signals.
    Errors: UserError at the first cell that is wrong.
    """
    for path in sorted(folder.glob("*.csv")):
        check_cells(path)
    sources = read_sources(folder / "sources.csv")
    source_ids = [source.source_id for source in sources]
    check_mixture(folder / "mixture.csv", source_ids)
    columns = nodes["model.mainpipe.document_signals"]["columns"]
    signals = [name for name, column in columns.items() if column["data_type"] in ("bigint", "double")]
    check_rules(folder / "quality_rules.csv", signals)
    check_blocked(folder / "blocked_documents.csv")
    check_duplicate_rules(folder / "duplicate_rules.csv")
    check_preferences(folder / "survivor_preferences.csv", source_ids, signals)
    check_lines(folder / "repeated_line_rules.csv")


def check_cells(path: Path) -> None:
    """Errors: UserError for a cell that dbt would take for an empty one, though DuckDB does not."""
    for place, row in read_rows(path):
        for column, value in row.items():
            if value and value.strip().lower() in ("", "null"):
                raise UserError(f"{place}: {column} {value!r}: leave it empty, or give it other words")


def check_rules(path: Path, signals: Collection[str]) -> None:
    """Errors: UserError for an empty cell, an unknown domain, signal or operator, no number, one rule twice."""
    places: dict[tuple[str, str], str] = {}
    for place, row in read_rows(path, RULE_COLUMNS):
        if missing := [column for column in RULE_CELLS if not row[column]]:
            raise UserError(f"{place}: {', '.join(missing)} must not be empty")
        if not RULE_ID.fullmatch(row["rule_id"]):
            raise UserError(f"{place}: rule_id {row['rule_id']!r}: give lower-case letters, digits and _")
        rule = f"{place}: rule {row['rule_id']} ({row['domain']})"
        if row["domain"] not in DOMAINS:
            raise UserError(f"{rule}: domain {row['domain']!r} is none of {', '.join(DOMAINS)}")
        if row["signal"] not in signals:
            close = get_close_matches(row["signal"], signals, 1)
            hint = f": did you mean {close[0]}?" if close else " (make sql: describe filtered.document_signals)"
            raise UserError(f"{rule}: signal {row['signal']!r} is no numeric column of document_signals{hint}")
        if row["operator"] not in OPERATORS:
            raise UserError(f"{rule}: operator {row['operator']!r}: give {' or '.join(OPERATORS)}")
        if not NUMBER.fullmatch(row["threshold"]):
            raise UserError(f"{rule}: threshold {row['threshold']!r} is not a number")
        if row["is_enabled"] not in ("true", "false"):
            raise UserError(f"{rule}: is_enabled {row['is_enabled']!r}: give true or false")
        key = row["rule_id"], row["domain"]
        if key in places:
            raise UserError(f"{rule}: stands twice, first on line {places[key].rpartition(' ')[2]}")
        places[key] = place


def check_lines(path: Path) -> None:
    """Errors: UserError for an unknown domain or unit, a bound that is too low or no whole number, one rule twice."""
    places: dict[tuple[str, str], str] = {}
    for place, row in read_rows(path, LINE_COLUMNS):
        rule = f"{place}: {row['domain']}, {row['unit']}"
        for column, known in (("domain", DOMAINS), ("unit", UNITS), ("is_enabled", ("true", "false"))):
            if row[column] not in known:
                raise UserError(f"{rule}: {column} {row[column]!r} is none of {', '.join(known)}")
        for column, least in (("min_documents", MIN_DOCUMENTS), ("min_words", LINES.min_words)):
            if not WHOLE_NUMBER.fullmatch(row[column]) or int(row[column]) < least:
                raise UserError(f"{rule}: {column} {row[column]!r} is no whole number from {least} on")
        key = row["domain"], row["unit"]
        if key in places:
            raise UserError(f"{rule}: stands twice, first on line {places[key].rpartition(' ')[2]}")
        places[key] = place


def check_blocked(path: Path) -> None:
    """Errors: UserError for an unknown kind of name, an empty value, and a day that is no date."""
    for place, row in read_rows(path, BLOCKED_COLUMNS):
        if row["match_on"] not in MATCHED_ON:
            raise UserError(f"{place}: match_on {row['match_on']!r}: give {', '.join(MATCHED_ON)}")
        if not row["value"]:
            raise UserError(f"{place}: value must not be empty")
        try:
            datetime.strptime(row["requested_on"], "%Y-%m-%d")
        except ValueError as error:
            raise UserError(f"{place}: requested_on {row['requested_on']!r}: give a day such as 2026-01-31") from error


def check_duplicate_rules(path: Path) -> None:
    """Errors: UserError for a domain that is missing, unknown or twice, and for a bound that is not within 0 and 1."""
    found: set[str] = set()
    for place, row in read_rows(path, DUPLICATE_COLUMNS):
        domain = row["domain"]
        if domain not in DOMAINS:
            raise UserError(f"{place}: domain {domain!r} is none of {', '.join(DOMAINS)}")
        if domain in found:
            raise UserError(f"{place}: domain {domain} stands twice")
        for column in ("min_jaccard", "max_removed_ratio"):
            if not NUMBER.fullmatch(row[column]) or not 0 <= float(row[column]) <= 1:
                raise UserError(f"{place}: {column} {row[column]!r} is not a number from 0 to 1")
        found.add(domain)
    if missing := [domain for domain in DOMAINS if domain not in found]:
        raise UserError(f"{path.parent.name}/{path.name}: no row for domain {', '.join(missing)}")


def check_preferences(path: Path, source_ids: Collection[str], signals: Collection[str]) -> None:
    """Errors: UserError for an unknown measure, source or preference, and for a priority that is no number or twice."""
    found: set[int] = set()
    for place, row in read_rows(path, PREFERENCE_COLUMNS):
        measure, prefer = row["measure"], row["prefer"]
        if not re.fullmatch(r"[0-9]{1,9}", row["priority"]):
            raise UserError(f"{place}: priority {row['priority']!r} is not a whole number")
        if int(row["priority"]) in found:
            raise UserError(f"{place}: priority {row['priority']} stands twice")
        if measure == "source_id":
            if unknown := [source_id for source_id in prefer.split(" ") if source_id not in source_ids]:
                raise UserError(f"{place}: prefer: source {unknown[0]!r} is none of {', '.join(source_ids)}")
        elif measure not in ("published_at", *signals):
            raise UserError(
                f"{place}: measure {measure!r} is none of source_id, published_at and the numeric columns of "
                "document_signals"
            )
        elif prefer not in ("most", "least"):
            raise UserError(f"{place}: prefer {prefer!r}: give most or least")
        found.add(int(row["priority"]))
    if not found:
        raise UserError(f"{path.parent.name}/{path.name}: there is no preference: give one at least")


def check_mixture(path: Path, source_ids: Collection[str]) -> None:
    """Errors: UserError for a source that is missing, unknown or twice, for a weight or cap that is no number, and
    for a weight that is too small or too large to be added up in billionths.
    """
    found: set[str] = set()
    for place, row in read_rows(path, MIXTURE_COLUMNS):
        source_id = row["source_id"]
        if source_id not in source_ids:
            raise UserError(f"{place}: source_id {source_id!r} is none of seeds/sources.csv: {', '.join(source_ids)}")
        if source_id in found:
            raise UserError(f"{place}: source_id {source_id} stands twice")
        for column in ("weight", "max_epochs"):
            if not NUMBER.fullmatch(row[column]) or float(row[column]) < 0:
                raise UserError(f"{place}: source {source_id}: {column} {row[column]!r} is not a number from 0 on")
        if (weight := float(row["weight"])) != 0 and not 1e-6 <= weight <= 1e6:
            raise UserError(f"{place}: source {source_id}: weight {row['weight']}: give 0, or from 0.000001 to 1000000")
        found.add(source_id)
    # Without a row a source would be cleaned for nothing; weight 0 leaves it out on purpose.
    if missing := [source_id for source_id in source_ids if source_id not in found]:
        raise UserError(f"{path.parent.name}/{path.name}: no row for source {', '.join(missing)}: give its weight")
