"""REPORT.md: the prose of `reports/REPORT.md.jinja` with the figures of a build."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import jinja2

from mainpipe.errors import UserError
from mainpipe.settings import PROJECT, Settings
from mainpipe.summary import open_database
from python_udfs.sql_literal import sql_literal

TEMPLATE = PROJECT / "reports" / "REPORT.md.jinja"
MEASURED = PROJECT / "benchmarks"
NAME = re.compile(r"[a-z0-9_]{1,40}")


def make(settings: Settings, sample_build: str) -> None:
    """Writes REPORT.md beside the README; what a known truth says comes from the sample's build, where one is named.

    Errors: UserError where there is no finished run.
    """
    sample_settings = replace(settings, build=Path(sample_build).resolve()) if sample_build else settings
    with open_database(settings) as connection, open_database(sample_settings) as sample:
        text = render(connection, sample)
    file = PROJECT / "REPORT.md"
    file.write_text(text)
    print(f"report     {file}")


def render(connection: Any, sample: Any) -> str:
    """The report on the tables of one build, on how well the sample's, which has a known truth, was judged, and on what
    was measured by hand in benchmarks/.
    """

    def rows(query: str, of: Any = connection) -> list[list[Any]]:
        return [[checked(value) for value in row] for row in of.execute(query).fetchall()]

    environment = jinja2.Environment(undefined=jinja2.StrictUndefined, keep_trailing_newline=True, autoescape=False)
    environment.filters |= {"n": whole, "mb": millions, "percent": percent, "round2": rounded}
    template = environment.from_string(TEMPLATE.read_text())
    return template.render(
        rows=rows,
        one=lambda query: rows(query)[0][0],
        truth=lambda query: rows(query, of=sample),
        measured=lambda name: f"read_csv({sql_literal(MEASURED / name)}, header = true)",
    )


def checked(value: Any) -> Any:
    """A figure, or a name of ours; text of the corpus has no way into the report. Errors: UserError for all else."""
    if isinstance(value, str) and not NAME.fullmatch(value):
        raise UserError("REPORT.md.jinja asks for a text that is no name")
    return value


def whole(value: Any) -> str:
    return f"{round(value or 0):,}"


def millions(value: Any, digits: int = 2) -> str:
    return f"{(value or 0) / 1e6:,.{digits}f}"


def percent(value: Any) -> str:
    """A ratio in per cent, to two digits that count."""
    return f"{100 * (value or 0):.2g} %"


def rounded(value: Any) -> str:
    return "" if value is None else f"{value:.2f}"
