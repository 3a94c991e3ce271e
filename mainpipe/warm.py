"""python -m mainpipe.warm: compiles the kernels into numba's cache, so that the first run does not wait for it."""

import json
import os
import tempfile
from pathlib import Path

import pyarrow as pa
from tqdm import tqdm

from python_udfs import flagged, passages, tokeniser
from python_udfs.cuts import SPANS_TYPE
from python_udfs.pii import CODE, FINDINGS_TYPE, find
from python_udfs.registry import FLOAT64S, FUNCTIONS, INT32, INT64S, TEXT

# Each kernel sees a text with words, lines, repetition, another script, mojibake and something to redact.
SAMPLE = (
    "Café \x01 one two three four five\r\none two three four five…\n\nWrite to ann@example.org 8.8.8.8 cafÃ© 漢字\n" * 3
)
VALUES = {
    INT32: pa.array([0, 0, None], INT32),
    pa.float64(): pa.array([0.5, None], pa.float64()),
    TEXT: pa.array([SAMPLE, "", None], TEXT),
    FLOAT64S: pa.array([[1.0], [], None], FLOAT64S),
    INT64S: pa.array([[1, 2], [], None], INT64S),
    SPANS_TYPE: pa.array([[{"start_char": 0, "end_char": 4}], [], None], SPANS_TYPE),
    FINDINGS_TYPE: pa.array([[{"kind": "email", "start_char": 0, "end_char": 4}], [], None], FINDINGS_TYPE),
}


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        benchmarks = Path(folder) / "benchmarks.jsonl"
        passage = {"benchmark": "sample", "item": 0, "field": "text", "text": SAMPLE}
        benchmarks.write_text(json.dumps(passage) + "\n")
        terms = Path(folder) / "terms.txt"
        terms.write_text("four five\n")
        os.environ |= {passages.VARIABLE: str(benchmarks), flagged.VARIABLE: str(terms)}
        for function in tqdm(FUNCTIONS, desc="compiling kernels", unit="function"):
            if function.call.__module__ != tokeniser.__name__:
                function.call(*(VALUES[kind] for kind in function.arguments))
    find(VALUES[TEXT], pa.array([CODE, CODE, None]))  # strings and comments are told apart in code alone


if __name__ == "__main__":
    main()
