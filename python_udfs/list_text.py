"""Lists of numbers as text, the same on every engine."""

import pyarrow as pa


def list_texts(lists: pa.Array) -> pa.Array:
    """A list of numbers as people read it: [1.0, inf, -2.5].

    Input: array of lists of float64 without NULL elements; NULL allowed.
    Output: string: each number with the fewest digits that tell it from its neighbours; NULL for NULL.
    Errors: none.
    Cost: a microsecond a number.
    """
    return pa.array([None if numbers is None else str(numbers) for numbers in lists.to_pylist()], pa.string())
