"""A quality model of four words, written here in fastText's binary format, beside its scores by hand."""

import math
import struct
from pathlib import Path

import pyarrow as pa
import pytest

from mainpipe.errors import UserError
from mainpipe.settings import checked_model
from python_udfs import quality

WORDS = {"good": [1.0, 0.0], "bad": [0.0, 1.0], "plain": [0.0, 0.0], "</s>": [0.0, 0.0]}
LABELS = {"__label__hq": [2.0, -1.0], "__label__cc": [-1.0, 2.0]}


def write_model(path: Path) -> Path:
    """A supervised softmax model without n-grams, in version 12 of the format (fasttext.cc, args.cc, dictionary.cc)."""
    dimension, softmax, supervised = 2, 3, 3
    arguments = (dimension, 5, 1, 1, 5, 1, softmax, supervised, 0, 0, 0, 100)
    content = struct.pack("<2i", 793712314, 12) + struct.pack("<12i", *arguments) + struct.pack("<d", 1e-4)
    entries = [(word, 0) for word in WORDS] + [(label, 1) for label in LABELS]
    content += struct.pack("<3i2q", len(entries), len(WORDS), len(LABELS), 100, -1)
    for text, kind in entries:
        content += text.encode() + b"\0" + struct.pack("<qb", 10, kind)
    for rows in (WORDS, LABELS):
        content += struct.pack("<?2q", False, len(rows), dimension)
        content += b"".join(struct.pack("<2f", *row) for row in rows.values())
    path.write_bytes(content)
    return path


def by_hand(text: str) -> float:
    """Softmax of the label vectors on the mean of the known words' vectors, the line's end included."""
    words = [WORDS[word] for word in [*text.replace("</s>", "").split(), "</s>"] if word in WORDS]
    mean = [sum(column) / len(words) for column in zip(*words, strict=True)]
    scores = [math.exp(sum(a * b for a, b in zip(mean, vector, strict=True))) for vector in LABELS.values()]
    return scores[0] / sum(scores)


@pytest.fixture
def model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = write_model(tmp_path / "model.bin")
    monkeypatch.setenv(quality.MODEL, str(path))
    monkeypatch.setenv(quality.LABEL, "__label__hq")
    return path


@pytest.mark.usefixtures("model")
def test_scores_are_those_by_hand() -> None:
    texts = ["good good", "bad", "good\nbad plain", "unknown", "", "bad </s> bad"]
    scores = quality.quality(pa.array([*texts, None])).to_pylist()
    assert scores[:-1] == pytest.approx([by_hand(text) for text in texts], abs=1e-4)
    assert scores[-1] is None
    assert scores[0] > 0.8 > 0.5 > scores[1]


def test_without_a_model_every_score_is_null(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(quality.MODEL, raising=False)
    assert quality.quality(pa.array(["a", None])).to_pylist() == [None, None]


def test_a_wrong_label_names_those_that_there_are(model: Path) -> None:
    assert checked_model(str(model), "__label__hq") == str(model)
    with pytest.raises(UserError, match="its labels are __label__cc, __label__hq, and none is __label__good"):
        checked_model(str(model), "__label__good")


def test_a_file_that_is_no_model_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "model.bin"
    for content in (None, b"", b"no model"):
        if content is not None:
            path.write_bytes(content)
        with pytest.raises(UserError, match=r"QUALITY_MODEL=.*cannot read the quality model"):
            checked_model(str(path), "__label__hq")
