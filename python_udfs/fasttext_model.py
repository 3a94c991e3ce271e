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
EPSILON = 1e-5  # keeps a logarithm finite
LOWEST_SCORE = np.float32(log(EPSILON))
IS_WHITESPACE = np.isin(np.arange(256), list(b" \n\r\t\v\f\0"))
WORD_START, WORD_END, SPACE = b"<> "
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
    words: np.ndarray  # uint8, the entries of the dictionary, one after the other
    word_offsets: np.ndarray  # int64
    word_slots: np.ndarray  # int32, a hash table of the entries
    key_rows: np.ndarray  # int32; a key is the number of a word, or n_words and the bucket of an n-gram
    is_kept: np.ndarray  # uint8, one bit a key: whether it has a row. Small enough for a core's own cache
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

    key_rows = np.arange(n_words + max(n_buckets, 1), dtype=np.int32)
    if n_kept >= 0 or (max_chars <= 0 and max_words <= 1):
        kept = kept[(kept[:, 0] >= 0) & (kept[:, 0] < n_buckets)]
        key_rows[n_words:] = NONE
        key_rows[n_words + kept[:, 0]] = n_words + kept[:, 1]
    is_sound = (
        n_labels > 0
        and [is_label for _, _, is_label in entries] == [0] * n_words + [1] * n_labels
        and NONE <= key_rows.min() <= key_rows.max() < len(rows)
        and len(output) == n_labels
        and rows.shape[1] == output.shape[1] == dim
        and np.isfinite(rows.sum() + output.sum())
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
        key_rows,
        np.packbits(key_rows != NONE, bitorder="little"),
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

    line: np.ndarray  # uint8, the line between spaces, then END_OF_LINE as its last word
    starts: np.ndarray  # int64, of the words in line
    ends: np.ndarray  # int64
    hashes: np.ndarray  # uint32
    entries: np.ndarray  # int32, in the dictionary
    keys: np.ndarray  # uint32
    mean: np.ndarray  # float32, of the rows of these keys
    nodes: np.ndarray  # int32, of the tree, to visit yet
    scores: np.ndarray  # float32, of these nodes, or of all labels


@njit
def new_scratch(network: Network, n_bytes: int) -> Scratch:
    n_words, n_nodes = n_bytes // 2 + 2, len(network.output) + 1
    n_keys = (n_bytes + 2 * n_words) * network.max_chars + n_words * network.max_words + 1
    return Scratch(
        np.empty(n_bytes + 7, np.uint8),
        np.empty(n_words, np.int64),
        np.empty(n_words, np.int64),
        np.empty(n_words, np.uint32),
        np.empty(n_words, np.int32),
        np.empty(n_keys, np.uint32),
        np.empty(network.rows.shape[1], np.float32),
        np.empty(n_nodes, np.int32),
        np.empty(n_nodes, np.float32),
    )


@njit
def hash_step(h: np.uint32, byte: np.uint8) -> np.uint32:
    """FNV-1a of 32 bits, taken one byte further; fastText gives the byte a sign first."""
    return np.uint32((h ^ np.uint32(np.int8(byte))) * FNV_PRIME)


@njit(cache=True)
def hash_table(words: np.ndarray, offsets: np.ndarray) -> np.ndarray:
    """Slots for `split`: int32, a power of two of them, at least half of them free."""
    size = 1
    while size < 2 * len(offsets):
        size *= 2
    slots = np.full(size, NONE, np.int32)
    for entry in range(len(offsets) - 1):
        h = FNV_OFFSET
        for i in range(offsets[entry], offsets[entry + 1]):
            h = hash_step(h, words[i])
        slot = h & (size - 1)
        while slots[slot] != NONE:
            slot = (slot + 1) & (size - 1)
        slots[slot] = entry
    return slots


@njit
def starts_with(text: np.ndarray, start: int, prefix: np.ndarray) -> bool:
    """Whether text[start:] begins with the prefix; the text must hold something else before it ends."""
    n = 0
    while n < len(prefix) and text[start + n] == prefix[n]:
        n += 1
    return n == len(prefix)


# The loops below are long, and not cut into functions of a word each: numba counts the references to every array that
# a function takes, which costs more than a word does.


@njit
def split(network: Network, scratch: Scratch, data: np.ndarray, start: int, end: int) -> int:
    """Finds the words of the line data[start:end], the end of the line as the last of them. Output: how many."""
    line, starts, ends, hashes, entries = scratch.line, scratch.starts, scratch.ends, scratch.hashes, scratch.entries
    words, offsets, slots, n_known = network.words, network.word_offsets, network.word_slots, network.n_words
    n_bytes = end - start
    line[0] = line[n_bytes + 1] = line[n_bytes + 6] = SPACE
    line[1 : n_bytes + 1] = data[start:end]
    line[n_bytes + 2 : n_bytes + 6] = END_OF_LINE
    i = n = 0
    is_end = False
    while not is_end:
        while IS_WHITESPACE[line[i]]:
            i += 1
        first, h = i, FNV_OFFSET
        while not IS_WHITESPACE[line[i]]:
            h, i = hash_step(h, line[i]), i + 1
        slot = h & (len(slots) - 1)
        while slots[slot] != NONE:
            k = offsets[slots[slot]]
            shift = first - k
            if offsets[slots[slot] + 1] + shift == i:
                while k + shift < i and words[k] == line[k + shift]:
                    k += 1
                if k + shift == i:
                    break
            slot = (slot + 1) & (len(slots) - 1)
        entry = slots[slot]
        is_label = entry >= n_known or (
            entry == NONE and line[first] == LABEL_PREFIX[0] and starts_with(line, first, LABEL_PREFIX)
        )
        if not is_label:
            starts[n], ends[n], hashes[n], entries[n] = first, i, h, entry
            n += 1
        is_end = (
            line[first] == END_OF_LINE[0] and i - first == len(END_OF_LINE) and starts_with(line, first, END_OF_LINE)
        )
    return n


@njit
def list_keys(network: Network, scratch: Scratch, n_words: int) -> np.uint64:
    """Lists the keys of the first n_words of the line and of their character n-grams. Output: how many."""
    line, starts, ends, entries, keys = scratch.line, scratch.starts, scratch.ends, scratch.entries, scratch.keys
    is_kept, min_chars, max_chars = network.is_kept, np.uint64(network.min_chars), np.uint64(network.max_chars)
    n_known, n_buckets = np.uint64(network.n_words), np.uint64(len(network.key_rows) - network.n_words)
    reciprocal = np.uint64(2**32) // n_buckets
    n = U0
    for word in range(n_words):
        if entries[word] != NONE:
            keys[n] = entries[word]
            n += U1
        if word == n_words - 1 or max_chars == U0:
            continue
        first, end = np.uint64(starts[word] - 1), np.uint64(ends[word] + 1)
        line[first], line[end - U1] = WORD_START, WORD_END
        start = first
        while start < end:
            h, n_chars, i = FNV_OFFSET, U0, start
            while i < end and n_chars < max_chars:
                h, i = hash_step(h, line[i]), i + U1
                while line[i] & 0xC0 == 0x80:
                    h, i = hash_step(h, line[i]), i + U1
                n_chars += U1
                if n_chars >= min_chars and (n_chars > U1 or (first < start and i < end)):
                    # h % n_buckets; the quotient by the reciprocal is right or one too small
                    bucket = h - (h * reciprocal >> U32) * n_buckets
                    key = n_known + min(bucket, bucket - n_buckets)
                    # Most n-grams have no row: to write them all and keep some costs less than to guess which.
                    keys[n] = key
                    n += is_kept[key >> U3] >> (key & U7) & U1
            start += U1
            while line[start] & 0xC0 == 0x80:
                start += U1
    return n


@njit
def list_word_ngrams(network: Network, scratch: Scratch, n_words: int, n: np.uint64) -> np.uint64:
    """Lists the keys of the word n-grams of the line, behind n others. Output: how many keys there are now."""
    hashes, keys, key_rows, max_words = scratch.hashes, scratch.keys, network.key_rows, network.max_words
    n_known, n_buckets = np.uint64(network.n_words), np.uint64(len(key_rows) - network.n_words)
    for word in range(n_words):
        h = np.uint64(np.int64(np.int32(hashes[word])))
        for i in range(word + 1, min(word + max_words, n_words)):
            h = h * WORD_STEP + np.uint64(np.int64(np.int32(hashes[i])))
            key = n_known + h % n_buckets
            if key_rows[key] != NONE:
                keys[n] = key
                n += U1
    return n


@njit
def average(network: Network, scratch: Scratch, n: np.uint64) -> None:
    """The mean of the rows of the first n keys."""
    keys, mean, rows, key_rows = scratch.keys, scratch.mean, network.rows, network.key_rows
    mean[:] = 0
    for k in range(n):
        row = key_rows[keys[k]]
        for i in range(len(mean)):
            mean[i] += rows[row, i]
    scale = np.float32(1 / n)
    for i in range(len(mean)):
        mean[i] *= scale


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
        n_words = split(network, scratch, data, offsets[line], offsets[line + 1])
        n_keys = list_keys(network, scratch, n_words)
        n_keys = list_word_ngrams(network, scratch, n_words, n_keys)
        if n_keys > (scratch.entries[n_words - 1] != NONE):
            average(network, scratch, n_keys)
            if len(network.children):
                descend(network, scratch, labels[line], scores[line])
            else:
                softmax(network, scratch, labels[line], scores[line])
    return labels, np.exp(scores)
