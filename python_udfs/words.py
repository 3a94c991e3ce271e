"""A text cut into characters, words and lines: the one pass that all signals are computed from.

A word is a maximal run of what str.split() does not take for whitespace. A line ends at a newline, which is no part of
it; text after the last newline is a line, nothing after it is none. A blank line holds only whitespace. A paragraph is
a maximal run of lines that are not blank. A symbol is a character of the categories P (punctuation), S (symbol) or Cc
(control).
"""

from functools import cache
from typing import NamedTuple

import numpy as np
from numba import njit

from python_udfs.code_points import SEED, all_code_points, categories, decode, hash_step
from python_udfs.repetition import Scratch, new_scratch

VISIBLE, ALPHABETIC, ALPHANUMERIC, DIGIT, UPPERCASE, NON_SYMBOL, COUNTED = (1 << bit for bit in range(7))
N_CLASSES = 1 << 7
NEWLINE, HASH, DOT, ELLIPSIS = 0x0A, 0x23, 0x2E, 0x2026
NO_CHARACTER = -1

LINE = np.dtype(
    [
        ("key", np.uint64),  # hash of its words and whitespace
        ("n_chars", np.int64),
        ("n_last_dots", np.int64),  # full stops that it ends with, trailing whitespace aside
        ("first", np.int32),  # first and last visible character
        ("last", np.int32),
        ("is_start", np.bool_),  # of a paragraph
    ],
    align=True,
)

COUNTS = np.dtype(
    [
        (name, np.int64)
        for name in (
            "n_chars",
            "n_spaces",
            "n_newlines",
            "n_hashes",
            "n_ellipses",
            "n_words",
            "n_lines",
            "n_visible_lines",
            "longest_line",
        )
    ]
)


class Pieces(NamedTuple):
    """What `split` finds in a text; made once a batch, for its longest text."""

    words: Scratch  # keys and ends of the words
    word_classes: np.ndarray  # uint8, the classes of a word's characters together
    lines: np.ndarray  # LINE, those that are not blank
    tally: np.ndarray  # int64, characters by their classes
    counts: np.ndarray  # COUNTS, one element


@njit
def new_pieces(n_bytes: int) -> Pieces:
    """Room for a text of n_bytes: about 40 of virtual memory for each, of which only what its words need is touched."""
    n = n_bytes // 2 + 1
    return Pieces(
        new_scratch(n), np.empty(n, np.uint8), np.empty(n, LINE), np.empty(N_CLASSES, np.int64), np.empty(1, COUNTS)
    )


@cache
def character_classes() -> np.ndarray:
    """The classes of every code point, as bits.

    Output: uint8 array of 0x110000: VISIBLE (not str.isspace), ALPHABETIC (isalpha), ALPHANUMERIC (isalnum), DIGIT
        (isdecimal), UPPERCASE (isupper), NON_SYMBOL (visible and in none of P, S, Cc), COUNTED (one of # . …).
    Cost: 0.3 s the first time, 1.1 MB.
    """
    characters, category = all_code_points(), categories()
    is_visible = ~np.strings.isspace(characters)
    is_symbol = np.isin(category.astype("U1"), ["P", "S"]) | (category == "Cc")
    classes = np.zeros(len(characters), np.uint8)
    for bit, is_member in (
        (VISIBLE, is_visible),
        (ALPHABETIC, np.strings.isalpha(characters)),
        (ALPHANUMERIC, np.strings.isalnum(characters)),
        (DIGIT, np.strings.isdecimal(characters)),
        (UPPERCASE, np.strings.isupper(characters)),
        (NON_SYMBOL, is_visible & ~is_symbol),
        (COUNTED, [HASH, DOT, ELLIPSIS]),
    ):
        classes[is_member] |= bit
    return classes


@njit
def split(data: np.ndarray, start: int, end: int, classes: np.ndarray, pieces: Pieces) -> None:
    """Cuts the text data[start:end] into pieces.

    Input: UTF-8 bytes, classes: `character_classes()`.
    Output: all of pieces; of pieces.words keys and ends.
    Cost: O(end - start).
    """
    words, word_classes, lines, tally = pieces.words, pieces.word_classes, pieces.lines, pieces.tally
    n_lines, n_visible_lines, n_newlines, longest_line = 0, 0, 0, 0
    line_begin, line_key, line_first, line_last, n_last_dots = 0, SEED, NO_CHARACTER, NO_CHARACTER, 0
    n_words, word_end, n_spaces, n_hashes, n_ellipses = 0, 0, 0, 0, 0
    is_start = True
    tally[:] = 0
    i = start
    while i <= end:
        # Once round: a word, empty perhaps, and the whitespace character after it.
        word_key, word_class, first, last, n_dots = SEED, np.uint8(0), NO_CHARACTER, NO_CHARACTER, 0
        while True:
            point, width = decode(data, i) if i < end else (NEWLINE, 1)  # one newline more closes the last line
            i += width
            c = classes[point]
            tally[c] += 1
            if not c & VISIBLE:
                break
            if first == NO_CHARACTER:
                first = point
            last = point
            word_key = hash_step(word_key, np.uint64(point))
            word_class |= c
            word_end += 1
            n_dots = n_dots + 1 if point == DOT else 0
            if c & COUNTED:
                n_hashes += point == HASH
                n_ellipses += point == ELLIPSIS or (n_dots > 0 and n_dots % 3 == 0)
        if word_class:
            words.keys[n_words] = word_key
            words.ends[n_words] = word_end
            word_classes[n_words] = word_class
            n_words += 1
            if line_first == NO_CHARACTER:
                line_first = first
            line_last = last
            line_key = hash_step(line_key, word_key)
            n_last_dots = n_dots
        n_spaces += 1
        if point != NEWLINE:
            line_key = hash_step(line_key, np.uint64(point))
            continue
        line_chars = word_end + n_spaces - 1 - line_begin
        if line_first != NO_CHARACTER:
            line = lines[n_visible_lines]
            line.key = line_key
            line.n_chars = line_chars
            line.first = line_first
            line.last = line_last
            line.n_last_dots = n_last_dots
            line.is_start = is_start
            n_visible_lines += 1
        is_start = line_first == NO_CHARACTER
        n_lines += i <= end or line_chars > 0
        n_newlines += i <= end
        longest_line = max(longest_line, line_chars)
        line_begin, line_key, line_first, n_last_dots = word_end + n_spaces, SEED, NO_CHARACTER, 0

    counts = pieces.counts[0]
    counts.n_chars = word_end + n_spaces - 1
    counts.n_spaces = n_spaces - 1
    counts.n_newlines = n_newlines
    counts.n_hashes = n_hashes
    counts.n_ellipses = n_ellipses
    counts.n_words = n_words
    counts.n_lines = n_lines
    counts.n_visible_lines = n_visible_lines
    counts.longest_line = longest_line


@njit
def members(tally: np.ndarray, bit: int) -> int:
    """Characters of a class."""
    n = 0
    for c in range(N_CLASSES):
        n += tally[c] if c & bit else 0
    return n
