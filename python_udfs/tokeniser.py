"""Text to token ids and back, with the tokenizer.json that the environment variable MAINPIPE_TOKENIZER names."""

import hashlib
import json
import os
import random
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import tiktoken
from tokenizers import Regex, Tokenizer, decoders, models, pre_tokenizers, trainers

from python_udfs.arrow_text import list_array, list_buffers

VARIABLE = "MAINPIPE_TOKENIZER"


@dataclass(frozen=True)
class Recipe:
    """What decides the output of this module, the tokenizer's file aside."""

    eos_tokens: tuple[str, ...] = ("<|endoftext|>", "<|end_of_text|>", "</s>", "<eos>")  # the first that there is
    max_trained_token_length: int = 64  # bytes; a page of dashes makes no token of a thousand dashes
    max_trained_run: int = 256  # characters without a blank, or blanks, in one go: training is quadratic in them


RECIPE = Recipe()

# The patterns of the pre-tokenisers that are known here, each with the form that tiktoken runs (the same, or one that
# is equal and faster). For all of them: they match any text without a gap; they look ahead only from white space; and
# no match goes from a letter or digit on to a character of `BOUNDARY`.
GPT2 = r"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"
LLAMA3 = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}"
    r"| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
)
QWEN2 = LLAMA3.replace("{1,3}", "")
O200K = (
    r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?"
    r"|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?"
    r"|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+"
)
PATTERNS = {
    GPT2: r"'(?:[sdmt]|ll|ve|re)| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+",
    LLAMA3: LLAMA3,
    QWEN2: QWEN2,
    O200K: O200K,
}

# A text may be cut here without changing its tokens: the token before ends with the letter or digit whatever follows,
# since no pattern goes on and none looks ahead from there; the token after begins here whatever stands before, since no
# pattern looks back.
BOUNDARY = re.compile(r"(?<=[^\W_])(?=[ .,;:!?。、，！？])")
PIECE_LENGTH = 1 << 16  # characters; a longer text is cut

# tiktoken's regular expressions keep a stack of a million entries, and white space before a word needs one a character.
BLANKS = re.compile(r"\s+")
MAX_BLANKS = 100_000


class TokeniserError(RuntimeError):
    """There is no tokeniser to work with; the message is one line."""


def _printable_bytes() -> dict[str, int]:
    """The printable character that stands for each byte in a byte-level vocabulary (GPT-2's `bytes_to_unicode`)."""
    printable = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    others = [byte for byte in range(256) if byte not in printable]
    return {chr(byte): byte for byte in printable} | {chr(256 + k): byte for k, byte in enumerate(others)}


BYTES = _printable_bytes()


def _bytes_of(token: str) -> bytes:
    return bytes(BYTES[character] for character in token)


def pieces(text: str) -> Iterator[str]:
    """A long text in pieces whose tokens, put together, are those of the text; cut at `BOUNDARY` only.

    Input: one text for a tokeniser with one of `PATTERNS`.
    Output: pieces of at least `PIECE_LENGTH` characters, the last one apart; longer where no boundary comes.
    Cost: linear.
    """
    begin = 0
    while match := BOUNDARY.search(text, begin + PIECE_LENGTH):
        yield text[begin : match.start()]
        begin = match.start()
    yield text[begin:]


def _known_pattern(definition: dict[str, Any]) -> str | None:
    """The pattern of a tokenizer.json that is nothing but a byte-level BPE with one of `PATTERNS`, or None."""
    if definition.get("normalizer") or any(not token["special"] for token in definition["added_tokens"]):
        return None
    steps = [definition.get("pre_tokenizer") or {"type": None}]
    *splits, byte_level = steps[0].get("pretokenizers") or steps
    if byte_level["type"] != "ByteLevel" or byte_level.get("add_prefix_space", True):
        return None
    uses_gpt2 = byte_level.get("use_regex", True)
    if not splits:
        return GPT2 if uses_gpt2 else None
    if uses_gpt2 or len(splits) > 1 or splits[0]["type"] != "Split":
        return None
    is_whole = (splits[0]["behavior"], splits[0]["invert"]) in {("Isolated", False), ("Removed", True)}
    pattern = splits[0]["pattern"].get("Regex")
    return pattern if is_whole and pattern in PATTERNS else None


