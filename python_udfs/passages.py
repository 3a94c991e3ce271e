"""Passages of benchmarks, made ready to be found: simplified to words, and indexed by the short runs that they hold.

The passages are those of the JSON Lines file that the environment variable MAINPIPE_BENCHMARKS names. Prose is cut into
words as in `shingles`, but apostrophes vanish, and so do words of one letter: the labels of answers. Code is cut into
tokens: identifiers, numbers, and every sign by itself, all quotes alike. White space and case count in neither. A
proper word has two letters at least.
"""

import json
import os
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pyarrow as pa
from numba import njit

from python_udfs.arrow_text import text_buffers
from python_udfs.code_points import SEED, categories, decode, hash_step, mix
from python_udfs.shingles import DROPPED, EXPANDED, SPACE, SPACELESS, VALUE, Simplification, simplification

VARIABLE = "MAINPIPE_BENCHMARKS"


@dataclass(frozen=True)
class Kind:
    """How passages of prose or of code are indexed and found; a word is a token there.

    seed: words of the runs that are looked up.
    run: words in a row that are evidence, however long the passage.
    min_words, min_question_words: of a passage that is looked for; the second for one that ends in a question mark.
    min_proper_words: different proper words of a passage that is looked for.
    """

    seed: int
    run: int
    min_words: int
    min_question_words: int
    min_proper_words: int


@dataclass(frozen=True)
class Recipe:
    """What decides which passages are looked for, and by which runs."""

    # Runs of 13 words are GPT-3's. A question of five words hardly stands anywhere but in a quiz, a statement of
    # seven does.
    prose: Kind = Kind(seed=5, run=13, min_words=8, min_question_words=5, min_proper_words=4)
    code: Kind = Kind(seed=10, run=40, min_words=20, min_question_words=20, min_proper_words=6)
    min_proper_words_of_seed: int = 3  # different ones: rows of numbers are everywhere
    max_places: int = 30  # a run in more places is a common phrase, and no seed
    apostrophes: str = "'\u2018\u2019\u02bc\uff07"
    # A passage is code that has an indented line, and signs in this share of its characters, white space aside.
    indent: str = r"^[ \t]+\S"
    code_signs: str = "()[]{};:=_"
    min_code_signs: float = 0.06


RECIPE = Recipe()
INDENT = re.compile(RECIPE.indent, re.MULTILINE)
SIGN = re.compile(f"[{re.escape(RECIPE.code_signs)}]")
WHOLE_ITEM = "*"  # the field of an item's texts put together

WEAK = np.uint32(1 << 28)  # digits and signs, which make no proper word
PROPER = np.uint64(1)  # the lowest bit of a word's hash
MULTIPLIER = np.uint64(0x9FB21C651E98DF25)
ONE, SIX, LOW_SIX = np.uint64(1), np.uint64(6), np.uint64(63)


class Index(NamedTuple):
    """Passages and their seeds; a passage that is not looked for has no seed."""

    words: np.ndarray  # uint64: hashes of the words of all passages, one after the other
    offsets: np.ndarray  # int64, n + 1: passage i is words[offsets[i]:offsets[i + 1]]
    owners: np.ndarray  # int32: the passage of each word
    bits: np.ndarray  # uint64: the bit that a seed's first bits number is set
    buckets: np.ndarray  # int32: seeds[buckets[b]:buckets[b + 1]] have the first bits b
    seeds: np.ndarray  # uint64, ascending: hashes
    places: np.ndarray  # int32: where in words each begins


class Passages(NamedTuple):
    """The passages of all benchmarks. The arrays have one element a passage, and an index finds those of its kind."""

    is_code: np.ndarray  # bool
    n_words: np.ndarray  # int32
    left_out: list[str | None]  # why a passage is not looked for
    prose: Index
    code: Index


def with_weak_digits(table: np.ndarray) -> np.ndarray:
    table[categories() == "Nd"] |= WEAK
    return table


@cache
def prose_rules() -> Simplification:
    """What becomes of each code point of prose. Cost: 0.7 s the first time, 5 MB."""
    table, expansions = simplification()
    table = with_weak_digits(table.copy())
    table[list(map(ord, RECIPE.apostrophes))] = DROPPED
    return Simplification(table, expansions)


@cache
def code_rules() -> Simplification:
    """What becomes of each code point of code. Cost: as for `prose_rules`."""
    table, expansions = simplification()
    category = categories()
    signs = np.isin(category.astype("U1"), ["P", "S"])
    table = np.where(signs, np.arange(len(table), dtype=np.uint32) | SPACELESS | WEAK, table)
    table[ord("_")] = WEAK | np.uint32(ord("_"))
    table[ord("'")] = table[ord('"')]
    return Simplification(with_weak_digits(table), expansions)


