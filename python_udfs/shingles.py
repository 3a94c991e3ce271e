"""Documents as sets of word 5-grams, so that near duplicates share most of them.

The text is simplified first: case folded, decomposed (NFD) and stripped of diacritics (category Mn) and format
characters (Cf); decimal digits (Nd) of any script become ASCII digits; punctuation (P), symbols (S), separators (Z) and
controls (Cc) become spaces. A word is what stands between spaces, but a character of a script that is written
without them (Chinese, Japanese, Thai, Lao, Khmer, Burmese) is a word of its own.
"""

import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

import numpy as np
import pyarrow as pa
from numba import njit

from python_udfs.arrow_text import list_array, list_buffers, text_buffers
from python_udfs.code_points import N_CODE_POINTS, SEED, categories, decode, hash_step, mix


@dataclass(frozen=True)
class Recipe:
    """The length of a shingle, and the blocks of Unicode (first and last code point) written without spaces."""

    n_words: int = 5
    spaceless_blocks: tuple[tuple[int, int], ...] = (
        (0x0E00, 0x0EFF),  # Thai, Lao
        (0x1000, 0x109F),  # Burmese
        (0x1780, 0x17FF),  # Khmer
        (0x3000, 0x30FF),  # ideographic marks, Hiragana, Katakana
        (0x31F0, 0x31FF),  # Katakana
        (0x3400, 0x4DBF),  # Chinese characters
        (0x4E00, 0x9FFF),  # Chinese characters
        (0xA9E0, 0xA9FF),  # Burmese
        (0xAA60, 0xAA7F),  # Burmese
        (0xF900, 0xFAFF),  # Chinese characters
        (0xFF66, 0xFF9F),  # Katakana of half width
        (0x1AFF0, 0x1B16F),  # Hiragana, Katakana
        (0x20000, 0x3FFFF),  # Chinese characters
    )


RECIPE = Recipe()
PARTS_TYPE = pa.list_(pa.struct([("number", pa.int64()), ("shingles", pa.list_(pa.int64()))]))
N_WORDS = RECIPE.n_words

SPACE, DROPPED = np.uint32(0xFFFFFFFF), np.uint32(0xFFFFFFFE)
EXPANDED, SPACELESS = np.uint32(1 << 30), np.uint32(1 << 29)
VALUE = np.uint32((1 << 29) - 1)
KEY_SEED = ~SEED
FREE, SIGN, ONE = np.uint64((1 << 64) - 1), np.uint64(1 << 63), np.uint64(1)


class Simplification(NamedTuple):
    """What becomes of each code point."""

    table: np.ndarray  # uint32, 0x110000: SPACE, DROPPED, or a code point; with EXPANDED a place in expansions
    expansions: np.ndarray  # uint32: a number of code points, then these, and so on


@cache
def simplification() -> Simplification:
    """The tables of `simplified_words`.

    Cost: 0.5 s the first time, 4.5 MB.
    """
    category = categories()
    table = np.arange(N_CODE_POINTS, dtype=np.uint32)
    expansions: list[int] = []
    for point in np.flatnonzero(np.isin(category.astype("U1"), ["L", "M", "N"])).tolist():
        characters = unicodedata.normalize("NFD", chr(point).casefold())
        points = [ord(character) for character in characters if category[ord(character)] != "Mn"]
        if len(points) == 1:
            table[point] = points[0]
        elif points:
            table[point] = EXPANDED | np.uint32(len(expansions))
            expansions += [len(points), *points]
        else:
            table[point] = DROPPED
    for first, last in RECIPE.spaceless_blocks:
        table[first : last + 1] |= SPACELESS
    for point in np.flatnonzero(category == "Nd").tolist():
        table[point] = ord("0") + unicodedata.decimal(chr(point))
    table[np.isin(category, ["Mn", "Cf"])] = DROPPED
    table[np.isin(category.astype("U1"), ["P", "S", "Z"]) | (category == "Cc")] = SPACE
    return Simplification(table, np.array(expansions, np.uint32))


