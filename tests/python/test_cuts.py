"""Cuts against golden cases at each kind of gap, and a property: no character but white space goes that should stay."""

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from python_udfs import cuts


def cut(text, *spans):
    return cuts.cut(
        pa.array([text], pa.string()),
        pa.array([[{"start_char": start, "end_char": end} for start, end in spans]], cuts.SPANS_TYPE),
    ).to_pylist()[0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("one [two] three", "one three"),
        ("one [two], three", "one , three"),
        ("one[two]three", "onethree"),
        ("one\n[two]\nthree", "one\nthree"),
        ("one\n\n[two]\n\nthree", "one\n\nthree"),
        ("one\n\n[two]\nthree", "one\n\nthree"),
        ("one\n[two]\n\nthree", "one\n\nthree"),
        ("one\n\n[two]\n[three]\n\n\nfour", "one\n\n\nfour"),
        ("[one]\n\ntwo", "two"),
        ("[one]\n    two", "    two"),
        ("one\n\n[two]", "one"),
        ("one\n    [two]\n  three", "one\n  three"),
        ("one\n  [two] three", "one\n  three"),
        ("one [two]\n\tthree", "one\n\tthree"),
        ("one\n\n  [two]\n three", "one\n\n three"),
        ("[one two]", ""),
        (" [one] \n[two]", ""),
        ("  one\n[two]", "  one"),
        ("one [two ][ three] four", "one four"),
        ("é字😀 [two] 字", "é字😀 字"),
    ],
)
def test_gaps_close(text, expected):
    spans: list[list[int]] = []
    plain = ""
    for c in text:
        if c == "[":
            spans.append([len(plain)])
        elif c == "]":
            spans[-1].append(len(plain))
        else:
            plain += c
    assert cut(plain, *spans) == expected


def test_overlapping_spans_are_one_and_ends_may_lie_past_the_text():
    assert cut("one two three four", (4, 13), (8, 13), (4, 7)) == "one four"
    assert cut("one two", (4, 99)) == "one"
    assert cut("one two", (99, 100)) == "one two"


@given(
    st.text("ab \n\té", max_size=30),
    st.lists(st.tuples(st.integers(0, 30), st.integers(0, 10)).map(lambda s: (s[0], s[0] + s[1])), max_size=4),
)
def test_what_is_outside_the_spans_stays_but_for_white_space(text, spans):
    left = [c for place, c in enumerate(text) if not any(start <= place < end for start, end in spans)]
    result = cut(text, *spans)
    assert "".join(result.split()) == "".join("".join(left).split())
    if spans:
        assert result == result.rstrip(" \t\n")
        assert result.count("\n") <= text.count("\n")


def test_null_and_none():
    texts = pa.array([None, "a b", "a b", "a b"], pa.string())
    spans = pa.array([[], None, [], [{"start_char": 0, "end_char": 1}]], cuts.SPANS_TYPE)
    assert cuts.cut(texts, spans).to_pylist() == [None, None, "a b", " b"]
    assert cuts.cut(texts[:0], spans[:0]).to_pylist() == []


def test_a_span_within_another_changes_nothing():
    assert cut("one two three four", (4, 18), (8, 13)) == "one"
    assert cut("a b c d e f g h i j", (0, 16), (2, 4)) == "i j"
