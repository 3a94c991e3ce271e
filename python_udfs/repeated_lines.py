"""Lines and paragraphs as hashes of their words, so that those that stand in many documents are counted without text.

The words are those of `shingles`: case, diacritics, punctuation and white space do not count. A paragraph is a run of
two lines or more without a blank one between.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pyarrow as pa
from numba import njit

from python_udfs.arrow_text import text_buffers
from python_udfs.code_points import SEED, decode, hash_step, mix
from python_udfs.shingles import DROPPED, EXPANDED, SPACE, SPACELESS, VALUE, Simplification, simplification


@dataclass(frozen=True)
class Recipe:
    """The fewest words of a line or paragraph that is told of: shorter ones are headings, bylines and brackets."""

    min_words: int = 4


RECIPE = Recipe()
UNITS = ("line", "paragraph")
LINES_TYPE = pa.list_(
    pa.struct(
        [
            ("line_key", pa.int64()),
            ("unit", pa.string()),
            ("start_char", pa.int32()),
            ("end_char", pa.int32()),
            ("n_words", pa.int32()),
        ]
    )
)
NEWLINE, BLANK = ord("\n"), ord(" ")


class Lines(NamedTuple):
    """The columns of `LINES_TYPE`, the unit by its place in `UNITS`."""

    keys: np.ndarray  # int64
    units: np.ndarray  # int8
    starts: np.ndarray  # int32
    ends: np.ndarray  # int32
    n_words: np.ndarray  # int32


@njit
def find_lines(
    data: np.ndarray, start: int, end: int, rules: Simplification, min_words: int, lines: Lines, n: int
) -> int:
    """The lines and paragraphs of a text that have enough words.

    Input: UTF-8 bytes data[start:end], rules: `simplification()`, n: lines found before.
    Output: the number of lines found by now, at most (end - start + 1) // min_words more; their columns, a paragraph
        after its lines. White space at both ends, up to U+0020, is no part of them.
    Cost: O(end - start).
    """
    word, is_word = SEED, False
    line, n_words, first, last = SEED, 0, -1, 0
    paragraph, n_paragraph_words, paragraph_first, paragraph_last, n_lines = SEED, 0, -1, 0, 0
    i, character = start, 0
    while i <= end:
        point, width = NEWLINE, 1  # once more at the end, to close the last line
        if i < end:
            point, width = decode(data, i)
        i += width
        character += 1
        if point > BLANK:
            first = character - 1 if first < 0 else first
            last = character
        value = rules.table[point]
        if value == DROPPED:
            continue
        is_spaceless = value != SPACE and value & SPACELESS != 0
        if is_word and (value == SPACE or is_spaceless):
            line, paragraph, n_words = hash_step(line, word), hash_step(paragraph, word), n_words + 1
            word, is_word = SEED, False
        if value != SPACE and value & EXPANDED:
            place = value & VALUE
            for k in range(rules.expansions[place]):
                word = hash_step(word, np.uint64(rules.expansions[place + 1 + k]))
            is_word = True
        elif value != SPACE:
            word = hash_step(word, np.uint64(value & VALUE))
            is_word = True
        if is_spaceless:
            line, paragraph, n_words = hash_step(line, word), hash_step(paragraph, word), n_words + 1
            word, is_word = SEED, False
        if point != NEWLINE:
            continue

        if first >= 0:
            if n_words >= min_words:
                lines.keys[n] = np.int64(mix(line))
                lines.units[n], lines.starts[n], lines.ends[n], lines.n_words[n] = 0, first, last, n_words
                n += 1
            paragraph_first = first if n_lines == 0 else paragraph_first
            paragraph_last = last
            n_lines += 1
            n_paragraph_words += n_words
        if first < 0 or i > end:
            if n_lines > 1 and n_paragraph_words >= min_words:
                lines.keys[n] = np.int64(mix(paragraph))
                lines.units[n], lines.starts[n], lines.ends[n] = 1, paragraph_first, paragraph_last
                lines.n_words[n] = n_paragraph_words
                n += 1
            paragraph, n_paragraph_words, n_lines = SEED, 0, 0
        line, n_words, first = SEED, 0, -1
    return n


@njit(cache=True, nogil=True)
def find_all_lines(
    data: np.ndarray, offsets: np.ndarray, rules: Simplification, min_words: int, lines: Lines, list_ends: np.ndarray
) -> None:
    """`find_lines` of each text. Output: list_ends (int32, n + 1: where the lines of each text end)."""
    for row in range(len(offsets) - 1):
        list_ends[row + 1] = find_lines(
            data, offsets[row], offsets[row + 1], rules, min_words, lines, np.int64(list_ends[row])
        )


def line_hashes(texts: pa.Array, min_words: int = RECIPE.min_words) -> pa.ListArray:
    """The lines and paragraphs of every text, each known by a hash of its words.

    Input: string array; NULL allowed.
    Output: list of struct of line_key (int64), unit (line or paragraph), start_char, end_char (int32, code points, half
        open, white space at both ends left out), n_words (int32, at least min_words); NULL for a NULL text.
    Errors: none.
    Cost: 180 MB/s on one thread.
    Source: Wenzek et al., "CCNet" (2020), which folds digits too.
    """
    data, offsets, is_valid = text_buffers(texts)
    size = int(offsets[-1] - offsets[0] + len(texts)) // min_words
    lines = Lines(np.empty(size, np.int64), np.empty(size, np.int8), *(np.empty(size, np.int32) for _ in range(3)))
    list_ends = np.zeros(len(offsets), np.int32)
    find_all_lines(data, offsets, simplification(), min_words, lines, list_ends)
    keys, units, starts, ends, n_words = (column[: list_ends[-1]] for column in lines)
    columns = [keys, pa.DictionaryArray.from_arrays(units, UNITS).cast(pa.string()), starts, ends, n_words]
    found = pa.StructArray.from_arrays([pa.array(column) for column in columns], fields=list(LINES_TYPE.value_type))
    return pa.ListArray.from_arrays(pa.array(list_ends), found, type=LINES_TYPE, mask=pa.array(~is_valid))
