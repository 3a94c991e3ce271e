"""A second batch of text: its documents alone are read, and the result is that of one build on everything."""

import json
import shutil
import sys
from pathlib import Path

import pytest
from conftest import Run, copy_of_project, line, prose

# Runs the launcher and leaves how many rows each function was handed. One thread, since counting is not atomic.
COUNTING = """
import collections, dataclasses, functools, json, pathlib, sys
from python_udfs import registry

counts = collections.Counter()

def counted(function):
    @functools.wraps(function.call)
    def call(*columns):
        counts[function.name] += len(columns[0])
        return function.call(*columns)
    return dataclasses.replace(function, call=call)

registry.FUNCTIONS = tuple(map(counted, registry.FUNCTIONS))
from mainpipe.cli import main
status = main(sys.argv[2:])
pathlib.Path(sys.argv[1]).write_text(json.dumps(counts))
sys.exit(status)
"""
READ_TEXT = {
    *("mp_normalise", "mp_cut_boilerplate", "mp_licence_header", "mp_language", "mp_find_pii", "mp_find_contamination"),
    *("mp_text_signals", "mp_compressibility", "mp_flagged_words", "mp_quality", "mp_code_signals"),
    "mp_markup_line_ratio",
}
QUESTION = "Which of the two sisters of the old miller was the first to see the ship come back from the northern sea?"
TEXTS = {
    "c4": lambda n: f"Skip to content\n{prose(n)}\nTom &amp; Ann {n}" + (f"\n{QUESTION}" if n % 7 == 3 else ""),
    "github": lambda n: (
        f"// Copyright 2000 Ann. MIT license\n\nint f{n}(int a) {{\n    return a * {n} + {n * n};\n}}\n" * 3
    ),
    "pubmed": lambda n: f"{prose(n + 1000)} Write to ann{n}@harbour-office.com for the data.",
    "wikipedia": lambda n: f"History[edit]\n{prose(n + 2000)}",
}


class CountingRun(Run):
    def command(self, *arguments: str) -> list[str]:
        launch = [sys.executable, "-c", COUNTING, str(self.build.with_name("counts.json"))]
        return launch + super().command(*arguments, "--threads=1")[3:]

    def counts(self) -> dict[str, int]:
        counts = json.loads(self.build.with_name("counts.json").read_text())
        return {name: n for name, n in counts.items() if name in READ_TEXT and n}

    def contents(self) -> dict[str, list[tuple]]:
        schemas = "('staging', 'filtered', 'deduped', 'mixed')"
        names = self.query(
            f"select table_schema, table_name from information_schema.tables where table_schema in {schemas}"
        )
        return {f"{s}.{t}": self.query(f"select * from {s}.{t} order by all") for s, t in names}


class Batches:
    """A build on a first batch, which a second one then joins, and one on both together."""

    def __init__(self, folder: Path) -> None:
        first = {source: {n: text(n) for n in range(1, 41)} for source, text in TEXTS.items()}
        second = {source: texts | {n: TEXTS[source](n) for n in range(41, 46)} for source, texts in first.items()}
        second["c4"][7] = TEXTS["c4"](99)
        second["c4"][50] = first["c4"][8]
        del second["pubmed"][5]
        second["manuals"] = {n: prose(n + 3000) for n in range(1, 8)}
        self.n_first = 4 * 40
        self.n_new = 4 * 5 + 2 + 7

        benchmarks = folder / "benchmarks"
        benchmarks.mkdir()
        (benchmarks / "quiz.jsonl").write_text(json.dumps({"question": QUESTION}) + "\n")
        project = copy_of_project(folder)
        self.added = CountingRun(folder / "added", project)
        self.fresh = CountingRun(folder / "fresh", project)

        self.write(self.added, first)
        self.added("build", f"--benchmarks={benchmarks}")
        self.first_counts = self.added.counts()
        tokenizer = shutil.copyfile(self.added.build / "tokenizer.json", folder / "tokenizer.json")
        self.arguments = ("build", f"--benchmarks={benchmarks}", f"--tokenizer={tokenizer}")

        with (project / "seeds" / "sources.csv").open("a") as file:
            file.write("manuals,web,manuals,,,*.jsonl,,,text,,,,1000000\n")
        with (project / "seeds" / "mixture.csv").open("a") as file:
            file.write("manuals,0.1,2,Ours.\n")
        for run in (self.added, self.fresh):
            self.write(run, second)
            run(*self.arguments)
        self.second_counts = self.added.counts()

    @staticmethod
    def write(run: Run, texts: dict[str, dict[int, str]]) -> None:
        run.write_raw({source: [line(source, n, text) for n, text in rows.items()] for source, rows in texts.items()})


@pytest.fixture(scope="module")
def batches(tmp_path_factory: pytest.TempPathFactory) -> Batches:
    return Batches(tmp_path_factory.mktemp("batches"))


def test_a_batch_that_is_added_gives_what_one_build_on_all_gives(batches: Batches) -> None:
    added, fresh = batches.added.contents(), batches.fresh.contents()
    assert added.keys() == fresh.keys()
    assert {name for name in fresh if added[name] != fresh[name]} == set()
    assert batches.added.shard_hashes() == batches.fresh.shard_hashes()
    for name in ("filtered.pii_findings", "filtered.contamination_matches", "filtered.boilerplate_cuts"):
        assert fresh[name], name
    assert batches.fresh.query("select count(*) from deduped.duplicate_clusters where kind = 'exact'") != [(0,)]


def test_documents_that_are_new_or_changed_are_read_and_no_other(batches: Batches) -> None:
    assert batches.first_counts == dict.fromkeys(READ_TEXT, batches.n_first)
    assert batches.second_counts == dict.fromkeys(READ_TEXT, batches.n_new)
    assert batches.fresh.counts() == dict.fromkeys(READ_TEXT, batches.n_first + batches.n_new - 2)


def test_another_way_of_measuring_measures_all_documents_anew_by_that_way_alone(batches: Batches) -> None:
    settings = batches.added.project / "dbt_project.yml"
    settings.write_text(settings.read_text().replace("target_languages: [en]", "target_languages: [de]"))
    scores = "select max(target_language_score) from filtered.document_languages"
    before = batches.added.query(scores)
    batches.added(*batches.arguments)
    assert batches.added.counts() == {"mp_language": batches.n_first + batches.n_new - 2}
    assert batches.added.query(scores) < before
