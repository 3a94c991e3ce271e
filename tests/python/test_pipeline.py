"""Whole runs, as a user starts them."""

import fcntl
import json
import os
import random
import shutil
import signal
import unicodedata
from pathlib import Path

import duckdb
import pytest
from conftest import PROJECT, Run, copy_of_project, line, prose


def test_a_run_ends_with_the_funnel_and_readable_shards(sample: Run) -> None:
    for source_id in ("pubmed", "c4", "github", "wikipedia"):
        assert source_id in sample.output
    assert "THIS IS THE BUNDLED SAMPLE" in sample.output
    from datasets import load_dataset

    files = {split: str(sample.build / "shards" / split / "*.parquet") for split in ("train", "validation")}
    shards = load_dataset("parquet", data_files=files, cache_dir=str(sample.build / "cache"))
    n_tokens = sum(len(ids) for split in shards.values() for ids in split["token_ids"])
    assert n_tokens == sample.query("select sum(n_tokens) from mixed.mixed_documents")[0][0]


def test_a_second_run_builds_nothing_and_changes_no_byte(sample: Run) -> None:
    before = sample.shard_hashes()
    sample("build")
    assert sample.record()["n_built"] == 0
    assert sample.shard_hashes() == before


def test_unit_tests_of_the_models(sample: Run) -> None:
    os.environ |= {
        "MAINPIPE_RAW": str(sample.raw),
        "MAINPIPE_BUILD": str(sample.build),
        "MAINPIPE_FLAGGED_TERMS": str(sample.build / "flagged_terms.txt"),
    }
    from dbt.cli.main import dbtRunner

    folders = [
        "--project-dir",
        str(PROJECT),
        "--profiles-dir",
        str(PROJECT),
        "--target-path",
        str(sample.build / "unit"),
    ]
    result = dbtRunner().invoke(
        ["test", "--select", "test_type:unit", "--log-level", "none", "--log-path", str(sample.build), *folders]
    )
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager

    DuckDBConnectionManager.close_all_connections()
    assert result.exception is None
    assert {r.node.name: r.message for r in result.result if r.status != "pass"} == {}
    assert len(result.result) >= 15


def test_threads_and_the_order_of_arrival_change_no_byte(sample: Run, make_run) -> None:
    other = make_run()
    other.raw.mkdir(parents=True)
    manifest = json.loads((sample.raw / "manifest.json").read_text())
    raw = {}
    for source_id in manifest["sources"]:
        raw[source_id] = (sample.raw / f"{source_id}.jsonl").read_bytes().splitlines()
        random.Random(source_id).shuffle(raw[source_id])
    other.write_raw(raw)
    other("build", "--threads=1", f"--benchmarks={sample.raw / 'sample' / 'benchmarks'}")
    assert other.shard_hashes() == sample.shard_hashes()
    assert (other.build / "tokenizer.json").read_bytes() == (sample.build / "tokenizer.json").read_bytes()


@pytest.mark.parametrize("relation", ["normalised_documents", "deduped_documents", "packed_sequences"])
def test_a_killed_run_goes_on_where_it_was(sample: Run, make_run, relation: str) -> None:
    run = make_run()
    shutil.copytree(sample.raw, run.raw)
    process = run.start("build")
    for text in process.stdout:
        if relation in text:
            process.send_signal(signal.SIGKILL)
            break
    process.wait()
    assert process.returncode == -signal.SIGKILL
    # Whatever lies behind is told of, too, where the tokenizer is not trained yet.
    assert run.query("select status from reporting.node_runs where name = 'token_shards'") == [("not built",)]
    output = run("build")
    assert "stg_lines" not in output
    assert run.shard_hashes() == sample.shard_hashes()


def test_a_source_of_which_nothing_is_left_is_told_of(make_run) -> None:
    run = make_run()
    raw = {"c4": [line("c4", n, f"{n} words.") for n in range(3)], "wikipedia": [b"", b"{", b"{"]}
    run.write_raw(raw | {"pubmed": [line("pubmed", n, prose(n)) for n in range(40)]})
    notes = [text.removeprefix("note").strip() for text in run("build").splitlines() if text.startswith("note")]
    assert "every line of wikipedia was rejected: invalid_json 2, empty 1" in notes
    assert [note for note in notes if note.startswith("every document of c4 was dropped: ") and "min_words 3" in note]
    assert not [note for note in notes if "pubmed was" in note]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_run_ends_in_one_line(sample: Run, make_run, number: signal.Signals) -> None:
    run = make_run()
    run.raw = sample.raw
    signal.signal(signal.SIGINT, signal.default_int_handler)  # where it is ignored, the run would inherit that
    process = run.start("build")
    for text in process.stdout:
        if "normalised_documents" in text:
            process.send_signal(number)
            break
    rest = process.communicate()[0]
    assert process.returncode == 130
    assert rest.strip().splitlines()[-1] == "mainpipe: interrupted; the same command goes on from here"
    assert "Traceback" not in rest


