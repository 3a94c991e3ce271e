"""Raw lines read as JSON, beside DuckDB's reader."""

import json

import duckdb
import pyarrow as pa
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from python_udfs.raw_records import FIELDS, raw_records

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**62), 2**62) | st.floats() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)
LINES = st.dictionaries(st.sampled_from(FIELDS), VALUES).map(json.dumps) | VALUES.map(json.dumps) | st.text(max_size=20)
STRUCTURE = json.dumps(dict.fromkeys(FIELDS, "VARCHAR"))


def one(line: str | None) -> dict | None:
    return raw_records(pa.array([line], pa.string())).to_pylist()[0]


@settings(max_examples=300, deadline=None)
@given(LINES)
@example('{"text": "\\ud800"}')
@example('{"other": "\\ud800"}')
@example('{"text": "\\u001f \\\\u001f \\b\\/"}')
@example('{"meta": {"a": "\\u001f \\\\u001f \\b\\/\\"", "b": [1.5, -0.0, 100]}}')
@example('{"text": "a", "text": 7}')
@example('{"text": 1} {"text": 2}')
@example('\ufeff{"text": 1}')
@example('{"text": "\t"}')
@example('{"text": 01}')
@example("NaN")
@example("nan")
@example("[1,]")
@example('{"a": 1,}')
@example('{"meta": {"a": 1e-07, "b": 1e+16, "c": 1e999, "d": [NaN]}}')
@example('{"meta": {"a": 1, "a": 2}}')
@example('{"meta": ' + "9" * 5000 + "}")
@example('{"text": "a", "meta": ' + "[" * 2000 + "]" * 2000 + "}")
def test_a_line_is_what_duckdb_says(line: str) -> None:
    with duckdb.connect() as connection:
        query = """
            select json_type(line) = 'OBJECT', json_type(line, '$.text') = 'VARCHAR', json_transform(line, $structure)
            from (select case when json_valid($line) then $line end as line)
        """
        is_object, text_is_string, fields = connection.execute(query, {"line": line, "structure": STRUCTURE}).fetchone()
    found = one(line)
    assert found is not None
    assert (found["kind"] is None) == (is_object is None)
    if is_object:
        assert found["kind"] == "OBJECT"
        assert {name: found[name] for name in FIELDS} == fields
        assert (found["text_kind"] == "VARCHAR") == bool(text_is_string)
    else:
        assert found["kind"] != "OBJECT"


@pytest.mark.parametrize("line", ["", "[", "{'text': 1}", "[" * 100_000])
def test_what_is_no_json_has_no_kind(line: str) -> None:
    assert set(one(line).values()) == {None}


def test_nothing_comes_of_nothing() -> None:
    assert one(None) is None
    assert len(raw_records(pa.array([], pa.string()))) == 0
