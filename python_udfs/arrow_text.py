"""Strings and lists between Arrow and flat NumPy buffers: the one place that knows Arrow's memory layout."""

import numpy as np
import pyarrow as pa


def text_buffers(texts: pa.Array) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Views on the UTF-8 bytes of a string array.

    Input: string array of n rows, NULL allowed.
    Output: bytes (uint8), offsets (int64, n + 1: row i is bytes[offsets[i]:offsets[i + 1]]), is_valid (bool, n).
    Errors: none; a NULL row is an empty range.
    Cost: no copy of the text, but where a NULL hides bytes, as Arrow allows; the offsets are widened.
    """
    n = len(texts)
    if pa.types.is_large_string(texts.type):
        width: np.dtype = np.dtype(np.int64)
    else:
        texts = texts.cast(pa.string())
        width = np.dtype(np.int32)
    _, offset_buffer, data_buffer = texts.buffers()
    if n == 0 or offset_buffer is None:
        return np.empty(0, np.uint8), np.zeros(n + 1, np.int64), np.zeros(n, np.bool_)
    offsets = np.frombuffer(offset_buffer, width, n + 1, texts.offset * width.itemsize).astype(np.int64)
    data = np.empty(0, np.uint8) if data_buffer is None else np.frombuffer(data_buffer, np.uint8)
    is_valid = texts.is_valid().to_numpy(zero_copy_only=False)
    if np.diff(offsets)[~is_valid].any():
        data, offsets, _ = text_buffers(texts.fill_null(""))
    data.flags.writeable = False  # whoever owns the buffer: numba would compile each kernel twice
    return data, offsets, is_valid


def text_array(data: np.ndarray, offsets: np.ndarray, is_valid: np.ndarray) -> pa.Array:
    """The inverse of `text_buffers`: a string array (large_string where the bytes pass 2 GiB) over the given buffers.

    Input: bytes (uint8, valid UTF-8 between offsets), offsets (n + 1), is_valid (bool, n).
    Output: string array of n rows.
    Errors: none; the bytes are trusted to be UTF-8.
    Cost: no copy of the text.
    """
    is_wide = int(offsets[-1]) > np.iinfo(np.int32).max
    kind, width = (pa.large_string(), np.int64) if is_wide else (pa.string(), np.int32)
    mask = None if is_valid.all() else pa.array(is_valid).buffers()[1]
    buffers = [mask, pa.py_buffer(offsets.astype(width)), pa.py_buffer(np.ascontiguousarray(data))]
    return pa.Array.from_buffers(kind, len(is_valid), buffers)


def list_buffers(lists: pa.Array) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Views on a list array of numbers.

    Input: list array of n rows of a primitive type without NULL elements; NULL rows allowed.
    Output: values (the element type), offsets (int64, n + 1), is_valid (bool, n).
    Errors: none.
    Cost: no copy of the values.
    """
    n = len(lists)
    values = lists.values.to_numpy(zero_copy_only=False)
    offsets = lists.offsets.to_numpy(zero_copy_only=False).astype(np.int64) if n else np.zeros(1, np.int64)
    return values, offsets, lists.is_valid().to_numpy(zero_copy_only=False)


def list_array(values: np.ndarray, offsets: np.ndarray, is_valid: np.ndarray) -> pa.Array:
    """The inverse of `list_buffers`: a list array of n rows over flat values.

    Input: values (1-d), offsets (n + 1), is_valid (bool, n; a NULL row must have an empty range).
    Output: list array whose element type is that of values.
    Errors: OverflowError when the values pass 2^31 elements.
    Cost: no copy of the values.
    """
    if int(offsets[-1]) > np.iinfo(np.int32).max:
        raise OverflowError(f"{int(offsets[-1])} list elements in one batch: more than an Arrow list holds")
    mask = None if is_valid.all() else pa.array(~is_valid)
    return pa.ListArray.from_arrays(pa.array(offsets.astype(np.int32)), pa.array(values), mask=mask)
