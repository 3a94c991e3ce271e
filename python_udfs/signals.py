"""What a document is like, in numbers: the quality signals of Gopher, FineWeb and RedPajama, and no opinion on them.

What is a word, a line, a paragraph and a symbol stands in words.py.
"""

import math
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numba import njit

from python_udfs.arrow_text import text_buffers
from python_udfs.code_points import SEED, hash_step, hash_text
from python_udfs.repetition import duplicates, find_first, length, n_grams
from python_udfs.words import (
    ALPHABETIC,
    ALPHANUMERIC,
    DIGIT,
    ELLIPSIS,
    NON_SYMBOL,
    UPPERCASE,
    Pieces,
    character_classes,
    members,
    new_pieces,
    split,
)


@dataclass(frozen=True)
class Recipe:
    """The characters and words that the signals look for."""

    stop_words: tuple[str, ...] = ("the", "be", "to", "of", "and", "that", "have", "with")
    bullets: str = "•-"
    terminal_punctuation: str = ".!?\"'”’…。！？"
    short_line_chars: int = 30


RECIPE = Recipe()

# The one list of signals: a new one is a line here and a line in `measure`.
SIGNAL_TYPES = np.dtype(
    [
        ("n_chars", np.int64),
        ("n_bytes", np.int64),
        ("n_words", np.int64),
        ("n_non_symbol_words", np.int64),
        ("n_lines", np.int64),
        ("n_stop_words", np.int64),
        ("mean_word_length", np.float64),
        ("mean_line_length", np.float64),
        ("max_line_length", np.int64),
        ("alphabetic_ratio", np.float64),
        ("alphanumeric_ratio", np.float64),
        ("digit_ratio", np.float64),
        ("uppercase_ratio", np.float64),
        ("whitespace_ratio", np.float64),
        ("hash_to_word_ratio", np.float64),
        ("ellipsis_to_word_ratio", np.float64),
        ("newline_to_word_ratio", np.float64),
        ("alphabetic_word_ratio", np.float64),
        ("unique_word_ratio", np.float64),
        ("unigram_entropy", np.float64),
        ("bullet_line_ratio", np.float64),
        ("ellipsis_line_ratio", np.float64),
        ("terminal_punctuation_line_ratio", np.float64),
        ("short_line_ratio", np.float64),
        ("duplicate_line_ratio", np.float64),
        ("duplicate_line_char_ratio", np.float64),
        ("duplicate_paragraph_ratio", np.float64),
        ("duplicate_paragraph_char_ratio", np.float64),
        ("top_2gram_char_ratio", np.float64),
        ("top_3gram_char_ratio", np.float64),
        ("top_4gram_char_ratio", np.float64),
        ("duplicate_5gram_char_ratio", np.float64),
        ("duplicate_6gram_char_ratio", np.float64),
        ("duplicate_7gram_char_ratio", np.float64),
        ("duplicate_8gram_char_ratio", np.float64),
        ("duplicate_9gram_char_ratio", np.float64),
        ("duplicate_10gram_char_ratio", np.float64),
    ]
)

SIGNALS = pa.struct([(name, pa.from_numpy_dtype(SIGNAL_TYPES[name])) for name in SIGNAL_TYPES.names or ()])

BULLETS = tuple(map(ord, RECIPE.bullets))
TERMINAL_PUNCTUATION = tuple(map(ord, RECIPE.terminal_punctuation))
SHORT_LINE_CHARS = RECIPE.short_line_chars


@njit
def ratio(numerator: float, denominator: float) -> float:
    """numerator / denominator; not a number, which is NULL in Arrow, on a zero denominator."""
    return numerator / denominator if denominator != 0 else np.nan


