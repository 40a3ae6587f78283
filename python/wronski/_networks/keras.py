"""Sequential models of Keras, recognised by the names of their classes."""

from __future__ import annotations

from typing import Any, Optional

from .._arrays import real_array
from .._errors import argument_error
from .._frameworks import framework_activation
from .network import Network, network_of_layers

__all__ = ["is_keras_model", "network_of_keras"]


def is_keras_model(model: object) -> bool:
    """Is it a model of Keras?"""
    return any(
        str(c.__module__).split(".")[0] in ("keras", "tf_keras", "tensorflow") and c.__name__ == "Model"
        for c in type(model).__mro__
    )


def network_of_keras(model: Any, argument: str) -> Network:
    """From Dense layers with the same activation; kernels have a column a unit and are transposed.

    :raises WronskiError: ``P1301`` with the layer that cannot be expressed, and why
    """
    if type(model).__name__ != "Sequential":
        raise argument_error(
            argument,
            f"a {type(model).__name__} says nothing about the order of its layers",
            "give a keras.Sequential, or activation= and weights=",
        )
    pairs: list[tuple[Any, Any]] = []
    names: list[str] = []
    applied: list[Optional[str]] = []
    said: list[str] = []
    notes: list[str] = []
    for i, layer in enumerate(model.layers):
        kind = type(layer).__name__
        where = f"{argument}.layers[{i}]"
        if kind == "Dense":
            weights = layer.get_weights()
            if len(weights) != (2 if layer.use_bias else 1):
                raise argument_error(where, "the layer has no weights yet; build the model first")
            kernel = real_array(weights[0], where)
            pairs.append((kernel.T, weights[1] if layer.use_bias else None))
            names.append(where)
            said.append(f"Dense {kernel.shape[0]}-{kernel.shape[1]}")
            applied.append(_text(layer.activation, where, notes))
        elif kind == "InputLayer" or kind == "Flatten" and not pairs:
            continue
        elif kind == "Dropout":
            notes.append(f"{where}, a Dropout, is the identity outside of training")
        elif pairs and applied[-1] is None and framework_activation(layer) is not None:
            applied[-1] = _text(layer, where, notes)
        elif pairs and framework_activation(layer) is not None:
            raise argument_error(where, "two activations follow each other")
        else:
            raise argument_error(where, f"a {kind} is no affine layer and no activation")
    if not pairs:
        raise argument_error(argument, "it has no Dense layer")
    if applied[-1] is not None:
        raise argument_error(
            argument, f"the last layer has an activation, {applied[-1]}; the engine has affine output layers"
        )
    hidden = applied[:-1]
    for i, text in enumerate(hidden):
        if text is None:
            raise argument_error(names[i], "it has no activation; multiply it into the next layer")
        if text != hidden[0]:
            raise argument_error(names[i], f"its activation is {text}, not {hidden[0]}; the engine has one for all layers")
    activation = hidden[0] if hidden else None
    return network_of_layers(pairs, argument, activation, f"keras.Sequential: {', '.join(said)}", notes, names)


def _text(activation: Any, where: str, notes: list[str]) -> Optional[str]:
    """The activation as text; None for the identity."""
    own = str(getattr(activation, "__module__", "")).split(".")[0] not in ("keras", "tf_keras", "tensorflow")
    if activation is None or getattr(activation, "__name__", "") == "linear" and not own:
        return None
    known = framework_activation(activation)
    if known is None:
        raise argument_error(where, "its activation is a function of your own; give activation= and weights=")
    if known.note and known.note not in notes:
        notes.append(known.note)
    return known.text
