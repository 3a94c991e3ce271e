"""Benchmark passages in documents: where one stands, how many of its words, and how many of those in a row.

A seed, a short run of words that document and passage share, aligns the two. From there words are compared one by one,
to both sides and over changed words. Seeds that follow one another closely make one match, which so goes on past words
put in or left out, and ends where the passage begins anew. A match counts when it holds nine tenths of the passage's
words, or a long run of them. Every document is read as prose and as code.
"""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numba import njit

from python_udfs import passages
from python_udfs.arrow_text import text_buffers
from python_udfs.passages import LOW_SIX, ONE, SIX, Index, Kind, Simplification, hash_runs, split


@dataclass(frozen=True)
class Recipe:
    """What decides whether a match counts, the passages aside."""

    min_overlap: float = 0.9  # of a passage's words: one in ten may be another
    max_changed: int = 3  # words in a row that differ, where comparing ends
    max_gap: int = 16  # words from the end of what matched to the next seed of the same match


RECIPE = Recipe()
MATCH = pa.struct(
    [
        ("passage_id", pa.int32()),
        ("start_char", pa.int32()),
        ("end_char", pa.int32()),
        ("n_matched_words", pa.int32()),
        ("longest_run", pa.int32()),
        ("overlap_ratio", pa.float64()),
    ]
)
MATCHES_TYPE = pa.list_(MATCH)
DESCRIPTION_TYPE = pa.struct([("is_code", pa.bool_()), ("n_words", pa.int32()), ("left_out", pa.string())])


@njit
def grown(rows: np.ndarray) -> np.ndarray:
    """The rows with room for as many more."""
    return np.concatenate((rows, np.empty_like(rows)))


@njit
def look_up(runs: np.ndarray, n: int, index: Index, hits: np.ndarray) -> tuple[int, np.ndarray]:
    """The seeds among the n runs of a document.

    Output: the number of hits; hits, grown where needed: passage, place in the index, word of the document.
    Cost: O(n) and one per hit; one look at a bit for most runs.
    """
    n_bits, n_buckets = len(index.bits) * 64, len(index.buckets) - 1
    bit_shift, bucket_shift = np.uint64(64), np.uint64(64)
    while n_bits > 1:
        n_bits >>= 1
        bit_shift -= ONE
    while n_buckets > 1:
        n_buckets >>= 1
        bucket_shift -= ONE
    n_hits = 0
    for j in range(n):
        run = runs[j]
        number = run >> bit_shift
        if not index.bits[number >> SIX] >> (number & LOW_SIX) & ONE:
            continue
        bucket = np.int64(run >> bucket_shift) if bucket_shift < np.uint64(64) else 0
        for k in range(index.buckets[bucket], index.buckets[bucket + 1]):
            if index.seeds[k] == run:
                if n_hits == len(hits):
                    hits = grown(hits)
                hits[n_hits, 0] = index.owners[index.places[k]]
                hits[n_hits, 1] = index.places[k]
                hits[n_hits, 2] = j
                n_hits += 1
    return n_hits, hits


@njit
def compare(
    words: np.ndarray, passage: np.ndarray, i: int, j: int, max_changed: int, is_matched: np.ndarray
) -> tuple[int, int, int]:
    """Aligns word i of a passage with word j of a document, and marks the words around that are the same.

    Output: the first word and the one after the last of the passage that are the same, the longest run among them;
        is_matched (bool, one a word of the passage).
    Cost: O(words compared): it ends on both sides after `max_changed` in a row that differ.
    """
    shift = j - i
    first, at, n_changed = i, i - 1, 0
    while at >= 0 and at + shift >= 0 and n_changed < max_changed:
        n_changed += 1
        if passage[at] == words[at + shift]:
            first, n_changed = at, 0
        at -= 1
    last, at, n_changed, run, longest = i, first, 0, 0, 0
    while at < len(passage) and at + shift < len(words) and n_changed < max_changed:
        run += 1
        n_changed += 1
        if passage[at] == words[at + shift]:
            is_matched[at] = True
            last, n_changed = at, 0
            longest = max(longest, run)
        else:
            run = 0
        at += 1
    return first, last + 1, longest


