"""Numbers that both engines must have alike to the last bit."""

import math

import duckdb
import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from python_udfs.list_text import list_texts
from python_udfs.logarithms import exponentials, natural_logarithms

NUMBERS = st.floats(allow_nan=False)


@settings(deadline=None)
@given(st.lists(NUMBERS | st.none(), max_size=5))
def test_logarithm_and_exponential_are_the_c_librarys(numbers: list[float | None]) -> None:
    column = pa.array(numbers, pa.float64())
    logarithms, powers = natural_logarithms(column).to_pylist(), exponentials(column).to_pylist()
    for number, logarithm, power in zip(numbers, logarithms, powers, strict=True):
        if number is None:
            assert logarithm is None and power is None
            continue
        assert logarithm == (math.log(number) if number > 0 else None)
        assert power == (math.inf if number > 709.782712893384 else math.exp(number))


@settings(deadline=None)
@given(st.lists(NUMBERS, max_size=5))
def test_a_list_reads_as_duckdb_writes_it(numbers: list[float]) -> None:
    with duckdb.connect() as connection:
        (expected,) = connection.execute("select cast($1::double[] as varchar)", [numbers]).fetchone()
    assert list_texts(pa.array([numbers, None], pa.list_(pa.float64()))).to_pylist() == [expected, None]
