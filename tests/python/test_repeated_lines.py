"""Lines and paragraphs against a slow twin on Python strings."""

import unicodedata

import pyarrow as pa
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from python_udfs import repeated_lines
from python_udfs.shingles import RECIPE as WORDS

SPACELESS = [range(first, last + 1) for first, last in WORDS.spaceless_blocks]
BLANKS = "".join(map(chr, range(33)))


def split(text):
    simple = []
    for c in text:
        category = unicodedata.category(c)
        if category[0] in "PSZ" or category == "Cc":
            simple.append(" ")
        elif category == "Nd":
            simple.append(str(unicodedata.digit(c)))
        elif category not in ("Mn", "Cf"):
            letters = unicodedata.normalize("NFD", c.casefold())
            letters = "".join(letter for letter in letters if unicodedata.category(letter) != "Mn")
            simple.append(f" {letters} " if any(ord(c) in block for block in SPACELESS) else letters)
    return "".join(simple).split(" ")


def twin(text, min_words):
    """The words, unit and places of each line and paragraph, in the order of the ends."""
    found = []
    lines = []
    place = 0
    for line in [*text.split("\n"), ""]:
        if body := line.strip(BLANKS):
            start = place + len(line) - len(line.lstrip(BLANKS))
            words = tuple(filter(None, split(line)))
            lines.append((words, start, start + len(body)))
            if len(words) >= min_words:
                found.append((words, "line", start, start + len(body)))
        elif lines:
            words = sum((words for words, _, _ in lines), ())
            if len(lines) > 1 and len(words) >= min_words:
                found.append((words, "paragraph", lines[0][1], lines[-1][2]))
            lines = []
        place += len(line) + 1
    return found


def find(*texts, min_words=2):
    return repeated_lines.line_hashes(pa.array(texts, pa.string()), min_words).to_pylist()


TEXTS = st.lists(
    st.sampled_from([*"aBéß12٣\n\n\n ,-字ひ\t\0\u0301\xad\x0c\xa0", "ab ", " c\n", "\n\n"]), max_size=40
).map("".join)


@settings(deadline=None)
@given(st.lists(TEXTS, max_size=5), st.integers(1, 4))
@example(["a b\nc d\n\n", "\n", "", "\0", "a b\n \t\nc d"], 2)
def test_lines_are_those_of_the_twin(texts, min_words):
    keys, words_of = {}, {}
    for text, found in zip(texts, find(*texts, min_words=min_words), strict=True):
        expected = twin(text, min_words)
        assert [(f["unit"], f["start_char"], f["end_char"], f["n_words"]) for f in found] == [
            (unit, start, end, len(words)) for words, unit, start, end in expected
        ]
        for row, (words, *_) in zip(found, expected, strict=True):
            assert keys.setdefault(words, row["line_key"]) == row["line_key"]
            assert words_of.setdefault(row["line_key"], words) == words


@pytest.mark.parametrize(
    ("a", "b", "are_same"),
    [
        ("We use cookies, OK?", " * we  use\tCookies – ok", True),
        ("Café menu", "cafe\u0301 MENU", True),
        ("Price 100 pounds", "Price 1000 pounds", False),
        ("Price 12", "Price １２", True),
        ("ab c", "a bc", False),
        ("one two", "two one", False),
    ],
)
def test_case_signs_and_white_space_do_not_count_but_digits_do(a, b, are_same):
    (first,), (second,) = find(a, b)
    assert (first["line_key"] == second["line_key"]) is are_same


def test_a_paragraph_is_known_by_its_words_however_they_are_wrapped():
    a, b = find("/*\n * one two\n * three\n */\n\nx", "# one\n# two three")
    assert [(row["unit"], row["start_char"], row["end_char"], row["n_words"]) for row in a] == [
        ("line", 4, 13, 2),
        ("paragraph", 0, 26, 3),
    ]
    assert a[-1]["line_key"] == b[-1]["line_key"]


def test_the_value_of_a_key_is_fixed():
    (row,) = find("Share this page")[0]
    assert row["line_key"] == 4152299077825834250


def test_null_and_none():
    assert find(None, "", "a b") == [None, [], find("a b")[0]]
    assert find() == []
    assert repeated_lines.line_hashes(pa.array(["x y z a b", "q"]).slice(1)).to_pylist() == [[]]


def test_a_long_text_is_told_whole():
    text = "one two three four\n" * 200_000
    assert len(find(text, min_words=4)[0]) == 200_001
    assert find("x" * 5_000_000, min_words=1)[0][0]["end_char"] == 5_000_000
