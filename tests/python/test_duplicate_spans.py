"""Fingerprints and windows against a dictionary of all runs of words, with few words and short runs."""

import unicodedata
from collections import Counter

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from python_udfs import duplicate_spans
from python_udfs.shingles import RECIPE as WORDS

N_WORDS, N_RUN_WORDS = 6, 3
SPACELESS = [range(first, last + 1) for first, last in WORDS.spaceless_blocks]


def split(text):
    """What stands between white space, each character of a spaceless script apart: (characters, start, end)."""
    words = []
    previous = "white"
    for place, c in enumerate(text):
        category = unicodedata.category(c)
        if category == "Cf":
            continue
        if category[0] == "Z" or category == "Cc":
            previous = "white"
            continue
        is_letter = category[0] not in "PS" and category != "Mn"
        is_spaceless = is_letter and any(ord(c) in block for block in SPACELESS)
        if previous == "white" or is_spaceless or (is_letter and previous == "spaceless"):
            words.append(["", place, place])
            previous = "letter"
        if is_spaceless:
            previous = "spaceless"
        words[-1][0] += c
        words[-1][2] = place + 1
    return [tuple(word) for word in words]


def runs(text, size):
    """All runs of that many words: (words, start, end)."""
    words = split(text)
    return [
        (tuple(word for word, _, _ in words[i : i + size]), words[i][1], words[i + size - 1][2])
        for i in range(len(words) - size + 1)
    ]


def fingerprints(texts):
    return duplicate_spans.text_fingerprints(pa.array(texts, pa.string()), N_WORDS, N_RUN_WORDS).to_pylist()


def windows(texts, shared):
    found = duplicate_spans.text_windows(
        pa.array(texts, pa.string()), pa.array(shared, pa.list_(pa.int64())), N_WORDS, N_RUN_WORDS
    )
    return found.to_pylist()


def windows_of_repeated_fingerprints(texts):
    """As the model asks for them."""
    found = fingerprints(texts)
    counts = Counter(fingerprint for of_text in found for fingerprint in of_text)
    return windows(texts, [sorted({f for f in of_text if counts[f] > 1}) for of_text in found])


PROSE = st.lists(
    st.sampled_from(["a ", "b ", "C. ", "字", "é-", "1\n", "\xa0", "(", "\u0301", "\xad", "x\u0301 "]), max_size=60
)
TEXTS = st.lists(PROSE.map("".join), max_size=4)
COPIES = st.tuples(TEXTS, st.text("ab ", min_size=12, max_size=40)).map(
    lambda drawn: [text + drawn[1] + text for text in drawn[0]]
)


@settings(deadline=None)
@given(TEXTS | COPIES)
@example(["a " * 40])
@example(["a b " * 20, "b a " * 20])
@example(["", "a", "\0", "字" * 7, "a\u0301字\xad字 字字字字"])
def test_every_run_that_stands_twice_is_among_the_windows(texts):
    expected = [runs(text, N_WORDS) for text in texts]
    counts = Counter(words for of_text in expected for words, _, _ in of_text)
    keys, words_of = {}, {}
    for found, of_text in zip(windows_of_repeated_fingerprints(texts), expected, strict=True):
        told = {row["start_word"]: row for row in found}
        assert [row["start_word"] for row in found] == sorted(told)
        for position, (words, start, end) in enumerate(of_text):
            if counts[words] > 1:
                assert position in told
            if row := told.get(position):
                assert (row["start_char"], row["end_char"]) == (start, end)
                assert row["end_word"] == position + N_WORDS
                assert keys.setdefault(words, row["window_key"]) == row["window_key"]
                assert words_of.setdefault(row["window_key"], words) == words
        assert max(told, default=-1) < len(of_text)


@settings(deadline=None)
@given(PROSE.map("".join))
def test_one_run_in_every_window_is_a_fingerprint_and_few_are(text):
    (found,) = fingerprints([text])
    n_windows = len(runs(text, N_WORDS))
    assert (len(found) > 0) == (n_windows > 0)
    assert len(found) <= n_windows
    # A window none of whose runs is wanted is not told; with all fingerprints, all windows are.
    assert len(windows([text], [found])[0]) == n_windows
    assert windows([text], [[]]) == [[]]


@pytest.mark.parametrize(
    ("a", "b", "n_told"),
    [
        ("one two three four five six", "one  two\nthree\tfour five\xa0six", 1),
        ("one two three four five six", "one two, three four five six", 0),
        ("one two three four five six", "One two three four five six", 0),
        ("one two three four five 6", "one two three four five 7", 0),
        ("one two three four five six", "one two three four five six.", 0),
        ("(one two three four five six", "one two three four five six", 0),
        ("one two three four five", "one two three four five", 0),
    ],
)
def test_runs_are_the_same_to_the_letter_but_for_white_space(a, b, n_told):
    first, second = windows_of_repeated_fingerprints([a, b])
    same = {row["window_key"] for row in first} & {row["window_key"] for row in second}
    assert len(same) == n_told


def test_a_constant_text_has_few_fingerprints():
    assert len(fingerprints(["a " * 1000])[0]) <= 1000 // (N_WORDS - N_RUN_WORDS + 1) + 1


def test_null_and_none():
    text = "a b c d e f g"
    assert fingerprints([None, "", text])[:2] == [None, []]
    assert windows([None, text, ""], [[1], None, [1]]) == [None, None, []]
    assert fingerprints([]) == windows([], []) == []


def test_the_values_are_fixed():
    found = duplicate_spans.text_fingerprints(pa.array(["one two three four " * 13]))
    assert found.to_pylist() == [[2155797422025990438]]


def test_a_long_text_is_read_whole():
    rng = np.random.default_rng(0)
    text = " ".join(map(str, rng.integers(0, 1_000_000, 300_000)))
    (found,) = duplicate_spans.text_fingerprints(pa.array([text])).to_pylist()
    assert 0.06 < len(found) / 300_000 < 0.09
    assert windows(["字" * 1_000_000], [[]]) == [[]]
