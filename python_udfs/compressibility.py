"""How much of a text says again what stood there before: its repeated runs of characters, its compression."""

import math
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pyarrow as pa
from numba import njit

from python_udfs.arrow_text import text_buffers
from python_udfs.code_points import STEP, decode
from python_udfs.repetition import Scratch, find_first, new_scratch, slot_bits


@dataclass(frozen=True)
class Recipe:
    """The length of the runs, how many characters they are looked for in (which bounds the memory), and the codec."""

    n_characters: int = 10
    most_characters: int = 1 << 20
    codec: str = "lz4_raw"
    codec_block_bytes: int = 1 << 20


RECIPE = Recipe()

COMPRESSIBILITY = pa.struct([("character_repetition_ratio", pa.float64()), ("compression_ratio", pa.float64())])

N_CHARACTERS, MOST_CHARACTERS = RECIPE.n_characters, RECIPE.most_characters
STEP_OF_FIRST = np.uint64(pow(int(STEP), N_CHARACTERS - 1, 1 << 64))


@njit
def filter_bits(n: int) -> int:
    """The binary logarithm of a filter for n keys: at least eight times as many slots."""
    return slot_bits(n) + 2


@njit
def runs_of_characters(data: np.ndarray, start: int, end: int, keys: np.ndarray) -> int:
    """Sets the keys of the runs of N_CHARACTERS characters of a text, one from each on; returns how many.

    Input: UTF-8 bytes data[start:end].
    Output: keys[:n]: a polynomial in STEP, modulo 2⁶⁴.
    Cost: O(end - start).
    """
    key, n_chars, n_runs, head, tail = np.uint64(0), 0, 0, start, start
    while head < end and n_chars < MOST_CHARACTERS:
        point, width = decode(data, head)
        key = key * STEP + np.uint64(point)
        head += width
        n_chars += 1
        if n_chars >= N_CHARACTERS:
            keys[n_runs] = key
            n_runs += 1
            point, width = decode(data, tail)
            key -= np.uint64(point) * STEP_OF_FIRST
            tail += width
    return n_runs


@njit
def character_repetition(
    data: np.ndarray, start: int, end: int, runs: np.ndarray, seen: np.ndarray, scratch: Scratch
) -> float:
    """Share of the runs of N_CHARACTERS characters that the most frequent make up.

    Input: UTF-8 bytes data[start:end]; of longer texts the first MOST_CHARACTERS characters count.
    Output: 0 to 1, not a number for fewer than N_CHARACTERS characters. Of d distinct runs the √d (rounded down) most
        frequent are taken, if so many occur twice or more. runs (uint64), seen (uint8) and scratch are overwritten.
    Cost: O(end - start): only runs that may occur twice, by a filter, are counted exactly.
    Source: Data-Juicer, character_repetition_filter.py, after BigScience's data-preparation.
    """
    keys = scratch.keys
    n_runs = runs_of_characters(data, start, end, runs)
    if n_runs == 0:
        return np.nan
    # How often a run may have occurred: 0, 1, or 2 for more.
    bits = filter_bits(n_runs)
    shift = np.uint64(64 - bits)
    seen[: 1 << bits] = 0
    for i in range(n_runs):
        slot = runs[i] * STEP >> shift
        seen[slot] += seen[slot] < 2
    n = 0
    for i in range(n_runs):
        keys[n] = runs[i]
        n += seen[runs[i] * STEP >> shift] == 2
    n_distinct = find_first(scratch, n) + n_runs - n

    frequency, most = scratch.positions, 0
    for i in range(n):
        most = max(most, scratch.times[i])
    frequency[: most + 1] = 0
    for i in range(n):
        frequency[scratch.times[i]] += 1
    n_left, n_taken = int(math.sqrt(n_distinct)), 0
    while most > 1 and n_left > 0:
        n_these = min(n_left, frequency[most])
        n_taken += n_these * most
        n_left -= n_these
        most -= 1
    return n_taken / n_runs


@njit(cache=True, nogil=True)
def character_repetitions(data: np.ndarray, offsets: np.ndarray, ratios: np.ndarray) -> None:
    """Sets the `character_repetition` of each text of the buffers."""
    n = min(np.diff(offsets).max(), MOST_CHARACTERS) + 1
    runs, seen, scratch = np.empty(n, np.uint64), np.empty(1 << filter_bits(n), np.uint8), new_scratch(n)
    for i in range(len(ratios)):
        ratios[i] = character_repetition(data, offsets[i], offsets[i + 1], runs, seen, scratch)


def compression_ratios(data: np.ndarray, offsets: np.ndarray) -> list[float]:
    """Compressed bytes of each text over its bytes, in blocks of RECIPE.codec_block_bytes.

    Output: not a number for an empty text.
    Cost: 370 MB/s.
    """
    buffer, codec, size = pa.py_buffer(data), pa.Codec(RECIPE.codec), RECIPE.codec_block_bytes
    ratios = []
    for start, end in pairwise(offsets.tolist()):
        blocks = (buffer.slice(i, min(size, end - i)) for i in range(start, end, size))
        ratios.append(sum(codec.compress(block).size for block in blocks) / (end - start) if end > start else math.nan)
    return ratios


def compressibility(texts: pa.Array) -> pa.StructArray:
    """How much of every text is repetition.

    Input: string array of UTF-8 below 4 GiB a row; NULL allowed.
    Output: struct array of COMPRESSIBILITY; a NULL text is a NULL struct. character_repetition_ratio: 0 to 1, NULL
        below 10 characters. compression_ratio: above 0, of a short text above 1 by a few bytes; NULL for an empty text.
    Errors: none.
    Cost: 115 MB/s on one thread.
    Source: `character_repetition`; LZ4's block format as Arrow brings it, the fastest of its codecs, which sees repeats
        up to 64 KiB apart and codes no letters, so that English prose stays near 0.65.
    """
    data, offsets, is_valid = text_buffers(texts)
    repetitions = np.empty(len(texts))
    if len(texts):
        character_repetitions(data, offsets, repetitions)
    columns = [
        pa.array(values, mask=~is_valid | np.isnan(values))
        for values in (repetitions, np.array(compression_ratios(data, offsets)))
    ]
    return pa.StructArray.from_arrays(columns, fields=list(COMPRESSIBILITY), mask=pa.array(~is_valid))
