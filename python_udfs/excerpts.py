"""The beginning of a text as something to look at: nothing in it is invisible, moves the cursor or turns the line."""

import re
import sys
import unicodedata
from dataclasses import dataclass
from functools import cache

import pyarrow as pa


@dataclass(frozen=True)
class Recipe:
    """Categories of characters that are shown by a sign, and what stands for a line's end and in front of the rest."""

    hidden: tuple[str, ...] = ("Cc", "Cf", "Cs", "Zl", "Zp")
    line_end: str = "↵"
    rest: str = "… +"


RECIPE = Recipe()


@cache
def _hidden() -> re.Pattern[str]:
    # As ranges: `re` walks through single characters one by one, for each character of a text.
    hidden = {c for c in range(sys.maxunicode + 1) if unicodedata.category(chr(c)) in RECIPE.hidden}
    begins = sorted(c for c in hidden if c - 1 not in hidden)
    ends = sorted(c for c in hidden if c + 1 not in hidden)
    ranges = [f"\\U{begin:08x}-\\U{end:08x}" for begin, end in zip(begins, ends, strict=True)]
    return re.compile("[" + "".join(ranges) + "]")


def sign(character: str) -> str:
    """What stands for a hidden character: U+000A a bent arrow, the other ASCII controls their picture of U+2400, and
    anything else its number between guillemets.
    """
    code = ord(character)
    if character == "\n":
        return RECIPE.line_end
    if code < 0x20:
        return chr(0x2400 + code)
    return "\u2421" if code == 0x7F else f"‹U+{code:04X}›"


def _excerpt(text: str, n: int) -> str:
    hidden = _hidden()
    taken = min(len(text), max(n, 0))
    shown = hidden.sub(lambda match: sign(match[0]), text[:taken])
    if len(shown) > max(n, 0):  # signs are longer than what they stand for
        signs = [sign(c) if hidden.match(c) else c for c in text[:taken]]
        taken = length = 0
        while length + len(signs[taken]) <= n:
            length += len(signs[taken])
            taken += 1
        shown = "".join(signs[:taken])
    return shown if taken == len(text) else f"{shown}{RECIPE.rest}{len(text) - taken}"


def excerpts(texts: pa.Array, lengths: pa.Array) -> pa.Array:
    """The beginning of each text with every control, format and bidirectional character and line end made visible.

    Input: texts (string, NULL), lengths (int32, NULL): code points that the excerpt may have; below 0 counts as 0.
    Output: string: at most so many code points, none of category Cc, Cf, Cs, Zl or Zp; where the text goes on, then
        "… +" and the number of code points that were left out. NULL when an input is NULL.
    Errors: none.
    Cost: linear in the excerpts, 25 MB/s; the rest of a text is copied, not looked at. 0.2 s once, for the categories.
    """
    rows = zip(texts.to_pylist(), lengths.to_pylist(), strict=True)
    return pa.array([None if text is None or n is None else _excerpt(text, n) for text, n in rows], pa.string())


def first_differences(texts: pa.Array, others: pa.Array) -> pa.Array:
    """Where two texts begin to differ.

    Input: two strings a row (NULL).
    Output: int32: code points that they begin with in common; NULL when they are equal or an input is NULL.
    Errors: none.
    Cost: linear in what they have in common.
    """
    rows = zip(texts.to_pylist(), others.to_pylist(), strict=True)
    return pa.array([_first_difference(*row) for row in rows], pa.int32())


def _first_difference(text: str | None, other: str | None) -> int | None:
    if text is None or other is None or text == other:
        return None
    pairs = enumerate(zip(text, other, strict=False))
    return next((place for place, (a, b) in pairs if a != b), min(len(text), len(other)))