@njit
def split(
    data: np.ndarray,
    start: int,
    end: int,
    rules: Simplification,
    words: np.ndarray,
    begins: np.ndarray,
    ends: np.ndarray,
) -> int:
    """The words of a simplified text, and where they stand.

    Input: UTF-8 bytes data[start:end], rules: `prose_rules()` or `code_rules()`.
    Output: the number n of words, at most end - start; words[:n] (uint64: hashes whose lowest bit says whether the word
        is proper), begins[:n] and ends[:n] (characters from the text's first on, half open).
    Cost: O(end - start).
    """
    n = 0
    h, n_points, n_letters = SEED, 0, 0
    i, character = start, 0
    while i <= end:
        value = SPACE  # once more at the end, to close the last word
        width = 1
        if i < end:
            point, width = decode(data, i)
            value = rules.table[point]
        i += width
        character += 1
        if value == DROPPED:
            continue
        is_space = value == SPACE
        is_spaceless = not is_space and value & SPACELESS != 0
        if n_points and (is_space or is_spaceless):
            if n_points > 1 or n_letters == 0:
                words[n] = h & ~PROPER | np.uint64(n_letters > 1)
                n += 1
            h, n_points, n_letters = SEED, 0, 0
        if is_space:
            continue
        if n_points == 0:
            begins[n] = character - 1
        ends[n] = character
        n_points += 1
        n_letters += value & WEAK == 0
        if value & EXPANDED:
            place = value & VALUE
            for k in range(rules.expansions[place]):
                h = hash_step(h, np.uint64(rules.expansions[place + 1 + k]))
        else:
            h = hash_step(h, np.uint64(value & VALUE))
        if is_spaceless:
            words[n] = h & ~PROPER | np.uint64(value & WEAK == 0)
            n += 1
            h, n_points, n_letters = SEED, 0, 0
    return n


@njit
def hash_runs(words: np.ndarray, n: int, size: int, hashes: np.ndarray) -> int:
    """The hash of every run of `size` among n words, by a rolling polynomial.

    Output: the number of runs; as many hashes (uint64).
    Cost: O(n), whatever the size.
    """
    power = ONE
    for _ in range(size):
        power *= MULTIPLIER
    h = np.uint64(0)
    for j in range(n):
        h = h * MULTIPLIER + words[j]
        if j >= size:
            h -= words[j - size] * power
        if j >= size - 1:
            hashes[j - size + 1] = mix(h)
    return max(0, n - size + 1)


@njit
def n_proper(words: np.ndarray) -> int:
    """Different proper words, counted up to ten."""
    seen = np.empty(10, np.uint64)
    n = 0
    for word in words:
        is_new = word & PROPER != 0 and n < len(seen)
        for k in range(n):
            is_new = is_new and seen[k] != word
        if is_new:
            seen[n] = word
            n += 1
    return n


@njit(cache=True, nogil=True)
def split_passages(
    data: np.ndarray,
    offsets: np.ndarray,
    rules: Simplification,
    words: np.ndarray,
    ends: np.ndarray,
    proper: np.ndarray,
) -> None:
    """The words of texts, one text after the other.

    Output: words (uint64), ends (int64, n + 1: where those of each text end), proper (int64: as `n_proper`).
    """
    places = np.empty(len(words), np.int32)
    for i in range(len(offsets) - 1):
        room = words[ends[i] :]
        n = split(data, offsets[i], offsets[i + 1], rules, room, places, places)
        ends[i + 1] = ends[i] + n
        proper[i] = n_proper(room[:n])


@njit(cache=True, nogil=True)
def find_seeds(
    words: np.ndarray,
    offsets: np.ndarray,
    is_wanted: np.ndarray,
    size: int,
    least: int,
    seeds: np.ndarray,
    places: np.ndarray,
) -> int:
    """The runs of the wanted passages with enough proper words. Output: how many; their hashes and places in words."""
    hashes = np.empty(len(words), np.uint64)
    n = 0
    for i in np.flatnonzero(is_wanted):
        first = offsets[i]
        for j in range(hash_runs(words[first:], offsets[i + 1] - first, size, hashes)):
            if n_proper(words[first + j : first + j + size]) >= least:
                seeds[n], places[n] = hashes[j], first + j
                n += 1
    return n


