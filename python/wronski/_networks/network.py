"""A fully connected network as the engine reads it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Optional

from .._arrays import exact_rows
from .._errors import argument_error

__all__ = ["Network", "network_of_layers"]

#: Weights of a network; the engine has this limit, and arrays are not copied into text beyond it.
_MOST_WEIGHTS = 250_000


@dataclass(frozen=True)
class Network:
    """A network of affine layers with one activation between them.

    :ivar widths: units of each layer, input and output included
    :ivar biases: has every unit a bias?
    :ivar layers: for each layer a row of exact numbers a unit, and its biases
    :ivar activation: text for the engine, where the source has it
    :ivar source: what was read, for people
    :ivar notes: what they should know about it
    """

    widths: list[int]
    biases: bool
    layers: list[dict[str, Any]]
    activation: Optional[str] = None
    source: str = ""
    notes: list[str] = field(default_factory=list)


def _dtype(array: object) -> str:
    return str(getattr(array, "dtype", "")).replace("torch.", "")


def network_of_layers(
    pairs: Sequence[tuple[object, object]],
    argument: str,
    activation: Optional[str] = None,
    source: str = "weights",
    notes: Sequence[str] = (),
    names: Optional[Sequence[str]] = None,
) -> Network:
    """The network of these affine layers.

    :param pairs: for each layer W (a row a unit) and its biases, or None
    :param names: how the layers are called in messages
    :raises WronskiError: ``P1301`` for shapes that do not fit together, and numbers that are none
    """
    if len(pairs) < 2:
        raise argument_error(
            argument, f"{len(pairs)} layers of weights; a network with a hidden layer has two or more"
        )
    called = list(names) if names is not None else [f"{argument}[{i}]" for i in range(len(pairs))]
    with_biases = [b is not None for _, b in pairs]
    if any(with_biases) != all(with_biases):
        lacking = called[with_biases.index(False)]
        raise argument_error(
            argument, f"{lacking} has no biases, and other layers have some", "give biases of 0 for it"
        )
    size = 0
    for (w, _), name in zip(pairs, called):
        shape = getattr(w, "shape", None)
        if shape is not None:
            if len(tuple(shape)) != 2:
                raise argument_error(name, f"its weights have the shape {tuple(shape)}, not (units, inputs)")
            size += int(shape[0]) * int(shape[1])
    if size > _MOST_WEIGHTS:
        raise argument_error(argument, f"{size} weights, more than the limit of {_MOST_WEIGHTS}")
    layers: list[dict[str, Any]] = []
    widths: list[int] = []
    for (w, b), name in zip(pairs, called):
        rows = exact_rows(w, f"{name}: W")
        if not rows or not rows[0]:
            raise argument_error(name, "it has no weights")
        if widths and len(rows[0]) != widths[-1]:
            raise argument_error(
                name,
                f"its rows have {len(rows[0])} weights, and the layer before has {widths[-1]} units",
                "W has a row for each unit of the layer (as in torch; Keras has them as columns)",
            )
        layer: dict[str, Any] = {"W": rows}
        if b is not None:
            column = exact_rows(b, f"{name}: b")
            if any(len(r) != 1 for r in column) or len(column) != len(rows):
                raise argument_error(name, f"{len(rows)} units, and its biases have another shape")
            layer["b"] = [r[0] for r in column]
        if not widths:
            widths.append(len(rows[0]))
        widths.append(len(rows))
        layers.append(layer)
    kinds = sorted({_dtype(x) for pair in pairs for x in pair if _dtype(x)})
    read = f"{source}; {', '.join(kinds)}" if kinds else source
    return Network(widths, all(with_biases), layers, activation, read, list(notes))
