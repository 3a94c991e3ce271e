"""What a second run leaves for the site: whose fate changed, what the run did otherwise, and which test failed."""

from pathlib import Path

import pytest
from conftest import Run, copy_of_project, line, prose

OUTCOMES = "select doc_id, outcome, rule_ids from reporting.document_outcomes"
FAILING = "select doc_id from {{ ref('document_outcomes') }} order by doc_id limit 7"


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    folder = tmp_path_factory.mktemp("changes")
    run = Run(folder, copy_of_project(folder))
    texts = [prose(n) for n in range(1, 20)] + [f"{prose(n)} {prose(n + 100)}" for n in range(20, 70)]
    run.write_raw({"c4": [line("c4", n, text) for n, text in enumerate(texts, 1)]})
    run("build")
    return run


def test_a_first_run_has_nothing_to_compare_with(run: Run) -> None:
    assert run.query("from reporting.outcome_changes") == []
    assert run.query("from reporting.run_changes") == []
    assert run.query("select distinct status from reporting.node_runs") == [("done",)]


def test_fates_that_changed_are_told_by_rule(run: Run) -> None:
    before = {doc_id: outcome for doc_id, outcome, _ in run.query(OUTCOMES)}
    rules = run.project / "seeds" / "quality_rules.csv"
    original = rules.read_text()
    rules.write_text(original.replace("min_words,web,n_words,>=,50,", "min_words,web,n_words,>=,100,"))
    run("build", "--threads=1")
    after = {doc_id: outcome for doc_id, outcome, _ in run.query(OUTCOMES)}
    changed = {doc_id for doc_id in before if before[doc_id] != after[doc_id]}
    assert len(changed) >= 19
    rows = run.query(
        "select outcome_after, rule_ids_begun, n_documents, example_doc_ids from reporting.outcome_changes"
    )
    assert sum(n_documents for _, _, n_documents, _ in rows) == len(changed)
    assert {doc_id for *_, examples in rows for doc_id in examples} <= changed
    assert sum(n for outcome, rule_ids, n, _ in rows if (outcome, rule_ids) == ("dropped", ["min_words"])) == 19
    traced = {doc_id for (doc_id,) in run.query("select doc_id from reporting.document_traces")}
    assert {doc_id for *_, examples in rows for doc_id in examples} <= traced
    changes = run.query("select kind, name, value_before, value from reporting.run_changes")
    assert ("seed", "rule min_words (web)", ">= 50.0", ">= 100.0") in changes
    assert {name for _, name, *_ in changes} == {
        "hash of all SQL, functions, seeds and versions",
        "rule min_words (web)",
        "threads",
        "tokenizer, by its sha256",
    }


def test_a_failed_test_is_kept_with_its_rows_until_it_passes(run: Run) -> None:
    test: Path = run.project / "tests" / "assert_nothing.sql"
    test.write_text(FAILING)
    rules = run.project / "seeds" / "quality_rules.csv"
    rules.write_text(rules.read_text().replace("min_words,web,n_words,>=,100,", "min_words,web,n_words,>=,90,"))
    output = run("build", succeeds=False)
    status, n_rows, rows = run.query(
        "select status, n_failing_rows, failing_rows from reporting.node_runs where name = 'assert_nothing'"
    )[0]
    assert (status, n_rows) == ("fail", 7)
    assert rows.splitlines()[0].startswith("doc_id = ")
    assert rows.splitlines()[0] in output
    assert len(rows.splitlines()) == 3
    unreached = run.query("select name from reporting.node_runs where status = 'not built' and kind = 'model'")
    assert "document_traces" in {name for (name,) in unreached}, "it reads what did not pass"
    assert "THE LAST BUILD IS NOT FINISHED" in run("funnel")
    test.write_text(FAILING.replace("limit 7", "limit 0"))
    run("build")
    assert "NOT FINISHED" not in run("funnel")
    assert run.query("select status from reporting.node_runs where name = 'assert_nothing'") == [("done",)]
    assert run.query("select distinct status from reporting.node_runs") == [("done",)]