def _merged(token: bytes, ranks: dict[bytes, int]) -> list[int]:
    """The ranks that tiktoken is left with when it merges the bytes of one token: the lowest rank first."""
    parts = [token[i : i + 1] for i in range(len(token))]
    while True:
        joined = [(ranks[left + right], i) for i, (left, right) in enumerate(pairwise(parts)) if left + right in ranks]
        if not joined:
            return [ranks[part] for part in parts]
        _, i = min(joined)
        parts[i : i + 2] = [parts[i] + parts[i + 1]]


def _tiktoken_of(definition: dict[str, Any], pattern: str) -> tuple[tiktoken.Encoding, np.ndarray] | None:
    """The byte-level BPE of a tokenizer.json as a tiktoken encoding, with the token id of each of its ranks.

    tiktoken merges any two neighbours that make a token together, `tokenizers` those pairs that the merges list. They
    agree on every text when they agree on every token, split into bytes and merged: two neighbours that make a token
    and are no pair of the list would be a state that the merging of that token alone goes through as well. tiktoken
    takes a word that is a token as it stands; `tokenizers` does with `ignore_merges`, and else merges it all the same.
    None where one of these does not hold.
    """
    model = definition["model"]
    if model["type"] != "BPE" or model.get("continuing_subword_prefix") or model.get("end_of_word_suffix"):
        return None
    vocabulary = model["vocab"]
    if not vocabulary.keys() >= BYTES.keys():
        return None
    tokens = list(BYTES)
    for merge in model["merges"]:
        token = "".join(merge.split(" ") if isinstance(merge, str) else merge)
        if token != tokens[-1]:  # a token may list several pairs, one after the other
            tokens.append(token)
    if model.get("ignore_merges"):
        added = {token["content"] for token in definition["added_tokens"]}
        tokens += sorted(vocabulary.keys() - added - set(tokens), key=vocabulary.__getitem__)
    if len(set(tokens)) < len(tokens) or not all(BYTES.keys() >= set(token) for token in tokens):
        return None
    ranks = {_bytes_of(token): rank for rank, token in enumerate(tokens)}
    ids = np.array([vocabulary[token] for token in tokens], np.int32)
    alone = {"version": "1.0", "added_tokens": [], "model": {**model, "ignore_merges": False}}
    merged = Tokenizer.from_str(json.dumps(alone)).encode_batch_fast(tokens, add_special_tokens=False)
    for encoding, token in zip(merged, tokens, strict=True):
        is_itself = encoding.ids == [vocabulary[token]]
        if not is_itself and not model.get("ignore_merges"):
            return None
        if not is_itself and encoding.ids != ids[_merged(_bytes_of(token), ranks)].tolist():
            return None
    return tiktoken.Encoding("", pat_str=PATTERNS[pattern], mergeable_ranks=ranks, special_tokens={}), ids


def _battery(special_tokens: list[str]) -> list[str]:
    """Texts on which two tokenisers that are alike must agree: where the patterns and the merges have their edges."""
    words = [
        "don't",
        "I'LL",
        "'S",
        "'ſ",
        "we've'd",
        "\u2019s",
        "HeLLo",
        "naïve",
        "e\u0301",
        "ǅ",
        "ﬁ",
        "ｆｕｌｌ",
        "日本語",
    ]
    words += [
        "नमस्ते",
        "مرحبا",
        "שלום",
        "🇦🇺",
        "👨\u200d👩\u200d👧",
        "１２３",
        "½²",
        "12345",
        "0.5e-7",
        "...",
        "?!",
        "#include",
    ]
    words += ["a_b", "--", "/*", "://", "''", "=>\n", "\x00", "\x1f", "\x7f", "\x85", "\u00ad", "\u200b", "\ufeff"]
    words += ["\U0010ffff", *special_tokens]
    blanks = ["", " ", "  ", "   ", "\n", "\n\n", "\r\n", " \n", "\n ", "\t", "\t ", " \t\n ", "\x0b\x0c"]
    blanks += ["\u00a0", " \u3000", "\u2028"]
    texts = [blank + word + other + word + blank for word in words for blank in blanks for other in ("", " ", "1")]
    texts += [chr(code_point) * n for code_point in range(0x250) for n in (1, 2, 3, 5, 8, 17)]
    generator = random.Random(0)
    alphabet = "".join(words) + "".join(blanks) + "".join(map(chr, range(0x20, 0x17F)))
    texts += ["".join(generator.choices(alphabet, k=200)) for _ in range(50)]
    characters = [chr(i) for i in [*range(0xD800), *range(0xE000, 0x20000)]]
    texts += ["".join(generator.choices(characters, k=100)) for _ in range(50)]
    return texts


