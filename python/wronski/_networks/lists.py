"""Weights as lists of arrays."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .._errors import argument_error
from .._text import shown
from .network import Network, network_of_layers

__all__ = ["network_of_lists"]


def network_of_lists(weights: object, argument: str) -> Network:
    """From one pair (W, b) a layer, or one W a layer for a network without biases."""
    if isinstance(weights, (str, bytes, Mapping)) or not hasattr(weights, "__iter__"):
        raise argument_error(argument, f"{shown(weights)} is no list of pairs (W, b)")
    pairs: list[tuple[Any, Any]] = []
    for i, layer in enumerate(weights):
        if isinstance(layer, Mapping) and set(layer) in ({"W"}, {"W", "b"}):
            pairs.append((layer["W"], layer.get("b")))
        elif isinstance(layer, (tuple, list)) and len(layer) == 2 and _is_pair(layer):
            pairs.append((layer[0], layer[1]))
        elif getattr(layer, "ndim", None) == 2:
            pairs.append((layer, None))
        elif isinstance(layer, list) and layer and all(isinstance(r, (list, tuple)) for r in layer):
            pairs.append((layer, None))
        else:
            raise argument_error(
                f"{argument}[{i}]",
                "it is no pair (W, b)",
                "give W with a row for each unit, and b with an entry for each unit (None without biases)",
            )
    return network_of_layers(pairs, argument)


def _depth(value: object) -> int:
    """How deep lists are nested; arrays count their dimensions."""
    dimensions = getattr(value, "ndim", None)
    if isinstance(dimensions, int):
        return dimensions
    if isinstance(value, (list, tuple)):
        return 1 + (_depth(value[0]) if value else 0)
    return 0


def _is_pair(layer: Any) -> bool:
    """Two entries are W and b if the first is deeper than the second: [[1, 2], [3, 4]] is a W."""
    return layer[1] is None or _depth(layer[0]) > _depth(layer[1]) >= 0
