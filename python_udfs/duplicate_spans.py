"""Runs of 50 words that stand twice, found by hashes: fingerprints say where to look, windows what is the same.

A word is what stands between white space, case, digits and signs included, so that a cut leaves no torn ones; but a
character of a script that is written without spaces (see `shingles`) is a word of its own, with the signs behind it.
White space itself does not count, nor do format characters (Cf). Two runs of words are the same when they are so to the
letter.
"""

from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

import numpy as np
import pyarrow as pa
from numba import njit

from python_udfs.arrow_text import list_array, list_buffers, text_buffers
from python_udfs.code_points import SEED, categories, decode, hash_step
from python_udfs.passages import hash_runs
from python_udfs.shingles import DROPPED, SPACE, SPACELESS, simplification


@dataclass(frozen=True)
class Recipe:
    """Words of the shortest run that is a duplicate, and of the runs that fingerprints are taken from.

    Lee et al., "Deduplicating training data makes language models better" (2022), take 50 tokens. With runs of half as
    many words, one in 13 is a fingerprint.
    """

    n_words: int = 50
    n_run_words: int = 25


RECIPE = Recipe()
WINDOWS_TYPE = pa.list_(
    pa.struct(
        [
            ("window_key", pa.int64()),
            ("start_word", pa.int32()),
            ("end_word", pa.int32()),
            ("start_char", pa.int32()),
            ("end_char", pa.int32()),
        ]
    )
)
# What a character does: a letter of a spaceless script is a word, which other letters end; white space ends any word;
# signs and marks go on with what stands before them.
LETTER, SPACELESS_LETTER, SIGN, WHITE, IGNORED = (np.uint8(kind) for kind in range(5))


class Windows(NamedTuple):
    """The columns of `WINDOWS_TYPE`."""

    keys: np.ndarray  # int64
    start_words: np.ndarray  # int32
    end_words: np.ndarray  # int32
    start_chars: np.ndarray  # int32
    end_chars: np.ndarray  # int32


@cache
def character_kinds() -> np.ndarray:
    """What each code point does. Output: uint8, 0x110000. Cost: 0.5 s the first time, 1 MB."""
    category, table = categories(), simplification().table
    kinds = np.full(len(table), LETTER)
    kinds[table & SPACELESS != 0] = SPACELESS_LETTER
    kinds[(table == DROPPED) | (table == SPACE)] = SIGN
    kinds[np.isin(category, ["Zs", "Zl", "Zp", "Cc"])] = WHITE
    kinds[category == "Cf"] = IGNORED
    return kinds


@njit
def split(
    data: np.ndarray, start: int, end: int, kinds: np.ndarray, words: np.ndarray, begins: np.ndarray, ends: np.ndarray
) -> int:
    """The words of a text as they stand.

    Input: UTF-8 bytes data[start:end], kinds: `character_kinds()`.
    Output: the number n of words, at most (end - start + 1) // 2; words[:n] (uint64: hashes), begins[:n] and ends[:n]
        (characters from the text's first on, half open).
    Cost: O(end - start).
    """
    n = 0
    previous = WHITE
    i, character = start, 0
    while i < end:
        point, width = decode(data, i)
        i += width
        character += 1
        kind = kinds[point]
        if kind == IGNORED:
            continue
        if kind == WHITE:
            previous = WHITE
            continue
        if previous == WHITE or kind == SPACELESS_LETTER or (kind == LETTER and previous == SPACELESS_LETTER):
            words[n], begins[n] = SEED, character - 1
            n += 1
            previous = LETTER
        previous = SPACELESS_LETTER if kind == SPACELESS_LETTER else previous
        words[n - 1] = hash_step(words[n - 1], np.uint64(point))
        ends[n - 1] = character
    return n


@njit(cache=True, nogil=True)
def winnow(
    data: np.ndarray,
    offsets: np.ndarray,
    kinds: np.ndarray,
    n_words: int,
    n_run_words: int,
    fingerprints: np.ndarray,
    list_ends: np.ndarray,
) -> None:
    """The fingerprints of each text: of all runs within n_words words the one with the least hash.

    Output: fingerprints (int64, those of one text after those of the other), list_ends (int64, n + 1).
    Cost: O(bytes).
    Source: Schleimer, Wilkerson and Aiken, "Winnowing" (2003): robust winnowing.
    """
    room = (np.diff(offsets).max() + 1) // 2
    words, runs, places = np.empty(room, np.uint64), np.empty(room, np.uint64), np.empty(room, np.int32)
    width = n_words - n_run_words + 1
    for row in range(len(offsets) - 1):
        n = list_ends[row]
        n_found = split(data, offsets[row], offsets[row + 1], kinds, words, places, places)
        n_runs = hash_runs(words, n_found, n_run_words, runs)
        least = -1
        for stop in range(width, n_runs + 1):
            if least < stop - width:
                least = stop - width
                for place in range(least + 1, stop):
                    least = place if runs[place] <= runs[least] else least
            elif runs[stop - 1] < runs[least]:
                least = stop - 1
            else:
                continue
            fingerprints[n] = np.int64(runs[least])
            n += 1
        list_ends[row + 1] = n