def test_a_changed_threshold_judges_anew_and_measures_nothing(sample: Run, tmp_path: Path) -> None:
    run = Run(tmp_path, copy_of_project(tmp_path))
    shutil.copytree(sample.raw, run.raw)
    shutil.copytree(sample.build, run.build)
    rules = run.project / "seeds" / "quality_rules.csv"
    changed = rules.read_text().replace("min_words,web,n_words,>=,50,", "min_words,web,n_words,>=,200,")
    assert changed != rules.read_text()
    rules.write_text(changed)
    kept_before = run.query("select count(*) from filtered.filtered_documents")[0][0]
    output = run("build")
    assert "document_verdicts" in output
    for measure in ("stg_lines", "normalised_documents", "document_languages", "pii_searches", "text_signals"):
        assert measure not in output
    assert run.query("select count(*) from filtered.filtered_documents")[0][0] < kept_before


def test_measures_of_survivors_follow_the_verdicts_and_the_tokenizer(sample: Run, tmp_path: Path) -> None:
    """Rows are added and deleted as rules change and change back; another tokenizer takes every row anew."""
    run = Run(tmp_path, copy_of_project(tmp_path))
    shutil.copytree(sample.raw, run.raw)
    shutil.copytree(sample.build, run.build)
    tokenizer = shutil.copyfile(sample.build / "tokenizer.json", tmp_path / "tokenizer.json")
    contents = {
        "deduped.minhash_signatures": "select * from deduped.minhash_signatures order by text_key",
        "mixed.tokenised_documents": "select * from mixed.tokenised_documents order by doc_id",
    }
    before = {name: run.query(query) for name, query in contents.items()}
    rules = run.project / "seeds" / "quality_rules.csv"
    original = rules.read_text()
    rules.write_text(original.replace("min_words,web,n_words,>=,50,", "min_words,web,n_words,>=,200,"))
    run("build", f"--tokenizer={tokenizer}")
    assert all(len(run.query(query)) < len(before[name]) for name, query in contents.items())
    rules.write_text(original)
    run("build", f"--tokenizer={tokenizer}")
    assert {name: run.query(query) for name, query in contents.items()} == before
    assert run.shard_hashes() == sample.shard_hashes()
    vocabulary = json.loads(tokenizer.read_text())
    vocabulary["model"]["merges"] = vocabulary["model"]["merges"][:100]
    tokenizer.write_text(json.dumps(vocabulary))
    run("build", f"--tokenizer={tokenizer}")
    n_tokens = run.query("select sum(n_tokens), count(*) from mixed.tokenised_documents")[0]
    assert n_tokens[0] > sum(row[-1] for row in before["mixed.tokenised_documents"])
    assert n_tokens[1] == len(before["mixed.tokenised_documents"])


def test_missing_shards_are_written_again_and_stale_ones_removed(sample: Run, tmp_path: Path) -> None:
    run = Run(tmp_path)
    shutil.copytree(sample.raw, run.raw)
    shutil.copytree(sample.build, run.build)
    lost = next((run.build / "shards" / "train").glob("*.parquet"))
    lost.unlink()
    (run.build / "shards" / "train" / "train-00099-of-00100.parquet").write_bytes(b"of an earlier run")
    run("build")
    assert run.shard_hashes() == sample.shard_hashes()


