"""Arrow arrays come back from flat buffers as they went in, whatever their slice, width or NULLs."""

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from python_udfs.arrow_text import list_array, list_buffers, text_array, text_buffers

TEXT_TYPES = st.sampled_from([pa.string(), pa.large_string(), pa.string_view()])
LIST_TYPES = st.sampled_from([pa.list_(pa.int64()), pa.large_list(pa.int64())])


def rows_of(data, offsets, is_valid):
    return [bytes(data[offsets[i] : offsets[i + 1]]).decode() if valid else None for i, valid in enumerate(is_valid)]


@settings(deadline=None)
@given(st.lists(st.one_of(st.none(), st.text())), TEXT_TYPES, st.data())
def test_texts_there_and_back(texts, kind, data):
    start = data.draw(st.integers(0, len(texts)))
    length = data.draw(st.integers(0, len(texts)))
    array = pa.array(texts, kind).slice(start, length)
    buffers = text_buffers(array)
    assert rows_of(*buffers) == array.to_pylist()
    assert not array or not buffers[0].flags.writeable
    back = text_array(*buffers)
    back.validate(full=True)
    assert back.to_pylist() == array.to_pylist()


@settings(deadline=None)
@given(st.lists(st.one_of(st.none(), st.lists(st.integers(-(2**63), 2**63 - 1)))), LIST_TYPES, st.data())
def test_lists_there_and_back(lists, kind, data):
    start = data.draw(st.integers(0, len(lists)))
    array = pa.array(lists, kind).slice(start)
    back = list_array(*list_buffers(array))
    back.validate(full=True)
    assert back.to_pylist() == array.to_pylist()
    assert back.type == pa.list_(pa.int64())


def test_a_null_text_is_an_empty_range_whatever_lies_under_it():
    mask, offsets = pa.py_buffer(b"\x05"), pa.py_buffer(np.array([0, 1, 3, 4], np.int32))
    array = pa.Array.from_buffers(pa.string(), 3, [mask, offsets, pa.py_buffer(b"abcd")])
    for part in (array, array.slice(1)):
        _, ends, is_valid = text_buffers(part)
        assert (np.diff(ends)[~is_valid] == 0).all()
        assert rows_of(*text_buffers(part)) == part.to_pylist()


def test_texts_past_two_gigabytes_become_large():
    data = np.zeros(2**31, np.uint8)  # never touched
    assert text_array(data, np.array([0, 2**31 - 1]), np.array([True])).type == pa.string()
    assert text_array(data, np.array([0, 2**31]), np.array([True])).type == pa.large_string()


def test_more_list_elements_than_arrow_counts_are_an_error():
    with pytest.raises(OverflowError):
        list_array(np.zeros(1, np.int64), np.array([0, 2**31]), np.array([True]))
