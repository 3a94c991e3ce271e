"""Supervised fastText models: `load` reads the file into flat arrays, `predict` judges a batch of lines by them.

A line is a list of rows of the input matrix: one for each word of the dictionary, one for each n-gram of characters or
words, found by its hash. Their mean, times the output matrix, gives the labels.

Source: Joulin et al., "Bag of tricks for efficient text classification" (2016) and "FastText.zip: compressing text
classification models" (2016); format, hashes and rounding as in fastText 0.9.2.
"""

import mmap
from math import exp, inf, log, prod
from pathlib import Path
from struct import Struct
from typing import NamedTuple

import numpy as np
from numba import njit

MAGIC, FORMATS = 793712314, (11, 12)
SUPERVISED, HIERARCHICAL_SOFTMAX, SOFTMAX = 3, 1, 3
HEADER, ARGUMENTS = Struct("<2i"), Struct("<12id")
DICTIONARY, ENTRY = Struct("<3i2q"), Struct("<qb")
SHAPE, QUANTISED_SHAPE, QUANTISER = Struct("<2q"), Struct("<?2qi"), Struct("<4i")
N_CODEWORDS = 256
LABEL = "__label__"

NONE = -1
BLOCK = 4096  # n-grams whose rows are added at once
EPSILON = 1e-5  # keeps a logarithm finite
LOWEST_SCORE = np.float32(log(EPSILON))
IS_WHITESPACE = np.isin(np.arange(256), list(b" \n\r\t\v\f\0"))
WORD_START, WORD_END = b"<>"
LABEL_PREFIX, END_OF_LINE = np.array(list(LABEL.encode()), np.uint8), np.array(list(b"</s>"), np.uint8)
FNV_OFFSET, FNV_PRIME, WORD_STEP = np.uint32(2166136261), np.uint32(16777619), np.uint64(116049371)
# Indices without a sign spare the hot loop the question whether one counts from the end.
U0, U1, U3, U7, U32 = (np.uint64(number) for number in (0, 1, 3, 7, 32))


class Network(NamedTuple):
    """What the kernel reads of a model. NONE stands for what is not there."""

    min_chars: int  # of a character n-gram
    max_chars: int
    max_words: int  # of a word n-gram
    n_words: int  # the labels follow them in the dictionary
    entries: np.ndarray  # uint8, the dictionary, one entry after the other
    entry_offsets: np.ndarray  # int64
    slots: np.ndarray  # int32, a hash table of the entries
    bucket_rows: np.ndarray  # int32
    is_kept: np.ndarray  # uint8, one bit a bucket: whether it has a row. Small enough for a core's own cache
    rows: np.ndarray  # float32, the input matrix
    output: np.ndarray  # float32, a row for each label, or for each inner node of the tree
    children: np.ndarray  # int32, two for each node of the Huffman tree; no nodes for a plain softmax


class Model(NamedTuple):
    labels: list[str]
    network: Network


class Reader:
    """The values of a binary file, one after the other. Errors: ValueError past its end."""

    def __init__(self, data: mmap.mmap) -> None:
        self.data = data
        self.position = 0

    def take(self, n_bytes: int) -> bytes:
        start, end = self.position, self.position + n_bytes
        if not start <= end <= len(self.data):
            raise ValueError("a fastText model that ends too early")
        self.position = end
        return self.data[start:end]

    def numbers(self, layout: Struct) -> tuple:
        return layout.unpack(self.take(layout.size))

    def array(self, kind: type, *shape: int) -> np.ndarray:
        dtype = np.dtype(kind).newbyteorder("<")
        n_bytes = dtype.itemsize * prod(shape) if min(shape) >= 0 else NONE
        return np.frombuffer(self.take(n_bytes), dtype).astype(kind, copy=False).reshape(shape)

    def flag(self) -> bool:
        return self.take(1) != b"\0"

    def text(self) -> bytes:
        return self.take(self.data.find(b"\0", self.position) + 1 - self.position)[:-1]