@njit
def measure_characters(pieces: Pieces, row: np.record) -> None:
    """The signals that are counts and lengths."""
    tally, counts = pieces.tally, pieces.counts[0]
    row.n_chars = counts.n_chars
    row.n_words = counts.n_words
    row.n_lines = counts.n_lines
    row.mean_line_length = ratio(counts.n_chars - counts.n_newlines, counts.n_lines)
    row.max_line_length = counts.longest_line
    row.alphabetic_ratio = ratio(members(tally, ALPHABETIC), counts.n_chars)
    row.alphanumeric_ratio = ratio(members(tally, ALPHANUMERIC), counts.n_chars)
    row.digit_ratio = ratio(members(tally, DIGIT), counts.n_chars)
    row.uppercase_ratio = ratio(members(tally, UPPERCASE), counts.n_chars)
    row.whitespace_ratio = ratio(counts.n_spaces, counts.n_chars)
    row.hash_to_word_ratio = ratio(counts.n_hashes, counts.n_words)
    row.ellipsis_to_word_ratio = ratio(counts.n_ellipses, counts.n_words)
    row.newline_to_word_ratio = ratio(counts.n_newlines, counts.n_words)


@njit
def measure_words(pieces: Pieces, stop_words: np.ndarray, row: np.record) -> None:
    """The signals of words and n-grams.

    Input: stop_words: their keys. Output: row; the keys of the words are overwritten.
    Cost: O(words).
    """
    words, n_words = pieces.words, pieces.counts[0].n_words
    n_alphabetic, n_non_symbol, n_non_symbol_chars = 0, 0, 0
    for i in range(n_words):
        n_alphabetic += (pieces.word_classes[i] & ALPHABETIC) > 0
        if pieces.word_classes[i] & NON_SYMBOL:
            n_non_symbol += 1
            n_non_symbol_chars += length(words.ends, i, 1)
    row.n_non_symbol_words = n_non_symbol
    row.mean_word_length = ratio(n_non_symbol_chars, n_non_symbol)
    row.alphabetic_word_ratio = ratio(n_alphabetic, n_words)

    row.unique_word_ratio = ratio(find_first(words, n_words), n_words)
    n_stop_words, sum_of_logs = 0, 0.0
    for i in range(n_words):
        if words.first[i] == i:
            sum_of_logs += words.times[i] * math.log(words.times[i])
            for k in range(len(stop_words)):
                n_stop_words += words.keys[i] == stop_words[k]
    row.n_stop_words = n_stop_words
    # Rounding may leave a hair below zero.
    row.unigram_entropy = max(0.0, math.log(n_words) - sum_of_logs / n_words) if n_words else np.nan

    top, repeated = n_grams(words, n_words)
    # Occurrences of one n-gram may overlap, so that their characters pass those of the text.
    row.top_2gram_char_ratio = ratio(min(top[2], row.n_chars), row.n_chars)
    row.top_3gram_char_ratio = ratio(min(top[3], row.n_chars), row.n_chars)
    row.top_4gram_char_ratio = ratio(min(top[4], row.n_chars), row.n_chars)
    row.duplicate_5gram_char_ratio = ratio(repeated[5], row.n_chars)
    row.duplicate_6gram_char_ratio = ratio(repeated[6], row.n_chars)
    row.duplicate_7gram_char_ratio = ratio(repeated[7], row.n_chars)
    row.duplicate_8gram_char_ratio = ratio(repeated[8], row.n_chars)
    row.duplicate_9gram_char_ratio = ratio(repeated[9], row.n_chars)
    row.duplicate_10gram_char_ratio = ratio(repeated[10], row.n_chars)


