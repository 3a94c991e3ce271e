"""Which elements of a sequence came before, and how much of a document its repeated n-grams make up."""

from typing import NamedTuple

import numpy as np
from numba import njit

from python_udfs.code_points import mix

LONGEST_TOP_GRAM, LONGEST_GRAM = 4, 10


class Scratch(NamedTuple):
    """Arrays that one thread reuses from document to document; each holds one element a word or a line."""

    keys: np.ndarray  # uint64, what is compared
    ends: np.ndarray  # int64, characters of the elements so far
    first: np.ndarray  # int32, index of the first equal element
    times: np.ndarray  # int32, how often it occurs, at a first element; 0 at any other
    slots: np.ndarray  # int32, the hash table
    positions: np.ndarray  # int32
    name: np.ndarray  # int32
    size: np.ndarray  # int8
    seen: np.ndarray  # int8


@njit
def new_scratch(n: int) -> Scratch:
    """Scratch for n elements, about 40 bytes each; memory that no document reaches is never touched."""
    return Scratch(
        np.empty(n, np.uint64),
        np.empty(n, np.int64),
        np.empty(n, np.int32),
        np.empty(n, np.int32),
        np.empty(1 << slot_bits(n), np.int32),
        np.empty(n, np.int32),
        np.empty(n, np.int32),
        np.empty(n, np.int8),
        np.empty(n, np.int8),
    )


@njit
def slot_bits(n: int) -> int:
    """The binary logarithm of the table for n keys: at least twice as many slots."""
    bits = 1
    while (1 << bits) < 2 * n:
        bits += 1
    return bits


@njit
def find_first(scratch: Scratch, n: int) -> int:
    """Sets `first` and `times` for the first n keys, and returns how many distinct keys there are.

    Input: scratch.keys[:n].
    Cost: O(n) expected (open addressing, at most half full).
    """
    keys, first, times, slots = scratch.keys, scratch.first, scratch.times, scratch.slots
    bits = slot_bits(n)
    mask = (1 << bits) - 1
    shift = np.uint64(64 - bits)
    slots[: mask + 1] = -1
    n_distinct = 0
    for i in range(n):
        key = keys[i]
        slot = np.int64(mix(key) >> shift)
        while slots[slot] >= 0 and keys[slots[slot]] != key:
            slot = (slot + 1) & mask
        j = slots[slot]
        times[i] = 0
        if j < 0:
            slots[slot] = i
            first[i] = i
            times[i] = 1
            n_distinct += 1
        else:
            first[i] = j
            times[j] += 1
    return n_distinct


@njit
def length(ends: np.ndarray, i: int, n: int) -> int:
    """Characters of the elements i to i + n - 1."""
    return ends[i + n - 1] - (ends[i - 1] if i > 0 else 0)


@njit
def duplicates(scratch: Scratch, n: int) -> tuple[int, int]:
    """How many of the first n elements repeat an earlier one, and the characters of those that do.

    Input: keys and ends.
    Source: datatrove, gopher_repetition_filter.py (find_duplicates).
    """
    find_first(scratch, n)
    n_duplicates, n_chars = 0, 0
    for i in range(n):
        if scratch.first[i] != i:
            n_duplicates += 1
            n_chars += length(scratch.ends, i, 1)
    return n_duplicates, n_chars


@njit
def n_grams(scratch: Scratch, n_words: int) -> tuple[np.ndarray, np.ndarray, int]:
    """Characters in the most frequent n-gram (n = 2 to 4) and in repeated n-grams (n = 5 to 10) of the words.

    Input: first, times and ends of the words (all but ends are overwritten).
    Output: top[n]: (characters of the n-gram, single spaces included) × (its occurrences); of equally frequent ones
        the first; 0 if none occurs twice. repeated[n]: reading from the start, a known n-gram adds its characters (no
        spaces) and is jumped over, an unknown one is noted and reading goes on at its second word. The number of
        words where a 10-gram begins that occurs twice or more.
    Cost: O(n_words): an n-gram is looked up only where both (n - 1)-grams in it are repeated, for no other can be.
    Source: datatrove, gopher_repetition_filter.py (find_top_duplicate, find_all_duplicate).
    """
    keys, ends, first, times = scratch.keys, scratch.ends, scratch.first, scratch.times
    # size[i]: the longest repeated gram that starts at i; name[i]: where that one stands first.
    positions, name, size, seen = scratch.positions, scratch.name, scratch.size, scratch.seen
    top, repeated = np.zeros(LONGEST_GRAM + 1, np.int64), np.zeros(LONGEST_GRAM + 1, np.int64)
    n_positions = 0
    for i in range(n_words):
        name[i] = first[i]
        seen[i] = 0
        size[i] = times[first[i]] > 1
        positions[n_positions] = i  # written always, kept if repeated: no branch to mispredict
        n_positions += size[i]

    for n in range(2, min(LONGEST_GRAM, n_words) + 1):
        n_candidates = 0
        for j in range(n_positions):
            i = positions[j]
            after = min(i + 1, n_words - 1)
            keys[n_candidates] = np.uint64(name[i]) << np.uint64(32) | np.uint64(name[after])
            positions[n_candidates] = i
            n_candidates += size[after] >= n - 1 and after > i
        find_first(scratch, n_candidates)

        if n <= LONGEST_TOP_GRAM:
            best, most = 0, 1
            for j in range(n_candidates):
                if first[j] == j and times[j] > most:
                    best, most = positions[j], times[j]
            if most > 1:
                top[n] = (length(ends, best, n) + n - 1) * most

        next_free = 0
        for j in range(n_candidates):
            if times[first[j]] > 1:
                i, origin = positions[j], positions[first[j]]
                name[i] = origin
                size[i] = n
                if n > LONGEST_TOP_GRAM and i >= next_free:
                    if seen[origin] == n:
                        repeated[n] += length(ends, i, n)
                        next_free = i + n
                    seen[origin] = n

        n_positions = 0
        for j in range(n_candidates):
            positions[n_positions] = positions[j]
            n_positions += size[positions[j]] == n
    return top, repeated, n_positions if n_words >= LONGEST_GRAM else 0
