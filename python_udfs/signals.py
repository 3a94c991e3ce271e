"""What a document is like, in numbers: the quality signals of Gopher, C4, FineWeb, RedPajama and Data-Juicer, and no
opinion on them.

What is a word, a sentence, a line, a paragraph and a symbol stands in words.py.
"""

import math
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

import numpy as np
import pyarrow as pa
from numba import njit

from python_udfs.arrow_text import text_buffers
from python_udfs.code_points import SEED, decode, hash_step, mix
from python_udfs.phrases import mark_lines, may_hold_phrases
from python_udfs.repetition import LONGEST_GRAM, duplicates, find_first, length, n_grams
from python_udfs.words import (
    ALPHABETIC,
    ELLIPSIS,
    LOWERCASE,
    NON_SYMBOL,
    UPPERCASE,
    Pieces,
    character_classes,
    new_pieces,
    split,
    word_step,
)


@dataclass(frozen=True)
class Recipe:
    """The words and characters that the signals look for, the bounds that they count by."""

    gopher_stop_words: tuple[str, ...] = ("the", "be", "to", "of", "and", "that", "have", "with")
    # The Snowball project's for English; contractions left out.
    stop_words: str = (
        "i me my myself we our ours ourselves you your yours yourself yourselves he him his himself she her hers "
        "herself it its itself they them their theirs themselves what which who whom this that these those am is are "
        "was were be been being have has had having do does did doing would should could ought a an the and but if or "
        "because as until while of at by for with about against between into through during before after above below "
        "to from up down in out on off over under again further then once here there when where why how all any both "
        "each few more most other some such no nor not only own same so than too very"
    )
    bullets: str = "•-"
    bullet_symbols: str = "•‣▶◀◦■□▪▫–"
    terminal_punctuation: str = ".!?\"'”’…。！？"
    short_line_chars: int = 30
    long_line_chars: int = 200
    c4_min_line_words: int = 3
    c4_max_word_length: int = 1000


RECIPE = Recipe()

# The one list of signals: a new one is a line here and a line in a `measure_…` function.
SIGNAL_TYPES = np.dtype(
    [
        ("n_chars", np.int64),
        ("n_bytes", np.int64),
        ("n_words", np.int64),
        ("n_non_symbol_words", np.int64),
        ("n_sentences", np.int64),
        ("n_lines", np.int64),
        ("n_stop_words", np.int64),
        ("mean_word_length", np.float64),
        ("median_word_length", np.float64),
        ("max_word_length", np.int64),
        ("mean_line_length", np.float64),
        ("max_line_length", np.int64),
        ("alphabetic_ratio", np.float64),
        ("alphanumeric_ratio", np.float64),
        ("digit_ratio", np.float64),
        ("uppercase_ratio", np.float64),
        ("whitespace_ratio", np.float64),
        ("special_character_ratio", np.float64),
        ("curly_bracket_ratio", np.float64),
        ("hash_to_word_ratio", np.float64),
        ("ellipsis_to_word_ratio", np.float64),
        ("symbol_to_word_ratio", np.float64),
        ("newline_to_word_ratio", np.float64),
        ("alphabetic_word_ratio", np.float64),
        ("all_caps_word_ratio", np.float64),
        ("stop_word_ratio", np.float64),
        ("unique_word_ratio", np.float64),
        ("unigram_entropy", np.float64),
        ("mean_line_words", np.float64),
        ("mean_line_uppercase_ratio", np.float64),
        ("mean_line_digit_ratio", np.float64),
        ("bullet_line_ratio", np.float64),
        ("bullet_symbol_line_ratio", np.float64),
        ("ellipsis_line_ratio", np.float64),
        ("terminal_punctuation_line_ratio", np.float64),
        ("short_line_ratio", np.float64),
        ("few_word_line_ratio", np.float64),
        ("uppercase_line_ratio", np.float64),
        ("numeric_line_ratio", np.float64),
        ("javascript_line_ratio", np.float64),
        ("policy_line_ratio", np.float64),
        ("n_lorem_ipsum", np.int64),
        ("n_long_lines", np.int64),
        ("n_c4_sentences", np.int64),
        ("duplicate_line_ratio", np.float64),
        ("duplicate_line_char_ratio", np.float64),
        ("duplicate_char_ratio", np.float64),
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
        ("word_repetition_ratio", np.float64),
    ]
)

