"""MinHash and its bands: documents with many shingles in common share a band hash."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numba import njit

from python_udfs.arrow_text import list_array, list_buffers, text_buffers
from python_udfs.code_points import SEED, hash_step, mix
from python_udfs.shingles import Simplification, hash_shingles, simplification


@dataclass(frozen=True)
class Recipe:
    """Bands, rows in a band, and the seed of the hash functions: two documents of Jaccard similarity s become a
    candidate pair with probability 1 - (1 - s^rows)^bands: 0.32 at s = 0.5, 0.95 at 0.7, 0.991 at 0.75, 0.9993 at
    0.8. Chances at low s cost comparisons, not precision: candidates are verified.
    """

    n_bands: int = 24
    n_rows: int = 6
    seed: int = 42
    gamma: int = 0x9E3779B97F4A7C15


RECIPE = Recipe()
N_BANDS, N_ROWS = RECIPE.n_bands, RECIPE.n_rows
S32 = np.uint64(32)
LARGEST = np.uint64((1 << 64) - 1)


def coefficients() -> tuple[np.ndarray, np.ndarray]:
    """The factor a and the summand b of each hash function: the SplitMix64 stream of the seed, first all a, then all b.

    Output: two uint64 arrays of n_bands × n_rows.
    Source: Steele, Lea, Flood, "Fast splittable pseudorandom number generators" (2014).
    """
    n = N_BANDS * N_ROWS
    states = np.uint64(RECIPE.seed) + np.arange(1, 2 * n + 1, dtype=np.uint64) * np.uint64(RECIPE.gamma)
    stream = mix.py_func(states)
    return stream[:n], stream[n:]


@njit
def min_hashes(shingles: np.ndarray, n: int, a: np.ndarray, b: np.ndarray, minima: np.ndarray) -> None:
    """The minimum of every hash function over n shingles.

    Input: shingles (uint32), a, b: `coefficients()`.
    Output: minima (uint64 below 2³²): the least (a·x + b mod 2⁶⁴) >> 32, a strongly universal family for 32-bit x.
    Cost: n × len(a) multiplications, in the widest vectors that the processor has.
    Source: Dietzfelbinger, "Universal hashing and k-wise independent random variables via integer arithmetic without
        primes" (1996): multiply-add-shift.
    """
    for k in range(len(a)):
        factor, summand, least = a[k], b[k], LARGEST
        for i in range(n):
            least = min(least, factor * np.uint64(shingles[i]) + summand)
        minima[k] = least >> S32


@njit(cache=True, nogil=True)
def hash_bands(
    data: np.ndarray,
    offsets: np.ndarray,
    rules: Simplification,
    a: np.ndarray,
    b: np.ndarray,
    values: np.ndarray,
    ends: np.ndarray,
) -> None:
    """The band hashes of each text.

    Input: the buffers of the texts, rules: `simplification()`, a, b: `coefficients()`.
    Output: values (int64, the lists one after the other), ends (int64, n + 1: where each list ends).
    Cost: see `min_hashes`.
    """
    shingles = np.empty((np.diff(offsets).max() + 1) // 2, np.uint64)
    low = np.empty(len(shingles), np.uint32)
    minima = np.empty(len(a), np.uint64)
    for i in range(len(offsets) - 1):
        n = hash_shingles(data, offsets[i], offsets[i + 1], rules, shingles)
        ends[i + 1] = ends[i]
        if n == 0:
            continue
        for k in range(n):
            low[k] = np.uint32(shingles[k])
        min_hashes(low, n, a, b, minima)
        for band in range(N_BANDS):
            h = hash_step(SEED, np.uint64(band))
            for k in range(band * N_ROWS, (band + 1) * N_ROWS):
                h = hash_step(h, minima[k])
            values[ends[i + 1]] = np.int64(mix(h))
            ends[i + 1] += 1


def band_hashes(texts: pa.Array) -> pa.ListArray:
    """The MinHash bands of every text; two texts that share a hash are candidates for near duplicates.

    Input: string array; NULL allowed.
    Output: list<int64>: one 64-bit hash a band, in the order of the bands and different between them, so that one
        equality join of all hashes finds the candidates. Empty for a text without words, which resembles nothing; NULL
        for a NULL text.
    Errors: none.
    Cost: 110 MB/s on one thread.
    Source: Broder, "On the resemblance and containment of documents" (1997); Leskovec, Rajaraman, Ullman, "Mining of
        Massive Datasets", chapter 3.4 (banding).
    """
    data, offsets, is_valid = text_buffers(texts)
    ends = np.zeros(len(offsets), np.int64)
    values = np.empty(len(texts) * N_BANDS, np.int64)
    if len(texts):
        hash_bands(data, offsets, simplification(), *coefficients(), values, ends)
    return list_array(values[: ends[-1]], ends, is_valid)


@njit(cache=True, nogil=True)
def find_shared(
    a: np.ndarray, a_offsets: np.ndarray, b: np.ndarray, b_offsets: np.ndarray, places: np.ndarray, ends: np.ndarray
) -> None:
    """The places, from 1 on, at which a[a_offsets[i]:a_offsets[i + 1]] and the like of b agree, for each i."""
    for row in range(len(ends) - 1):
        ends[row + 1] = ends[row]
        n = min(a_offsets[row + 1] - a_offsets[row], b_offsets[row + 1] - b_offsets[row])
        for k in range(n):
            places[ends[row + 1]] = k + 1
            ends[row + 1] += a[a_offsets[row] + k] == b[b_offsets[row] + k]


def shared_bands(a: pa.Array, b: pa.Array) -> pa.ListArray:
    """The numbers of the bands that two texts share, row by row.

    Input: two list<int64> arrays of `band_hashes`, of one length; NULL allowed.
    Output: list<int32>: from 1 on, ascending; NULL where a side is NULL.
    Errors: none.
    Cost: O(bands) a row.
    """
    a_values, a_offsets, a_is_valid = list_buffers(a)
    b_values, b_offsets, b_is_valid = list_buffers(b)
    places, ends = np.empty(len(a) * N_BANDS + 1, np.int32), np.zeros(len(a) + 1, np.int64)
    find_shared(a_values, a_offsets, b_values, b_offsets, places, ends)
    return list_array(places[: ends[-1]], ends, a_is_valid & b_is_valid)


def candidate_probability(similarities: pa.Array) -> pa.Array:
    """The chance that two texts of a Jaccard similarity share a band.

    Input: similarities (float64 from 0 to 1, NULL).
    Output: float64 from 0 to 1: 1 - (1 - s^rows)^bands; NULL for NULL.
    Errors: none.
    Cost: a few operations a row.
    Source: Leskovec, Rajaraman, Ullman, "Mining of Massive Datasets", chapter 3.4.2.
    """
    s = similarities.to_numpy(zero_copy_only=False)
    return pa.array(1 - (1 - s**RECIPE.n_rows) ** RECIPE.n_bands, pa.float64(), mask=np.isnan(s))