def test_every_line_is_a_document_or_a_reject_with_its_reason(make_run) -> None:
    run = make_run()
    good = [line("c4", n, prose(n)) for n in range(1, 30)]
    envelope = {"source": "c4", "file": "data.jsonl"}
    bad = {
        "invalid_json": [b'{"text": "cut', json.dumps(envelope | {"record": 40, "line": "{nonsense"}).encode()],
        "not_an_object": [b'["text"]', json.dumps(envelope | {"record": 41, "line": '"text"'}).encode()],
        "no_text": [json.dumps(envelope | {"record": 42}).encode(), line("c4", 43, None)],
        "wrong_type": [line("c4", 44, 7), line("c4", 45, ["a"]), line("c4", 46, {"a": 1}), line("c4", 47, True)],
        "empty": [
            b"",
            b"   ",
            line("c4", 48, ""),
            line("c4", 49, " \n "),
            json.dumps(envelope | {"record": 50, "line": ""}).encode(),
        ],
        "too_large": [
            json.dumps(envelope | {"record": 51, "line_bytes": 10**8}).encode(),
            line("c4", 52, "x" * 16_777_217),
        ],
        "no_origin": [b'{"text": "A plain line that nobody acquired."}'],
        "invalid_utf8": [line("c4", 53, "caf") + b"\xff", line("c4", 54, "@").replace(b"@", b"\xc3\x28")],
    }
    lines = good + [text for texts in bad.values() for text in texts]
    random.Random(0).shuffle(lines)
    run.write_raw({"c4": lines})
    run("build")
    found = dict(run.query("select reason, count(*) from staging.stg_rejects group by reason"))
    assert found == {reason: len(texts) for reason, texts in bad.items()}
    assert run.query("select count(*) from staging.stg_documents") == [(len(good),)]
    numbers = run.query("select line_number from staging.stg_rejects where reason = 'invalid_utf8' order by 1")
    assert numbers == [(53,), (54,)]


def test_hostile_text_stays_text(make_run) -> None:
    run = make_run()
    hostile = [
        "<script>alert(1)</script>",
        "{{ ref('x') }} {% raw %} ${HOME} $(reboot)",
        "'; drop table staging.stg_lines; --",
        "<|endoftext|><|endoftext|>",
        "\u202egnitset\u202c \u2066x\u2069",
        "a\u0000b",
        "%s %d {0} {name}",
        "\ufeff\ufffe",
    ]
    run.write_raw({"c4": [line("c4", n, f"{prose(n)} He said {text} and left.") for n, text in enumerate(hostile, 1)]})
    run("build")
    assert run.query("select count(*) from staging.stg_documents") == [(len(hostile),)]
    texts = " ".join(text for (text,) in run.query("select text from deduped.deduped_documents"))
    assert "<|endoftext|><|endoftext|>" in texts
    assert "drop table staging.stg_lines" in texts
    n_ends = run.query(
        "select count(*) from (select unnest(token_ids) as id from mixed.tokenised_documents) "
        "where id = (select any_value(token_ids[-1]) from mixed.tokenised_documents)"
    )
    assert n_ends == run.query("select count(*) from mixed.tokenised_documents")
    excerpts = [text for (text,) in run.query("select excerpt from reporting.document_excerpts")]
    assert len(excerpts) == len(hostile)
    assert not {unicodedata.category(c) for text in excerpts for c in text} & {"Cc", "Cf", "Cs", "Zl", "Zp"}


def test_one_source_without_documents_is_no_error(make_run) -> None:
    run = make_run()
    run.write_raw({"c4": [line("c4", n, prose(n)) for n in range(1, 60)], "github": []})
    output = run("build")
    assert "github" in output
    assert "NOTHING WAS DECONTAMINATED" in output
    assert run.query("select limited_by from mixed.source_budgets where source_id = 'github'") == [("no_tokens",)]


def test_nothing_to_export_is_one_clear_line(make_run) -> None:
    run = make_run()
    run.write_raw({"c4": [line("c4", 1, "too short")]})
    output = run("build", succeeds=False)
    assert "nothing to export" in output


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--threads=none"], "THREADS=none"),
        (["--threads=0"], "THREADS=0"),
        (["--memory=lots"], "MEMORY=lots"),
        (["--memory=1MB"], "MEMORY=1MB"),
        (["--scale=-1"], "SCALE=-1"),
        (["--scale=nan"], "SCALE=nan"),
        (["--tokenizer=missing.json"], "TOKENIZER=missing.json"),
        (["--blocklists=~nobody-of-this-name/x"], "BLOCKLISTS=~nobody-of-this-name/x"),
        (["--benchmarks=missing"], "BENCHMARKS=missing"),
    ],
)
def test_a_wrong_setting_is_one_clear_line(make_run, arguments: list[str], says: str) -> None:
    run = make_run()
    run.write_raw({"c4": []})
    output = run("build", *arguments, succeeds=False)
    assert says in output
    assert len(output.strip().splitlines()) == 1