SIGNALS = pa.struct([(name, pa.from_numpy_dtype(SIGNAL_TYPES[name])) for name in SIGNAL_TYPES.names or ()])

BULLETS = tuple(map(ord, RECIPE.bullets))
BULLET_SYMBOLS = tuple(map(ord, RECIPE.bullet_symbols))
TERMINAL_PUNCTUATION = tuple(map(ord, RECIPE.terminal_punctuation))
SHORT_LINE_CHARS, LONG_LINE_CHARS = RECIPE.short_line_chars, RECIPE.long_line_chars
MIN_LINE_WORDS, MAX_WORD_LENGTH = RECIPE.c4_min_line_words, RECIPE.c4_max_word_length

N_GOPHER = len(RECIPE.gopher_stop_words)
STOP_WORD = 1 << N_GOPHER
STOP_WORD_SLOTS = np.uint64(1024)
# n log n, where most words are: a logarithm costs as much as the rest of a word.
N_LOG_N = np.array([0.0, *(n * math.log(n) for n in range(1, 256))])


class StopWords(NamedTuple):
    """The stop words by their keys: a hash table."""

    keys: np.ndarray  # uint64
    bits: np.ndarray  # uint16: STOP_WORD and, for the Gopher word k in lower case, 1 << k; 0 in a free slot


@njit
def slot_of(stop_words: StopWords, key: np.uint64) -> int:
    """The slot that holds the key, or the free one where it belongs."""
    slot = mix(key) % STOP_WORD_SLOTS
    while stop_words.bits[slot] and stop_words.keys[slot] != key:
        slot = (slot + np.uint64(1)) % STOP_WORD_SLOTS
    return slot


@njit
def word_keys(data: np.ndarray, offsets: np.ndarray) -> np.ndarray:
    """The keys of words, one a row of the buffers, as `split` makes them."""
    keys = np.full(len(offsets) - 1, SEED)
    for k in range(len(keys)):
        i = offsets[k]
        while i < offsets[k + 1]:
            point, width = decode(data, i)
            keys[k] = word_step(keys[k], point)
            i += width
    return keys


@cache
def stop_words() -> StopWords:
    """The stop words in lower case, with a capital, and in capitals.

    Cost: 10 kB.
    """
    table = StopWords(np.zeros(STOP_WORD_SLOTS, np.uint64), np.zeros(STOP_WORD_SLOTS, np.uint16))
    for forms in ((word, word.capitalize(), word.upper()) for word in RECIPE.stop_words.split()):
        for form, key in zip(forms, word_keys(*text_buffers(pa.array(forms))[:2]), strict=True):
            slot = slot_of(table, key)
            table.keys[slot] = key
            table.bits[slot] = STOP_WORD
            if form in RECIPE.gopher_stop_words:
                table.bits[slot] |= 1 << RECIPE.gopher_stop_words.index(form)
    return table


@njit
def ratio(numerator: float, denominator: float) -> float:
    """numerator / denominator; not a number, which is NULL in Arrow, on a zero denominator."""
    return numerator / denominator if denominator != 0 else np.nan


@njit
def measure_characters(pieces: Pieces, row: np.record) -> None:
    """The signals that are counts and lengths."""
    counts = pieces.counts[0]
    n_chars, n_words = counts.n_chars, counts.n_words
    row.n_chars = n_chars
    row.n_words = n_words
    row.n_sentences = counts.n_sentences
    row.n_lines = counts.n_lines
    row.max_word_length = counts.longest_word
    row.mean_line_length = ratio(n_chars - counts.n_newlines, counts.n_lines)
    row.max_line_length = counts.longest_line
    row.alphabetic_ratio = ratio(counts.n_alphabetic, n_chars)
    row.alphanumeric_ratio = ratio(counts.n_alphanumeric, n_chars)
    row.digit_ratio = ratio(counts.n_digits, n_chars)
    row.uppercase_ratio = ratio(counts.n_uppercase, n_chars)
    row.whitespace_ratio = ratio(counts.n_spaces, n_chars)
    n_numerals = counts.n_alphanumeric - counts.n_alphabetic
    row.special_character_ratio = ratio(n_chars - counts.n_non_symbols + n_numerals, n_chars)
    row.curly_bracket_ratio = ratio(counts.n_curly_brackets, n_chars)
    row.hash_to_word_ratio = ratio(counts.n_hashes, n_words)
    row.ellipsis_to_word_ratio = ratio(counts.n_ellipses, n_words)
    row.symbol_to_word_ratio = ratio(counts.n_hashes + counts.n_ellipses, n_words)
    row.newline_to_word_ratio = ratio(counts.n_newlines, n_words)


