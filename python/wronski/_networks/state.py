"""Weights by names, as ``state_dict`` of torch and files of safetensors have them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Optional

from .._errors import argument_error
from .network import Network, network_of_layers

__all__ = ["network_of_state"]

_NAME = re.compile(r"(?:(?P<layer>.+)\.)?(?P<what>weight|bias)\Z")
_NUMBER = re.compile(r"([0-9]+)")


def _numbers(names: list[str]) -> Optional[dict[str, tuple[int, ...]]]:
    """The numbers in names that differ in nothing else; None if the names do not tell an order."""
    if len({_NUMBER.sub("#", n) for n in names}) > 1 or any(len(n) > 200 for n in names):
        return None
    found = {n: tuple(int(k) for k in _NUMBER.findall(n)) for n in names}
    return found if len(set(found.values())) == len(names) else None


def _ordered(names: list[str], argument: str, in_order: bool, notes: list[str]) -> list[str]:
    """The layers from the input to the output: by the numbers in their names, or else as they were given."""
    numbers = _numbers(names)
    if numbers is not None:
        return sorted(names, key=numbers.__getitem__)
    if not in_order:
        raise argument_error(
            argument,
            f"the order of the layers {', '.join(names)} cannot be told from their names",
            "give a list of pairs (W, b) instead",
        )
    notes.append(f"the layers are taken in the order in which they were given: {', '.join(names)}")
    return names


def network_of_state(
    tensors: Mapping[str, Any],
    argument: str,
    source: str,
    activation: Optional[str] = None,
    in_order: bool = True,
) -> Network:
    """From tensors called ``0.weight``, ``0.bias``, ``2.weight``, ...; layers follow each other by their numbers, and
    where their names differ in more than numbers, as they were given.

    :param in_order: is the order in which they were given that of the layers? (Not in files.)

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
        layers.setdefault(match["layer"] or "", {})[match["what"]] = tensor
    notes: list[str] = []
    ordered = _ordered(list(layers), argument, in_order, notes)
    pairs = []
    for name in ordered:
        layer = layers[name]
        if "weight" not in layer:
            raise argument_error(argument, f"{name}.bias has no {name}.weight beside it")
        shape = tuple(getattr(layer["weight"], "shape", ()))
        if len(shape) != 2:
            what = {1: "no matrix", 3: "a convolution", 4: "a convolution", 5: "a convolution"}
            kind = what.get(len(shape), "something else")
            raise argument_error(
                argument, f"{name}.weight has the shape {shape}: {kind}, which is no affine layer"
            )
        pairs.append((layer["weight"], layer.get("bias")))
    names = [f"{argument}: {n}" for n in ordered]
    return network_of_layers(pairs, argument, activation, source, notes, names)
