"""Which documents go for which: a finished run against slow twins, and what a changed seed or option does to it."""

import math
import shutil
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Run, copy_of_project, line, prose


def survivors(run: Run, min_jaccard: Callable[[str, str], float]) -> dict[str, str]:
    """Document → the one that survives for it, by a greedy pass over all documents from the best to the worst."""
    ranks = {"wikipedia": 0, "pubmed": 1, "github": 2, "c4": 3}
    documents = run.query(
        "select doc_id, source_id, domain, text_key, quality_score, n_chars, epoch(published_at) "
        "from filtered.filtered_documents join deduped.text_keys using (doc_id, domain) "
        "join filtered.document_signals using (doc_id) join staging.stg_documents using (doc_id, source_id, domain)"
    )

    def key(row: tuple) -> tuple:
        _, source_id, _, _, quality, n_chars, published = row
        return ranks[source_id], *(math.inf if x is None else x for x in (quality and -quality, -n_chars, published))

    ordered = sorted(documents, key=lambda row: (key(row), row[0]))
    domains = {doc_id: domain for doc_id, _, domain, *_ in ordered}
    standing: dict[str, str] = {}
    text_of = {doc_id: standing.setdefault(text_key, doc_id) for doc_id, _, _, text_key, *_ in ordered}
    neighbours = defaultdict(set)
    for a, b, jaccard in run.query("select doc_id_a, doc_id_b, jaccard from deduped.duplicate_pairs"):
        if jaccard >= min_jaccard(domains[a], domains[b]):
            neighbours[a].add(b)
            neighbours[b].add(a)
    roots: dict[str, str] = {}
    for doc_id, *_ in ordered:
        if text_of[doc_id] == doc_id:
            better = [other for other in roots if roots[other] == other and other in neighbours[doc_id]]
            roots[doc_id] = better[0] if better else doc_id
    return {doc_id: roots[text_of[doc_id]] for doc_id in text_of}


def found(run: Run) -> dict[str, str]:
    """The same by the pipeline."""
    rows = run.query(
        "select doc_id, coalesce(cluster_id, doc_id) from filtered.filtered_documents "
        "left join deduped.duplicate_clusters using (doc_id)"
    )
    kept = {doc_id for (doc_id,) in run.query("select doc_id from deduped.deduped_documents")}
    assert kept == {root for _, root in rows}
    return dict(rows)


def by_domain(a: str, b: str) -> float:
    return 0.7 if a == b == "code" else 0.8


def test_survivors_are_those_of_a_greedy_pass(sample: Run) -> None:
    expected = survivors(sample, by_domain)
    assert found(sample) == expected
    assert len(set(expected.values())) < len(expected) - 50


def test_members_are_described_beside_their_survivor(sample: Run) -> None:
    rows = sample.query(
        "select doc_id, cluster_id, kind, is_representative, jaccard, shared_bands, a.text_key = b.text_key "
        "from deduped.duplicate_clusters join deduped.text_keys a using (doc_id) "
        "join deduped.text_keys b on b.doc_id = cluster_id"
    )
    for doc_id, cluster_id, kind, is_representative, jaccard, bands, has_same_words in rows:
        assert is_representative == (doc_id == cluster_id)
        assert kind == ("exact" if has_same_words else "near")
        assert jaccard == 1 if has_same_words else 0.7 <= jaccard <= 1
        assert (bands is None) == has_same_words
        assert bands is None or (bands == sorted(set(bands)) and set(bands) <= set(range(1, 25)))


