"""Supervised fastText models, compressed or not: the file read into flat arrays, lines judged by a kernel.

Source: Joulin et al., "Bag of tricks for efficient text classification" (2016), and "FastText.zip: compressing text
classification models" (2016); the file format, the hashes and the order of sums are those of fastText 0.9.2.
"""

from math import ceil, exp, log
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numba import njit

MAGIC, VERSIONS = 793712314, (11, 12)
SUPERVISED, HIERARCHICAL_SOFTMAX, SOFTMAX = 3, 1, 3
LABEL_PREFIX = b"__label__"
END_OF_LINE = b"</s>"
N_CENTROIDS = 256
UNKNOWN = -1

FNV_OFFSET, FNV_PRIME = np.uint32(2166136261), np.uint32(16777619)
WORD_NGRAM_FACTOR = np.uint64(116049371)
WHITESPACE = np.isin(np.arange(256), list(b" \n\r\t\v\f\0"))
EPSILON = 1e-5


class Network(NamedTuple):
    """What the kernel reads."""

    minn: int
    maxn: int
    word_ngrams: int
    bucket: int
    is_hierarchical: bool
    words: np.ndarray  # uint8, every word of the dictionary
    word_offsets: np.ndarray  # int64
    slots: np.ndarray  # int32, word at each slot of the hash table
    ngram_rows: np.ndarray  # int32, bucket
    rows: np.ndarray  # float32, n x dim
    output: np.ndarray
    children: np.ndarray


@njit
def hash_bytes(data: np.ndarray, start: int, end: int) -> np.uint32:
    h = FNV_OFFSET
    for i in range(start, end):
        h = (h ^ np.uint32(np.int8(data[i]))) * FNV_PRIME
    return h