def load(path: Path) -> Model:
    """A supervised model, compressed (.ftz) or not (.bin).

    Input: path of a file of format 11 or 12, trained with softmax or hierarchical softmax.
    Output: the labels without their prefix, and the arrays that `predict` takes.
    Errors: OSError when there is no file; ValueError when it holds no such model.
    Cost: 0.1 s and 13 MB for lid.176.ftz; for a .bin the time to read it and its size, twice that at the peak.
    """
    if path.stat().st_size == 0:
        raise ValueError("an empty file is no fastText model")
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        return read_model(Reader(data))


def read_model(reader: Reader) -> Model:
    magic, version = reader.numbers(HEADER)
    if magic != MAGIC or version not in FORMATS:
        raise ValueError("no fastText model of format 11 or 12")
    dim, *_, max_words, loss, kind, n_buckets, min_chars, max_chars, _, _ = reader.numbers(ARGUMENTS)
    if kind != SUPERVISED or loss not in (HIERARCHICAL_SOFTMAX, SOFTMAX):
        raise ValueError("a fastText model that was not trained with softmax or hierarchical softmax")
    if version == FORMATS[0]:
        max_chars = 0  # supervised models had no character n-grams then

    n_entries, n_words, n_labels, _, n_kept = reader.numbers(DICTIONARY)
    entries = [(reader.text(), *reader.numbers(ENTRY)) for _ in range(n_entries)]
    kept = reader.array(np.int32, max(n_kept, 0), 2)
    is_quantised = reader.flag()
    rows = quantised_matrix(reader) if is_quantised else matrix(reader)
    output = quantised_matrix(reader) if reader.flag() and is_quantised else matrix(reader)

    bucket_rows = np.full(max(n_buckets, 1), NONE, np.int32)
    if n_kept >= 0:
        kept = kept[(kept[:, 0] >= 0) & (kept[:, 0] < len(bucket_rows))]
        bucket_rows[kept[:, 0]] = n_words + kept[:, 1]
    elif max_chars > 0 or max_words > 1:
        bucket_rows[:] = np.arange(n_words, n_words + len(bucket_rows))
    is_sound = (
        n_labels > 0
        and [is_label for _, _, is_label in entries] == [0] * n_words + [1] * n_labels
        and max(n_words - 1, bucket_rows.max()) < len(rows)
        and bucket_rows.min() >= NONE
        and len(output) == n_labels
        and rows.shape[1] == output.shape[1] == dim
        and np.isfinite(rows.sum() + output.sum())
        and max(max_chars, max_words) < BLOCK
    )
    if not is_sound:
        raise ValueError("a fastText model whose parts do not fit together")

    texts = [text for text, _, _ in entries]
    text_bytes, offsets = np.frombuffer(b"".join(texts), np.uint8), np.cumsum([0, *map(len, texts)])
    counts = [count for _, count, _ in entries[n_words:]]
    network = Network(
        max(min_chars, 1),
        max(max_chars, 0),
        max(max_words, 1),
        n_words,
        text_bytes,
        offsets,
        hash_table(text_bytes, offsets),
        bucket_rows,
        np.packbits(bucket_rows != NONE, bitorder="little"),
        rows,
        output,
        huffman_tree(counts if loss == HIERARCHICAL_SOFTMAX else []),
    )
    for value in network:
        if isinstance(value, np.ndarray):
            value.flags.writeable = False  # some are views on what was read: numba would compile the kernel twice
    return Model([text.decode().removeprefix(LABEL) for text in texts[n_words:]], network)


def matrix(reader: Reader) -> np.ndarray:
    return reader.array(np.float32, *reader.numbers(SHAPE))


def quantised_matrix(reader: Reader) -> np.ndarray:
    """A float32 matrix from its codes: directions, times norms where these were quantised by themselves."""
    has_norms, n_rows, _, n_codes = reader.numbers(QUANTISED_SHAPE)
    directions = codewords(reader, n_rows, n_codes)
    return directions * codewords(reader, n_rows, n_rows) if has_norms else directions


