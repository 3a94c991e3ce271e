"""How many words of a text are flagged: words and phrases of the file that MAINPIPE_FLAGGED_TERMS names, one a line.

A word is a maximal run of what str.split() does not take for whitespace, without the punctuation and symbols that it
begins and ends with, in folded case; what is punctuation alone is no word. Words of a phrase have white space between
them and nothing else. So `Scunthorpe` holds no flagged word, and a script without blanks has words only where
punctuation or blanks set them off.
"""

import os
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import pyarrow as pa
from numba import njit

from python_udfs.arrow_text import text_buffers
from python_udfs.code_points import N_CODE_POINTS, SEED, decode, hash_step, mix
from python_udfs.words import NON_SYMBOL, VISIBLE, character_classes

VARIABLE = "MAINPIPE_FLAGGED_TERMS"


@dataclass(frozen=True)
class Recipe:
    """How long a phrase may be."""

    max_words: int = 4


RECIPE = Recipe()
MAX_WORDS = RECIPE.max_words

# What a character is, in the bits above its folded code point; white space is 0.
SYMBOL, LETTER = np.uint32(1 << 24), np.uint32(1 << 25)
# What is known of a key, in bits: bit n - 1 says that the word ends a term of n words, this one that it is a phrase's.
PHRASE = np.uint8(1 << MAX_WORDS)


class FlaggedTermsError(RuntimeError):
    """There is no list of terms to work with; the message is one line."""


def folded(character: str) -> str:
    """The case-folded character; itself where folding would make it longer."""
    return next((form for form in (character.casefold(), character.lower()) if len(form) == 1), character)


@cache
def folded_code_points() -> np.ndarray:
    """The folded code point of every code point, and whether it is a symbol or any other visible character.

    Output: uint32 array of 0x110000; 0 for white space.
    Cost: 0.5 s the first time, 4.5 MB.
    """
    classes = character_classes()
    code_points = np.fromiter((ord(folded(chr(point))) for point in range(N_CODE_POINTS)), np.uint32, N_CODE_POINTS)
    code_points |= np.where(classes & NON_SYMBOL, LETTER, SYMBOL)
    code_points[classes & VISIBLE == 0] = 0
    return code_points


@njit
def next_word(data: np.ndarray, i: int, end: int, code_points: np.ndarray) -> tuple[int, bool, np.uint64, bool, bool]:
    """Reads from i over a word and the whitespace character after it.

    Output: where it stopped, whether there is a word, its key, whether symbols stood before it, and after it.
    """
    key, word_key, is_word, is_led, is_trailed = SEED, SEED, False, False, False
    while i < end:
        point, width = decode(data, i)
        i += width
        point = code_points[point]
        if point == 0:
            break
        if point & LETTER:
            key = hash_step(key, np.uint64(point))
            word_key, is_word, is_trailed = key, True, False
        elif is_word:
            key = hash_step(key, np.uint64(point))
            is_trailed = True
        else:
            is_led = True
    return i, is_word, word_key, is_led, is_trailed


@njit
def find(keys: np.ndarray, flags: np.ndarray, key: np.uint64) -> np.int64:
    """The slot that holds the key, or the empty one (flags 0) where it would stand."""
    slot = np.int64(mix(key) & np.uint64(len(keys) - 1))
    while flags[slot] and keys[slot] != key:
        slot = (slot + 1) & (len(keys) - 1)
    return slot


@njit(cache=True)
def fill_table(
    data: np.ndarray, offsets: np.ndarray, code_points: np.ndarray, keys: np.ndarray, flags: np.ndarray
) -> None:
    """Enters each term of at most four words: each last word with the lengths of its terms, each phrase."""
    words = np.empty(MAX_WORDS, np.uint64)
    for row in range(len(offsets) - 1):
        i, end, n = offsets[row], offsets[row + 1], 0
        while i < end:
            i, is_word, key, _, _ = next_word(data, i, end, code_points)
            if is_word:
                if n < MAX_WORDS:
                    words[n] = key
                n += 1
        if 0 < n <= MAX_WORDS:
            slot = find(keys, flags, words[n - 1])
            keys[slot] = words[n - 1]
            flags[slot] |= np.uint8(1 << (n - 1))
        if 1 < n <= MAX_WORDS:
            phrase = SEED
            for k in range(n):
                phrase = hash_step(phrase, words[k])
            slot = find(keys, flags, phrase)
            keys[slot] = phrase
            flags[slot] |= PHRASE