class Tokeniser:
    """A tokenizer.json, loaded.

    path: the file.
    sha256: of the file's bytes, in hex.
    vocabulary_size: every id is below it.
    eos_id: the id that stands between documents.
    dtype: the narrowest unsigned NumPy type that holds every id.
    is_fast: whether tiktoken does the work, proved on loading to give the same ids as `tokenizers`.
    """

    def __init__(self, path: Path) -> None:
        try:
            content = path.read_bytes()
            definition = json.loads(content)
            definition = {"added_tokens": []} | definition | {"truncation": None, "padding": None}
            definition["model"] |= {"dropout": None}
            for token in definition["added_tokens"]:
                token["special"] |= token["content"] in RECIPE.eos_tokens
            self._slow = Tokenizer.from_str(json.dumps(definition))
        except OSError as error:
            raise TokeniserError(f"cannot read the tokeniser {path}: {error.strerror}") from error
        except Exception as error:
            raise TokeniserError(f"not a tokenizer.json: {path}") from error
        self._slow.encode_special_tokens = True  # `<|endoftext|>` in a text is nine letters and four signs
        self.path = path
        self.sha256 = hashlib.sha256(content).hexdigest()
        vocabulary = self._slow.get_vocab()
        self.vocabulary_size = max(vocabulary.values()) + 1
        self.dtype = np.dtype(np.uint16 if self.vocabulary_size <= 1 << 16 else np.uint32)
        eos_tokens = [token for token in RECIPE.eos_tokens if token in vocabulary]
        if not eos_tokens:
            raise TokeniserError(f"the tokeniser {path} has none of the tokens {', '.join(RECIPE.eos_tokens)}")
        self.eos_id: int = vocabulary[eos_tokens[0]]

        special = {id: token.content for id, token in self._slow.get_added_tokens_decoder().items() if token.special}
        special[self.eos_id] = eos_tokens[0]
        self._bytes: dict[int, bytes] | None = None
        if (definition.get("decoder") or {}).get("type") == "ByteLevel":
            added = {token["id"] for token in definition["added_tokens"]}
            self._bytes = {
                id: token.encode() if id in added or not BYTES.keys() >= set(token) else _bytes_of(token)
                for token, id in vocabulary.items()
            }
        self._is_cuttable = False
        self._fast: tiktoken.Encoding | None = None
        battery = _battery(list(special.values()))
        if pattern := _known_pattern(definition):
            self._is_cuttable = True
            if found := _tiktoken_of(definition, pattern):
                expected = self._slow.encode_batch_fast(battery, add_special_tokens=False)
                self._fast, self._ids = found
                if any(self.encode(text).tolist() != ids.ids for text, ids in zip(battery, expected, strict=True)):
                    self._fast = None
        self.is_fast = self._fast is not None
        special = {id: token for id, token in special.items() if token != definition["model"].get("unk_token")}
        ids = self.encode(" ".join([*special.values(), "".join(special.values())]))
        if not special.keys().isdisjoint(ids.tolist()):
            raise TokeniserError(f"the tokeniser {path} takes the text of a special token for the token")

    def encode(self, text: str) -> np.ndarray:
        """The token ids of a text (int32): none added, and none of a special token.

        Cost: linear; 12 MB/s on one thread, 20 on two; 2 MB/s where `tokenizers` does the work.
        """
        return np.concatenate([self._encode_piece(piece) for piece in (pieces(text) if self._is_cuttable else [text])])

    def _encode_piece(self, piece: str) -> np.ndarray:
        if self._fast is None or _has_long_blanks(piece):
            return np.array(self._slow.encode_batch_fast([piece], add_special_tokens=False)[0].ids, np.int32)
        ranks = self._fast.encode_ordinary(piece)
        return self._ids[np.fromiter(ranks, np.int32, len(ranks))]

    def decode(self, ids: Iterable[int]) -> str:
        """The text of token ids; what is not UTF-8 (tokens cut out of the middle of a text) becomes U+FFFD.

        Special tokens come out as their text. An id outside the vocabulary is U+FFFD, or nothing with a vocabulary
        that is not byte-level.
        """
        if self._bytes is None:
            known = [id for id in ids if 0 <= id < self.vocabulary_size]
            return self._slow.decode(known, skip_special_tokens=False)
        return b"".join([self._bytes.get(id, b"\xff") for id in ids]).decode(errors="replace")


