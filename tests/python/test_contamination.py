"""Benchmark passages in documents: recall by edit and length, precision on clean text, boundaries."""

import json
import random
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mainpipe import benchmarks
from mainpipe.errors import UserError
from mainpipe.sample.benchmarks import benchmark_items
from python_udfs import contamination, passages

CONSONANTS, VOWELS = "bdfgklmnprstvz", "aeiou"


def word(rng: random.Random) -> str:
    return "".join(rng.choice(CONSONANTS) + rng.choice(VOWELS) for _ in range(rng.randint(1, 3)))


def prose(rng: random.Random, n: int) -> str:
    """Made-up words of two letters at least, in sentences."""
    words = [word(rng) for _ in range(n)]
    return " ".join(w.capitalize() if i % 9 == 0 else w + "." * (i % 9 == 8) for i, w in enumerate(words))


@contextmanager
def indexed(folder: Path, items: dict[str, list[dict]]) -> Iterator[list[dict]]:
    """The benchmarks placed and named for the functions. Yields their passages."""
    source = folder / "benchmarks"
    source.mkdir()
    for name, rows in items.items():
        (source / f"{name}.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    target = folder / "benchmarks.jsonl"
    benchmarks.place(source, target)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(passages.VARIABLE, str(target))
        yield [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()]


def find(*texts: str | None) -> list:
    return contamination.find(pa.array(texts, pa.string())).to_pylist()


EDITS: dict[str, Callable[[str], str]] = {
    "verbatim": lambda text: text,
    "respaced": lambda text: re.sub(r"\s+", " \n  ", text),
    "upper_case": str.upper,
    "repunctuated": lambda text: re.sub(r"[.,]", " —", text).replace(" ", ", ", 1),
}


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[dict]]:
    """Items of 5 to 200 words; those below eight are questions."""
    rng = random.Random(1)
    items = [{"text": prose(rng, n).rstrip(".") + ("?" if n < 8 else "")} for n in range(5, 201) for _ in range(2)]
    with indexed(tmp_path_factory.mktemp("generated"), {"made_up": items}) as found:
        yield found


def recall(rows: list[dict], edit: Callable[[str], str], lengths: range) -> float:
    rng = random.Random(2)
    chosen = [row for row in rows if len(row["text"].split()) in lengths]
    texts = [f"{prose(rng, 90)}.\n\n{edit(row['text'])}\n\n{prose(rng, 90)}" for row in chosen]
    found = [{match["passage_id"] for match in matches} for matches in find(*texts)]
    return sum(row["passage_id"] in ids for row, ids in zip(chosen, found, strict=True)) / len(chosen)


@pytest.mark.parametrize("edit", EDITS)
@pytest.mark.parametrize("lengths", [range(5, 8), range(8, 13), range(13, 30), range(30, 201)], ids=str)
def test_edits_that_keep_the_words_hide_nothing(generated: list[dict], edit: str, lengths: range) -> None:
    assert recall(generated, EDITS[edit], lengths) == 1.0


@pytest.mark.parametrize(("lengths", "floor"), [(range(11, 15), 0.95), (range(15, 30), 0.98), (range(30, 201), 1.0)])
def test_one_changed_word_hides_little(generated: list[dict], lengths: range, floor: float) -> None:
    rng = random.Random(3)

    def changed(text: str) -> str:
        words = text.split()
        words[rng.randrange(len(words))] = "walrus"
        return " ".join(words)

    assert recall(generated, changed, lengths) >= floor


@pytest.mark.parametrize(("edit", "lengths"), [("inserted", range(26, 201)), ("left_out", range(26, 201))])
def test_a_word_put_in_or_left_out_hides_nothing(generated: list[dict], edit: str, lengths: range) -> None:
    def changed(text: str) -> str:
        words = text.split()
        middle = len(words) // 2
        words[middle : middle + (edit == "left_out")] = ["walrus"] * (edit == "inserted")
        return " ".join(words)

    assert recall(generated, changed, lengths) == 1.0