def codewords(reader: Reader, n_rows: int, n_codes: int) -> np.ndarray:
    """The float32 rows of a product quantiser: each is one codeword after another, the last of them maybe shorter."""
    codes = reader.array(np.uint8, n_codes)
    dim, n_parts, width, _ = reader.numbers(QUANTISER)
    books = np.split(reader.array(np.float32, N_CODEWORDS * dim), np.arange(1, n_parts) * (N_CODEWORDS * width))
    columns = codes.reshape(n_rows, n_parts).T
    return np.hstack([book.reshape(N_CODEWORDS, -1)[column] for book, column in zip(books, columns, strict=True)])


def huffman_tree(counts: list[int]) -> np.ndarray:
    """The tree of a hierarchical softmax: int32 array, two children for each node; first the leaves, last the root.

    Input: how often each label was seen, in falling order, as in the file.
    """
    n = len(counts)
    weights = [*counts, *[inf] * (n - 1)]
    children = np.full((len(weights), 2), NONE, np.int32)
    leaf, node = n - 1, n
    for parent in range(n, len(weights)):
        for side in range(2):
            if leaf >= 0 and weights[leaf] < weights[node]:
                children[parent, side] = leaf
                leaf -= 1
            else:
                children[parent, side] = node
                node += 1
        left, right = children[parent]
        weights[parent] = weights[left] + weights[right]
    return children


class Scratch(NamedTuple):
    """Room for one line; made once a batch, for its longest line."""

    word: np.ndarray  # uint8, between WORD_START and WORD_END, then 0
    buckets: np.ndarray  # uint64, of character n-grams
    chains: np.ndarray  # uint64, hashes of the word n-grams that end in the last word, the shortest first
    mean: np.ndarray  # float32, of the line's rows
    nodes: np.ndarray  # int32, those of the tree to visit yet
    scores: np.ndarray  # float32, of these nodes, or of all labels


@njit
def new_scratch(network: Network, n_bytes: int) -> Scratch:
    dim, n_nodes = network.rows.shape[1], max(len(network.output), len(network.children))
    return Scratch(
        np.empty(n_bytes + 3, np.uint8),
        np.empty(2 * BLOCK, np.uint64),
        np.empty(network.max_words, np.uint64),
        np.empty(dim, np.float32),
        np.empty(n_nodes, np.int32),
        np.empty(n_nodes, np.float32),
    )


@njit
def hash_step(h: np.uint32, byte: np.uint8) -> np.uint32:
    """FNV-1a of 32 bits, taken one byte further; fastText gives the byte a sign first."""
    return np.uint32((h ^ np.uint32(np.int8(byte))) * FNV_PRIME)


@njit
def hash_bytes(data: np.ndarray, start: int, end: int) -> np.uint32:
    h = FNV_OFFSET
    for i in range(start, end):
        h = hash_step(h, data[i])
    return h


@njit(cache=True)
def hash_table(entries: np.ndarray, offsets: np.ndarray) -> np.ndarray:
    """Slots for `find_entry`: int32, a power of two of them, at least half of them free."""
    size = 1
    while size < 2 * len(offsets):
        size *= 2
    slots = np.full(size, NONE, np.int32)
    for entry in range(len(offsets) - 1):
        slot = hash_bytes(entries, offsets[entry], offsets[entry + 1]) & (size - 1)
        while slots[slot] != NONE:
            slot = (slot + 1) & (size - 1)
        slots[slot] = entry
    return slots


@njit
def starts_with(text: np.ndarray, start: int, prefix: np.ndarray) -> bool:
    """Whether text[start:], at least as long as the prefix, begins with it."""
    n = 0
    while n < len(prefix) and text[start + n] == prefix[n]:
        n += 1
    return n == len(prefix)


@njit
def find_entry(network: Network, text: np.ndarray, h: np.uint32) -> int:
    """The number of the dictionary's entry text, whose hash is h, or NONE."""
    slots, offsets = network.slots, network.entry_offsets
    slot = h & (len(slots) - 1)
    while slots[slot] != NONE:
        entry = slots[slot]
        start = offsets[entry]
        if offsets[entry + 1] - start == len(text) and starts_with(network.entries, start, text):
            return entry
        slot = (slot + 1) & (len(slots) - 1)
    return NONE