def test_a_build_before_acquisition_says_what_to_do(make_run) -> None:
    assert "make acquire" in make_run()("build", succeeds=False)


def test_a_database_in_use_is_named(sample: Run, tmp_path: Path) -> None:
    run = Run(tmp_path)
    shutil.copytree(sample.raw, run.raw)
    shutil.copytree(sample.build, run.build)
    with duckdb.connect(str(run.build / "mainpipe.duckdb")):
        output = run("build", succeeds=False)
    assert "open in another process" in output


def test_raw_files_that_acquisition_did_not_write_are_refused(make_run) -> None:
    run = make_run()
    run.write_raw({"c4": [line("c4", 1, prose(1))]})
    (run.raw / "c4.jsonl").write_bytes(line("c4", 1, prose(2)) + b"\n")
    (run.raw / "stray.jsonl").write_bytes(b"{}\n")
    assert "c4.jsonl, stray.jsonl: not what acquisition wrote" in run("build", succeeds=False)


def test_a_raw_file_that_was_altered_since_is_refused(sample: Run, tmp_path: Path) -> None:
    run = Run(tmp_path)
    shutil.copytree(sample.raw, run.raw)
    content = (run.raw / "c4.jsonl").read_bytes()
    (run.raw / "c4.jsonl").write_bytes(content.replace(b"e", b"a", 1))
    assert "c4.jsonl: not what acquisition wrote" in run("build", succeeds=False)


def test_an_unfinished_acquisition_is_not_built(sample: Run, make_run) -> None:
    run = make_run()
    shutil.copytree(sample.raw, run.raw)
    output = run("acquire", "--corpus=hub", succeeds=False)
    assert "pubmed" in output
    assert "the acquisition from hub" in run("build", succeeds=False)
    run("acquire", "--corpus=sample")
    assert json.loads((run.raw / "manifest.json").read_text())["corpus"] == "sample"


