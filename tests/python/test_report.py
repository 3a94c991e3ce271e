"""REPORT.md is rendered from the tables: on the sample's, twice the same, and with no text of the corpus."""

import re
import shutil
from pathlib import Path

import duckdb
import pytest
from conftest import PROJECT, Run, copy_of_project

from mainpipe import report
from mainpipe.errors import UserError


@pytest.fixture(scope="module")
def rendered(sample: Run) -> str:
    with duckdb.connect(str(sample.build / "mainpipe.duckdb"), read_only=True) as connection:
        return report.render(connection, connection)


def test_figures_are_those_of_the_tables(sample: Run, rendered: str) -> None:
    lines, documents, kept = sample.query(
        "select sum(n_lines), sum(n_documents), sum(n_kept_documents) from reporting.source_summary"
    )[0]
    assert f"{lines:,} records" in rendered
    assert re.search(rf"^\| all \| {lines:,} \|.*\| {kept:,} \|", rendered, re.MULTILINE)
    for row in sample.query("select judgement, n_expected, n_judged from reporting.judgement_accuracy"):
        assert "| {} | {:,} | {:,} |".format(*row) in rendered
    n_emails = sample.query("select sum(n_findings) from reporting.pii_by_source where kind = 'email'")[0][0]
    assert f"{n_emails:,} e-mail addresses" in rendered
    assert documents < lines


def test_every_figure_of_the_corpus_is_asked_for(rendered: str) -> None:
    """The prose between the queries holds none of the figures that the committed report has from its tables."""
    template = re.sub(r"\{[{%#].*?[}%#]\}", "", report.TEMPLATE.read_text(), flags=re.DOTALL)
    rows = re.findall(r"^\| (?:c4|github|pubmed|wikipedia|all) \|.*$", template, re.MULTILINE)
    assert rows == []
    assert "{{" not in rendered
    assert "{%" not in rendered


def test_the_command_writes_the_same_report_again(sample: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project = copy_of_project(tmp_path)
    (project / "reports").mkdir()
    (project / "benchmarks").mkdir()
    for file in (PROJECT / "benchmarks").glob("*.csv"):
        shutil.copyfile(file, project / "benchmarks" / file.name)
    shutil.copyfile(PROJECT / "reports" / "REPORT.md.jinja", project / "reports" / "REPORT.md.jinja")
    run = Run(tmp_path, project)
    run.build = sample.build
    run("report")
    first = (project / "REPORT.md").read_text()
    monkeypatch.setenv("SAMPLE_BUILD", str(sample.build))
    run("report")
    assert (project / "REPORT.md").read_text() == first
    assert "| redacted |" in first


def test_the_committed_report_has_the_prose_of_the_template() -> None:
    parts = re.split(r"\{[{%#].*?[}%#]\}", report.TEMPLATE.read_text(), flags=re.DOTALL)
    committed = re.sub(r"\s+", " ", (PROJECT / "REPORT.md").read_text())
    for part in parts:
        for sentence in re.split(r"(?<=\.)\s", re.sub(r"\s+", " ", part)):
            if len(sentence.split()) > 12 and "make report SAMPLE_BUILD" not in sentence:
                assert sentence.strip() in committed, sentence


@pytest.mark.parametrize("value", ["<script>", "A sentence.", "a|b", ""])
def test_text_has_no_way_into_the_report(value: str) -> None:
    with pytest.raises(UserError, match="no name"):
        report.checked(value)


def test_names_figures_and_nothing_pass() -> None:
    assert [report.checked(value) for value in ("c4", 1, 0.5, None)] == ["c4", 1, 0.5, None]