@njit
def add_row(network: Network, row: int, total: np.ndarray) -> None:
    for i in range(len(total)):
        total[i] += network.rows[row, i]


@njit
def add_character_ngrams(network: Network, scratch: Scratch, n_bytes: int) -> int:
    """Adds the rows of the character n-grams of scratch.word[:n_bytes] to scratch.mean. Output: how many."""
    word, buckets = scratch.word, scratch.buckets
    min_chars, max_chars = np.uint64(network.min_chars), np.uint64(network.max_chars)
    n_buckets = np.uint64(len(network.bucket_rows))
    reciprocal = np.uint64(2**32) // n_buckets
    end = np.uint64(n_bytes)
    n_rows, n, start = 0, U0, U0
    while start < end:
        h, n_chars, i = FNV_OFFSET, U0, start
        while i < end and n_chars < max_chars:
            h, i = hash_step(h, word[i]), i + U1
            while word[i] & 0xC0 == 0x80:
                h, i = hash_step(h, word[i]), i + U1
            n_chars += U1
            if n_chars >= min_chars and (n_chars > U1 or (start > U0 and i < end)):
                # h % n_buckets, where the quotient by the reciprocal is at most one too small
                bucket = h - (h * reciprocal >> U32) * n_buckets
                bucket = min(bucket, bucket - n_buckets)
                # Few n-grams have a row: to write them all and keep some costs less than to guess wrong.
                buckets[n] = bucket
                n += network.is_kept[bucket >> U3] >> (bucket & U7) & U1
        start += U1
        while word[start] & 0xC0 == 0x80:
            start += U1
        if n >= BLOCK or start >= end:
            for k in range(n):
                add_row(network, network.bucket_rows[buckets[k]], scratch.mean)
            n_rows += n
            n = U0
    return n_rows


@njit
def add_word_ngrams(network: Network, scratch: Scratch, h: np.uint32, n_before: int) -> int:
    """Adds the rows of the n-grams that end in a word of hash h, after n_before others of its line. Output: how many."""
    chains, n_rows = scratch.chains, 0
    value = np.uint64(np.int64(np.int32(h)))
    for n in range(min(n_before, network.max_words - 1), 0, -1):
        chains[n] = chains[n - 1] * WORD_STEP + value
        row = network.bucket_rows[chains[n] % np.uint64(len(network.bucket_rows))]
        if row != NONE:
            add_row(network, row, scratch.mean)
            n_rows += 1
    chains[0] = value
    return n_rows


@njit
def copy_word(word: np.ndarray, data: np.ndarray, start: int, end: int) -> tuple[int, np.uint32]:
    """Writes the word that begins at data[start] with its marks. Output: its bytes, none at the end; its hash."""
    h, n_bytes = FNV_OFFSET, 0
    word[0] = WORD_START
    while start + n_bytes < end and not IS_WHITESPACE[data[start + n_bytes]]:
        byte = data[start + n_bytes]
        h, n_bytes = hash_step(h, byte), n_bytes + 1
        word[n_bytes] = byte
    word[n_bytes + 1], word[n_bytes + 2] = WORD_END, 0
    return n_bytes, h


@njit
def average_rows(network: Network, scratch: Scratch, data: np.ndarray, start: int, end: int) -> bool:
    """The mean of the rows of a line, in scratch.mean. Output: whether the model knows more of the line than its end."""
    word, n_rows, n_words = scratch.word, 0, 0
    scratch.mean[:] = 0
    while True:
        while start < end and IS_WHITESPACE[data[start]]:
            start += 1
        n_bytes, h = copy_word(word, data, start, end)
        start += n_bytes
        is_end = n_bytes == 0 or (n_bytes == len(END_OF_LINE) and starts_with(word, 1, END_OF_LINE))
        if n_bytes == 0:
            n_bytes, h = copy_word(word, END_OF_LINE, 0, len(END_OF_LINE))
        entry = find_entry(network, word[1 : n_bytes + 1], h)
        if entry < network.n_words and not (entry == NONE and starts_with(word, 1, LABEL_PREFIX)):
            if entry != NONE:
                add_row(network, entry, scratch.mean)
                n_rows += 1
            if not is_end and network.max_chars > 0:
                n_rows += add_character_ngrams(network, scratch, n_bytes + 2)
            n_rows += add_word_ngrams(network, scratch, h, n_words)
            n_words += 1
        if is_end:
            break
    if n_rows > 0:
        scratch.mean[:] *= np.float32(1.0 / n_rows)
    return n_rows > (entry != NONE)