@njit
def hash_words(data: np.ndarray, start: int, end: int, rules: Simplification, words: np.ndarray) -> int:
    """The hashes of the words of a simplified text.

    Input: UTF-8 bytes data[start:end], rules: `simplification()`.
    Output: the number n of words; words[:n] (uint64): `hash_step` over the code points of each.
    Cost: O(end - start); at most (end - start + 1) // 2 words.
    """
    n = 0
    h, previous = SEED, SPACE
    i = start
    while i < end:
        point, width = decode(data, i)
        i += width
        value = rules.table[point]
        if value == DROPPED:
            continue
        if (value == SPACE or value & SPACELESS) and previous != SPACE:
            words[n] = h
            n += 1
            h, previous = SEED, SPACE
        if value == SPACE:
            continue
        if value & EXPANDED:
            place = value & VALUE
            for k in range(rules.expansions[place]):
                h = hash_step(h, np.uint64(rules.expansions[place + 1 + k]))
        else:
            h = hash_step(h, np.uint64(value & VALUE))
        previous = value
        if value & SPACELESS:
            words[n] = h
            n += 1
            h, previous = SEED, SPACE
    if previous != SPACE:
        words[n] = h
        n += 1
    return n


@njit(cache=True, nogil=True)
def hash_word_sequences(
    data: np.ndarray, offsets: np.ndarray, rules: Simplification, keys: np.ndarray, n_words: np.ndarray
) -> None:
    """Two independent hashes of the words of each text in their order.

    Input: the buffers of the texts, rules: `simplification()`.
    Output: keys (uint64, n × 2), n_words (int64, n).
    Cost: O(bytes).
    """
    words = np.empty((np.diff(offsets).max() + 1) // 2, np.uint64)
    for i in range(len(offsets) - 1):
        n_words[i] = hash_words(data, offsets[i], offsets[i + 1], rules, words)
        first, second = SEED, KEY_SEED
        for word in words[: n_words[i]]:
            first, second = hash_step(first, word), hash_step(second, mix(word))
        keys[i, 0], keys[i, 1] = mix(first), mix(second)


def text_keys(texts: pa.Array) -> pa.Array:
    """What two texts have in common when their simplified words are the same in the same order.

    Input: string array; NULL allowed.
    Output: string: 128 bits in 32 hexadecimal digits; NULL for a text without words, which resembles nothing, and for
        NULL.
    Errors: none.
    Cost: 260 MB/s on one thread.
    """
    data, offsets, is_valid = text_buffers(texts)
    keys, n_words = np.empty((len(texts), 2), np.uint64), np.zeros(len(texts), np.int64)
    if len(texts):
        hash_word_sequences(data, offsets, simplification(), keys, n_words)
    has_key = is_valid & (n_words > 0)
    return pa.array(
        [
            f"{first:016x}{second:016x}" if has else None
            for (first, second), has in zip(keys.tolist(), has_key, strict=True)
        ],
        pa.string(),
    )


@njit
def hash_shingles(data: np.ndarray, start: int, end: int, rules: Simplification, shingles: np.ndarray) -> int:
    """The shingles of a text in its order, repeated ones included.

    Input: see `hash_words`.
    Output: the number n of shingles; shingles[:n] (uint64): `hash_step` over the hashes of five words, mixed. A text of
        one to four words has one shingle of all its words, one without words has none.
    Cost: O(end - start).
    """
    n_words = hash_words(data, start, end, rules, shingles)
    size = min(N_WORDS, n_words)
    if size == 0:
        return 0
    for i in range(n_words - size + 1):
        h = SEED
        for k in range(size):
            h = hash_step(h, shingles[i + k])
        shingles[i] = mix(h)  # the word i is needed no more
    return n_words - size + 1


@njit
def sort_distinct(hashes: np.ndarray, n: int, slots: np.ndarray, values: np.ndarray) -> int:
    """The distinct ones of n evenly spread hashes, in the order of int64.

    Input: hashes (uint64), slots: scratch of at least 5n.
    Output: the number of distinct hashes; values (int64, at least n + 1): these, ascending.
    Cost: O(n) expected: a hash table with linear probing whose slots are kept in order, half full at most; a third of
        the time of sorting.
    """
    bits = 1
    while (1 << bits) < 2 * n:
        bits += 1
    n_slots = (1 << bits) + n  # probing runs past the end, not round
    slots[:n_slots] = FREE
    for i in range(n):
        x = min(hashes[i] ^ SIGN, FREE - ONE)
        slot = np.int64(x >> np.uint64(64 - bits))
        while slots[slot] != x:
            if slots[slot] > x:  # the smaller stays, the greater moves on
                x, slots[slot] = slots[slot], x
                if x == FREE:
                    break
            slot += 1
    n_distinct = 0
    for k in range(n_slots):
        values[n_distinct] = np.int64(slots[k] ^ SIGN)  # written always, kept if taken: no branch to mispredict
        n_distinct += slots[k] != FREE
    return n_distinct


@njit(cache=True, nogil=True)
def hash_sets(
    data: np.ndarray, offsets: np.ndarray, rules: Simplification, values: np.ndarray, ends: np.ndarray
) -> None:
    """The sorted distinct shingles of each text.

    Input: the buffers of the texts, rules: `simplification()`.
    Output: values (int64, the lists one after the other), ends (int64, n + 1: where each list ends).
    Cost: O(bytes).
    """
    longest = (np.diff(offsets).max() + 1) // 2
    hashes, slots = np.empty(longest, np.uint64), np.empty(5 * longest + 2, np.uint64)
    for i in range(len(offsets) - 1):
        n = hash_shingles(data, offsets[i], offsets[i + 1], rules, hashes)
        ends[i + 1] = ends[i] + sort_distinct(hashes, n, slots, values[ends[i] :])


def shingle_hashes(texts: pa.Array) -> pa.ListArray:
    """The set of shingles of every text.

    Input: string array; NULL allowed.
    Output: list<int64>: 64-bit hashes, distinct and ascending; empty for a text without words; NULL for a NULL text.
    Errors: none.
    Cost: 165 MB/s on one thread.
    Source: datatrove, utils/text.py (simplify_text), which removes punctuation where a space is put here, cuts words
        with a tokenizer of the language, and folds every number into one 0: articles on two years are no duplicates.
    """
    data, offsets, is_valid = text_buffers(texts)
    ends = np.zeros(len(offsets), np.int64)
    values = np.empty(int(offsets[-1] - offsets[0] + len(texts)) // 2 + 1, np.int64)
    if len(texts):
        hash_sets(data, offsets, simplification(), values, ends)
    return list_array(values[: ends[-1]], ends, is_valid)


def shingle_parts(lists: pa.Array, levels: pa.Array) -> pa.ListArray:
    """The shingles of every text, cut at equal ranges of values: 2 to the power of its level of them.

    Input: list<int64> array of `shingle_hashes`; int32 array, 0 to 62 (beyond counts as these); NULL allowed.
    Output: list of struct of number (int64: of the range, from 0 on) and shingles (list<int64>: as `shingle_hashes`),
        empty ranges left out; NULL where an input is NULL.
    Errors: none.
    Cost: linear.
    """
    values, offsets, is_valid = list_buffers(lists)
    rows = np.repeat(np.arange(len(lists)), np.diff(offsets))
    values, offsets = values[offsets[0] : offsets[-1]], offsets - offsets[0]
    level = np.clip(levels.fill_null(0).to_numpy(zero_copy_only=False), 0, 62).astype(np.uint64)
    numbers = ((values.view(np.uint64) ^ SIGN) >> ONE >> (np.uint64(63) - level)[rows]).astype(np.int64)
    begins = np.flatnonzero((np.diff(rows, prepend=-1) != 0) | (np.diff(numbers, prepend=0) != 0))
    ends = np.append(begins, len(values)).astype(np.int32)
    parts = pa.StructArray.from_arrays(
        [pa.array(numbers[begins]), pa.ListArray.from_arrays(pa.array(ends), pa.array(values))],
        fields=list(PARTS_TYPE.value_type),
    )
    list_ends = np.searchsorted(begins, offsets).astype(np.int32)
    mask = pa.array(~(is_valid & levels.is_valid().to_numpy(zero_copy_only=False)))
    return pa.ListArray.from_arrays(pa.array(list_ends), parts, type=PARTS_TYPE, mask=mask)


@njit(cache=True, nogil=True)
def overlaps(a: np.ndarray, a_offsets: np.ndarray, b: np.ndarray, b_offsets: np.ndarray, n_common: np.ndarray) -> None:
    """How many the sorted distinct a[a_offsets[i]:a_offsets[i + 1]] and the like of b have in common, for each i."""
    for row in range(len(n_common)):
        i, i_end = a_offsets[row], a_offsets[row + 1]
        j, j_end = b_offsets[row], b_offsets[row + 1]
        n = 0
        while i < i_end and j < j_end:
            x, y = a[i], b[j]
            n += x == y
            i += x <= y
            j += y <= x
        n_common[row] = n


def n_common(a: pa.Array, b: pa.Array) -> pa.Array:
    """The size of the intersection of two sets, row by row.

    Input: two list<int64> arrays of one length, each list distinct and ascending; NULL allowed.
    Output: int64; NULL where a side is NULL.
    Errors: none.
    Cost: O(|A| + |B|) a row.
    """
    a_values, a_offsets, a_is_valid = list_buffers(a)
    b_values, b_offsets, b_is_valid = list_buffers(b)
    counts = np.empty(len(a), np.int64)
    overlaps(a_values, a_offsets, b_values, b_offsets, counts)
    return pa.array(counts, mask=~(a_is_valid & b_is_valid))
