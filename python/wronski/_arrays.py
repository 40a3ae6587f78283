"""Numbers in arrays: real, finite, of one shape."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from ._errors import argument_error
from ._text import shown

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["exact_rows", "real_array"]

#: Digits of an exact number.
_LONGEST = 1000


def _given(value: object, argument: str) -> Any:
    """An array of another library, a table of pandas, ... as an array of NumPy; anything else as it is."""
    import numpy as np

    if isinstance(value, (set, frozenset, dict, type)):
        raise argument_error(argument, f"a {type(value).__name__} has no order of rows")
    if isinstance(value, np.ma.MaskedArray):
        raise argument_error(argument, "it is masked; give the rows that count")
    try:
        return _array_of(value)
    except Exception as e:  # whatever a library, or somebody's object, raises
        raise argument_error(argument, f"it cannot be read as an array: {type(e).__name__}: {shown(str(e), 120)}") from None


def _array_of(value: object) -> Any:
    module = str(type(value).__module__).split(".")[0]
    if module == "torch" and hasattr(value, "detach"):
        tensor: Any = value
        tensor = tensor.detach().cpu()
        # NumPy has no bfloat16; a float32 holds each of its numbers.
        return tensor.float().numpy() if str(tensor.dtype) == "torch.bfloat16" else tensor.numpy()
    if module not in ("numpy", "builtins", "fractions") and hasattr(value, "__array__"):
        import numpy as np

        return np.asarray(value)
    return value


def real_array(value: object, argument: str) -> NDArray[np.float64]:
    """The numbers as doubles; every number of a float32 or float16 is a double.

    :raises WronskiError: ``P1301`` for what is ragged, complex, no number, or not finite
    """
    import numpy as np

    value = _given(value, argument)
    try:
        array = np.asarray(value)
    except ValueError:
        raise argument_error(argument, "its rows have different lengths") from None
    except OverflowError:
        raise argument_error(argument, "a number is too large for a double") from None
    if array.dtype.kind == "c":
        raise argument_error(argument, "it is complex; only real numbers are meant")
    if array.dtype.kind == "O":
        for x in array.ravel().tolist():
            if isinstance(x, (bool, complex)) or not isinstance(x, (int, float, Fraction)):
                raise argument_error(argument, f"{shown(x)} is no real number")
    elif array.dtype.kind not in "fiu" or array.dtype.itemsize > 8:
        raise argument_error(argument, f"numbers of the type {array.dtype} are not read")
    try:
        doubles = array.astype(np.float64)
    except OverflowError:
        raise argument_error(argument, "a number is too large for a double") from None
    if not np.isfinite(doubles).all():
        place = [int(i) for i in np.argwhere(~np.isfinite(doubles))[0]]
        raise argument_error(argument, f"{doubles[tuple(place)]} at {place} is no finite number")
    return doubles


def exact_rows(values: object, argument: str) -> list[list[Any]]:
    """Rows of exact numbers for a file: doubles as JSON numbers, fractions and integers as text.

    A list of numbers is a column.

    >>> exact_rows([[0.5, Fraction(1, 3)], [2, 1]], "inputs")
    [[0.5, '1/3'], ['2', '1']]
    """
    import numpy as np

    values = _given(values, argument)
    if isinstance(values, np.ndarray) or np.isscalar(values):
        array = np.asarray(values)
        if array.ndim not in (1, 2):
            raise argument_error(argument, f"its shape is {array.shape}; give a row a sample")
        if array.dtype.kind != "O":
            doubles = real_array(array, argument)
            if array.dtype.kind in "iu":
                return [[str(int(x)) for x in np.atleast_1d(row)] for row in array]
            return [[float(x) for x in np.atleast_1d(row)] for row in doubles]
        values = array.tolist()
    if isinstance(values, (str, bytes, dict)) or not hasattr(values, "__iter__"):
        raise argument_error(argument, f"{shown(values)} is no list of rows")
    rows = []
    for i, row in enumerate(values):
        row = _given(row, f"{argument}[{i}]")
        entries = list(row) if hasattr(row, "__iter__") and not isinstance(row, (str, bytes)) else [row]
        rows.append([_number(x, f"{argument}[{i}]") for x in entries])
    if len({len(r) for r in rows}) > 1:
        raise argument_error(argument, "its rows have different lengths")
    return rows


def _number(x: object, argument: str) -> Any:
    """A number for JSON: a double as it is, anything exact as text."""
    item = x.item() if type(x).__module__ == "numpy" and hasattr(x, "item") else x
    if isinstance(item, float):
        if item != item or item in (float("inf"), float("-inf")):
            raise argument_error(argument, f"{item} is no finite number")
        return item
    if isinstance(item, str):
        return item
    from ._activations import exact

    return exact(item, argument)