@njit
def median_length(pieces: Pieces) -> float:
    """The median of the lengths of the words, the mean of the middle two where their number is even.

    Output: not a number without words; the slots of the words are overwritten.
    Cost: O(words + longest word).
    """
    n_words, n_of_length = pieces.counts[0].n_words, pieces.words.slots
    if n_words == 0:
        return np.nan
    n_of_length[: pieces.counts[0].longest_word + 1] = 0
    for i in range(n_words):
        n_of_length[length(pieces.words.ends, i, 1)] += 1
    n_shorter, lower = 0, 0
    while n_shorter + n_of_length[lower] < (n_words + 1) // 2:
        n_shorter += n_of_length[lower]
        lower += 1
    upper = lower
    while n_shorter + n_of_length[upper] < n_words // 2 + 1:
        n_shorter += n_of_length[upper]
        upper += 1
    return (lower + upper) / 2


@njit
def measure_words(pieces: Pieces, stop_words: StopWords, row: np.record) -> None:
    """The signals of words and n-grams.

    Input: stop_words: `stop_words()`. Output: row; the keys of the words are overwritten.
    Cost: O(words).
    """
    words, n_words = pieces.words, pieces.counts[0].n_words
    n_alphabetic, n_all_caps, n_non_symbol, n_non_symbol_chars = 0, 0, 0, 0
    for i in range(n_words):
        c = pieces.word_classes[i]
        n_alphabetic += (c & ALPHABETIC) > 0
        n_all_caps += (c & (UPPERCASE | LOWERCASE)) == UPPERCASE
        n_non_symbol += (c & NON_SYMBOL) > 0
        n_non_symbol_chars += length(words.ends, i, 1) if c & NON_SYMBOL else 0
    row.n_non_symbol_words = n_non_symbol
    row.mean_word_length = ratio(n_non_symbol_chars, n_non_symbol)
    row.median_word_length = median_length(pieces)
    row.alphabetic_word_ratio = ratio(n_alphabetic, n_words)
    row.all_caps_word_ratio = ratio(n_all_caps, n_words)

    row.unique_word_ratio = ratio(find_first(words, n_words), n_words)
    found, n_stop_words, sum_of_logs = 0, 0, 0.0
    for i in range(n_words):
        if words.first[i] == i:
            times = words.times[i]
            sum_of_logs += N_LOG_N[times] if times < len(N_LOG_N) else times * math.log(times)
            bits = stop_words.bits[slot_of(stop_words, words.keys[i])]
            found |= bits
            n_stop_words += times if bits else 0
    row.stop_word_ratio = ratio(n_stop_words, n_words)
    for k in range(N_GOPHER):
        row.n_stop_words += found >> k & 1
    # Rounding may leave a hair below zero.
    row.unigram_entropy = max(0.0, math.log(n_words) - sum_of_logs / n_words) if n_words else np.nan

    top, repeated, n_repeated = n_grams(words, n_words)
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
    row.word_repetition_ratio = ratio(n_repeated, max(0, n_words - LONGEST_GRAM + 1))


