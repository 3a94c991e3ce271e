"""Shingles against a slow twin on Python strings, Jaccard against Python sets, hashes against fixed values."""

import re
import unicodedata

import pyarrow as pa
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from python_udfs import shingles

MASK = (1 << 64) - 1
SEED = 0x9E3779B97F4A7C15
SPACELESS = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3000-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\ua9e0-\ua9ff"
    "\uaa60-\uaa7f\uf900-\ufaff\uff66-\uff9f\U0001aff0-\U0001b16f\U00020000-\U0003ffff]"
)


def hash_step(h, value):
    h = (h ^ value) * 0xD6E8FEB86659FD93 & MASK
    return h ^ h >> 32


def hash_all(values, h=SEED):
    for value in values:
        h = hash_step(h, value)
    return h


def mix(h):
    h = (h ^ h >> 30) * 0xBF58476D1CE4E5B9 & MASK
    h = (h ^ h >> 27) * 0x94D049BB133111EB & MASK
    return h ^ h >> 31


def simplify(text):
    """The simplified text, its words between single spaces."""
    simple = []
    for c in text:
        category = unicodedata.category(c)
        if category[0] in "PSZ" or category == "Cc":
            simple.append(" ")
        elif category == "Nd":
            simple.append(str(unicodedata.decimal(c)))
        elif category not in ("Mn", "Cf"):
            letters = unicodedata.normalize("NFD", c.casefold())
            letters = "".join(letter for letter in letters if unicodedata.category(letter) != "Mn")
            simple.append(f" {letters} " if SPACELESS.match(c) else letters)
    return " ".join("".join(simple).split(" ")).strip(" ")


def split(text):
    return [word for word in simplify(text).split(" ") if word]


def twin(text):
    words = [hash_all(map(ord, word)) for word in split(text)]
    size = min(5, len(words))
    grams = [words[i : i + size] for i in range(len(words) - size + 1)] if words else []
    return sorted({(mix(hash_all(gram)) ^ 1 << 63) - (1 << 63) for gram in grams})


def shingle(*texts):
    return shingles.shingle_hashes(pa.array(texts, pa.string())).to_pylist()


def key_twin(text):
    """Two chains over the hashes of the words, the second from the complement of the seed and over mixed values."""
    words = [hash_all(map(ord, word)) for word in split(text)]
    return f"{mix(hash_all(words)):016x}{mix(hash_all(map(mix, words), SEED ^ MASK)):016x}" if words else None


def keys(*texts):
    return shingles.text_keys(pa.array(texts, pa.string())).to_pylist()


PIECES = [
    *"abcABC0129 .,-_'\n\t\0éΣςßﬁİǆŉ한१२²Ⅷª字ひがカｶภาກខမ豈𠀋〇、\u3000\u200b\u200d\xad😀€",
    *"\u0300\u20dd\ue000\U0010ffff\xa0\u2028\ufeff",
    *(" ", "the ", "e\u0301", "\u1112\u1161"),
]
TEXTS = st.one_of(
    st.text(),
    st.lists(st.sampled_from(PIECES), max_size=80).map("".join),
    st.lists(st.sampled_from("ab"), max_size=30).map(" ".join),
)


@settings(max_examples=500, deadline=None)
@given(st.lists(st.one_of(st.none(), TEXTS), max_size=4))
@example([None, "", " .", "a", "a b c d", "a b c d e", "\u0301", "1\u03012", "1 2", None])
def test_each_set_is_that_of_the_twin(texts):
    result = shingles.shingle_hashes(pa.array(texts, pa.string()))
    result.validate(full=True)
    assert result.type == pa.list_(pa.int64())
    assert result.to_pylist() == [None if text is None else twin(text) for text in texts]


@settings(max_examples=200, deadline=None)
@given(st.lists(st.one_of(st.none(), TEXTS), max_size=4))
@example([None, "", " .", "\u0301", "a b", "b a", "1 2", None])
def test_each_key_is_that_of_the_twin(texts):
    result = shingles.text_keys(pa.array(texts, pa.string()))
    assert result.type == pa.string()
    assert result.to_pylist() == [None if text is None else key_twin(text) for text in texts]


def test_keys_tell_the_order_of_words_and_their_number_where_shingles_do_not():
    assert shingle("a " * 9) == shingle("a " * 10)
    assert len(set(keys("a " * 9, "a " * 10, "a b c d e a b c d e a", "b c d e a b c d e a b"))) == 4


@settings(max_examples=100, deadline=None)
@given(st.lists(st.one_of(st.none(), TEXTS), min_size=1, max_size=6), st.data())
def test_a_slice_gives_its_own_rows(texts, data):
    start = data.draw(st.integers(0, len(texts)))
    sliced = pa.array(texts, pa.large_string()).slice(start)
    assert shingles.shingle_hashes(sliced).to_pylist() == shingle(*texts)[start:]