@njit(cache=True, nogil=True)
def find_matches(
    data: np.ndarray,
    offsets: np.ndarray,
    rules: Simplification,
    index: Index,
    seed: int,
    min_run: int,
    min_overlap: float,
    max_changed: int,
    max_gap: int,
) -> np.ndarray:
    """The matches of passages in documents.

    Input: UTF-8 bytes and offsets of n documents; rules and index of one kind; the constants of `Kind` and `RECIPE`.
    Output: int64, one row a match: document, passage, first character and the one after the last, matched words of the
        passage, longest run of them, words of the passage.
    Cost: O(bytes); memory 28 bytes a byte of the longest document, untouched but for its words.
    """
    matches = np.empty((64, 7), np.int64)
    hits = np.empty((256, 3), np.int64)
    n_matches = 0
    longest_document = np.diff(offsets).max()
    document, runs = np.empty(longest_document, np.uint64), np.empty(longest_document, np.uint64)
    begins, ends = np.empty(longest_document, np.int32), np.empty(longest_document, np.int32)
    is_matched = np.zeros(np.diff(index.offsets).max(), np.bool_)
    for row in range(len(offsets) - 1):
        n_words = split(data, offsets[row], offsets[row + 1], rules, document, begins, ends)
        words = document[:n_words]
        n_hits, hits = look_up(runs, hash_runs(words, n_words, seed, runs), index, hits)
        order = np.argsort(hits[:n_hits, 0], kind="mergesort")  # stable: by passage, then in the document's order
        at = 0
        while at < n_hits:
            owner = hits[order[at], 0]
            passage = index.words[index.offsets[owner] : index.offsets[owner + 1]]
            begin, end, longest_run = n_words, 0, 0
            compared = 0
            while at < n_hits and hits[order[at], 0] == owner:
                i, j = hits[order[at], 1] - index.offsets[owner], hits[order[at], 2]
                is_behind = i < compared
                if end > 0 and (j > end + max_gap or (is_behind and j >= end)):
                    break
                at += 1
                if is_behind:
                    continue
                first, compared, run = compare(words, passage, i, j, max_changed, is_matched)
                begin, end = min(begin, first + j - i), max(end, compared + j - i)
                longest_run = max(longest_run, run)
            n_matched = np.count_nonzero(is_matched[: len(passage)])
            is_matched[: len(passage)] = False
            if longest_run >= min_run or n_matched / len(passage) >= min_overlap:
                if n_matches == len(matches):
                    matches = grown(matches)
                match = matches[n_matches]
                match[0], match[1], match[2], match[3] = row, owner, begins[begin], ends[end - 1]
                match[4], match[5], match[6] = n_matched, longest_run, len(passage)
                n_matches += 1
    return matches[:n_matches]


def _matches(data: np.ndarray, offsets: np.ndarray, rules: Simplification, index: Index, kind: Kind) -> np.ndarray:
    if len(index.seeds) == 0 or len(offsets) == 1:
        return np.empty((0, 7), np.int64)
    constants = (RECIPE.min_overlap, RECIPE.max_changed, RECIPE.max_gap)
    return find_matches(data, offsets, rules, index, kind.seed, kind.run, *constants)


def find(texts: pa.Array) -> pa.Array:
    """Where passages of the benchmarks stand in documents.

    Input: texts (string, NULL).
    Output: list of struct of passage_id (int32: the passage's line in the benchmarks' file, from 0), start_char,
        end_char (int32, code points, half open), n_matched_words, longest_run (int32), overlap_ratio (double, above 0
        to 1: matched words over the passage's words), by start_char and passage_id; matches may overlap. Empty for
        none or where there are no benchmarks; NULL for NULL.
    Errors: as `passages.current`.
    Cost: 80 MB/s on one thread, prose and code together.
    """
    benchmarks = passages.current()
    data, offsets, is_valid = text_buffers(texts)
    found = np.concatenate(
        [
            _matches(data, offsets, passages.prose_rules(), benchmarks.prose, passages.RECIPE.prose),
            _matches(data, offsets, passages.code_rules(), benchmarks.code, passages.RECIPE.code),
        ]
    )
    row, passage, start, end, n_matched, longest_run, n_words = found[np.lexsort(found[:, [1, 2, 0]].T)].T
    columns = [passage, start, end, n_matched, longest_run]
    structs = pa.StructArray.from_arrays(
        [*(pa.array(column.astype(np.int32)) for column in columns), pa.array(n_matched / n_words)], fields=list(MATCH)
    )
    list_offsets = np.searchsorted(row, np.arange(len(texts) + 1)).astype(np.int32)
    return pa.ListArray.from_arrays(pa.array(list_offsets), structs, type=MATCHES_TYPE, mask=pa.array(~is_valid))


def describe(passage_ids: pa.Array) -> pa.Array:
    """How passages of the benchmarks are looked for.

    Input: passage_ids (int32: lines of the benchmarks' file, from 0; NULL).
    Output: struct of is_code (bool), n_words (int32; tokens of code), left_out (string: too_short, few_proper_words,
        common_phrases or found_in_part; NULL when the passage is looked for); NULL for NULL.
    Errors: IndexError for a line that is not there; as `passages.current`.
    Cost: a microsecond a passage, once the benchmarks are loaded.
    """
    benchmarks = passages.current()
    rows = passage_ids.fill_null(0).to_numpy(zero_copy_only=False)
    if len(rows) == passage_ids.null_count:
        return pa.nulls(len(rows), DESCRIPTION_TYPE)
    columns = [
        pa.array(benchmarks.is_code[rows]),
        pa.array(benchmarks.n_words[rows]),
        pa.array([benchmarks.left_out[row] for row in rows], pa.string()),
    ]
    is_null = pa.array(passage_ids.is_null().to_numpy(zero_copy_only=False))
    return pa.StructArray.from_arrays(columns, fields=list(DESCRIPTION_TYPE), mask=is_null)
