"""Acquisition against a plain twin, a hub that misbehaves, and SIGKILL at every step."""

import json
import os
import re
import resource
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import huggingface_hub.constants
import pytest
from conftest import PROJECT
from hub_corpus import (
    C4,
    GITHUB,
    LOCAL,
    PUBMED,
    SOURCES,
    N,
    link_datasets,
    raw_bytes,
    rows,
    write_corpus,
    write_local,
    write_seed,
)
from hub_server import COMMIT, Fault, Hub
from hypothesis import given, settings
from hypothesis import strategies as st

from mainpipe import acquire as acquire_module
from mainpipe import data_files
from mainpipe.acquire import acquire
from mainpipe.data_files import Recipe
from mainpipe.errors import UserError
from mainpipe.resume import Checkpoint, Tally

# ---- what is written


def twin(files: dict[str, list[bytes]], sources: list[dict[str, Any]]) -> dict[str, bytes]:
    """The raw files, the obvious way: every line in memory, one decision after the other."""
    out = {source["source_id"]: b"" for source in sources}
    used = {source["source_id"]: 0 for source in sources}
    for name in sorted(files):
        for number, line in enumerate(files[name], 1):
            open_sources = [s for s in sources if used[s["source_id"]] < s["byte_budget"]]
            if not open_sources:
                return out
            try:
                record = json.loads(line.decode(errors="surrogateescape"))
            except ValueError:
                record = None
            is_utf8 = line.decode(errors="ignore").encode() == line
            if isinstance(record, dict):
                meta = record.get("meta")
                name_of = meta.get("set") if isinstance(meta, dict) else None
                open_sources = [s for s in open_sources if s.get("filter_value") in (None, name_of)]
            if not open_sources:
                continue
            source_id = open_sources[0]["source_id"]
            row = {"source": source_id, "file": name, "record": number}
            if isinstance(record, dict) and is_utf8:
                text = record.pop("text", None)
                row |= {"text": text, "url": record.pop("url", None), "time": None, "meta": record}
                encoded = "".join(
                    f"\\u{ord(c):04x}" if "\ud800" <= c <= "\udfff" else c for c in json.dumps(row, ensure_ascii=False)
                ).encode()
                used[source_id] += len(text.encode("utf-8", "surrogatepass")) if isinstance(text, str) else len(line)
            else:
                row |= {"line": line.decode(errors="surrogateescape")}
                encoded = json.dumps(row, ensure_ascii=False).encode(errors="surrogateescape")
                used[source_id] += len(line)
            out[source_id] += encoded + b"\n"
    return out


