"""Weights by names, as ``state_dict`` of torch and files of safetensors have them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Optional

from .._errors import argument_error
from .network import Network, network_of_layers

__all__ = ["network_of_state"]

_NAME = re.compile(r"(?P<layer>.*?)\.?(?P<what>weight|bias)\Z")


def _order(name: str) -> list[Any]:
    """Numbers in names count as numbers: layer 10 comes after layer 9."""
    return [(0, int(part)) if part.isdigit() else (1, part) for part in re.split(r"[._]", name)]


def network_of_state(
    tensors: Mapping[str, Any], argument: str, source: str, activation: Optional[str] = None
) -> Network:
    """From tensors called ``0.weight``, ``0.bias``, ``2.weight``, ...; layers follow each other by their numbers.

    :raises WronskiError: ``P1301`` for tensors that are no affine layers
    """
    layers: dict[str, dict[str, Any]] = {}
    for name, tensor in tensors.items():
        match = _NAME.match(name) if isinstance(name, str) else None
        if match is None:
            raise argument_error(
                argument,
                f"the tensor {name!r} is no weight and no bias of an affine layer",
                "the names end with weight and bias, such as 0.weight, 0.bias, 2.weight",
            )
        layers.setdefault(match["layer"], {})[match["what"]] = tensor
    ordered = sorted(layers, key=_order)
    if len({len(_order(name)) for name in ordered}) > 1 or any(
        [type(p[1]) for p in _order(a)] != [type(p[1]) for p in _order(b)] for a, b in zip(ordered, ordered[1:])
    ):
        raise argument_error(
            argument,
            f"the order of the layers {', '.join(ordered)} cannot be told from their names",
            "give a list of pairs (W, b) instead",
        )
    pairs = []
    for name in ordered:
        layer = layers[name]
        if "weight" not in layer:
            raise argument_error(argument, f"{name}.bias has no {name}.weight beside it")
        shape = tuple(getattr(layer["weight"], "shape", ()))
        if len(shape) != 2:
            what = {1: "normalisation", 3: "a convolution", 4: "a convolution", 5: "a convolution"}
            kind = what.get(len(shape), "something else")
            raise argument_error(
                argument, f"{name}.weight has the shape {shape}: {kind}, which is no affine layer"
            )
        pairs.append((layer["weight"], layer.get("bias")))
    names = [f"{argument}: {n}" for n in ordered]
    return network_of_layers(pairs, argument, activation, source, names=names)