def test_the_first_half_of_a_long_item_is_enough(generated: list[dict]) -> None:
    assert recall(generated, lambda text: " ".join(text.split()[: len(text.split()) // 2]), range(26, 201)) == 1.0


def test_clean_documents_hold_nothing(generated: list[dict]) -> None:
    rng = random.Random(4)
    vocabulary = " ".join(row["text"] for row in generated).split()
    shuffled = [" ".join(rng.choices(vocabulary, k=300)) for _ in range(300)]
    assert find(*shuffled) == [[]] * 300


@pytest.mark.parametrize(("n", "is_found"), [(12, False), (13, True), (14, True)])
def test_thirteen_words_in_a_row_are_evidence(tmp_path: Path, n: int, is_found: bool) -> None:
    text = prose(random.Random(5), 60)
    part = " ".join(text.split()[20 : 20 + n])
    with indexed(tmp_path, {"long": [{"text": text}]}):
        [matches] = find(f"walrus walrus {part} walrus walrus")
    assert [match["longest_run"] for match in matches] == ([n] if is_found else [])
    assert [match["start_char"] for match in matches] == ([14] if is_found else [])
    assert [match["end_char"] for match in matches] == ([14 + len(part.rstrip("."))] if is_found else [])


@pytest.mark.parametrize(
    ("text", "left_out"),
    [
        ("a desert", "too_short"),
        ("The fox runs across the wide road", "too_short"),
        ("The quick fox runs across the wide road", None),
        ("Who invented the paper clip?", None),
        ("Who invented paper clips?", "too_short"),
        ("one two one two one two one two one two one two one two", "few_proper_words"),
        ("11 12 13 14 15 16 17 18 19 20 21 22 23", "few_proper_words"),
    ],
)
def test_the_floor_of_short_passages(tmp_path: Path, text: str, left_out: str | None) -> None:
    with indexed(tmp_path, {"short": [{"text": text}]}):
        [description] = contamination.describe(pa.array([0], pa.int32())).to_pylist()
        [matches] = find(f"Some say so. {text} And more of it.")
    assert description["left_out"] == left_out
    assert [match["overlap_ratio"] for match in matches] == ([1.0] if left_out is None else [])
    assert [(m["start_char"], m["end_char"]) for m in matches] == (
        [(13, 13 + len(text.rstrip("?")))] if matches else []
    )


def test_a_phrase_of_many_items_is_no_evidence(tmp_path: Path) -> None:
    phrase = "which one of the following statements about this matter is most likely true"
    rng = random.Random(6)
    items = [{"text": f"{phrase}: {prose(rng, 20)}"} for _ in range(passages.RECIPE.max_places + 1)]
    with indexed(tmp_path, {"quiz": items}):
        assert find(phrase + "?", items[3]["text"])[0] == []
        assert [match["passage_id"] for match in find(items[3]["text"])[0]] == [3]


def test_code_is_found_under_other_indentation_and_quotes(tmp_path: Path) -> None:
    items = benchmark_items(1)["invented_code"]
    with indexed(tmp_path, {"code": items}) as rows:
        left_out = contamination.describe(pa.array(range(len(rows)), pa.int32())).field("left_out").to_pylist()
        wanted = {row["item"] for row, reason in zip(rows, left_out, strict=True) if reason is None}
        pasted = [(items[n]["prompt"] + items[n]["solution"]).replace("    ", "\t").replace('"', "'") for n in wanted]
        found = find(*(f"import os\n\n{text.replace(chr(10), chr(10) + chr(9))}\n" for text in pasted))
        assert len(wanted) >= 0.95 * len(items)
        assert [n in {rows[m["passage_id"]]["item"] for m in ms} for n, ms in zip(wanted, found, strict=True)] == [
            True
        ] * len(wanted)


def test_items_of_the_sample_are_found_verbatim(tmp_path: Path) -> None:
    items = benchmark_items(1)["invented_qa"]
    with indexed(tmp_path, {"qa": items}) as rows:
        found = find(*(f"Question: {item['question']} Answer: {item['answer']}." for item in items))
        is_found = [n in {rows[match["passage_id"]]["item"] for match in ms} for n, ms in enumerate(found)]
    assert sum(is_found) >= 0.98 * len(items)


def slow_runs(document: str, passage: str, n: int) -> bool:
    """Whether n words of the passage stand in a row in the document."""
    words, wanted = (f" {' '.join(re.findall(r'[a-z]{2,}', text.lower()))} " for text in (document, passage))
    ordered = wanted.split()
    return any(f" {' '.join(ordered[i : i + n])} " in words for i in range(len(ordered) - n + 1))


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_the_slow_twin_sees_the_same_runs(generated: list[dict], data: st.DataObject) -> None:
    row = data.draw(st.sampled_from([row for row in generated if len(row["text"].split()) > 60]))
    words = row["text"].split()
    start = data.draw(st.integers(0, len(words) - 1))
    n = data.draw(st.integers(1, 30))
    document = " ".join(["walrus", *words[start : start + n], "walrus"])
    is_found = row["passage_id"] in {match["passage_id"] for match in find(document)[0]}
    assert is_found == slow_runs(document, row["text"], passages.RECIPE.prose.run)


@pytest.mark.usefixtures("generated")
@settings(max_examples=100, deadline=None)
@given(st.lists(st.one_of(st.none(), st.text(max_size=200)), max_size=8))
def test_any_text_gives_a_list(texts: list[str | None]) -> None:
    found = find(*texts)
    assert [matches is None for matches in found] == [text is None for text in texts]
    for text, matches in zip(texts, found, strict=True):
        assert all(0 <= match["start_char"] < match["end_char"] <= len(text) for match in matches or [])


def test_hostile_text(generated: list[dict]) -> None:
    text = generated[-1]["text"]
    found = find("", "\x00", "\x00".join(text.split()), text * 200, "a " * 500_000, None)
    assert found[0] == found[1] == found[4] == []
    assert found[2]
    assert len(found[3]) == 200
    assert found[5] is None


def test_without_benchmarks_nothing_matches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    benchmarks.place(None, tmp_path / "benchmarks.jsonl")
    monkeypatch.setenv(passages.VARIABLE, str(tmp_path / "benchmarks.jsonl"))
    assert find("any text at all", None, "") == [[], None, []]
    assert contamination.find(pa.array([], pa.string())).to_pylist() == []


@pytest.mark.parametrize(
    ("files", "says"),
    [
        (None, "there is no such folder"),
        ({}, "there is no *.jsonl or *.jsonl.gz in it"),
        ({"quiz.jsonl": b'{"a": "b"}\n{"a": \n'}, "quiz.jsonl line 2: not a JSON object"),
        ({"quiz.jsonl": b'["a"]\n'}, "quiz.jsonl line 1: not a JSON object"),
        ({"quiz.jsonl": b'{"a": "\xff"}\n'}, "quiz.jsonl line 1: not a JSON object"),
        ({"quiz.jsonl.gz": b"no gzip"}, "quiz.jsonl.gz: "),
        ({"quiz.jsonl": b"", "quiz.jsonl.gz": b""}, "as *.jsonl and as *.jsonl.gz"),
    ],
)
def test_benchmarks_that_cannot_be_read_are_one_clear_line(tmp_path: Path, files: dict | None, says: str) -> None:
    folder = tmp_path / "benchmarks"
    if files is not None:
        folder.mkdir()
        for name, content in files.items():
            (folder / name).write_bytes(content)
    with pytest.raises(UserError) as error:
        benchmarks.read(folder)
    assert says in str(error.value)


def test_every_text_of_an_item_is_a_passage_but_labels() -> None:
    items = {
        number: {
            "id": f"q/{number}",
            "query": f"Question: what is number {number}?",
            "choices": ["the first one", "the second one"],
            "answer": "B",
            "inner": {"reason": "it was so", "score": 3},
        }
        for number in (0, 4)
    }
    found = [tuple(row.values()) for row in benchmarks.passages_of(items)]
    texts = ["what is number 4?", "the first one", "the second one", "it was so"]
    fields = ["query", "choices", "choices", "inner.reason"]
    expected = [(4, "q/4", field, text) for field, text in zip(fields, texts, strict=True)]
    assert found[5:] == [*expected, (4, "q/4", "*", "\n".join(texts))]
