"""MinHash against a slow twin, against the theory of its estimate and its bands, and against fixed values."""

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from python_udfs import minhash, shingles

MASK = (1 << 64) - 1


def mix(h):
    h = (h ^ h >> 30) * 0xBF58476D1CE4E5B9 & MASK
    h = (h ^ h >> 27) * 0x94D049BB133111EB & MASK
    return h ^ h >> 31


def stream(seed, n):
    return [mix(seed + i * 0x9E3779B97F4A7C15 & MASK) for i in range(1, n + 1)]


def twin(text):
    (hashes,) = shingles.shingle_hashes(pa.array([text])).to_pylist()
    if not hashes:
        return []
    coefficients = stream(42, 2 * 144)
    minima = [
        min((a * (x & 0xFFFFFFFF) + b & MASK) >> 32 for x in hashes)
        for a, b in zip(coefficients[:144], coefficients[144:], strict=True)
    ]
    bands = []
    for band in range(24):
        h = 0x9E3779B97F4A7C15
        for value in (band, *minima[band * 6 : band * 6 + 6]):
            h = (h ^ value) * 0xD6E8FEB86659FD93 & MASK
            h ^= h >> 32
        bands.append((mix(h) ^ 1 << 63) - (1 << 63))
    return bands


def bands(*texts):
    return minhash.band_hashes(pa.array(texts, pa.string())).to_pylist()


TEXTS = st.one_of(
    st.text(), st.lists(st.sampled_from(["a", "b", "c", "d", "é", "字", "1", "\n"]), max_size=40).map(" ".join)
)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.one_of(st.none(), TEXTS), max_size=3))
def test_each_band_is_that_of_the_twin(texts):
    result = minhash.band_hashes(pa.array(texts, pa.string()))
    result.validate(full=True)
    assert result.type == pa.list_(pa.int64())
    assert result.to_pylist() == [None if text is None else twin(text) for text in texts]


@settings(max_examples=50, deadline=None)
@given(st.lists(st.one_of(st.none(), TEXTS), min_size=1, max_size=5), st.data())
def test_a_slice_gives_its_own_rows(texts, data):
    start = data.draw(st.integers(0, len(texts)))
    sliced = pa.array(texts, pa.large_string()).slice(start)
    assert minhash.band_hashes(sliced).to_pylist() == bands(*texts)[start:]


def test_a_text_without_words_has_no_bands():
    assert bands("", " \n", "...", None, "a") == [[], [], [], None, twin("a")]


def test_texts_of_the_same_shingles_have_the_same_bands():
    one, other = "a b c d e f g", "A, b: c d é f g."
    assert bands(one, one) == bands(one, other.replace("é", "ê"))
    forward = "p q r s t u v w " * 3  # the same cycle of shingles, from another word on
    assert bands(forward) == bands("s t u v w p q r " * 3)


def test_bands_differ_within_a_text():
    (hashes,) = bands("alone")
    assert len(set(hashes)) == 24


def test_the_hashes_never_change():
    one, other = bands("to be or not to be", "漢字")
    assert one[:3] == [-4785813820763064030, -755161569181878016, -115569698077655660]
    assert other[-3:] == [762568694807639330, 6804250813565280362, 6009217649376554203]


@pytest.mark.parametrize("unit", ["x", "x ", ".", "字"])
def test_a_huge_row(unit):
    assert len(bands(unit * 1_000_000)[0]) == (0 if unit == "." else 24)


def random_words(generator, n):
    """Texts of n words each of ten random letters: no two are the same word."""
    letters = generator.integers(ord("a"), ord("z") + 1, (n, 11)).astype(np.uint8)
    letters[:, 10] = ord(" ")
    return letters.tobytes().decode("ascii").split()


@pytest.mark.parametrize(("n_common", "n_own"), [(40, 16), (60, 8), (67, 7), (94, 6)])
def test_candidates_are_as_likely_as_the_theory_says(n_common, n_own):
    n_pairs = 3000
    generator = np.random.default_rng(n_common)
    sides = [[], []]
    for _ in range(n_pairs):
        words = random_words(generator, n_common + 2 * n_own)
        common, own = words[:n_common], (words[n_common : n_common + n_own], words[n_common + n_own :])
        for side in (0, 1):
            sides[side].append(" ".join(common + own[side]))
    a, b = (pa.array(side) for side in sides)
    sets = ([set(hashes) for hashes in shingles.shingle_hashes(s).to_pylist()] for s in (a, b))
    (similarity,) = {len(x & y) / len(x | y) for x, y in zip(*sets, strict=True)}
    assert similarity == (n_common - 4) / (n_common - 4 + 2 * n_own)

    shared = [len(set(x) & set(y)) for x, y in zip(*(minhash.band_hashes(s).to_pylist() for s in (a, b)), strict=True)]
    one_band = similarity**6
    expected = 1 - (1 - one_band) ** 24
    tolerance = 4 * np.sqrt(expected * (1 - expected) / n_pairs)
    assert np.mean([n > 0 for n in shared]) == pytest.approx(expected, abs=tolerance)
    assert np.mean(shared) == pytest.approx(24 * one_band, abs=4 * np.sqrt(24 * one_band / n_pairs))


@pytest.mark.parametrize(("n", "n_common"), [(1, 0), (10, 6), (100, 30), (100, 80), (1000, 700)])
def test_the_estimate_of_similarity_is_unbiased_and_binomial(n, n_common):
    n_pairs, n_hashes = 1000, 144
    generator = np.random.default_rng(n)
    a, b = minhash.coefficients()
    minima = np.zeros((2, n_hashes), np.uint64)
    matches = []
    for _ in range(n_pairs):
        members = generator.integers(0, 1 << 32, 2 * n - n_common, dtype=np.uint32)
        minhash.min_hashes(members[:n], n, a, b, minima[0])
        minhash.min_hashes(members[n - n_common :], n, a, b, minima[1])
        matches.append((minima[0] == minima[1]).sum())
    similarity = n_common / (2 * n - n_common)
    variance = n_hashes * similarity * (1 - similarity)
    assert np.mean(matches) == pytest.approx(n_hashes * similarity, abs=4 * np.sqrt(variance / n_pairs))
    assert np.var(matches) == pytest.approx(variance, rel=4 * np.sqrt(2 / n_pairs))


NUMBERS = st.lists(st.integers(1, 3), min_size=24, max_size=24)
SIGNATURES = st.one_of(st.none(), st.just([]), NUMBERS)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(SIGNATURES, SIGNATURES)), st.data())
def test_shared_bands_are_the_places_that_agree(pairs, data):
    start = data.draw(st.integers(0, len(pairs)))
    a, b = (pa.array([pair[side] for pair in pairs], pa.list_(pa.int64())) for side in (0, 1))
    expected = [
        None if a is None or b is None else [i + 1 for i, (x, y) in enumerate(zip(a, b, strict=False)) if x == y]
        for a, b in pairs
    ]
    result = minhash.shared_bands(a.slice(start), b.slice(start))
    result.validate(full=True)
    assert result.type == pa.list_(pa.int32())
    assert result.to_pylist() == expected[start:]


def test_the_chance_of_a_candidate_is_that_of_the_recipe():
    found = minhash.candidate_probability(pa.array([0.0, 0.5, None, 0.7, 1.0], pa.float64())).to_pylist()
    assert [None if p is None else round(p, 4) for p in found] == [0.0, 0.3147, None, 0.9504, 1.0]
    assert minhash.candidate_probability(pa.array([], pa.float64())).to_pylist() == []