texts = st.text(max_size=20) | st.none() | st.integers() | st.just("\ud800 \udc80") | st.lists(st.text(max_size=3))
records = st.fixed_dictionaries(
    {
        "text": texts,
        "meta": st.sampled_from([{"set": "Github"}, {"set": "PubMed Abstracts"}, {"set": 1}, {}, None, "x"]),
    },
    optional={"url": st.text(max_size=5), "id": st.integers(), "": st.just(0)},
)
lines = st.one_of(
    st.builds(
        lambda record, ascii_only: json.dumps(
            record, ensure_ascii=ascii_only or "\ud800" in str(record.get("text"))
        ).encode(),
        records,
        st.booleans(),
    ),
    st.sampled_from(
        [b"", b" ", b"[1]", b'"s"', b"null", b"{", b'{"text": "cut', b'{"text": "a"}\r', b"\xef\xbb\xbf{}", b"\x00"]
    ),
    st.sampled_from([b'{"text": "\xff", "meta": {"set": "Github"}}', b'{"text": "\\udcc3\xa9"}', b"\xed\xa0\x80"]),
)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.lists(lines, max_size=12), min_size=1, max_size=3), st.integers(1, 120), st.integers(1, 120), st.data()
)
def test_raw_files_equal_the_twin(
    tmp_path_factory: pytest.TempPathFactory, contents: list[list[bytes]], first: int, second: int, data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("twin")
    files = {f"train/{i}.jsonl": content for i, content in enumerate(contents)}
    (folder / "pile" / "train").mkdir(parents=True)
    for name, content in files.items():
        last = b"" if content and content[-1] and data.draw(st.booleans()) else b"\n" if content else b""
        (folder / "pile" / name).write_bytes(b"\n".join(content) + last)
    sources = [
        {**PUBMED, "data_files": "train/*.jsonl", "url_field": "url", "byte_budget": first},
        {**GITHUB, "data_files": "train/*.jsonl", "url_field": "url", "byte_budget": second},
    ]
    if data.draw(st.booleans()):
        sources.append({**sources[0], "source_id": "rest", "filter_field": "", "filter_value": ""})
    expected = twin(files, [{k: v for k, v in source.items() if v != ""} for source in sources])
    manifest = acquire(str(folder), folder / "raw", write_seed(folder / "sources.csv", *sources))
    assert raw_bytes(folder / "raw") == {
        f"{source_id}.jsonl": content for source_id, content in sorted(expected.items())
    }
    (read,) = manifest["passes"].values()
    assert read["n_read"] == read["n_skipped"] + sum(entry["records"] for entry in manifest["sources"].values())
    assert read["n_read"] <= sum(map(len, contents))


def acquire_local(tmp_path: Path, lines: list[bytes], **columns: Any) -> tuple[dict[str, Any], list[bytes]]:
    """One source over one plain file. Output: its manifest entry and its raw lines."""
    folder = write_local(tmp_path / "mine", lines)
    seed = write_seed(tmp_path / "sources.csv", {**LOCAL, "dataset": str(folder), **columns})
    manifest = acquire("hub", tmp_path / "raw", seed)
    return manifest["sources"]["mine"], (tmp_path / "raw" / "mine.jsonl").read_bytes().split(b"\n")[:-1]


def test_a_record_by_hand(tmp_path: Path) -> None:
    line = '{"id": 7, "text": "naïve \\ud800 \\u0000", "url": "u", "when": {"t": 1}, "where": {"t": 2}}'.encode()
    entry, (row,) = acquire_local(tmp_path, [line], url_field="url", time_field="when.t")
    assert row.decode() == (
        '{"source": "mine", "file": "a.jsonl", "record": 1, "text": "naïve \\ud800 \\u0000", "url": "u", "time": 1, '
        '"meta": {"id": 7, "when": {"t": 1}, "where": {"t": 2}}}'
    )
    assert (entry["records"], entry["bytes"], entry["n_unparsed"], entry["file_bytes"]) == (1, 12, 0, len(row) + 1)


def test_lines_that_are_no_record_are_kept_as_they_came(tmp_path: Path) -> None:
    lines = [b"not json", b"", b"[]", b'{"text": "\xff"}', b'{"text": "\\ud800"', b"[" * 5000, b'{"text": "good"}\r']
    entry, out = acquire_local(tmp_path, lines)
    assert out[3] == b'{"source": "mine", "file": "a.jsonl", "record": 4, "line": "{\\"text\\": \\"\xff\\"}"}'
    assert [json.loads(row.decode(errors="surrogateescape")).get("line") for row in out] == [
        *(line.decode(errors="surrogateescape") for line in lines[:6]),
        None,
    ]
    assert (entry["records"], entry["n_unparsed"]) == (7, 6)
    assert entry["bytes"] == sum(map(len, lines[:6])) + 4


def test_every_depth_of_nesting_gives_a_line(tmp_path: Path) -> None:
    lines = [b'{"a": ' * depth + b"1" + b"}" * depth for depth in range(800, 1100)]
    entry, out = acquire_local(tmp_path, lines, byte_budget=10**7)
    assert entry["records"] == len(out) == 300


def test_a_long_line_is_counted_but_not_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(data_files, "RECIPE", Recipe(max_line_bytes=40))
    monkeypatch.setattr(data_files, "CHUNK_BYTES", 16)
    lines = [b'{"text": "' + b"x" * n + b'"}' for n in (28, 29, 400, 1)]
    entry, out = acquire_local(tmp_path, lines)
    assert [json.loads(row).get("line_bytes") for row in out] == [None, 41, 412, None]
    assert (entry["records"], entry["n_unparsed"], entry["bytes"]) == (4, 2, 29)


@pytest.mark.parametrize(("budget", "n_records"), [(1, 1), (9, 1), (10, 1), (11, 2), (20, 2), (21, 3), (1000, 4)])
def test_the_record_that_crosses_the_budget_is_taken(tmp_path: Path, budget: int, n_records: int) -> None:
    entry, _ = acquire_local(tmp_path, [b'{"text": "0123456789"}'] * 4, byte_budget=budget)
    assert (entry["records"], entry["bytes"]) == (n_records, 10 * n_records)


def test_a_wrong_text_field_stops_at_the_budget_too(tmp_path: Path) -> None:
    entry, _ = acquire_local(tmp_path, [b'{"content": "0123456789"}'] * 9, byte_budget=50)
    assert (entry["records"], entry["bytes"], entry["n_without_text"]) == (2, 50, 2)


def test_scale_multiplies_the_budgets(tmp_path: Path) -> None:
    folder = write_local(tmp_path / "mine", [b'{"text": "0123456789"}'] * 9)
    seed = write_seed(tmp_path / "sources.csv", {**LOCAL, "dataset": str(folder), "byte_budget": 20})
    assert acquire("hub", tmp_path / "raw", seed, 0.5)["sources"]["mine"]["records"] == 1
    assert acquire("hub", tmp_path / "raw", seed, 2.0)["sources"]["mine"]["records"] == 4


def test_sources_share_one_pass_and_the_rest_is_counted(hub: Hub, seed: Path, tmp_path: Path) -> None:
    manifest = acquire("hub", tmp_path / "raw", seed)
    assert [row["record"] for row in rows(tmp_path / "raw", "github")] == list(range(2, N + 1, 4)) * 2
    assert [manifest["sources"][key]["records"] for key in ("pubmed", "c4", "github", "wikipedia")] == [
        N // 2,
        2 * N,
        N // 2,
        N // 2,
    ]
    assert sorted((p["sources"], p["n_read"], p["n_skipped"]) for p in manifest["passes"].values()) == [
        (["c4"], 2 * N, 0),
        (["pubmed", "github", "wikipedia"], 2 * N, N // 2),
    ]
    # The second file is asked for once per block, not once per source and block.
    n_blocks = -(-(hub.root / "monology/pile/train/01.jsonl.zst").stat().st_size // 8192)
    assert hub.n_requests("/train/01") <= n_blocks + 1


def test_a_pass_ends_with_its_last_budget(hub: Hub, tmp_path: Path) -> None:
    seed = write_seed(tmp_path / "sources.csv", {**PUBMED, "byte_budget": 300}, {**GITHUB, "byte_budget": 3000})
    manifest = acquire("hub", tmp_path / "raw", seed)
    assert manifest["sources"]["pubmed"]["data_files"] == ["train/00.jsonl.zst"]
    assert 300 <= manifest["sources"]["pubmed"]["bytes"] < 400
    assert 3000 <= manifest["sources"]["github"]["bytes"] < 3100
    assert not hub.n_requests("/train/01")


# ---- the hub


@pytest.mark.usefixtures("hub")
def test_hub_and_folder_give_the_same_bytes(seed: Path, tmp_path: Path, clean: dict[str, bytes]) -> None:
    manifest = acquire("hub", tmp_path / "raw", seed)
    assert raw_bytes(tmp_path / "raw") == clean
    assert (manifest["corpus"], manifest["corpus_asked"]) == ("hub", "hub")
    assert {entry["revision"] for entry in manifest["sources"].values()} == {COMMIT}
    assert json.loads((tmp_path / "raw" / "manifest.json").read_text()) == manifest
    assert sorted(path.name for path in (tmp_path / "raw").iterdir()) == sorted([*clean, "manifest.json"])


@pytest.mark.parametrize(
    "faults",
    [
        [Fault("cut")],
        [Fault("cut", from_byte=65536, times=2)],
        [Fault("short"), Fault("short", "/en/", from_byte=65536)],
        [Fault("empty"), Fault("empty", "/en/")],
        [Fault("empty", from_byte=65536)],
        [Fault("silent")],
        [Fault(429), Fault("until", "/en/")],
        [Fault(503, times=8)],
        [Fault(500, "/revision/", times=2), Fault(502, "/tree/"), Fault(503, "/en/")],
        [Fault("cut", times=3), Fault(429, times=2), Fault(504, "/en/", times=7), Fault("empty", "/01")],
    ],
    ids=str,
)
def test_trouble_that_passes_leaves_no_trace(
    faults: list[Fault],
    hub: Hub,
    seed: Path,
    tmp_path: Path,
    clean: dict[str, bytes],
    sleeps: list[float],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_DOWNLOAD_TIMEOUT", 0.5)
    hub.faults = faults
    acquire("hub", tmp_path / "raw", seed)
    assert raw_bytes(tmp_path / "raw") == clean
    assert not any(fault.times for fault in faults)
    if any(fault.kind == 429 for fault in faults):
        assert max(sleeps) >= 7


def test_what_lasts_is_an_error_of_one_line_and_the_next_run_goes_on(
    hub: Hub, seed: Path, tmp_path: Path, clean: dict[str, bytes], sleeps: list[float]
) -> None:
    hub.faults = [Fault(503, "/train/01", times=10**9, from_byte=65536)]
    with pytest.raises(UserError) as failure:
        acquire("hub", tmp_path / "raw", seed)
    assert re.fullmatch(
        rf"pubmed, github, wikipedia: hf://datasets/monology/pile@{COMMIT}/train/01\.jsonl\.zst: HTTP 503, "
        r"given up after 5 tries; 0\.\d MB are kept, the next run goes on from there",
        str(failure.value),
    )
    assert [delay for delay in sleeps if delay in data_files.RETRY_DELAYS[2:]] == [16, 60]
    hub.faults, hub.requests[:] = [], []
    acquire("hub", tmp_path / "raw", seed)
    assert raw_bytes(tmp_path / "raw") == clean
    assert not hub.n_requests("/train/00")


def test_the_count_of_tries_starts_again_where_records_arrive(
    hub: Hub, seed: Path, tmp_path: Path, clean: dict[str, bytes]
) -> None:
    hub.faults = [Fault(503, "/train/01", times=18, from_byte=65536 * i) for i in range(2)]
    acquire("hub", tmp_path / "raw", seed)
    assert raw_bytes(tmp_path / "raw") == clean


def test_a_hub_that_falls_silent_is_an_error_of_one_line(
    hub: Hub, seed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_DOWNLOAD_TIMEOUT", 0.1)
    monkeypatch.setattr(data_files, "RETRY_DELAYS", ())
    hub.faults = [Fault("silent", "/train/01", times=10**9)]
    with pytest.raises(UserError, match=r"/train/01\.jsonl\.zst: ReadTimeout: .*, given up after 1 tries; "):
        acquire("hub", tmp_path / "raw", seed)


@pytest.mark.parametrize("kind", [429, "until"])
def test_retry_after_is_honoured(hub: Hub, seed: Path, tmp_path: Path, sleeps: list[float], kind: str | int) -> None:
    hub.faults = [Fault(kind, "/train/00", times=6, seconds=200)]
    acquire("hub", tmp_path / "raw", seed)
    assert any(197 <= delay <= 201 for delay in sleeps)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"dataset": "nobody/nothing"}, r"c4: hf://datasets/nobody/nothing@main: HTTP 404 RepoNotFound"),
        ({"dataset": "not a name"}, r"c4: hf://datasets/not a name@main: HFValidationError: .*"),
        ({"revision": "v9"}, r"c4: hf://datasets/allenai/c4@v9: HTTP 404 RevisionNotFound"),
        ({"revision": "9" * 40}, r"c4: hf://datasets/allenai/c4@9{40}: HTTP 404 RevisionNotFound"),
        ({"data_files": "de/*.gz"}, rf"c4: no data file matches hf://datasets/allenai/c4@{COMMIT}/de/\*\.gz"),
        ({"data_files": "en/*.zip"}, rf"c4: no data file matches hf://datasets/allenai/c4@{COMMIT}/en/\*\.zip"),
        ({"dataset": "./no/such/folder"}, r"c4: there is no folder /.*/no/such/folder"),
    ],
)
@pytest.mark.usefixtures("hub")
def test_a_wrong_row_is_an_error_without_a_wait(
    tmp_path: Path, sleeps: list[float], change: dict[str, str], message: str
) -> None:
    with pytest.raises(UserError) as failure:
        acquire("hub", tmp_path / "raw", write_seed(tmp_path / "sources.csv", {**C4, **change}))
    assert re.fullmatch(message, str(failure.value))
    assert not sleeps


def test_a_finished_source_is_not_fetched_again(hub: Hub, tmp_path: Path) -> None:
    seed, raw = tmp_path / "sources.csv", tmp_path / "raw"
    pinned = [{**source, "revision": COMMIT} for source in SOURCES]
    first = acquire("hub", raw, write_seed(seed, *pinned))
    hub.requests.clear()
    assert acquire("hub", raw, seed) == first
    assert not hub.requests

    relabelled = [{**source, "licence": "CC0-1.0"} for source in pinned]
    second = acquire("hub", raw, write_seed(seed, *relabelled))
    assert {entry["licence"] for entry in second["sources"].values()} == {"CC0-1.0"}
    assert not hub.requests

    (raw / "note.jsonl").write_text("not ours")
    acquire("hub", raw, write_seed(seed, {**pinned[1], "byte_budget": 500}))
    assert hub.n_requests("/en/") and not hub.n_requests("/train/")
    assert sorted(path.name for path in raw.iterdir()) == ["c4.jsonl", "manifest.json", "note.jsonl"]

    for spoil in (Path.unlink, lambda path: path.write_bytes(path.read_bytes()[:-1])):
        whole = (raw / "c4.jsonl").read_bytes()
        spoil(raw / "c4.jsonl")
        acquire("hub", raw, seed)
        assert (raw / "c4.jsonl").read_bytes() == whole


def test_a_changed_file_of_a_folder_is_read_again(tmp_path: Path) -> None:
    acquire_local(tmp_path, [b'{"text": "a"}'])
    entry, out = acquire_local(tmp_path, [b'{"text": "b"}'] * 2)
    assert entry["records"] == len(out) == 2


# ---- kills and full disks


def in_child(run: Callable[[], object]) -> int:
    """Runs something in a forked process. Output: its wait status."""
    pid = os.fork()
    if pid == 0:
        status = 1
        try:
            run()
            status = 0
        finally:
            os._exit(status)
    return os.waitpid(pid, 0)[1]


@pytest.mark.parametrize("seconds", [0.0, 1e9], ids=["every record saved", "no record saved"])
def test_sigkill_at_every_step_then_a_run_gives_the_bytes_of_a_clean_run(
    seconds: float, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = link_datasets(write_corpus(tmp_path / "hub", n=5), tmp_path / "folder")
    seed = write_seed(tmp_path / "sources.csv", *({**source, "byte_budget": 150} for source in SOURCES))
    monkeypatch.setattr(acquire_module, "CHECKPOINT_SECONDS", seconds)
    acquire(str(folder), tmp_path / "clean", seed)
    expected = raw_bytes(tmp_path / "clean")

    def run_and_die(raw: Path, last: int) -> None:
        """Dies at its `last` step: a line to take, a checkpoint to save, a file to rename or to remove."""
        n_steps = 0

        def dying(function: Callable[..., Any]) -> Callable[..., Any]:
            def step(*arguments: Any, **options: Any) -> Any:
                nonlocal n_steps
                n_steps += 1
                if n_steps == last:
                    os.kill(os.getpid(), signal.SIGKILL)
                return function(*arguments, **options)

            return step

        acquire_module._take = dying(acquire_module._take)
        for owner, name in ((Checkpoint, "save"), (Path, "replace"), (Path, "unlink")):
            setattr(owner, name, dying(getattr(owner, name)))
        acquire(str(folder), raw, seed)

    for last in range(1, 1000):
        raw = tmp_path / f"raw{last}"
        status = in_child(lambda raw=raw, last=last: run_and_die(raw, last))
        assert status in (0, signal.SIGKILL)
        if (raw / "checkpoint.json").exists():
            checkpoint = Checkpoint(**json.loads((raw / "checkpoint.json").read_text()))
            for source_id, tally in checkpoint.tallies.items():
                checkpoint.tallies[source_id] = Tally(**tally)
                assert checkpoint.holds(raw, source_id)
        assert in_child(lambda raw=raw: acquire(str(folder), raw, seed)) == 0
        assert raw_bytes(raw) == expected
        assert sorted(path.name for path in raw.iterdir()) == sorted([*expected, "manifest.json"])
        if status == 0:
            break
    assert last > 20


DRIVER = """
import sys
from pathlib import Path
from mainpipe import acquire, data_files
acquire.CHECKPOINT_SECONDS, data_files.CHUNK_BYTES = 0.01, 512
acquire.acquire("hub", Path(sys.argv[1]), Path(sys.argv[2]))
"""


def test_a_process_killed_while_it_waits_for_the_hub_resumes(
    hub: Hub, seed: Path, tmp_path: Path, clean: dict[str, bytes]
) -> None:
    """A process of its own, so that HF_ENDPOINT is read from the environment."""
    raw = tmp_path / "raw"
    environment = os.environ | {"HF_ENDPOINT": hub.url, "HF_HOME": str(tmp_path / "home"), "NO_PROXY": "127.0.0.1"}
    command = [sys.executable, "-c", DRIVER, str(raw), str(seed)]
    hub.faults = [Fault("silent", "/train/01")]
    process = subprocess.Popen(command, cwd=PROJECT, env=environment, stderr=subprocess.PIPE)
    while not hub.n_requests("/train/01") and process.poll() is None:
        threading.Event().wait(0.02)
    process.kill()
    assert process.wait() == -signal.SIGKILL
    checkpoint = json.loads((raw / "checkpoint.json").read_text())
    assert 0 < checkpoint["n_read"] <= N
    hub.requests.clear()
    subprocess.run(command, cwd=PROJECT, env=environment, check=True, capture_output=True)
    assert raw_bytes(raw) == clean
    assert not (raw / "checkpoint.json").exists()


def test_a_torn_part_file_starts_again(hub: Hub, seed: Path, tmp_path: Path, clean: dict[str, bytes]) -> None:
    hub.faults = [Fault(404, "/train/01")]
    with pytest.raises(UserError, match="HTTP 404"):
        acquire("hub", tmp_path / "raw", seed)
    part = tmp_path / "raw" / "github.jsonl.part"
    part.write_bytes(part.read_bytes()[:-10])
    acquire("hub", tmp_path / "raw", seed)
    assert raw_bytes(tmp_path / "raw") == clean


def test_a_full_disk_is_an_error_of_one_line_and_the_next_run_goes_on(
    folder: Path, seed: Path, tmp_path: Path, clean: dict[str, bytes]
) -> None:
    def run_with_little_room() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
        with pytest.raises(UserError, match=r"File too large; what was fetched is kept, the next run goes on"):
            acquire(str(folder), tmp_path / "raw", seed)

    assert in_child(run_with_little_room) == 0
    acquire(str(folder), tmp_path / "raw", seed)
    assert raw_bytes(tmp_path / "raw") == clean


def test_a_folder_that_cannot_be_written_is_an_error_of_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    seed = write_seed(tmp_path / "sources.csv", {**LOCAL, "dataset": str(write_local(tmp_path / "mine", [b"{}"]))})
    with pytest.raises(UserError, match=r"file/raw: Not a directory; what"):
        acquire("hub", tmp_path / "file" / "raw", seed)
