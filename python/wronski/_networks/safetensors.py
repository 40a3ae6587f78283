"""Files of safetensors: eight bytes with the length of a JSON header, the header, the numbers.

The format is read here so that nothing has to be installed; every offset is checked.
"""

from __future__ import annotations

import json
import os
import struct
from typing import Any

from .._errors import argument_error

__all__ = ["read_safetensors"]

_LARGEST_HEADER = 100_000_000
_LARGEST_FILE = 1 << 30
_SIZES = {"F64": 8, "F32": 4, "F16": 2, "BF16": 2, "I64": 8, "I32": 4, "I16": 2, "I8": 1, "U8": 1}


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice in an object")
    return found


def read_safetensors(path: Any, argument: str) -> dict[str, Any]:
    """The tensors of a file by their names, as arrays of NumPy.

    :raises WronskiError: ``P1301`` for a file that is cut off, or not of this format
    """
    import numpy as np

    shown = os.fspath(path)
    try:
        with open(path, "rb") as file:
            length = os.fstat(file.fileno()).st_size
            if length > _LARGEST_FILE:
                raise argument_error(argument, f"{shown!r} has more than {_LARGEST_FILE} bytes")
            content = file.read()
    except (OSError, ValueError) as e:
        raise argument_error(argument, f"it could not be read: {e}") from None
    if len(content) < 8:
        raise argument_error(argument, f"{shown!r} is no file of safetensors: it has {len(content)} bytes")
    (header,) = struct.unpack("<Q", content[:8])
    if header > min(_LARGEST_HEADER, len(content) - 8):
        raise argument_error(argument, f"{shown!r} is no file of safetensors, or it is cut off")
    try:
        table = json.loads(content[8 : 8 + header].decode("utf-8"), object_pairs_hook=_unique)
    except (ValueError, RecursionError) as e:
        raise argument_error(argument, f"the header of {shown!r} is no JSON: {e}") from None
    if not isinstance(table, dict):
        raise argument_error(argument, f"the header of {shown!r} is no JSON object")
    data = content[8 + header :]
    out: dict[str, Any] = {}
    for name, entry in table.items():
        if name == "__metadata__":
            continue
        out[name] = _tensor(name, entry, data, argument, np)
    return out


def _tensor(name: str, entry: Any, data: bytes, argument: str, np: Any) -> Any:
    def wrong(why: str) -> Any:
        return argument_error(argument, f"the tensor {name!r}: {why}")

    if not isinstance(entry, dict) or not {"dtype", "shape", "data_offsets"} <= set(entry):
        raise wrong("its entry has no dtype, shape and data_offsets")
    kind, shape, offsets = entry["dtype"], entry["shape"], entry["data_offsets"]
    if not isinstance(kind, str) or kind not in _SIZES:
        raise wrong(f"numbers of the type {kind!r} are not read")
    if isinstance(shape, list) and len(shape) > 8:
        raise wrong("it has more than 8 dimensions")
    whole = [*shape, *offsets] if isinstance(shape, list) and isinstance(offsets, list) else [None]
    if not all(isinstance(n, int) and not isinstance(n, bool) and n >= 0 for n in whole) or len(offsets) != 2:
        raise wrong("its shape or its offsets are no whole numbers")
    if any(isinstance(n, int) and n > _LARGEST_FILE for n in whole):
        raise wrong("its shape or its offsets are larger than any file")
    count = 1
    for n in shape:
        count *= n
    start, end = offsets
    if not start <= end <= len(data) or end - start != count * _SIZES[kind]:
        raise wrong("its bytes do not fit its shape, or the file is cut off")
    raw = data[start:end]
    if kind == "BF16":
        # The upper half of a float32.
        wide = np.frombuffer(raw, dtype="<u2").astype("<u4") << 16
        return wide.view("<f4").reshape(shape)
    letters = {"F": "f", "I": "i", "U": "u"}
    return np.frombuffer(raw, dtype=f"<{letters[kind[0]]}{_SIZES[kind]}").reshape(shape)
