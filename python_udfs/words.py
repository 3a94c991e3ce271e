"""A text cut into characters, words and lines: the one pass that all signals are computed from.

A word is a maximal run of what str.split() does not take for whitespace. A line ends at a newline, which is no part of
it; text after the last newline is a line, nothing after it is none. A blank line holds only whitespace. A paragraph is
a maximal run of lines that are not blank. A symbol is a character of the categories P (punctuation), S (symbol) or Cc
(control). A sentence ends at the end of its line, and after a word that ends in . ! ? … 。 ！ or ？ (closing quotes and
brackets aside) unless the line's next word begins in lower case; what holds no letter or digit is none.
"""

from functools import cache
from typing import NamedTuple

import numpy as np
from numba import njit

from python_udfs.code_points import SEED, STEP, all_code_points, categories, decode, hash_step
from python_udfs.repetition import Scratch, new_scratch

VISIBLE, ALPHABETIC, ALPHANUMERIC, DIGIT, UPPERCASE, LOWERCASE, NON_SYMBOL, NOTED = (1 << bit for bit in range(8))
NEWLINE, HASH, DOT, ELLIPSIS = map(ord, "\n#.…")
CURLY_BRACKETS = tuple(map(ord, "{}"))
TERMINATORS = tuple(map(ord, ".!?…。！？"))
CLOSERS = tuple(map(ord, "\"'”’»)]"))
NO_CHARACTER = -1

# Five counts in one number, so that a character costs one addition. A field overflows at 4,096 characters.
SUMMED = (ALPHABETIC, ALPHANUMERIC, DIGIT, UPPERCASE, NON_SYMBOL)
FIELD_BITS = 12
FIELD = (1 << FIELD_BITS) - 1
SUMMANDS = np.array(
    [sum(1 << FIELD_BITS * k for k, bit in enumerate(SUMMED) if c & bit) for c in range(256)], np.uint64
)

LINE = np.dtype(
    [
        ("key", np.uint64),  # hash of its words and whitespace
        ("start", np.int64),  # of its bytes
        ("end", np.int64),
        ("n_chars", np.int64),
        ("n_words", np.int64),
        ("n_sentences", np.int64),
        ("n_digits", np.int64),
        ("n_uppercase", np.int64),
        ("longest_word", np.int64),
        ("n_last_dots", np.int64),  # full stops that it ends with, trailing whitespace aside
        ("n_placeholders", np.int64),  # of phrases.py
        ("has_javascript", np.bool_),
        ("has_policy", np.bool_),
        ("first", np.int32),  # first and last visible character
        ("last", np.int32),
        ("is_first", np.bool_),  # of a paragraph
    ],
    align=True,
)

COUNTS = np.dtype(
    [
        (name, np.int64)
        for name in (
            "n_alphabetic",
            "n_alphanumeric",
            "n_digits",
            "n_uppercase",
            "n_non_symbols",
            "n_chars",
            "n_spaces",
            "n_newlines",
            "n_hashes",
            "n_ellipses",
            "n_curly_brackets",
            "n_words",
            "n_sentences",
            "n_lines",
            "n_visible_lines",
            "longest_line",
            "longest_word",
        )
    ]
)


class Pieces(NamedTuple):
    """What `split` finds in a text; made once a batch, for its longest text."""

    words: Scratch  # keys and ends of the words
    word_classes: np.ndarray  # uint8, the classes of a word's characters together
    lines: np.ndarray  # LINE, those that are not blank
    counts: np.ndarray  # COUNTS, one element


@njit
def new_pieces(n_bytes: int) -> Pieces:
    """Room for a text of n_bytes: about 70 of virtual memory for each, of which only what its words need is touched."""
    n = n_bytes // 2 + 1
    return Pieces(new_scratch(n), np.empty(n, np.uint8), np.empty(n, LINE), np.empty(1, COUNTS))