@njit(cache=True, nogil=True)
def count_flagged(
    data: np.ndarray,
    offsets: np.ndarray,
    code_points: np.ndarray,
    keys: np.ndarray,
    flags: np.ndarray,
    counts: np.ndarray,
) -> None:
    """Sets the number of words of each row that are part of a term.

    Input: the buffers of the texts, `folded_code_points()`, the table of the terms.
    Output: counts (int64).
    Cost: O(bytes).
    """
    before = np.empty(MAX_WORDS, np.uint64)  # the words with nothing but white space between them, the last one first
    for row in range(len(counts)):
        i, end = offsets[row], offsets[row + 1]
        n_flagged, n_run, covered = 0, 0, 0  # covered: bit k for the word k before this one
        while i < end:
            i, is_word, key, is_led, is_trailed = next_word(data, i, end, code_points)
            if is_led:
                n_run = 0
            if not is_word:
                continue
            for k in range(MAX_WORDS - 1, 0, -1):
                before[k] = before[k - 1]
            before[0] = key
            n_run += 1
            covered = (covered << 1) & (1 << MAX_WORDS) - 1
            found = flags[find(keys, flags, key)]
            for n in range(min(n_run, MAX_WORDS), 0, -1):
                if not found & np.uint8(1 << (n - 1)):
                    continue
                phrase = SEED
                for k in range(n - 1, -1, -1):
                    phrase = hash_step(phrase, before[k])
                if n == 1 or flags[find(keys, flags, phrase)] & PHRASE:
                    for k in range(n):
                        n_flagged += not covered >> k & 1
                    covered |= (1 << n) - 1
                    break
            if is_trailed:
                n_run = 0
        counts[row] = n_flagged


def table_of(terms: Iterable[str]) -> tuple[np.ndarray, np.ndarray]:
    """The hash table of the terms.

    Input: terms of at most four words; one of more, or of none, flags nothing.
    Output: keys (uint64) and flags (uint8), at most half full.
    Cost: linear.
    """
    texts = pa.array([unicodedata.normalize("NFC", term) for term in terms], pa.large_string())
    data, offsets, _ = text_buffers(texts)
    n_slots = 1 << (4 * len(texts) + 1).bit_length()
    keys, flags = np.zeros(n_slots, np.uint64), np.zeros(n_slots, np.uint8)
    fill_table(data, offsets, folded_code_points(), keys, flags)
    return keys, flags


@cache
def load_table(path: str) -> tuple[np.ndarray, np.ndarray]:
    """The table of a file with one term a line, read once per path and process. Errors: FlaggedTermsError."""
    try:
        return table_of(Path(path).read_text(encoding="utf-8").split("\n"))
    except (OSError, UnicodeDecodeError) as error:
        raise FlaggedTermsError(f"cannot read the flagged terms {path}") from error


def flagged_words(texts: pa.Array) -> pa.Array:
    """The number of words that are part of a flagged term.

    Input: string array of normalised text (NFC); NULL allowed.
    Output: int64, from 0 to the number of words; a phrase counts with each of its words, a word at most once. NULL for
        NULL.
    Errors: FlaggedTermsError when MAINPIPE_FLAGGED_TERMS names no readable list; an empty list flags nothing.
    Cost: one pass at 140 MB/s on one thread, whatever the number of terms.
    """
    path = os.environ.get(VARIABLE)
    if not path:
        raise FlaggedTermsError(f"set {VARIABLE} to the path of a list of terms")
    data, offsets, is_valid = text_buffers(texts)
    counts = np.zeros(len(texts), np.int64)
    count_flagged(data, offsets, folded_code_points(), *load_table(path), counts)
    return pa.array(counts, mask=~is_valid)