@njit
def measure_lines(pieces: Pieces, row: np.record) -> None:
    """The signals of lines and paragraphs.

    Output: row; the keys and ends of the words are overwritten.
    Cost: O(lines).
    """
    lines, n, scratch = pieces.lines, pieces.counts[0].n_visible_lines, pieces.words
    n_bullets, n_ellipses, n_terminal, n_short, end = 0, 0, 0, 0, 0
    for i in range(n):
        line = lines[i]
        n_bullets += line.first in BULLETS
        n_ellipses += line.n_last_dots >= 3 or line.last == ELLIPSIS
        n_terminal += line.last in TERMINAL_PUNCTUATION
        n_short += line.n_chars <= SHORT_LINE_CHARS
        end += line.n_chars
        scratch.keys[i] = line.key
        scratch.ends[i] = end
    row.bullet_line_ratio = ratio(n_bullets, row.n_lines)
    row.ellipsis_line_ratio = ratio(n_ellipses, row.n_lines)
    row.terminal_punctuation_line_ratio = ratio(n_terminal, n)
    row.short_line_ratio = ratio(n_short, n)
    n_duplicates, n_duplicate_chars = duplicates(scratch, n)
    row.duplicate_line_ratio = ratio(n_duplicates, n)
    row.duplicate_line_char_ratio = ratio(n_duplicate_chars, row.n_chars)

    n_paragraphs, end = 0, 0
    for i in range(n):
        line = lines[i]
        if line.is_start:
            scratch.keys[n_paragraphs] = SEED
            n_paragraphs += 1
        else:
            end += 1  # the newline between two lines
        end += line.n_chars
        scratch.keys[n_paragraphs - 1] = hash_step(scratch.keys[n_paragraphs - 1], line.key)
        scratch.ends[n_paragraphs - 1] = end
    n_duplicates, n_duplicate_chars = duplicates(scratch, n_paragraphs)
    row.duplicate_paragraph_ratio = ratio(n_duplicates, n_paragraphs)
    row.duplicate_paragraph_char_ratio = ratio(n_duplicate_chars, row.n_chars)


@njit(cache=True, nogil=True)
def measure(
    data: np.ndarray,
    offsets: np.ndarray,
    is_valid: np.ndarray,
    classes: np.ndarray,
    stop_data: np.ndarray,
    stop_offsets: np.ndarray,
    rows: np.ndarray,
) -> None:
    """Sets the signals of each valid row.

    Input: the buffers of the texts and of the stop words, classes: `character_classes()`.
    Output: rows (SIGNAL_TYPES), not a number where NULL.
    Cost: O(bytes).
    """
    stop_words = np.empty(len(stop_offsets) - 1, np.uint64)
    for k in range(len(stop_words)):
        stop_words[k] = hash_text(stop_data, stop_offsets[k], stop_offsets[k + 1])
    pieces = new_pieces(np.diff(offsets).max())
    for i in range(len(rows)):
        if is_valid[i]:
            row = rows[i]
            row.n_bytes = offsets[i + 1] - offsets[i]
            split(data, offsets[i], offsets[i + 1], classes, pieces)
            measure_characters(pieces, row)
            measure_words(pieces, stop_words, row)
            measure_lines(pieces, row)


def text_signals(texts: pa.Array) -> pa.StructArray:
    """Every signal of every text.

    Input: string array of UTF-8 below 4 GiB a row; NULL allowed.
    Output: struct array of SIGNALS; a NULL text is a NULL struct. n_* are counts, *_length characters (code points),
        unigram_entropy nats, *_ratio shares from 0 to 1; only the *_to_word_ratio have no upper bound. A ratio, mean
        or entropy of nothing (an empty text, one without words) is NULL.
    Errors: none.
    Cost: 105 MB/s on one thread.
    Source: Rae et al., "Scaling Language Models" (2021), table A1 and section A.1.1, as datatrove reads it in
        gopher_quality_filter.py, gopher_repetition_filter.py and fineweb_quality_filter.py. The differences: words are
        split at whitespace; blank lines are no duplicates (its issue #273) and part of no denominator but that of
        bullet_line_ratio and ellipsis_line_ratio; a line ends at its last visible character; shares stop at 1.
    """
    data, offsets, is_valid = text_buffers(texts)
    rows = np.zeros(len(texts), SIGNAL_TYPES)
    if len(texts):
        stop_data, stop_offsets, _ = text_buffers(pa.array(RECIPE.stop_words))
        measure(data, offsets, is_valid, character_classes(), stop_data, stop_offsets, rows)
    columns = []
    for field in SIGNALS:
        values = np.ascontiguousarray(rows[field.name])
        columns.append(pa.array(values, mask=~is_valid | np.isnan(values)))
    return pa.StructArray.from_arrays(columns, fields=list(SIGNALS), mask=pa.array(~is_valid))
