"""What CORPUS takes: the hub where it answers, else the sample; a folder; nothing by mistake."""

import re
from pathlib import Path

import huggingface_hub.constants
import pytest
from hub_corpus import (
    C4,
    LOCAL,
    N,
    link_datasets,
    raw_bytes,
    rows,
    write_local,
    write_seed,
)
from hub_server import Fault, Hub

from mainpipe import acquire as acquire_module
from mainpipe import data_files
from mainpipe.acquire import acquire
from mainpipe.errors import UserError


@pytest.fixture
def sample(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """A sample that is the hub's content again. Output: the folders it was written to."""
    written: list[Path] = []

    def write_sample(folder: Path) -> None:
        written.append(folder)
        link_datasets(hub.root, folder)
        (folder / "truth.jsonl").write_text("")

    monkeypatch.setattr(acquire_module.sample, "write_sample", write_sample, raising=False)
    return written


@pytest.mark.usefixtures("hub")
def test_auto_takes_the_hub_where_it_answers(seed: Path, tmp_path: Path, sample: list[Path]) -> None:
    manifest = acquire("auto", tmp_path / "data/raw", seed)
    assert (manifest["corpus"], manifest["corpus_asked"]) == ("hub", "auto")
    assert not sample


@pytest.mark.parametrize("state", ["offline", "unreachable", "unavailable", "silent", "walled"])
def test_auto_takes_the_sample_where_the_hub_does_not_answer(
    state: str,
    hub: Hub,
    seed: Path,
    tmp_path: Path,
    sample: list[Path],
    clean: dict[str, bytes],
    sleeps: list[float],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(data_files, "PROBE_SECONDS", 0.3)
    if state == "offline":
        monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_OFFLINE", True)
    if state == "unreachable":
        monkeypatch.setattr(huggingface_hub.constants, "ENDPOINT", "http://127.0.0.1:9")
    hub.faults = {
        "unavailable": [Fault(503, "/api/")],
        "silent": [Fault("silent", "/api/")],
        "walled": [Fault(403, "/api/")],
    }.get(state, [])
    raw = tmp_path / "data" / "raw"
    manifest = acquire("auto", raw, seed)
    assert (manifest["corpus"], manifest["corpus_asked"]) == ("sample", "auto")
    assert sample == [tmp_path / "data" / "raw" / "sample"]
    assert raw_bytes(raw) == clean
    assert not sleeps

    # The same sample again: neither written nor read twice. A changed generator: both.
    before = {path.name: path.stat().st_mtime_ns for path in raw.glob("*.jsonl")}
    assert acquire("sample", raw, seed) == manifest | {"corpus_asked": "sample"}
    assert {path.name: path.stat().st_mtime_ns for path in raw.glob("*.jsonl")} == before
    (tmp_path / "data/raw/sample/.generator").write_text("an older one")
    acquire("sample", raw, seed)
    assert len(sample) == 2


def test_auto_keeps_a_finished_download_when_the_network_is_gone(
    hub: Hub, seed: Path, tmp_path: Path, sample: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    raw = tmp_path / "data" / "raw"
    first = acquire("hub", raw, seed)
    hub.requests.clear()
    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_OFFLINE", True)
    assert acquire("auto", raw, seed) == first | {"corpus_asked": "auto"}
    assert not sample and not hub.requests
    with pytest.raises(UserError, match=r"the hub does not answer, and .* unfinished or for other settings"):
        acquire("auto", raw, seed, scale=0.001)
    assert not sample


@pytest.mark.usefixtures("hub")
def test_auto_does_not_hide_a_wrong_dataset_behind_the_sample(tmp_path: Path, sample: list[Path]) -> None:
    seed = write_seed(tmp_path / "sources.csv", {**C4, "dataset": "nobody/nothing"})
    with pytest.raises(UserError, match="HTTP 404"):
        acquire("auto", tmp_path / "data/raw", seed)
    assert not sample


@pytest.mark.usefixtures("hub")
def test_hub_without_network_is_an_error_at_once(
    seed: Path, tmp_path: Path, sleeps: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_OFFLINE", True)
    with pytest.raises(UserError, match="offline mode is enabled"):
        acquire("hub", tmp_path / "raw", seed)
    assert not sleeps


@pytest.mark.parametrize(
    ("corpus", "message"), [("nowhere", "CORPUS=nowhere: give auto, .*"), (".", "pubmed, .*: there is no folder .*")]
)
def test_a_wrong_corpus_is_an_error_of_one_line(
    corpus: str, message: str, seed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UserError) as failure:
        acquire(corpus, tmp_path / "raw", seed)
    assert re.fullmatch(message, str(failure.value))


@pytest.mark.parametrize("corpus", ["hub", "folder"])
@pytest.mark.usefixtures("hub")
def test_a_local_folder_is_a_dataset_like_any_other(
    corpus: str, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write_local(tmp_path / "texts/mine", [b'{"text": "a"}', b'{"text": "b"}'])
    seed = write_seed(tmp_path / "sources.csv", C4, {**LOCAL, "dataset": "texts/mine"})
    manifest = acquire(corpus if corpus == "hub" else str(folder), tmp_path / "raw", seed)
    assert [manifest["sources"][key]["records"] for key in ("c4", "mine")] == [2 * N, 2]
    assert [row["text"] for row in rows(tmp_path / "raw", "mine")] == ["a", "b"]
