"""Compressibility against a slow twin, and values worked out by hand."""

import math
from collections import Counter

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from python_udfs import compressibility


def repetition(text):
    times = sorted(Counter(text[i : i + 10] for i in range(len(text) - 9)).values(), reverse=True)
    taken = min(math.isqrt(len(times)), sum(count > 1 for count in times))
    return sum(times[:taken]) / sum(times) if times else None


def lz4_size(data):
    """The bytes of an LZ4 block, checked by reading it back."""
    block = pa.Codec("lz4_raw").compress(data)
    assert pa.Codec("lz4_raw").decompress(block, len(data)).to_pybytes() == data
    return block.size


def measure(*texts):
    return compressibility.compressibility(pa.array(texts, pa.string())).to_pylist()


TEXTS = st.one_of(
    st.text(),
    st.lists(st.sampled_from("ab"), max_size=200).map("".join),
    st.lists(st.sampled_from(["the same ", "other ", "éÉ", "字", "👩\u200d🔬", "\0", "\u0301", "\n"]), max_size=60).map(
        "".join
    ),
    st.tuples(st.text(max_size=15), st.integers(0, 40)).map(lambda pair: pair[0] * pair[1]),
)


@settings(max_examples=500, deadline=None)
@given(st.lists(st.one_of(st.none(), TEXTS), max_size=4))
@example([None, "", "a" * 9, "a" * 10, "a" * 11, None])
def test_each_value_is_that_of_the_twin(texts):
    for text, row in zip(texts, measure(*texts), strict=True):
        if text is None:
            assert row is None
        else:
            assert row["character_repetition_ratio"] == repetition(text)
            size = len(text.encode())
            assert row["compression_ratio"] == (lz4_size(text.encode()) / size if size else None)


@pytest.mark.parametrize(
    ("text", "ratio"),
    [
        ("a" * 9, None),
        ("a" * 10, 0.0),
        ("a" * 11, 1.0),
        ("abcdefghij" * 2, 2 / 11),  # 10 distinct runs, one of them twice
        ("0123456789ab" * 2, 6 / 15),  # 12 distinct runs, three of them twice: the square root of 12 is 3
        ("0123456789abcd" * 2, 6 / 19),  # 14 distinct runs, five of them twice: three are taken
        ("é" * 11, 1.0),
        ("字😀" * 6, 2 / 3),  # two distinct runs, of which one is taken
    ],
)
def test_character_repetition_by_hand(text, ratio):
    assert measure(text)[0]["character_repetition_ratio"] == (ratio if ratio is None else pytest.approx(ratio))


def test_repetition_is_measured_at_the_beginning():
    n = compressibility.MOST_CHARACTERS
    (row,) = measure("".join(map(chr, np.random.default_rng(0).integers(0x4E00, 0x9FFF, n))) + "a" * 1000)
    assert row["character_repetition_ratio"] == 0.0


def test_compression_by_hand():
    same, noise, empty = measure("a" * 100_000, "".join(map(chr, np.random.default_rng(0).integers(33, 127, 5000))), "")
    assert same["compression_ratio"] < 0.01
    assert 0.9 < noise["compression_ratio"] < 1.02
    assert empty == {"character_repetition_ratio": None, "compression_ratio": None}


def test_long_texts_are_compressed_in_blocks():
    block = compressibility.RECIPE.codec_block_bytes
    text = "".join(map(chr, np.random.default_rng(0).integers(33, 127, 2 * block + 1)))
    sizes = [lz4_size(text[i : i + block].encode()) for i in range(0, len(text), block)]
    assert len(sizes) == 3
    assert measure(text)[0]["compression_ratio"] == sum(sizes) / len(text)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.one_of(st.none(), TEXTS), min_size=1, max_size=6), st.data())
def test_a_slice_gives_its_own_rows(texts, data):
    start = data.draw(st.integers(0, len(texts)))
    rows = compressibility.compressibility(pa.array(texts, pa.large_string()).slice(start))
    assert rows.to_pylist() == measure(*texts)[start:]
    rows.validate(full=True)


def test_the_type_is_the_one_announced():
    for texts in ([], [None], ["a"]):
        rows = compressibility.compressibility(pa.array(texts, pa.string()))
        assert rows.type == compressibility.COMPRESSIBILITY


@pytest.mark.parametrize(
    ("unit", "ratio"), [("x", 1), ("é", 1), ("a b ", 2 / 4), ("\n", 1), ("字", 1), ("0123456789", 3 / 10)]
)
def test_a_huge_row(unit, ratio):
    (row,) = measure(unit * (3_000_000 // len(unit)))
    assert row["character_repetition_ratio"] == pytest.approx(ratio, rel=1e-5)
    assert row["compression_ratio"] < 0.01
