"""Where a source file holds strings and comments, told without knowing its language."""

import re
from dataclasses import dataclass

import numpy as np
from numba import njit

BARE, COMMENT, DOUBLE, SINGLE, BACKTICK, TRIPLE_DOUBLE, TRIPLE_SINGLE = range(7)


@dataclass(frozen=True)
class Recipe:
    """What decides the output of this module."""

    line_ends: bytes = b";{}()[],:"
    directives: tuple[bytes, ...] = (b"define", b"include", b"if", b"el", b"endif", b"undef", b"pragma", b"error")
    # Java and C end 80 to 100 % of their lines so, Python 35 to 80 %; prose, markup and settings rarely a tenth.
    min_program_ratio: float = 0.25
    # A short Python function that only assigns ends no line so.
    statement: str = r"^[ \t]*(?:def \w+\(|class \w+[(:]|return\b|import \w|from [\w.]+ import )"
    # Where // divides and # if is no directive.
    python: str = r"^[ \t]*(?:(?:async )?def \w+\(.*:[ \t]*$|from [\w.]+ import )"


RECIPE = Recipe()

_STATEMENT = re.compile(RECIPE.statement.encode(), re.MULTILINE)
_PYTHON = re.compile(RECIPE.python.encode(), re.MULTILINE)
_ENDS = np.isin(np.arange(256), list(RECIPE.line_ends))
_DIRECTIVES = np.array([list(word.ljust(8, b"\0")) for word in RECIPE.directives], np.uint8)


@njit(cache=True, nogil=True)
def _holds(data: np.ndarray, i: int, a: int, b: int, c: int) -> bool:
    return i + 2 < data.size and data[i] == a and data[i + 1] == b and data[i + 2] == c


@njit(cache=True, nogil=True)
def _closing(data: np.ndarray, i: int, a: int, b: int, c: int, within_line: bool) -> int:
    """The place after the next a (b, c where they are not 0) from i on that no backslash escapes; -1 for none."""
    n = 1 + (b != 0) + (c != 0)
    while i + n <= data.size:
        if data[i] == a and (n == 1 or data[i + 1] == b) and (n < 3 or data[i + 2] == c):
            return i + n
        if within_line and data[i] == 10:
            return -1
        i += 2 if data[i] == 92 and (b == 0 or b == a) else 1
    return -1


@njit(cache=True, nogil=True)
def _is_directive(data: np.ndarray, i: int, directives: np.ndarray) -> bool:
    """Whether a word of the C preprocessor stands at i, after blanks."""
    while i < data.size and (data[i] == 32 or data[i] == 9):
        i += 1
    for word in directives:
        k = 0
        while k < word.size and word[k] and i + k < data.size and data[i + k] == word[k]:
            k += 1
        if k == word.size or word[k] == 0:
            return True
    return False


@njit(cache=True, nogil=True)
def _scan(data: np.ndarray, ends: np.ndarray, directives: np.ndarray, is_python: bool) -> tuple[np.ndarray, int, int]:
    n = data.size
    states = np.zeros(n, np.uint8)
    n_lines = n_ended = 0
    last = 0  # the last bare byte of the line that is no blank
    blank_before = True  # whether the byte before is a blank or a line's start
    has_backtick = has_block = has_markup = True  # whether one that opens may still close
    i = 0
    while i < n:
        byte = data[i]
        state, end = BARE, -1
        if byte == 34 or byte == 39:  # " '
            state = DOUBLE if byte == 34 else SINGLE
            width = 1
            if _holds(data, i, byte, byte, byte):
                state, width = state + TRIPLE_DOUBLE - DOUBLE, 3
                end = _closing(data, i + 3, byte, byte, byte, False)
                end = n if end < 0 else end
            else:
                end = _closing(data, i + 1, byte, 0, 0, True)
            if end >= 0:
                states[i + width : max(i + width, end - width)] = state
        elif byte == 96 and has_backtick:
            end = _closing(data, i + 1, 96, 0, 0, False)
            has_backtick = end >= 0
            if end >= 0:
                states[i + 1 : end - 1] = BACKTICK
        else:
            follower = data[i + 1] if i + 1 < n else 10
            is_line_comment = (
                (byte == 47 and follower == 47 and not is_python and (i == 0 or data[i - 1] != 58))
                or (byte == 35 and blank_before and (is_python or not _is_directive(data, i + 1, directives)))
                or (byte == 45 and follower == 45 and blank_before and _holds(data, i, 45, 45, 32))
                or ((byte == 59 or byte == 37) and last == 0)
            )
            if is_line_comment:
                end = i
                while end < n and data[end] != 10:
                    end += 1
            elif byte == 47 and follower == 42 and has_block:
                end = _closing(data, i + 2, 42, 47, 0, False)
                has_block = end >= 0
            elif byte == 60 and has_markup and i + 3 < n and _holds(data, i + 1, 33, 45, 45):
                end = _closing(data, i + 4, 45, 45, 62, False)
                has_markup = end >= 0
            if end >= 0:
                states[i:end] = COMMENT
                i = end
                blank_before = True
                continue
        if end >= 0:
            last = byte
            i = end
            blank_before = False
            continue
        if byte == 10:
            if last:
                n_lines += 1
                n_ended += ends[last]
            last = 0
            blank_before = True
        elif byte == 32 or byte == 9 or byte == 13:
            blank_before = True
        else:
            last = byte
            blank_before = False
            if byte == 92:
                i += 1
        i += 1
    if last:
        n_lines += 1
        n_ended += ends[last]
    return states, n_lines, n_ended


def literal_states(document: bytes) -> tuple[np.ndarray, bool]:
    """The state of each byte of a source file, and whether the file is a program.

    Input: document (UTF-8).
    Output: uint8 per byte (BARE, COMMENT or the kind of the string that it stands in; quotes are bare); True when lines
        begin or end as statements do, False for prose, markup and settings, where bare text is text.
    Errors: none; a quote without a second one on its line opens nothing.
    Cost: linear; 100 MB/s.
    """
    is_python = bool(_PYTHON.search(document))
    states, n_lines, n_ended = _scan(np.frombuffer(document, np.uint8), _ENDS, _DIRECTIVES, is_python)
    is_program = n_ended >= RECIPE.min_program_ratio * max(1, n_lines) or bool(_STATEMENT.search(document))
    return states, is_program