def test_two_runs_do_not_meet_in_one_folder(sample: Run) -> None:
    with (sample.build / ".lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        assert "another run is at work" in sample("build", succeeds=False)


def test_new_content_is_never_left_under_an_old_fingerprint(tmp_path: Path) -> None:
    """A run with smaller shards is killed among them, and the setting taken back."""
    run = Run(tmp_path / "run", copy_of_project(tmp_path))
    run.write_raw({"c4": [line("c4", n, prose(n)) for n in range(1, 200)]})
    run("build")
    before = run.shard_hashes()
    settings = run.project / "dbt_project.yml"
    original = settings.read_text()
    settings.write_text(original.replace("shard_tokens: 16777216", "shard_tokens: 400"))
    assert settings.read_text() != original
    process = run.start("build")
    while len(list((run.build / "shards" / "train").glob("*.parquet"))) < 4 and process.poll() is None:
        pass
    process.kill()
    process.communicate()
    settings.write_text(original)
    run("build")
    assert run.shard_hashes() == before


@pytest.mark.parametrize(
    ("seed", "row", "says"),
    [
        ("quality_rules", "min_charm,web,charm,>=,0.5,true,none,None.", "rule min_charm (web): signal 'charm'"),
        ("duplicate_rules", "blog,0.8,0.5,,", "domain 'blog'"),
        ("survivor_preferences", "9,charm,most,", "measure 'charm'"),
        ("repeated_line_rules", "blog,line,10,6,true,,", "domain 'blog'"),
        ("mixture", "blog,1,1,", "source_id 'blog'"),
        ("blocked_documents", "charm,x,,2026-01-01", "match_on 'charm'"),
    ],
)
def test_a_wrong_row_is_one_line_before_anything_is_built(
    sample: Run, tmp_path: Path, seed: str, row: str, says: str
) -> None:
    run = Run(tmp_path, copy_of_project(tmp_path))
    shutil.copytree(sample.raw, run.raw)
    with (run.project / "seeds" / f"{seed}.csv").open("a") as file:
        file.write(f"{row}\n")
    output = run("build", succeeds=False)
    assert f"{seed}.csv line" in output
    assert says in output
    assert len(output.strip().splitlines()) == 1
    assert not list((run.build / "shards").glob("*/*"))


def test_judgements_agree_with_the_truth(sample: Run) -> None:
    rows = sample.query("select judgement, precision_ratio, recall_ratio from reporting.judgement_accuracy")
    accuracy = {judgement: ratios for judgement, *ratios in rows}
    assert accuracy["rejected"] == [1.0, 1.0]
    assert accuracy["duplicate"] == [1.0, 1.0]
    assert accuracy["dropped"][0] == 1.0
    assert accuracy["redacted"] == [1.0, 1.0]
    kinds = dict(
        sample.query(
            "select kind, avg(is_met::int) from reporting.planted_outcomes where expect = 'dropped' group by all"
        )
    )
    for kind in ("language", "too_short", "repetitive", "gibberish", "minified", "generated", "data_blob"):
        assert kinds[kind] == 1.0, kind


def test_shared_notices_are_cut_everywhere_but_once_and_nothing_else_is(sample: Run) -> None:
    rows = sample.query(
        "select variant, count(*), avg(is_met::int) from reporting.planted_outcomes where kind = 'notice' group by all"
    )
    assert sorted(rows) == [("line", 20, 1.0), ("paragraph", 9, 1.0), ("rare_line", 9, 1.0)]
    assert sample.query("select count(*) from deduped.trimmed_documents where is_left") == [(19 + 8,)]
    cuts = "select kind, count(distinct doc_id) from deduped.text_cuts group by kind order by kind"
    assert sample.query(cuts) == [("line", 19), ("paragraph", 8)]


def test_personal_data_and_secrets_are_found_where_they_were_planted(sample: Run) -> None:
    planted = "reporting.planted_outcomes where kind in ('pii', 'secret', 'pii_lookalike', 'secret_lookalike')"
    assert sample.query(f"select kind, variant, count(*) from {planted} and not is_met group by all") == []
    accuracy = sample.query("select * from reporting.pii_accuracy where n_planted > 0 or n_found > 0")
    assert len(accuracy) == 15
    assert [row for row in accuracy if row[-2:] != (1.0, 1.0)] == []
    n_findings = sample.query("select count(*) from filtered.pii_findings")[0][0]
    assert sample.query("select sum(n_findings) from reporting.pii_by_source") == [(n_findings,)]


@pytest.mark.parametrize("query", sorted((PROJECT / "analyses").glob("*.sql")), ids=lambda path: path.stem)
def test_the_saved_queries_run(sample: Run, tmp_path: Path, query: Path) -> None:
    other = shutil.copyfile(sample.build / "mainpipe.duckdb", tmp_path / "other.duckdb")
    with duckdb.connect(str(sample.build / "mainpipe.duckdb"), read_only=True) as connection:
        connection.execute(f"attach '{other}' as other (read_only)")
        rows = connection.execute(query.read_text()).fetchall()
    assert rows or query.stem == "compare_two_runs"


def test_benchmark_items_are_dropped_as_planted(sample: Run) -> None:
    assert "NOTHING WAS DECONTAMINATED" not in sample.output
    rows = sample.query(
        "select variant, expect, count(*), avg(is_met::int) from reporting.planted_outcomes "
        "where kind = 'benchmark' group by all"
    )
    assert {variant for variant, *_ in rows} == {"verbatim", "respaced", "upper_case", "one_word", "reworded"}
    assert [row for row in rows if row[-1] < 1.0] == []
    planted = "select doc_id from reporting.planted_outcomes where kind = 'benchmark'"
    assert sample.query(f"select * from filtered.contamination_matches where doc_id not in ({planted})") == []


def test_frequent_tokens_are_counted_and_traces_lead_to_their_tokens(sample: Run) -> None:
    counted = "select unnest(token_ids) as token_id from mixed.tokenised_documents"
    assert sample.query("select token_id, n_occurrences from reporting.frequent_tokens order by place") == sample.query(
        f"select token_id, count(*) from ({counted}) group by 1 order by 2 desc, 1 limit 100"
    )
    traced = sample.query(
        "select sequences.token_ids[start + 1:start + 3] = documents.token_ids[:3] "
        "from reporting.document_traces as traces "
        "inner join mixed.packed_sequences as sequences using (sequence_id) "
        "inner join mixed.tokenised_documents as documents on traces.doc_id = documents.doc_id "
        "where start + 3 <= len(sequences.token_ids)"
    )
    assert len(traced) > 20
    assert all(is_there for (is_there,) in traced)
