import hashlib
import json
import os
import random
import re
import subprocess
import sys
import unicodedata

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, trainers

from python_udfs import tokeniser as module
from python_udfs.tokeniser import GPT2, LLAMA3, O200K, QWEN2, TokeniserError, detokenise, load, pieces, tokenise, train

EOS = "<|endoftext|>"


def corpus():
    """A few thousand invented words, with the signs, scripts and line ends that merges should come from."""
    generator = random.Random(1)
    syllables = [
        "the",
        "in",
        "er",
        "con",
        "ti",
        "on",
        "st",
        "re",
        "ly",
        "Ab",
        "QU",
        "é",
        "ß",
        "日本",
        "語",
        "при",
        "вет",
        "😀",
    ]
    words = ["".join(generator.choices(syllables, k=generator.randint(1, 4))) for _ in range(600)]
    glue = [
        " ",
        " ",
        " ",
        " ",
        ", ",
        ".\n",
        "\n\n",
        "  ",
        "\t",
        "'s ",
        "'LL ",
        " 12",
        "345 ",
        "://",
        "!!!",
        " -- ",
        "\r\n",
        "    ",
    ]
    return ["".join(generator.choice(words) + generator.choice(glue) for _ in range(300)) for _ in range(20)]


def written(folder, name, definition):
    path = folder / f"{name}.json"
    path.write_text(json.dumps(definition), encoding="utf-8")
    return path