@cache
def character_classes() -> np.ndarray:
    """The classes of every code point, as bits.

    Output: uint8 array of 0x110000: VISIBLE (not str.isspace), ALPHABETIC (isalpha), ALPHANUMERIC (isalnum), DIGIT
        (isdecimal), UPPERCASE (isupper), LOWERCASE (islower or istitle), NON_SYMBOL (visible and in none of P, S, Cc),
        NOTED (what `split` looks at one by one).
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
        (LOWERCASE, np.strings.islower(characters) | (category == "Lt")),
        (NON_SYMBOL, is_visible & ~is_symbol),
        (NOTED, [HASH, ELLIPSIS, *CURLY_BRACKETS, *TERMINATORS, *CLOSERS]),
    ):
        classes[is_member] |= bit
    return classes


@njit
def word_step(key: np.uint64, point: int) -> np.uint64:
    """The key of a word, taken one code point further; no word has SEED. As `hash_step`, but for the last shift."""
    return (key ^ np.uint64(point)) * STEP


@njit
def add_up(sums: np.uint64, counts: np.record) -> np.uint64:
    """Adds what was summed so far to the counts, and begins again at 0."""
    counts.n_alphabetic += sums & FIELD
    counts.n_alphanumeric += sums >> FIELD_BITS & FIELD
    counts.n_digits += sums >> 2 * FIELD_BITS & FIELD
    counts.n_uppercase += sums >> 3 * FIELD_BITS & FIELD
    counts.n_non_symbols += sums >> 4 * FIELD_BITS & FIELD
    return np.uint64(0)


@njit
def split(data: np.ndarray, start: int, end: int, classes: np.ndarray, pieces: Pieces) -> None:
    """Cuts the text data[start:end] into pieces.

    Input: UTF-8 bytes, classes: `character_classes()`.
    Output: all of pieces; of pieces.words keys and ends.
    Cost: O(end - start).
    """
    words, word_classes, lines = pieces.words, pieces.word_classes, pieces.lines
    pieces.counts[:] = np.zeros(1, COUNTS)
    counts = pieces.counts[0]
    line_start, line_begin, line_key, line_first, line_last, n_last_dots = start, 0, SEED, NO_CHARACTER, 0, 0
    line_words, line_sentences, line_digits, line_uppercase, line_longest_word = 0, 0, 0, 0, 0
    n_words, n_visible, n_spaces, n_sentences = 0, 0, 0, 0
    n_dots, dots_end, terminated_end = 0, -1, -1
    sentence_class, is_terminated, is_first = np.uint8(0), False, True
    sums, stop = np.uint64(0), start
    i = start
    while i <= end:
        # Once round: a word, empty perhaps, and the whitespace character after it.
        word_start, word_begin, word_key, word_class, point = i, n_visible, SEED, np.uint8(0), NEWLINE
        while True:
            last = point
            if i >= stop:
                sums = add_up(sums, counts)
                if i >= end:
                    point, after = NEWLINE, i + 1  # one newline more closes the last line
                    break
                stop = min(end, i + FIELD)
            point, width = decode(data, i)
            after = i + width
            c = classes[np.uint64(point)]
            if not c & VISIBLE:
                break
            word_key = word_step(word_key, point)
            word_class |= c
            n_visible += 1
            sums += SUMMANDS[c]
            if c & NOTED:
                if point == DOT:
                    n_dots = n_dots + 1 if dots_end == i else 1
                    dots_end = after
                    counts.n_ellipses += n_dots % 3 == 0
                counts.n_hashes += point == HASH
                counts.n_ellipses += point == ELLIPSIS
                counts.n_curly_brackets += point in CURLY_BRACKETS
                if point in TERMINATORS or (terminated_end == i and point in CLOSERS):
                    terminated_end = after
            i = after
        if word_class:
            words.keys[n_words] = word_key
            words.ends[n_words] = n_visible
            word_classes[n_words] = word_class
            n_words += 1
            if line_first == NO_CHARACTER:
                line_first = decode(data, word_start)[0]
            elif is_terminated and not classes[decode(data, word_start)[0]] & LOWERCASE:
                n_sentences += 1 if sentence_class & ALPHANUMERIC else 0
                sentence_class = np.uint8(0)
            sentence_class |= word_class
            is_terminated = terminated_end == i
            line_last = last
            line_key = hash_step(line_key, word_key)
            n_last_dots = n_dots if dots_end == i else 0
            line_longest_word = max(line_longest_word, n_visible - word_begin)
        n_spaces += 1
        if point != NEWLINE:
            line_key = hash_step(line_key, np.uint64(point))
            i = after
            continue
        sums = add_up(sums, counts)
        line_chars = n_visible + n_spaces - 1 - line_begin
        if line_first != NO_CHARACTER:
            n_sentences += 1 if sentence_class & ALPHANUMERIC else 0
            line = lines[counts.n_visible_lines]
            line.key = line_key
            line.start = line_start
            line.end = i
            line.n_chars = line_chars
            line.n_words = n_words - line_words
            line.n_sentences = n_sentences - line_sentences
            line.n_digits = counts.n_digits - line_digits
            line.n_uppercase = counts.n_uppercase - line_uppercase
            line.longest_word = line_longest_word
            line.n_last_dots = n_last_dots
            line.n_placeholders = 0
            line.has_javascript = False
            line.has_policy = False
            line.first = line_first
            line.last = line_last
            line.is_first = is_first
            counts.n_visible_lines += 1
            counts.longest_word = max(counts.longest_word, line_longest_word)
        is_first = line_first == NO_CHARACTER
        counts.n_lines += i < end or line_chars > 0
        counts.n_newlines += i < end
        counts.longest_line = max(counts.longest_line, line_chars)
        line_start, line_begin, line_key, line_first = after, n_visible + n_spaces, SEED, NO_CHARACTER
        line_words, line_sentences = n_words, n_sentences
        line_digits, line_uppercase = counts.n_digits, counts.n_uppercase
        line_longest_word, n_last_dots, sentence_class, is_terminated = 0, 0, np.uint8(0), False
        i = after

    counts.n_chars = n_visible + n_spaces - 1
    counts.n_spaces = n_spaces - 1
    counts.n_words = n_words
    counts.n_sentences = n_sentences