def test_every_code_point_becomes_what_the_twin_says():
    rules = shingles.simplification()
    for point in (*range(0x33480), *range(0x33480, 0x110000, 61)):  # few are assigned past the Chinese characters
        value = int(rules.table[point])
        words = split(f"a{chr(point)}b")
        if value == shingles.SPACE:
            assert words == ["a", "b"]
        elif value == shingles.DROPPED:
            assert words == ["ab"]
        else:
            place = value & int(shingles.VALUE)
            is_expanded, is_spaceless = value & int(shingles.EXPANDED), value & int(shingles.SPACELESS)
            points = rules.expansions[place + 1 :][: rules.expansions[place]] if is_expanded else [place]
            letters = "".join(map(chr, points))
            assert words == (["a", letters, "b"] if is_spaceless else [f"a{letters}b"])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The quick, brown fox -- JUMPS", "the quick brown fox jumps"),
        ("Crème brûlée à la carte", "creme brulee a la carte"),
        ("cafe\u0301", "caf\xe9"),
        ("in 1999 at 7.30", "in 1999 at 7:30"),
        ("१२३", "123"),
        ("STRASSE ΣΑΣ ﬁn", "straße σας fin"),
        ("co\xadop\u200berate", "cooperate"),
        ("\x00a\tb\x0bc\u2003d\u3000e", "a b c d e"),
        ("日本語、です。", "日 本 語 で す"),
        ("한국어", unicodedata.normalize("NFD", "한국어")),
        ("a \n b", "a b"),
    ],
)
def test_texts_that_are_the_same_simplified(one, other):
    assert shingle(one) == shingle(other)
    assert len(set(keys(one, other))) == 1


@pytest.mark.parametrize(("one", "other"), [("ab", "a b"), ("a b", "b a"), ("1a", "a"), ("a", "aa"), ("1 2", "12")])
def test_texts_that_are_not(one, other):
    assert shingle(one) != shingle(other)
    assert len(set(keys(one, other))) == 2


@pytest.mark.parametrize(
    ("text", "n"),
    [
        ("", 0),
        ("... !", 0),
        ("one", 1),
        ("a b c d", 1),
        ("a b c d e", 1),
        ("a b c d e f", 2),
        ("a " * 99, 1),
        ("漢字仮名交じり文", 4),
    ],
)
def test_how_many_shingles(text, n):
    assert len(shingle(text)[0]) == n


def test_the_hashes_never_change():
    assert shingle("to be or not to be, 42", "Ünïcode", "漢字") == [
        [-7780887880107787900, 185968154774283162, 1728496619302999723],
        [1270835530142050179],
        [-5870031018257815486],
    ]


def test_runs_of_words_with_equal_and_ordered_hashes_stay_linear():
    (hashes,) = shingle("a b c d e f g h " * 200_000)
    assert hashes == sorted(set(hashes))
    assert len(hashes) == 8


@pytest.mark.parametrize("unit", ["x", "é", "x ", "\n", ".", "字", "1"])
def test_a_huge_row(unit):
    assert len(shingle(unit * 1_000_000)[0]) == (0 if unit in ("\n", ".") else 1)


SETS = st.one_of(st.none(), st.frozensets(st.integers(-5, 5)), st.frozensets(st.integers(-(2**63), 2**63 - 1)))


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(SETS, SETS)), st.data())
def test_common_members_are_those_of_sets(pairs, data):
    start = data.draw(st.integers(0, len(pairs)))
    a, b = (
        pa.array([None if pair[side] is None else sorted(pair[side]) for pair in pairs], pa.list_(pa.int64()))
        for side in (0, 1)
    )
    expected = [None if a is None or b is None else len(a & b) for a, b in pairs]
    result = shingles.n_common(a.slice(start), b.slice(start))
    assert result.type == pa.int64()
    assert result.to_pylist() == expected[start:]


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.tuples(st.one_of(st.none(), TEXTS), st.one_of(st.none(), st.integers(-1, 70))), max_size=4), st.data()
)
def test_parts_are_the_shingles_by_equal_ranges(rows, data):
    texts = [text for text, _ in rows]
    start = data.draw(st.integers(0, len(rows)))
    lists = shingles.shingle_hashes(pa.array(texts, pa.string()))
    result = shingles.shingle_parts(lists[start:], pa.array([level for _, level in rows[start:]], pa.int32()))
    result.validate(full=True)
    assert result.type == shingles.PARTS_TYPE
    for (text, level), parts in zip(rows[start:], result.to_pylist(), strict=True):
        if text is None or level is None:
            assert parts is None
            continue
        level = min(max(level, 0), 62)
        expected = {}
        for value in twin(text):
            expected.setdefault((value + 2**63) // 2 ** (64 - level), []).append(value)
        assert [(part["number"], part["shingles"]) for part in parts] == sorted(expected.items())
