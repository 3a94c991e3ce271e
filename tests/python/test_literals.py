import argparse
import textwrap
import tokenize
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from python_udfs import arrow_text, pii, signals, tokeniser
from python_udfs.literals import BACKTICK, BARE, COMMENT, DOUBLE, SINGLE, TRIPLE_DOUBLE, literal_states

NAMES = {BARE: " ", COMMENT: "c", DOUBLE: "d", SINGLE: "s", BACKTICK: "b", TRIPLE_DOUBLE: "D"}


def states_of(text):
    return "".join(NAMES[state] for state in literal_states(text.encode())[0].tolist())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('a = "xy";', "     dd  "),
        ("a = 'x\\'y';", "     ssss  "),
        ("a = `x\ny`;", "     bbb  "),
        ('"""x"y"""', "   DDD   "),
        ("f(); // x", "     cccc"),
        ("/* x\n */ y", "cccccccc  "),
        ("http://x.y", "          "),
        ("  # x\ny", "  ccc  "),
        ("#define A", "         "),
        ("x -- 'y'", "  cccccc"),
        ("-- x", "cccc"),
        ("; x\ny; z", "ccc     "),
        ("<!-- x --> y", "cccccccccc  "),
        ("don't do", "        "),
        ('"open\n"shut"', "       dddd "),
        ("from a import b\nc = d // e", " " * 26),
        ("c = d // e", "      cccc"),
        ('"a\\\nb"', " dddd "),
        ("/* never closed", "               "),
        ("", ""),
    ],
)  # fmt: skip
def test_states(text, expected):
    assert states_of(text) == expected


@pytest.mark.parametrize("module", [arrow_text, pii, signals, tokeniser, tokenize, argparse, textwrap])
def test_python_is_read_as_python_reads_it(module):
    """Twin: the tokens of Python itself. What stands in strings and comments is not bare, and everything else is."""
    lines = Path(module.__file__).read_bytes().splitlines(keepends=True)
    starts = np.concatenate(([0], np.cumsum([len(line) for line in lines])))
    states, is_program = literal_states(b"".join(lines))
    assert is_program
    n_wrong = depth = 0
    for token in tokenize.tokenize(iter(lines).__next__):
        if token.type in (tokenize.ENCODING, tokenize.NEWLINE, tokenize.NL, tokenize.INDENT, tokenize.DEDENT):
            continue
        # Python 3.12 and later take f-strings apart.
        name = tokenize.tok_name[token.type]
        depth += (name == "FSTRING_START") - (name == "FSTRING_END")
        if depth or name == "FSTRING_END":
            continue
        start, end = (
            int(starts[row - 1]) + len(lines[row - 1].decode()[:column].encode())
            if row <= len(lines)
            else int(starts[-1])
            for row, column in (token.start, token.end)
        )
        if token.type == tokenize.COMMENT:
            n_wrong += bool((states[start:end] != COMMENT).any())
        elif token.type == tokenize.STRING:
            quotes = len(token.string) - len(token.string.lstrip("rbfuRBFU"))
            width = 3 if token.string[quotes:].startswith(('"""', "'''")) else 1
            n_wrong += bool((states[start + quotes + width : end - width] == BARE).any())
        else:
            n_wrong += bool((states[start:end] != BARE).any())
    assert n_wrong == 0


def test_prose_and_settings_are_no_programs():
    for text in ("A letter about\nthe garden, as it was\nlast year.\n", "name=x\nhost=y\n", "# Title\n\nSome text\n"):
        assert not literal_states(text.encode())[1]
    for text in ("int a;\nint b;\n", "def f(x):\n    return x\n", "class A\n{\n};\n"):
        assert literal_states(text.encode())[1]


@settings(max_examples=500, deadline=None)
@given(st.text(st.sampled_from("\"'`#/*-<!;%\\\n aé"), max_size=60))
def test_any_text_has_states(text):
    states, _ = literal_states(text.encode())
    assert states.size == len(text.encode())
    assert set(states.tolist()) <= set(range(7))
