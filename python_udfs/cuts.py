"""Texts without some of their spans, and without the gaps that these would leave."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

SPANS_TYPE = pa.list_(pa.struct([("start_char", pa.int32()), ("end_char", pa.int32())]))
WHITE = " \t\n"


def joint(before: str, after: str) -> str:
    """The white space that stays of that before and that after a cut: as many line breaks as the side with more has.

    So a line takes its line break along, a paragraph its blank line. What follows keeps its indent.
    """
    side = after if "\n" in after or (after and "\n" not in before) else before
    return "\n" * max(before.count("\n"), after.count("\n")) + side.rpartition("\n")[2]


def without(text: str, spans: list[tuple[int, int]]) -> str:
    """The text without the spans, which may overlap; without line breaks at its start and white space at its end."""
    pieces: list[str] = []
    gap = ""
    last = 0
    for start, end in [*sorted(spans), (len(text), len(text))]:
        piece = text[last : max(last, start)]
        last = max(last, end)
        stripped = piece.lstrip(WHITE)
        gap = joint(gap, piece[: len(piece) - len(stripped)])
        if body := stripped.rstrip(WHITE):
            pieces += [gap if pieces else gap.lstrip("\n"), body]
            gap = stripped[len(body) :]
    return "".join(pieces)


def cut(texts: pa.Array, spans: pa.Array) -> pa.Array:
    """Every text without its spans.

    Input: texts (string), spans (list of struct of start_char, end_char: int32, code points, half open); NULL allowed.
    Output: string; a text without spans as it is; NULL where an input is NULL.
    Errors: none; spans may overlap, and end past the text.
    Cost: linear; texts without spans are not copied one by one.
    """
    is_cut = pc.and_(pc.greater(pc.list_value_length(spans), 0).fill_null(False), texts.is_valid())
    left = [
        without(texts[row].as_py(), [(span["start_char"], span["end_char"]) for span in spans[row].as_py()])
        for row in np.flatnonzero(is_cut.to_numpy(zero_copy_only=False)).tolist()
    ]
    result = pc.replace_with_mask(texts, is_cut, pa.array(left, texts.type))
    return pc.if_else(spans.is_valid(), result, pa.scalar(None, texts.type))
