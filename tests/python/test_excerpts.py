"""Excerpts: nothing hidden, no longer than asked, and honest about the rest."""

import unicodedata

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from python_udfs.excerpts import excerpts, first_differences

HIDDEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}
HARD = st.text(st.sampled_from("a\n\t\x00\x7f\x85\u00ad\u200b\u202e\u2028\u2029\u2066\ufeff\U000e0041😀é<&"))


def excerpt(text: str | None, n: int | None) -> str | None:
    return excerpts(pa.array([text], pa.string()), pa.array([n], pa.int32()))[0].as_py()


@pytest.mark.parametrize(
    ("text", "n", "expected"),
    [
        ("", 10, ""),
        ("abc", 3, "abc"),
        ("abcd", 3, "abc… +1"),
        ("abcd", 0, "… +4"),
        ("abcd", -5, "… +4"),
        ("", -1, ""),
        ("a\r\nb", 4, "a␍↵b"),
        ("\x00\t\x7f", 3, "␀␉␡"),
        ("a\u202eb", 10, "a‹U+202E›b"),
        ("a\u202eb", 8, "a… +2"),
        ("a\u202eb", 9, "a‹U+202E›… +1"),
        ("\u2028\u2029\x85", 24, "‹U+2028›‹U+2029›‹U+0085›"),
        ("\U000e0041", 9, "‹U+E0041›"),
        ("😀😀😀", 2, "😀😀… +1"),
        ("<script>{@html}${x}", 40, "<script>{@html}${x}"),
        (None, 3, None),
        ("abc", None, None),
    ],
)
def test_what_an_excerpt_shows(text: str | None, n: int | None, expected: str | None) -> None:
    assert excerpt(text, n) == expected


@given(st.one_of(st.text(), HARD), st.integers(-1, 60))
def test_an_excerpt_hides_nothing_and_keeps_its_length(text: str, n: int) -> None:
    found = excerpt(text, n)
    assert found is not None
    assert not {unicodedata.category(c) for c in found} & HIDDEN
    shown, rest, n_left = found.rpartition("… +")
    n_left = int(n_left) if rest and n_left.isdigit() and len(found) > max(n, 0) else 0
    assert len(shown if n_left else found) <= max(n, 0)


@given(st.text(st.characters(exclude_categories=("Cc", "Cf", "Cs", "Zl", "Zp"))), st.integers(0, 60))
def test_a_text_without_hidden_characters_is_only_cut(text: str, n: int) -> None:
    assert excerpt(text, n) == (text if len(text) <= n else f"{text[:n]}… +{len(text) - n}")


@given(st.lists(st.tuples(st.one_of(st.none(), HARD), st.one_of(st.none(), st.integers(-1, 9)))))
def test_rows_do_not_meet(rows: list[tuple[str | None, int | None]]) -> None:
    found = excerpts(pa.array([text for text, _ in rows], pa.string()), pa.array([n for _, n in rows], pa.int32()))
    assert found.type == pa.string()
    assert found.to_pylist() == [excerpt(text, n) for text, n in rows]


@given(st.text(), st.text(), st.text())
def test_texts_are_equal_up_to_their_first_difference(begin: str, text: str, other: str) -> None:
    rows = [begin + text, begin + other, None, "a"], [begin + other, begin + text, "a", None]
    n, backwards, *null = first_differences(*(pa.array(row, pa.string()) for row in rows)).to_pylist()
    assert null == [None, None]
    assert n == backwards
    if text == other:
        assert n is None
    else:
        assert begin + text[: n - len(begin)] == begin + other[: n - len(begin)]
        assert (begin + text)[n : n + 1] != (begin + other)[n : n + 1]