def text_fingerprints(
    texts: pa.Array, n_words: int = RECIPE.n_words, n_run_words: int = RECIPE.n_run_words
) -> pa.ListArray:
    """Hashes of some runs of words of every text: texts that have n_words words in a row in common share one of them.

    Input: string array; NULL allowed.
    Output: list<int64> in the order of the text, a hash as often as it was chosen; empty for a text of fewer words;
        NULL for a NULL text.
    Errors: none.
    Cost: 140 MB/s on one thread.
    """
    data, offsets, is_valid = text_buffers(texts)
    fingerprints = np.empty(int(offsets[-1] - offsets[0] + len(texts)) // 2, np.int64)
    list_ends = np.zeros(len(offsets), np.int64)
    if len(texts):
        winnow(data, offsets, character_kinds(), n_words, n_run_words, fingerprints, list_ends)
    return list_array(fingerprints[: list_ends[-1]], list_ends, is_valid)


@njit(cache=True, nogil=True)
def find_windows(
    data: np.ndarray,
    offsets: np.ndarray,
    kinds: np.ndarray,
    n_words: int,
    n_run_words: int,
    shared: np.ndarray,
    shared_offsets: np.ndarray,
    windows: Windows,
    list_ends: np.ndarray,
) -> None:
    """The runs of n_words words of each text that hold a run whose hash is in shared[offsets[i]:offsets[i + 1]].

    Output: windows, those of one text after those of the other; list_ends (int32, n + 1).
    Cost: O(bytes), and the logarithm of the number of shared hashes for each word.
    """
    room = (np.diff(offsets).max() + 1) // 2
    words, hashes, is_shared = np.empty(room, np.uint64), np.empty(room, np.uint64), np.empty(room, np.bool_)
    begins, ends = np.empty(room, np.int32), np.empty(room, np.int32)
    for row in range(len(offsets) - 1):
        n = list_ends[row]
        wanted = np.sort(shared[shared_offsets[row] : shared_offsets[row + 1]])
        n_found = split(data, offsets[row], offsets[row + 1], kinds, words, begins, ends)
        for run in range(hash_runs(words, n_found, n_run_words, hashes)):
            place = np.searchsorted(wanted, np.int64(hashes[run]))
            is_shared[run] = place < len(wanted) and wanted[place] == np.int64(hashes[run])
        run = last_shared = -1
        for first in range(hash_runs(words, n_found, n_words, hashes)):
            while run < first + n_words - n_run_words:
                run += 1
                last_shared = run if is_shared[run] else last_shared
            if last_shared >= first:
                windows.keys[n] = np.int64(hashes[first])
                windows.start_words[n], windows.end_words[n] = first, first + n_words
                windows.start_chars[n], windows.end_chars[n] = begins[first], ends[first + n_words - 1]
                n += 1
        list_ends[row + 1] = n


def text_windows(
    texts: pa.Array,
    fingerprints: pa.Array,
    n_words: int = RECIPE.n_words,
    n_run_words: int = RECIPE.n_run_words,
) -> pa.ListArray:
    """The runs of n_words words of every text that hold one of the fingerprints.

    Input: string array, list<int64> array (some of `text_fingerprints` of the texts); NULL allowed.
    Output: list of struct of window_key (int64: hash of the words), start_word, end_word (int32, half open),
        start_char, end_char (int32, code points, half open); in order; NULL where an input is NULL.
    Errors: none.
    Cost: 70 MB/s on one thread where every fingerprint is wanted, 110 MB/s where few are.
    """
    data, offsets, is_valid = text_buffers(texts)
    shared, shared_offsets, has_shared = list_buffers(fingerprints)
    size = int(offsets[-1] - offsets[0] + len(texts)) // 2
    windows = Windows(np.empty(size, np.int64), *(np.empty(size, np.int32) for _ in range(4)))
    list_ends = np.zeros(len(offsets), np.int32)
    if len(texts):
        find_windows(data, offsets, character_kinds(), n_words, n_run_words, shared, shared_offsets, windows, list_ends)
    columns = [pa.array(column[: list_ends[-1]]) for column in windows]
    found = pa.StructArray.from_arrays(columns, fields=list(WINDOWS_TYPE.value_type))
    mask = pa.array(~(is_valid & has_shared))
    return pa.ListArray.from_arrays(pa.array(list_ends), found, type=WINDOWS_TYPE, mask=mask)