@pytest.fixture(scope="module")
def workshop(sample: Run, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """The finished sample, in a project whose seeds and vars a test may change."""
    folder = tmp_path_factory.mktemp("workshop")
    run = Run(folder, copy_of_project(folder))
    shutil.copytree(sample.raw, run.raw)
    shutil.copytree(sample.build, run.build)
    return run


@pytest.fixture
def edit(workshop: Run):
    """Replaces text in a file of the project until the test is done."""
    originals: dict[Path, str] = {}

    def replace(name: str, old: str, new: str) -> None:
        path = workshop.project / name
        originals.setdefault(path, path.read_text())
        assert old in path.read_text()
        path.write_text(path.read_text().replace(old, new))

    yield replace
    for path, text in originals.items():
        path.write_text(text)


def test_another_threshold_uses_the_pairs_at_hand(workshop: Run, edit) -> None:
    measured = (
        "select node_id, finished_at from ledger "
        "where node_id in ('model.mainpipe.minhash_signatures', 'model.mainpipe.duplicate_pairs') order by node_id"
    )
    before = workshop.query(measured)
    assert len(before) == 2
    edit("seeds/duplicate_rules.csv", "web,0.8", "web,0.5")
    workshop("build")
    assert workshop.query(measured) == before
    assert found(workshop) == survivors(
        workshop, lambda a, b: max({"web": 0.5, "code": 0.7}.get(domain, 0.8) for domain in (a, b))
    )
    assert workshop.query("select count(*) from deduped.duplicate_clusters where jaccard < 0.7") > [(0,)]


def test_transitive_closure_removes_all_that_are_linked(workshop: Run, edit) -> None:
    edit("seeds/duplicate_rules.csv", "0.8", "0.5")
    edit("dbt_project.yml", "closure: direct", "closure: transitive")
    workshop("build")
    clusters = found(workshop)
    pairs = workshop.query("select doc_id_a, doc_id_b from deduped.near_duplicates")
    assert pairs
    assert all(clusters[a] == clusters[b] for a, b in pairs)


def test_another_preference_lets_another_copy_survive(workshop: Run, edit) -> None:
    edit("seeds/survivor_preferences.csv", "wikipedia pubmed github c4", "c4 github pubmed wikipedia")
    workshop("build")
    across = workshop.query(
        "select source_id, survivor_source_id from reporting.duplicates_by_source where source_id <> survivor_source_id"
    )
    assert set(across) == {("pubmed", "c4"), ("wikipedia", "c4")}


def test_a_source_that_loses_too_much_fails_the_build(workshop: Run, edit) -> None:
    edit("seeds/duplicate_rules.csv", "code,0.7,0.7", "code,0.7,0.01")
    output = workshop("build", succeeds=False)
    ((n_removed, n_documents),) = workshop.query(
        "select count(*) filter (where not is_representative), count(*) from filtered.filtered_documents "
        "left join deduped.duplicate_clusters using (doc_id) where source_id = 'github'"
    )
    assert f"github would lose {n_removed} of {n_documents} documents" in output
    assert "max_removed_ratio is 0.01), its largest cluster is " in output
    assert "pubmed" not in output


def test_a_wrong_closure_names_the_options(workshop: Run, edit) -> None:
    edit("dbt_project.yml", "closure: direct", "closure: none")
    assert "var closure: none is none of direct, transitive" in workshop("build", succeeds=False)


def test_a_licence_header_makes_no_duplicates_and_hides_none(make_run) -> None:
    run = make_run()
    header = (
        '# Licensed under the Apache License, Version 2.0 (the "License");\n'
        "# you may not use this file except in compliance.\n"
    )
    codes = [
        f"def area_{n}(width, height):\n    total = {n}\n"
        + "\n".join(f"    total += width * {n * 31 + i} + height_{n * 17 + i}" for i in range(12))
        + "\n    return total\n"
        for n in range(6)
    ]
    near = codes[1].replace("area_1", "surface_1")
    texts = [header * 4 + "\n" + code for code in codes] + [codes[0], near]
    run.write_raw({"github": [line("github", n, text) for n, text in enumerate(texts, 1)]})
    run("build")
    rows = run.query("select kind, count(*) from deduped.duplicate_clusters where not is_representative group by all")
    assert sorted(rows) == [("exact", 1), ("near", 1)]


def test_many_copies_of_one_page_cost_a_pair_a_band_at_most(make_run) -> None:
    n = 200
    words = " ".join(f"{prose(1)} {prose(2)} {prose(3)}".split()[:150])
    run = make_run()
    copies = [f"{words} It was written by number {i}." for i in range(n)]
    texts = copies + [prose(i) for i in range(10, 130)]
    run.write_raw({"c4": [line("c4", i, text) for i, text in enumerate(texts, 1)]})
    run("build")
    ((n_pairs,),) = run.query("select count(*) from deduped.duplicate_pairs")
    assert n - 1 <= n_pairs <= 24 * (n - 1)
    assert run.query("select count(*) from deduped.deduped_documents") == [(121,)]