def _has_long_blanks(piece: str) -> bool:
    return len(piece) > MAX_BLANKS and any(len(match[0]) > MAX_BLANKS for match in BLANKS.finditer(piece))


@cache
def load(path: str | Path) -> Tokeniser:
    """The tokeniser of a tokenizer.json, read once per path and process.

    Errors: TokeniserError when the file cannot be read, has no end-of-text token, or mistakes text for special tokens.
    Cost: about a second for 50,000 tokens, most of it the proof that tiktoken gives the same ids.
    """
    return Tokeniser(Path(path))


def current() -> Tokeniser:
    """The tokeniser that MAINPIPE_TOKENIZER names.

    Errors: TokeniserError as for `load`, or when the variable is not set.
    """
    path = os.environ.get(VARIABLE)
    if not path:
        raise TokeniserError(f"set {VARIABLE} to the path of a tokenizer.json")
    return load(path)


def tokenise(texts: pa.Array) -> pa.Array:
    """The token ids of documents, each ended by the end-of-text token.

    Input: texts (string, NULL).
    Output: list of int32: the ids of the text, none of them special, then `eos_id`; NULL for NULL.
    Errors: TokeniserError when there is no tokeniser.
    Cost: as `Tokeniser.encode`.
    """
    tokeniser = current()
    end = np.array([tokeniser.eos_id], np.int32)
    nothing = np.empty(0, np.int32)
    rows = [nothing if text is None else np.append(tokeniser.encode(text), end) for text in texts.to_pylist()]
    offsets = np.cumsum([0, *map(len, rows)])
    is_valid = texts.is_valid().to_numpy(zero_copy_only=False)
    return list_array(np.concatenate([nothing, *rows]), offsets, is_valid)


def detokenise(token_ids: pa.Array) -> pa.Array:
    """The text of token ids without their end: the inverse of `tokenise` for a byte-level vocabulary.

    Input: token_ids (list of int32, NULL).
    Output: string, with U+FFFD for what is not UTF-8 when the ids were cut out of the middle; NULL for NULL.
    Errors: TokeniserError when there is no tokeniser.
    Cost: linear; 25 MB/s.
    """
    tokeniser = current()
    values, offsets, is_valid = list_buffers(token_ids)
    rows = zip(offsets, offsets[1:], is_valid, strict=False)
    texts = [tokeniser.decode(values[begin:end].tolist()) if valid else None for begin, end, valid in rows]
    return pa.array(texts, pa.string())


def train(texts: Iterable[str], vocabulary_size: int, path: Path) -> None:
    """Trains a byte-level BPE with GPT-2's pre-tokeniser and writes its tokenizer.json, in whole or not at all.

    Input: texts in any order; vocabulary_size (at least 257: the bytes and `<|endoftext|>`).
    Output: the same bytes for the same texts, whatever their order and the number of threads.
    Errors: OSError when the file cannot be written.
    Cost: about 5 s and 100 MB for 10 MB of text.
    """
    byte_level = pre_tokenizers.ByteLevel(add_prefix_space=False)
    too_long = Regex(rf"\S{{{RECIPE.max_trained_run}}}|\s{{{RECIPE.max_trained_run}}}")
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.Split(too_long, "isolated"), byte_level])
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=vocabulary_size,
        special_tokens=[RECIPE.eos_tokens[0]],
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        max_token_length=RECIPE.max_trained_token_length,
        show_progress=False,
    )
    tokenizer.train_from_iterator((piece for text in texts for piece in pieces(text)), trainer)
    tokenizer.pre_tokenizer = byte_level
    partial = path.with_name(path.name + ".partial")
    partial.write_text(tokenizer.to_str(), encoding="utf-8")
    partial.replace(path)