def trained(pattern, folder, name):
    """A tokenizer.json in the shape of Llama 3 and GPT-4: a Split by the pattern, then ByteLevel."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(pattern), "isolated"),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
        ]
    )
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=900,
        special_tokens=["<|begin|>", EOS],
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    tokenizer.train_from_iterator(corpus(), trainer)
    path = folder / f"{name}.json"
    tokenizer.save(str(path))
    return path


@pytest.fixture(scope="session")
def gpt2_path(tmp_path_factory):
    path = tmp_path_factory.mktemp("tokenisers") / "gpt2.json"
    train(corpus(), 900, path)
    return path


@pytest.fixture(scope="session")
def definition(gpt2_path):
    return json.loads(gpt2_path.read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def paths(gpt2_path, tmp_path_factory):
    """One file for each known pattern."""
    folder = tmp_path_factory.mktemp("patterns")
    known = {"split": GPT2, "llama3": LLAMA3, "qwen2": QWEN2, "o200k": O200K}
    return {"gpt2": gpt2_path} | {name: trained(pattern, folder, name) for name, pattern in known.items()}


KNOWN = ["gpt2", "split", "llama3", "qwen2", "o200k"]


def reference(path):
    """`tokenizers` itself, with special tokens read as text."""
    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.encode_special_tokens = True
    return lambda text: tokenizer.encode(text, add_special_tokens=False).ids


@pytest.fixture
def chosen(gpt2_path, monkeypatch):
    monkeypatch.setenv(module.VARIABLE, str(gpt2_path))
    return load(str(gpt2_path))


PIECES = st.sampled_from(
    [
        *"aZé7日яǅ\u0301\u0903½²!?.,'\u2019-_/<|> \n\t\u00a0\u3000\x85\u2028\x1c\x00。",
        *[
            "  ",
            "\r\n",
            "the",
            "con",
            "'s",
            "'LL",
            "'ſ",
            "12345",
            "日本語",
            "привет",
            "👨\u200d👩\u200d👧",
            "...",
            "://",
        ],
        *[EOS, "<|begin|>"],
    ]
)
TEXTS = st.lists(PIECES, max_size=40).map("".join) | st.text()


@pytest.mark.parametrize("name", KNOWN)
def test_fast_equals_tokenizers_and_round_trips(paths, name):
    tokeniser = load(paths[name])
    slow = reference(paths[name])
    assert tokeniser.is_fast

    @settings(max_examples=400, deadline=None)
    @given(TEXTS)
    def check(text):
        ids = tokeniser.encode(text).tolist()
        assert ids == slow(text)
        assert tokeniser.decode(ids) == text

    check()


@pytest.mark.parametrize("name", KNOWN)
def test_every_letter_is_split_alike(paths, name):
    characters = [
        chr(i) for i in [*range(0x3000), *range(0xA000, 0xB000), *range(0xF900, 0x11000), *range(0x1F000, 0x1FB00)]
    ]
    texts = ["".join(f"a{c}b {c}1{c}! {c}\n" for c in characters[i : i + 256]) for i in range(0, len(characters), 256)]
    slow = reference(paths[name])
    for text in texts:
        assert load(paths[name]).encode(text).tolist() == slow(text)


@pytest.mark.parametrize("name", KNOWN)
def test_cutting_changes_nothing(paths, name, monkeypatch):
    monkeypatch.setattr(module, "PIECE_LENGTH", 1)
    tokeniser = load(paths[name])
    slow = reference(paths[name])

    @settings(max_examples=400, deadline=None)
    @given(TEXTS)
    def check(text):
        assert "".join(pieces(text)) == text
        assert tokeniser.encode(text).tolist() == slow(text)

    check()
    assert list(pieces("I saw it. (No, 3.14!)\n")) == ["I", " saw", " it", ". (No", ", 3", ".14", "!)\n"]


def test_boundaries_follow_letters_and_digits():
    for code_point in [*range(0xD800), *range(0xE000, 0x110000)]:
        character = chr(code_point)
        if module.BOUNDARY.search(character + " "):
            assert unicodedata.category(character)[0] in "LN"


@pytest.mark.parametrize(
    "unit", [" ", "\n", "\t\n ", "\u3000", "a", "ab", "1", "!", "😀", "日本語文字", "\u0301", "Aa", "! "]
)
@pytest.mark.parametrize("name", ["gpt2", "llama3"])
def test_hostile_text_equals_tokenizers(paths, name, unit):
    text = "begin " + unit * (250_000 // len(unit)) + "end"
    assert load(paths[name]).encode(text).tolist() == reference(paths[name])(text)


@pytest.mark.parametrize("unit", [" ", "\n", "a", "😀", "the con, ", "x\n"])
def test_hostile_text_of_a_megabyte(paths, unit):
    text = unit * (1_200_000 // len(unit))
    tokeniser = load(paths["gpt2"])
    assert tokeniser.decode(tokeniser.encode(text)) == text


@pytest.mark.parametrize("name", KNOWN)
def test_special_tokens_in_a_text_are_text(paths, name):
    tokeniser = load(paths[name])
    for text in (EOS, f"a{EOS}b", f" {EOS} ", EOS * 3, "<|begin|>"):
        ids = tokeniser.encode(text).tolist()
        assert tokeniser.eos_id not in ids
        assert len(ids) > 1
        assert tokeniser.decode(ids) == text
    assert tokeniser.decode([tokeniser.eos_id]) == EOS
    naive = Tokenizer.from_file(str(paths[name])).encode(EOS, add_special_tokens=False).ids
    assert naive == [tokeniser.eos_id]


def changed(definition, **parts):
    return json.loads(json.dumps(definition)) | parts


def test_ids_that_are_not_in_the_order_of_the_merges(definition, tmp_path):
    other = changed(definition)
    vocabulary = other["model"]["vocab"]
    n = len(vocabulary)
    other["model"]["vocab"] = {token: n - 1 - id for token, id in vocabulary.items()}
    other["added_tokens"][0]["id"] = n - 1 - definition["added_tokens"][0]["id"]
    path = written(tmp_path, "reversed", other)
    tokeniser = load(path)
    assert tokeniser.is_fast
    assert tokeniser.eos_id == n - 1
    text = " ".join(corpus()[:2])
    assert tokeniser.encode(text).tolist() == reference(path)(text)


def test_merges_as_strings(definition, tmp_path):
    other = changed(definition)
    other["model"]["merges"] = [" ".join(merge) for merge in other["model"]["merges"]]
    path = written(tmp_path, "strings", other)
    assert load(path).is_fast
    assert load(path).encode(corpus()[0]).tolist() == reference(path)(corpus()[0])


def with_ignore_merges(definition, token):
    """As Llama 3: a word that is a token is that token, merges or not; here one token has none."""
    other = changed(definition)
    other["model"]["ignore_merges"] = True
    other["model"]["vocab"][token] = len(other["model"]["vocab"])
    return other


def test_a_token_without_merges_is_found_as_a_word(definition, tmp_path):
    path = written(tmp_path, "ignored", with_ignore_merges(definition, "qzqzqz"))
    assert load(path).is_fast
    assert load(path).encode("qzqzqz").tolist() == [900]
    for text in ["qzqzqz", " qzqzqz", "aqzqzqz", "qzqzqzqzqzqz", "qzqzqz the con", *corpus()[:3]]:
        assert load(path).encode(text).tolist() == reference(path)(text)


def fallbacks(definition):
    byte_level = {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": True, "use_regex": False}
    unknown = {"type": "Split", "pattern": {"Regex": "\\s+|\\S+"}, "behavior": "Isolated", "invert": False}
    digits = {"type": "Digits", "individual_digits": True}
    added = {"id": 900, "content": "con", "single_word": False, "lstrip": False, "rstrip": False}
    added |= {"normalized": False, "special": False}
    unreachable = changed(definition)["model"]
    unreachable["vocab"] = unreachable["vocab"] | {"conconcon": 900}
    unreachable["merges"] = [*unreachable["merges"], ["con", "concon"]]
    unreachable["vocab"]["concon"] = 901
    two_ways = changed(definition)["model"]
    two_ways["merges"] = [merge for merge in two_ways["merges"] if merge != two_ways["merges"][0]]
    return {
        "normaliser": {"normalizer": {"type": "NFC"}},
        "prefix": {"pre_tokenizer": {**byte_level, "add_prefix_space": True, "use_regex": True}},
        "digits": {"pre_tokenizer": {"type": "Sequence", "pretokenizers": [digits, {**byte_level, "use_regex": True}]}},
        "unknown": {"pre_tokenizer": {"type": "Sequence", "pretokenizers": [unknown, byte_level]}},
        "added": {"added_tokens": [*definition["added_tokens"], added]},
        "unreachable": {"model": unreachable},
        "two ways": {"model": two_ways},
        "ignored": {"model": with_ignore_merges(definition, "qz")["model"]},
    }


@pytest.mark.parametrize(
    "name", ["normaliser", "prefix", "digits", "unknown", "added", "unreachable", "two ways", "ignored"]
)
def test_other_shapes_run_on_tokenizers(definition, tmp_path, name):
    path = written(tmp_path, "other", changed(definition, **fallbacks(definition)[name]))
    tokeniser = load(path)
    assert not tokeniser.is_fast
    for text in ["", EOS, "e\u0301 conconconcon 12", *corpus()[:3]]:
        assert tokeniser.encode(text).tolist() == reference(path)(text)
        assert tokeniser.eos_id not in tokeniser.encode(text)


def test_a_vocabulary_that_is_not_byte_level(tmp_path):
    tokenizer = Tokenizer(models.BPE(unk_token="<unk>"))
    tokenizer.normalizer = normalizers.Prepend("▁")
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    tokenizer.decoder = decoders.Metaspace()
    trainer = trainers.BpeTrainer(vocab_size=300, special_tokens=["<unk>", "</s>"], show_progress=False)
    tokenizer.train_from_iterator(corpus(), trainer)
    path = tmp_path / "metaspace.json"
    tokenizer.save(str(path))
    tokeniser = load(path)
    assert not tokeniser.is_fast
    ids = tokeniser.encode("the con </s> test")
    assert tokeniser.eos_id not in ids
    assert tokeniser.decode([*ids.tolist(), -1, 10**6]) == tokeniser.decode(ids)


def test_padding_truncation_and_dropout_are_off(definition, tmp_path):
    other = changed(
        definition,
        truncation={"direction": "Right", "max_length": 3, "strategy": "LongestFirst", "stride": 0},
        padding={"strategy": {"Fixed": 64}, "direction": "Right", "pad_to_multiple_of": None, "pad_id": 0}
        | {"pad_type_id": 0, "pad_token": "!"},
        normalizer={"type": "NFC"},
    )
    other["model"]["dropout"] = 0.5
    path = written(tmp_path, "training", other)
    text = corpus()[0]
    assert load(path).encode(text).tolist() == load(written(tmp_path, "plain", definition)).encode(text).tolist()


def test_properties(gpt2_path, definition):
    tokeniser = load(gpt2_path)
    assert tokeniser.sha256 == hashlib.sha256(gpt2_path.read_bytes()).hexdigest()
    assert tokeniser.vocabulary_size == len(definition["model"]["vocab"]) == 900
    assert tokeniser.eos_id == definition["model"]["vocab"][EOS]
    assert tokeniser.dtype == np.uint16
    assert load(gpt2_path) is tokeniser


def test_dtype_is_wide_for_large_vocabularies(definition, tmp_path):
    other = changed(definition)
    for size, dtype in ((1 << 16, np.uint16), ((1 << 16) + 1, np.uint32)):
        other["model"]["vocab"] = definition["model"]["vocab"] | {f"no such token {i}": i for i in range(900, size)}
        assert load(written(tmp_path, str(size), other)).dtype == dtype


def test_partial_sequences_are_decoded_with_replacement(chosen):
    ids = chosen.encode("\U0001f9ff").tolist()
    assert len(ids) > 1
    assert chosen.decode(ids) == "\U0001f9ff"
    assert chosen.decode(ids[:1]) == "\ufffd"
    assert set(chosen.decode(ids[1:])) == {"\ufffd"}
    assert chosen.decode([-1, 10**9]) == "\ufffd\ufffd"


def test_arrow(chosen):
    texts = pa.array(["the con", None, "", EOS, "日本 \x00"])
    ids = tokenise(texts)
    assert ids.type == pa.list_(pa.int32())
    rows = ids.to_pylist()
    assert rows == [None if t is None else [*chosen.encode(t), chosen.eos_id] for t in texts.to_pylist()]
    ended = pa.array([row and row[:-1] for row in rows], ids.type)
    assert detokenise(ended).type == pa.string()
    assert detokenise(ended).to_pylist() == texts.to_pylist()
    assert detokenise(ended.slice(2, 2)).to_pylist() == texts.to_pylist()[2:4]
    assert detokenise(ids).to_pylist() == [None if t is None else t + EOS for t in texts.to_pylist()]
    assert tokenise(texts.slice(2, 2)).to_pylist() == ids.to_pylist()[2:4]
    assert tokenise(texts.cast(pa.large_string())).equals(ids)
    assert tokenise(pa.array([], pa.string())).to_pylist() == []
    assert tokenise(pa.array([None], pa.string())).to_pylist() == [None]
    ids.validate(full=True)


def test_errors_are_one_line(definition, tmp_path, monkeypatch):
    monkeypatch.delenv(module.VARIABLE, raising=False)
    nowhere = tmp_path / "nowhere.json"
    garbage = tmp_path / "garbage.json"
    garbage.write_text("{}", encoding="utf-8")
    no_eos = changed(definition, added_tokens=[])
    no_eos["model"]["vocab"] = {token: id for token, id in no_eos["model"]["vocab"].items() if token != EOS}
    words = changed(definition, model={"type": "WordLevel", "vocab": {EOS: 0, "a": 1}, "unk_token": "a"})
    words |= {"pre_tokenizer": {"type": "WhitespaceSplit"}, "decoder": None, "added_tokens": []}
    for call, message in [
        (lambda: tokenise(pa.array(["x"])), "MAINPIPE_TOKENIZER"),
        (lambda: detokenise(pa.array([[1]], pa.list_(pa.int32()))), "MAINPIPE_TOKENIZER"),
        (lambda: load(nowhere), "cannot read"),
        (lambda: load(garbage), "not a tokenizer.json"),
        (lambda: load(written(tmp_path, "no_eos", no_eos)), "none of the tokens"),
        (lambda: load(written(tmp_path, "words", words)), "special token"),
    ]:
        with pytest.raises(TokeniserError, match=re.escape(message)) as caught:
            call()
        assert "\n" not in str(caught.value)


TRAIN = """
import sys
from pathlib import Path
from python_udfs.tokeniser import train
texts = Path(sys.argv[1]).read_text(encoding="utf-8").split("\\x00")
train(reversed(texts) if sys.argv[3] == "reversed" else texts, 700, Path(sys.argv[2]))
"""


def test_training_does_not_depend_on_order_or_threads(tmp_path):
    texts = tmp_path / "texts"
    texts.write_text("\x00".join(corpus()), encoding="utf-8", newline="")
    outputs = []
    for threads, order in (("1", "forward"), ("2", "reversed")):
        path = tmp_path / f"{threads}.json"
        environment = os.environ | {"RAYON_NUM_THREADS": threads, "PYTHONHASHSEED": threads}
        subprocess.run([sys.executable, "-c", TRAIN, texts, path, order], check=True, env=environment)
        outputs.append(path.read_bytes())
    assert outputs[0] == outputs[1]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["1.json", "2.json", "texts"]


def test_training_on_nothing_gives_the_bytes(tmp_path):
    train([], 1000, tmp_path / "bytes.json")
    tokeniser = load(tmp_path / "bytes.json")
    assert tokeniser.is_fast
    assert tokeniser.vocabulary_size == 257
    assert tokeniser.decode(tokeniser.encode("é😀\x00")) == "é😀\x00"


def test_training_makes_no_endless_tokens(tmp_path):
    train(["-" * 1_000_000, "the con " * 100], 300, tmp_path / "dashes.json")
    tokeniser = load(tmp_path / "dashes.json")
    assert max(len(tokeniser.decode([id])) for id in range(tokeniser.vocabulary_size)) <= 64
