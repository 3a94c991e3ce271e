"""Flagged words against a slow twin, and on word boundaries alone."""

import unicodedata
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from python_udfs import flagged

TERMS = ["bad", "very bad word", "a b c d", "b c", "straße", "сло́во", "one two three four five"]


def is_sign(character: str) -> bool:
    return unicodedata.category(character)[0] in "PS" or unicodedata.category(character) == "Cc"


def words_of(text: str) -> list[tuple[str, bool, bool]]:
    """Each word in folded case, and whether signs stand before it and after it."""
    found = []
    is_cut = False
    for piece in text.split():
        begin, end = 0, len(piece)
        while begin < end and is_sign(piece[begin]):
            begin += 1
        while end > begin and is_sign(piece[end - 1]):
            end -= 1
        if begin == end:
            is_cut = True
            continue
        folded = "".join(map(flagged.folded, piece[begin:end]))
        found.append((folded, is_cut or begin > 0, end < len(piece)))
        is_cut = False
    return found


def twin(text: str, terms: list[str]) -> int:
    """Words that a term covers, the longest term that ends at each word."""
    words = words_of(text)
    wanted = {tuple(word for word, _, _ in words_of(unicodedata.normalize("NFC", term))) for term in terms}
    is_flagged = [False] * len(words)
    for end in range(1, len(words) + 1):
        for n in (4, 3, 2, 1):
            run = words[end - n : end]
            is_whole = all(not before for _, before, _ in run[1:]) and all(not after for _, _, after in run[:-1])
            if n <= end and is_whole and tuple(word for word, _, _ in run) in wanted:
                is_flagged[end - n : end] = [True] * n
    return sum(is_flagged)


@pytest.fixture
def terms(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "terms.txt"
    path.write_text("\n".join(TERMS) + "\n", encoding="utf-8")
    monkeypatch.setenv(flagged.VARIABLE, str(path))


def count(*texts: str | None) -> list[int | None]:
    return flagged.flagged_words(pa.array(texts, pa.string())).to_pylist()


@pytest.mark.usefixtures("terms")
@pytest.mark.parametrize(
    ("text", "n"),
    [
        ("", 0),
        ("bad", 1),
        ("Bad, BAD! (bad)", 3),
        ("badger forbad bad-ger", 0),
        ("a very bad word", 3),
        ("a very bad. word", 1),
        ("a very, bad word", 1),
        ("very bad", 1),
        ("a b c d", 4),
        ("a b c e", 2),
        ("STRASSE straße", 1),  # no letter becomes two
        ("Сло\u0301во", 1),
        ("one two three four five", 0),  # longer than a term can be
        ("bad\0bad", 0),
        ("... !!! ,", 0),
    ],
)
def test_words_and_phrases(text: str, n: int) -> None:
    assert count(unicodedata.normalize("NFC", text)) == [n]


@pytest.mark.usefixtures("terms")
def test_null_is_null_and_a_huge_row_a_number() -> None:
    assert count(None, "bad " * 500_000, "x" * 2_000_000) == [None, 500_000, 0]


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.sampled_from(["bad", "BAD", "very", "word", "a", "b", "c", "d", ",", "-", "(bad)", "b.", "é"]), max_size=14
    ),
    st.sampled_from([" ", "  ", "\n", "\t"]),
)
def test_the_count_is_that_of_the_twin(words: list[str], blank: str) -> None:
    text = blank.join(words)
    keys, flags = flagged.table_of(TERMS)
    data, offsets, _ = flagged.text_buffers(pa.array([text]))
    counts = flagged.np.zeros(1, flagged.np.int64)
    flagged.count_flagged(data, offsets, flagged.folded_code_points(), keys, flags, counts)
    assert counts[0] == twin(text, TERMS)


def test_a_missing_list_is_one_clear_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(flagged.VARIABLE, "missing.txt")
    with pytest.raises(flagged.FlaggedTermsError, match="cannot read the flagged terms"):
        count("x")