@njit
def measure_lines(pieces: Pieces, row: np.record) -> None:
    """The signals of lines and paragraphs.

    Output: row; the keys and ends of the words are overwritten.
    Cost: O(lines).
    """
    lines, n, scratch = pieces.lines, pieces.counts[0].n_visible_lines, pieces.words
    n_bullets, n_bullet_symbols, n_ellipses, n_terminal, n_short, n_few, end = 0, 0, 0, 0, 0, 0, 0
    n_uppercase, n_numeric, n_javascript, n_policies, uppercase, digits = 0, 0, 0, 0, 0.0, 0.0
    for i in range(n):
        line = lines[i]
        n_bullets += line.first in BULLETS
        n_bullet_symbols += line.first in BULLET_SYMBOLS
        n_ellipses += line.n_last_dots >= 3 or line.last == ELLIPSIS
        n_terminal += line.last in TERMINAL_PUNCTUATION
        n_short += line.n_chars <= SHORT_LINE_CHARS
        n_few += line.n_words < MIN_LINE_WORDS
        n_uppercase += 2 * line.n_uppercase > line.n_chars
        n_numeric += line.n_digits == line.n_chars
        uppercase += line.n_uppercase / line.n_chars
        digits += line.n_digits / line.n_chars
        n_javascript += line.has_javascript
        n_policies += line.has_policy
        row.n_lorem_ipsum += line.n_placeholders
        row.n_long_lines += line.n_chars >= LONG_LINE_CHARS
        is_dropped = line.n_words < MIN_LINE_WORDS or line.longest_word > MAX_WORD_LENGTH
        if not (is_dropped or line.has_javascript or line.has_policy):
            row.n_c4_sentences += line.n_sentences
        end += line.n_chars
        scratch.keys[i] = line.key
        scratch.ends[i] = end
    row.mean_line_words = ratio(row.n_words, n)
    row.mean_line_uppercase_ratio = ratio(uppercase, n)
    row.mean_line_digit_ratio = ratio(digits, n)
    row.bullet_line_ratio = ratio(n_bullets, row.n_lines)
    row.bullet_symbol_line_ratio = ratio(n_bullet_symbols, row.n_lines)
    row.ellipsis_line_ratio = ratio(n_ellipses, row.n_lines)
    row.terminal_punctuation_line_ratio = ratio(n_terminal, n)
    row.short_line_ratio = ratio(n_short, n)
    row.few_word_line_ratio = ratio(n_few, n)
    row.uppercase_line_ratio = ratio(n_uppercase, n)
    row.numeric_line_ratio = ratio(n_numeric, n)
    row.javascript_line_ratio = ratio(n_javascript, n)
    row.policy_line_ratio = ratio(n_policies, n)
    n_duplicates, n_duplicate_chars = duplicates(scratch, n)
    row.duplicate_line_ratio = ratio(n_duplicates, n)
    row.duplicate_line_char_ratio = ratio(n_duplicate_chars, row.n_chars)
    row.duplicate_char_ratio = ratio(n_duplicate_chars, row.n_chars - pieces.counts[0].n_newlines)

    n_paragraphs, end = 0, 0
    for i in range(n):
        line = lines[i]
        if line.is_first:
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
    stop_words: StopWords,
    rows: np.ndarray,
) -> None:
    """Sets the signals of each valid row.

    Input: the buffers of the texts, classes: `character_classes()`, stop_words: `stop_words()`.
    Output: rows (SIGNAL_TYPES, zeros before), not a number where NULL.
    Cost: O(bytes).
    """
    pieces = new_pieces(np.diff(offsets).max())
    for i in range(len(rows)):
        if is_valid[i]:
            row, start, end = rows[i], offsets[i], offsets[i + 1]
            row.n_bytes = end - start
            split(data, start, end, classes, pieces)
            if may_hold_phrases(data, start, end):
                mark_lines(data, pieces.lines[: pieces.counts[0].n_visible_lines])
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
    Source: Rae et al., "Scaling Language Models" (2021), table A1 and section A.1.1, as datatrove 0.10.1 reads it in
        gopher_quality_filter.py, gopher_repetition_filter.py and fineweb_quality_filter.py; c4_filters.py there;
        RedPajama v2, app/src/core/quality_signals; Dolma, taggers/gopher.py (median_word_length); DCLM,
        mappers/modifiers.py (uppercase_line_ratio, numeric_line_ratio); Data-Juicer, word_repetition_filter.py.
        The differences. Everywhere: words are split at whitespace, as they stand, where others tokenise, lower or strip
        them of punctuation; lines end at newlines alone; blank lines are part of no denominator but that of n_lines,
        mean_line_length, bullet_line_ratio, bullet_symbol_line_ratio and ellipsis_line_ratio. Of datatrove: blank lines
        are no duplicates (its issue #273) and end a paragraph; a most frequent n-gram that occurs once is no repetition
        (RedPajama's reading: in a short text any n-gram exceeds the bounds of table A1); repeated n-grams are compared
        word by word, not run together; a share stops at 1; a line ends at its last visible character, in quotes too.
        Of C4: sentences are those of words.py, not of punkt. Of RedPajama: the stop words.
    """
    data, offsets, is_valid = text_buffers(texts)
    rows = np.zeros(len(texts), SIGNAL_TYPES)
    if len(texts):
        measure(data, offsets, is_valid, character_classes(), stop_words(), rows)
    columns = []
    for field in SIGNALS:
        values = np.ascontiguousarray(rows[field.name])
        columns.append(pa.array(values, mask=~is_valid | np.isnan(values)))
    return pa.StructArray.from_arrays(columns, fields=list(SIGNALS), mask=pa.array(~is_valid))