@njit
def keep_best(labels: np.ndarray, scores: np.ndarray, label: int, score: np.float32) -> None:
    """Puts a label among the best two, the better one first, if it belongs there."""
    if score > scores[0]:
        labels[1], scores[1] = labels[0], scores[0]
        labels[0], scores[0] = label, score
    elif score > scores[1]:
        labels[1], scores[1] = label, score


@njit
def dot(matrix: np.ndarray, row: int, vector: np.ndarray) -> np.float32:
    total = np.float32(0)
    for i in range(len(vector)):
        total += matrix[row, i] * vector[i]
    return total


@njit
def log_score(probability: np.float32) -> np.float32:
    return np.float32(log(np.float64(probability) + EPSILON))


@njit
def descend(network: Network, scratch: Scratch, labels: np.ndarray, scores: np.ndarray) -> None:
    """The best leaves of the Huffman tree for scratch.mean, and the logarithms of their probabilities."""
    nodes, node_scores, n_labels = scratch.nodes, scratch.scores, len(network.output)
    nodes[0], node_scores[0] = len(network.children) - 1, 0
    n = 1
    while n > 0:
        n -= 1
        node, score = nodes[n], node_scores[n]
        if score < LOWEST_SCORE or score < scores[1]:
            continue
        if node < n_labels:
            keep_best(labels, scores, node, score)
            continue
        right = np.float32(1 / (1 + np.float64(exp(-dot(network.output, node - n_labels, scratch.mean)))))
        nodes[n], node_scores[n] = network.children[node, 1], score + log_score(right)
        nodes[n + 1], node_scores[n + 1] = (
            network.children[node, 0],
            score + log_score(np.float32(1 - np.float64(right))),
        )
        n += 2


@njit
def softmax(network: Network, scratch: Scratch, labels: np.ndarray, scores: np.ndarray) -> None:
    """The best labels for scratch.mean, and the logarithms of their probabilities."""
    outputs = scratch.scores
    n, total = len(network.output), np.float32(0)
    for label in range(n):
        outputs[label] = dot(network.output, label, scratch.mean)
    highest = outputs[:n].max()
    for label in range(n):
        outputs[label] = exp(outputs[label] - highest)
        total += outputs[label]
    for label in range(n):
        keep_best(labels, scores, label, log_score(outputs[label] / total))


@njit(cache=True, nogil=True)
def predict(network: Network, data: np.ndarray, offsets: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The likeliest two labels of every line; a newline within one is a space.

    Input: the network of a model; the UTF-8 bytes of n lines (uint8) and their offsets (int64, n + 1).
    Output: labels (int32, n x 2), the likelier first, NONE where there is no other of probability 1e-5, and at both
        where the model knows no part of the line; probabilities (float32, n x 2), 0 without a label. fastText adds
        1e-5 to each factor of a probability, so that it may pass 1 by little.
    Errors: none.
    Cost: 60 MB/s with lid.176.ftz; three bytes of memory a byte of the longest line.
    """
    n = len(offsets) - 1
    labels, scores = np.full((n, 2), NONE, np.int32), np.full((n, 2), -inf, np.float32)
    scratch = new_scratch(network, np.diff(offsets).max() if n else 0)
    for line in range(n):
        if average_rows(network, scratch, data, offsets[line], offsets[line + 1]):
            if len(network.children):
                descend(network, scratch, labels[line], scores[line])
            else:
                softmax(network, scratch, labels[line], scores[line])
    return labels, np.exp(scores)
