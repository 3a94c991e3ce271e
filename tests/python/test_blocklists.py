"""Blocklists of the user's, and takedowns, from file to verdict."""

import json
from pathlib import Path

import pytest
from conftest import PROJECT, line
from test_pipeline import copy_of_project, prose

from mainpipe import blocklists
from mainpipe.errors import UserError

TERMS = PROJECT / "seeds" / "flagged_terms.csv"


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def test_both_layouts_are_read(tmp_path: Path) -> None:
    lists = tmp_path / "lists"
    write(lists / "ut1" / "adult" / "domains", "# comment\nbad.test\n\n")
    write(lists / "ut1" / "adult" / "urls", "pages.test/a\n")
    write(lists / "domains" / "mine.txt", "\ufeffother.test\r\n")
    write(lists / "terms" / "en", "two words\n")
    write(lists / "README", "not a list\n")
    blocklists.place(str(lists), TERMS, tmp_path)
    records = [json.loads(text) for text in (tmp_path / "blocklists.jsonl").read_text().splitlines()]
    assert sorted(record["value"] for record in records) == ["bad.test", "other.test", "pages.test/a"]
    assert {record["value"]: record["reason"] for record in records}["bad.test"] == "ut1/adult"
    terms = (tmp_path / "flagged_terms.txt").read_text().splitlines()
    assert "two words" in terms
    assert len(terms) == len(TERMS.read_text().splitlines())  # the header's line is the added term's


def test_no_folder_no_entries_but_our_own_terms(tmp_path: Path) -> None:
    blocklists.place("", TERMS, tmp_path)
    assert (tmp_path / "blocklists.jsonl").read_text() == ""
    assert (tmp_path / "flagged_terms.txt").read_text()


@pytest.mark.parametrize("content", [None, {}, {"notes.txt": b"x"}, {"domains/a": b"\xff\xfe"}])
def test_what_is_no_list_is_one_clear_line(tmp_path: Path, content: dict[str, bytes] | None) -> None:
    lists = tmp_path / "lists"
    for name, data in (content or {}).items():
        (lists / name).parent.mkdir(parents=True, exist_ok=True)
        (lists / name).write_bytes(data)
    if content == {}:
        lists.mkdir()
    with pytest.raises(UserError, match="BLOCKLISTS="):
        blocklists.place(str(lists), TERMS, tmp_path)


def test_a_takedown_and_a_blocked_domain_drop_the_document(make_run, tmp_path: Path) -> None:
    run = make_run(project=copy_of_project(tmp_path))
    urls = {1: "https://www.bad.test/a", 2: "https://good.test/b", 3: "https://good.test/c/"}
    run.write_raw({"c4": [line("c4", n, prose(n), url=urls.get(n)) for n in range(1, 40)]})
    write(run.project / "seeds" / "blocked_documents.csv", "match_on,value,reason,requested_on\n"
          "url,http://good.test/c,asked for,2026-01-31\nsource_key,data.jsonl#9,asked for,2026-01-31\n"
          "doc_id,none,misspelt,2026-01-31\n")  # fmt: skip
    write(tmp_path / "lists" / "domains" / "mine", "*.Bad.test.\nhttp://\n")
    output = run("build", f"--blocklists={tmp_path / 'lists'}")
    dropped = run.query(
        "select source_key from filtered.document_verdicts join staging.stg_documents using (doc_id) "
        "where rule_id = 'max_blocklist_matches' order by source_key"
    )
    assert dropped == [("data.jsonl#1",), ("data.jsonl#3",), ("data.jsonl#9",)]
    assert "match_on = doc_id, value = none" in output
    assert run.query("select count(*) from reporting.document_outcomes where outcome = 'dropped'")[0][0] >= 3


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("title,x,why,2026-01-31", "match_on 'title'"),
        ("url,,why,2026-01-31", "value must not be empty"),
        ("url,x,why,31.1.2026", "requested_on '31.1.2026'"),
        ("url,x,why,2026-W05-6", "requested_on '2026-W05-6'"),
    ],
)
def test_a_wrong_takedown_is_one_clear_line(make_run, tmp_path: Path, row: str, says: str) -> None:
    run = make_run(project=copy_of_project(tmp_path))
    run.write_raw({"c4": [line("c4", 1, prose(1))]})
    write(run.project / "seeds" / "blocked_documents.csv", f"match_on,value,reason,requested_on\n{row}\n")
    output = run("build", succeeds=False)
    assert f"blocked_documents.csv line 2: {says}" in output