def build_index(words: np.ndarray, offsets: np.ndarray, is_wanted: np.ndarray, size: int) -> Index:
    """The index of the wanted ones among passages, which are runs of words; without common phrases."""
    seeds, places = np.empty(len(words), np.uint64), np.empty(len(words), np.int32)
    n = find_seeds(words, offsets, is_wanted, size, RECIPE.min_proper_words_of_seed, seeds, places)
    order = np.argsort(seeds[:n], kind="stable")
    seeds, places = seeds[order], places[order]
    _, inverse, counts = np.unique(seeds, return_inverse=True, return_counts=True)
    is_rare = counts[inverse] <= RECIPE.max_places
    seeds, places = seeds[is_rare], places[is_rare]
    n_bits = len(seeds).bit_length() + 6  # one in 64 to 128 is set: what a text does not share seldom gets past
    numbers = seeds >> np.uint64(64 - n_bits)
    bits = np.zeros(1 << (n_bits - 6), np.uint64)
    np.bitwise_or.at(bits, (numbers >> SIX).astype(np.int64), ONE << (numbers & LOW_SIX))
    first_bits = seeds >> np.uint64(64 - (n_bits - 6)) if n_bits > 6 else np.zeros(len(seeds), np.uint64)
    buckets = np.searchsorted(first_bits, np.arange((1 << (n_bits - 6)) + 1, dtype=np.uint64)).astype(np.int32)
    owners = np.repeat(np.arange(len(offsets) - 1, dtype=np.int32), np.diff(offsets))
    return Index(words, offsets, owners, bits, buckets, seeds, places)


def is_code(text: str) -> bool:
    n_visible = len(text) - sum(map(str.isspace, text))
    return INDENT.search(text) is not None and len(SIGN.findall(text)) >= RECIPE.min_code_signs * n_visible


@cache
def load(path: str | Path) -> Passages:
    """The passages in a JSON Lines file of benchmark, item, field and text, read once per path and process.

    Output: one passage a line. A whole item (field `WHOLE_ITEM`) is looked for where none of its parts is.
    Errors: OSError when the file cannot be read.
    Cost: 2 s and 40 MB for a million words.
    """
    with Path(path).open(encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    texts = [row["text"] for row in rows]
    code = np.fromiter(map(is_code, texts), np.bool_, len(texts))
    is_question = np.array([text.rstrip().endswith("?") for text in texts], np.bool_)
    is_whole = np.array([row["field"] == WHOLE_ITEM for row in rows], np.bool_)
    _, items = np.unique([f"{row['benchmark']} {row['item']}" for row in rows], return_inverse=True)

    n_words, left_out = np.zeros(len(rows), np.int32), np.full(len(rows), None, object)
    indexes = []
    halves = []
    for kind, is_kind, rules in ((RECIPE.prose, ~code, prose_rules()), (RECIPE.code, code, code_rules())):
        words, offsets, proper = _words_of([text if of else "" for text, of in zip(texts, is_kind, strict=True)], rules)
        sizes = np.diff(offsets)
        least = np.where(is_question, kind.min_question_words, kind.min_words)
        left_out[is_kind & (proper < kind.min_proper_words)] = "few_proper_words"
        left_out[is_kind & (sizes < least)] = "too_short"
        n_words += sizes
        halves.append((kind, is_kind, words, offsets))
    found_in_part = np.isin(items, items[~is_whole & (left_out == None)])  # noqa: E711
    left_out[is_whole & found_in_part] = "found_in_part"
    for kind, is_kind, words, offsets in halves:
        index = build_index(words, offsets, is_kind & (left_out == None), kind.seed)  # noqa: E711
        has_seed = np.zeros(len(rows), np.bool_)
        has_seed[index.owners[index.places]] = True
        left_out[is_kind & (left_out == None) & ~has_seed] = "common_phrases"  # noqa: E711
        indexes.append(index)
    return Passages(code, n_words, left_out.tolist(), *indexes)


def _words_of(texts: list[str], rules: Simplification) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    data, byte_offsets, _ = text_buffers(pa.array(texts, pa.large_string()))
    words = np.empty(len(data), np.uint64)
    offsets, proper = np.zeros(len(texts) + 1, np.int64), np.zeros(len(texts), np.int64)
    split_passages(data, byte_offsets, rules, words, offsets, proper)
    return words[: offsets[-1]].copy(), offsets, proper


def current() -> Passages:
    """The passages that MAINPIPE_BENCHMARKS names. Errors: KeyError when it is not set; as `load`."""
    return load(os.environ[VARIABLE])
