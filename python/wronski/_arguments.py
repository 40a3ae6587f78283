"""Whole numbers among the arguments of calls."""

from __future__ import annotations

from collections.abc import Iterable

from ._errors import argument_error
from ._text import shown

__all__ = ["whole_number", "whole_numbers"]

#: Layers of a network.
_MOST_LAYERS = 1000


def whole_numbers(values: object, argument: str) -> list[int]:
    """A list of numbers of units."""
    if isinstance(values, (str, bytes, set, dict, type)) or not isinstance(values, Iterable):
        raise argument_error(argument, f"{shown(values)} is no list of whole numbers")
    if getattr(values, "ndim", 1) != 1:
        raise argument_error(argument, f"its shape is {getattr(values, 'shape', None)}, and a list is meant")
    out: list[int] = []
    for v in values:
        if len(out) == _MOST_LAYERS:
            raise argument_error(argument, f"more than {_MOST_LAYERS} numbers")
        item = v.item() if hasattr(v, "item") and getattr(v, "shape", None) == () else v
        if isinstance(item, bool) or not isinstance(item, int):
            raise argument_error(argument, f"{shown(v)} is no whole number")
        if not 0 <= item < 2**31:
            raise argument_error(argument, f"{shown(item)} is no number of units")
        out.append(item)
    return out


def whole_number(value: object, argument: str, least: int, most: int) -> int:
    """A whole number within bounds."""
    item = value.item() if hasattr(value, "item") and getattr(value, "shape", None) == () else value
    if isinstance(item, bool) or not isinstance(item, int) or not least <= item <= most:
        raise argument_error(argument, f"{shown(value)} is no whole number from {least} to {most}")
    return item
