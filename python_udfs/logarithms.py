"""Logarithm and exponential of the C library: Java's differ from them in the last bit."""

import math

import pyarrow as pa


def natural_logarithms(numbers: pa.Array) -> pa.Array:
    """The natural logarithm.

    Input: float64; NULL allowed.
    Output: float64; NULL for NULL and for what is not above 0.
    Errors: none.
    Cost: 5 million numbers a second; holds the GIL.
    """
    return pa.array([math.log(x) if x is not None and x > 0 else None for x in numbers.to_pylist()], pa.float64())


def exponentials(numbers: pa.Array) -> pa.Array:
    """e to the power of a number.

    Input: float64; NULL allowed.
    Output: float64, infinity where it is too large for one; NULL for NULL.
    Errors: none.
    Cost: 5 million numbers a second; holds the GIL.
    """
    return pa.array([None if x is None else exponential(x) for x in numbers.to_pylist()], pa.float64())


def exponential(x: float) -> float:
    try:
        return math.exp(x)
    except OverflowError:
        return math.inf
