"""How good a text is in the eyes of a fastText classifier of the user's: file and label are named by environment."""

import os
from functools import cache
from typing import Any

import fasttext
import pyarrow as pa
import pyarrow.compute as pc

from python_udfs.language import END_OF_LINE

MODEL, LABEL = "MAINPIPE_QUALITY_MODEL", "MAINPIPE_QUALITY_LABEL"
ALL_LABELS = 1_000


class QualityModelError(RuntimeError):
    """The model can't be used; the message is one line."""


@cache
def load_model(path: str) -> Any:
    """The model, read once per path and process. Errors: QualityModelError when it is no fastText model."""
    try:
        return fasttext.load_model(path)
    except (ValueError, RuntimeError, OSError) as error:
        raise QualityModelError(f"cannot read the quality model {path}") from error


def probabilities(model: Any, line: str) -> dict[str, float]:
    """Label → probability of a text without newlines; empty where the model knows no part of the text."""
    return {label: min(1.0, score) for score, label in model.f.predict(line + "\n", ALL_LABELS, -1.0, "strict")}


def check(path: str, label: str) -> None:
    """Errors: QualityModelError when the file is no model, or the label is none of its labels, which it names."""
    labels = probabilities(load_model(path), "")
    if label not in labels:
        raise QualityModelError(f"its labels are {', '.join(sorted(labels)[:10])}, and none is {label}")


def quality(texts: pa.Array) -> pa.Array:
    """The probability of the label MAINPIPE_QUALITY_LABEL under the model MAINPIPE_QUALITY_MODEL.

    Input: string array; NULL allowed.
    Output: double, 0 to 1; NULL for a NULL text, and for every text where no model is set.
    Errors: QualityModelError when the model can't be read.
    Cost: 5 MB/s; holds the GIL.
    Source: Li et al., "DataComp-LM" (2024), section 4.4.
    """
    path = os.environ.get(MODEL)
    if not path:
        return pa.nulls(len(texts), pa.float64())
    model, label = load_model(path), os.environ[LABEL]
    lines = pc.replace_substring(pc.replace_substring(texts, "\n", " "), END_OF_LINE, " ").to_pylist()
    return pa.array([None if line is None else probabilities(model, line)[label] for line in lines], pa.float64())
