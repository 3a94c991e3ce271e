"""The report site on the sample's tables, opened in a headless browser."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import duckdb
import pytest
from conftest import PROJECT, Run

from mainpipe import cli
from mainpipe import site as report_site
from mainpipe.errors import UserError

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome", "chrome"))), None)
PATH = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"
HOSTILE = [
    "<script>planted=1</script>",
    "<img src=x onerror=planted=1>",
    "javascript:planted=1",
    "{@html '<b>planted</b>'} ${planted=1} {{planted}}",
    "\"'`|</td></table><b>planted</b>",
    "[planted](javascript:planted=1)",
]


@pytest.fixture(scope="module")
def site(sample: Run, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """The site of the sample, with hostile names planted in some tables and another table without a row."""
    if shutil.which("npm", path=PATH) is None:
        pytest.skip("there is no npm: the report site is not tested")
    run = Run(tmp_path_factory.mktemp("site"))
    run.raw = sample.raw
    shutil.copytree(sample.build, run.build, ignore=shutil.ignore_patterns("shards"))
    with duckdb.connect(str(run.build / "mainpipe.duckdb")) as connection:
        for text in HOSTILE:
            connection.execute("insert into reporting.duplicate_urls values (?, 2, 1, 1, 1)", [text])
        connection.execute("insert into reporting.duplicate_urls values ('a.test/p?mail=ann@a.test', 2, 1, 1, 1)")
        connection.execute("insert into reporting.benchmark_coverage values (?, 1, 1, 1, 99999)", [HOSTILE[1]])
        connection.execute(
            "insert into reporting.contamination_by_benchmark values (?, 'c4', 99999, 1, 1, 0)", [HOSTILE[1]]
        )
        for place, piece in enumerate(HOSTILE, 1):
            connection.execute("update reporting.frequent_tokens set piece = ? where place = ?", [piece, place])
        connection.execute("update reporting.document_excerpts set excerpt = ?", ["↵".join(HOSTILE)])
        connection.execute("update reporting.cluster_differences set excerpt = ?", ["↵".join(HOSTILE)])
        connection.execute("delete from reporting.duplicates_by_source")
        # A second run, after which documents changed their fate and a test failed.
        connection.execute(
            "insert into reporting.run_metadata by name select * replace (run_id || '2' as run_id, "
            "started_at + interval 1 hour as started_at, "
            'json_merge_patch(settings, \'{"threads": "64"}\') as settings) '
            "from reporting.run_metadata order by started_at desc limit 1"
        )
        connection.execute(
            "insert into reporting.outcome_changes select 'c4', 'dropped', 'train', null, ['min_words'], 98765, 4321, "
            "list(doc_id)[:5] from reporting.document_traces"
        )
        connection.execute(
            "insert into main.failures values "
            "('test.mainpipe.assert_planted', 'fail', 76543, 'doc_id = 00ff', 0.1, now()::timestamp), "
            "('model.mainpipe.unreached', 'not built', null, null, null, now()::timestamp)"
        )
    run.output = run("site")
    return run


def test_a_site_is_built_once_and_again_only_for_new_tables(site: Run) -> None:
    assert "built in" in site.output
    before = (site.build / "site" / "index.html").stat().st_mtime_ns
    assert "built in" not in site("site")
    assert (site.build / "site" / "index.html").stat().st_mtime_ns == before


def test_nothing_of_this_machine_or_of_a_visitor_is_published(site: Run) -> None:
    pages = site.build / "site"
    (urls,) = pages.rglob("duplicate_urls.parquet")
    addresses = [key for (key,) in duckdb.sql(f"select url_key from '{urls}'").fetchall()]
    assert "a.test/p?…" in addresses
    private = [str(PROJECT), str(site.build), str(site.raw)]
    for file in pages.rglob("*"):
        if file.is_file() and file.suffix in (".html", ".json", ".js", ".csv"):
            text = file.read_text()
            assert [path for path in private if path in text] == [], file
    for file in pages.rglob("*.parquet"):
        rows = str(duckdb.sql(f"from '{file}'").fetchall())
        assert [path for path in private if path in rows] == [], file


def test_a_build_that_fails_is_on_the_site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done = []

    def fails(_: object) -> None:
        raise UserError("the build stopped")

    monkeypatch.setattr(cli, "acquire", lambda _: done.append("acquire"))
    monkeypatch.setattr(cli, "build", fails)
    monkeypatch.setattr(cli, "site", lambda _: done.append("site"))
    for has_run, expected in ((False, ["acquire"]), (True, ["acquire", "site"])):
        if has_run:
            (tmp_path / "run.json").write_text("{}")
        with pytest.raises(UserError, match="the build stopped"):
            cli.everything(SimpleNamespace(build=tmp_path))
        assert done == expected
        done.clear()


def test_a_failed_command_is_one_line_that_names_the_log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = SimpleNamespace(build=tmp_path)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    (tmp_path / "npm").write_text("#!/bin/sh\necho no network\nexit 1\n")
    (tmp_path / "npm").chmod(0o755)
    work = {"unit": "file", "total": None, "done": lambda: 0}
    with pytest.raises(UserError, match=f"no packages: {tmp_path}/site.log says why"):
        report_site.run(settings, tmp_path, "npm", "ci", problem="no packages", **work)
    assert (tmp_path / "site.log").read_text() == "no network\n"
    monkeypatch.setenv("PATH", "")
    with pytest.raises(UserError, match="no pages: there is no npx; make setup"):
        report_site.run(settings, tmp_path, "npx", "evidence", problem="no pages", **work)


def test_a_site_before_a_run_says_what_to_do(make_run) -> None:
    assert "make all" in make_run()("site", succeeds=False)
    assert "make site" in make_run()("serve", succeeds=False)


def test_every_page_in_a_browser(site: Run) -> None:
    if CHROMIUM is None:
        pytest.skip("there is no Chromium: THE PAGES OF THE REPORT SITE ARE NOT TESTED (apt-get install chromium)")
    expected: dict[str, list[str]] = {"hostile": HOSTILE}
    figures = {
        "/": "select sum(n_documents), sum(n_kept_tokens), sum(n_shard_tokens) from reporting.source_summary",
        "/mixture/": "select sum(available_tokens) filter (where source_id = 'c4') from reporting.mixture_by_source",
        "/shards/": "select sum(n_tokens), sum(n_bytes) from reporting.shard_manifest",
        "/tokens/": "select sum(n_tokens) from reporting.tokens_by_source",
        "/quality/": "select count(*) filter (where kind = 'test' and status = 'done') from reporting.node_runs",
        "/privacy/": "select sum(n_findings) from reporting.pii_by_source",
        "/filtering/": "select max(n_dropped_tokens), max(n_dropped) from reporting.rule_impacts",
        "/filtering/min_words/": (
            "select n_documents, n_dropped, n_dropped_alone from reporting.rule_impacts "
            "where rule_id = 'min_words' order by n_dropped desc, domain limit 1"
        ),
        "/languages/": "select max(n_tokens), max(n_documents) from reporting.languages_by_source",
        "/lengths/": "select max(n_documents) from reporting.lengths_by_source where source_id = 'c4'",
    }
    for page, query in figures.items():
        expected[page] = [f"{int(figure):,}" for figure in site.query(query)[0]]
    expected["/"] += ["1 of ", "The last build is not finished", "Apache-2.0", "header of the file"]
    expected["/runs/"] = ["98,765", "dropped → train", "threads", "64", "Seconds of the fifteen slowest tables"]
    expected["/quality/"] += ["assert_planted", "76,543", "doc_id = 00ff", "1 tests failed", "plantings came out"]
    expected["/quality/"] += ["1 tables and tests were not reached"]
    expected["/glossary/"] = ["letters / characters", "ratio, 0 to 1"]
    expected["/languages/"] += ["What scores low"]
    expected["/duplicates/[cluster]/"] = ["Settled by"]
    expected["/duplicates/"] = ["No document is a duplicate of another"]
    server = site.start("serve")
    try:
        address = server.stdout.readline().split()[1].rstrip("/")
        process = subprocess.run(
            ["node", "--test", "--test-reporter=tap", "test/site.test.mjs"],
            cwd=PROJECT / "reports",
            env=os.environ
            | {"PATH": PATH, "SITE": address, "CHROMIUM": CHROMIUM, "EXPECTED": json.dumps(expected)},
            capture_output=True, text=True, timeout=1500,
        )  # fmt: skip
    finally:
        server.kill()
        server.wait()
    failures = process.stdout[process.stdout.find("\nnot ok") :]
    assert process.returncode == 0, failures[:6000] + process.stderr
