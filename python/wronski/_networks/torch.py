"""``torch.nn.Sequential``, recognised by the names of its classes."""

from __future__ import annotations

from typing import Any, Optional

from .._errors import argument_error
from .._frameworks import changed_by_hand, framework_activation, is_activation_module
from .network import Network, network_of_layers

__all__ = ["is_torch_model", "network_of_torch"]

_WHY = {
    "Conv": "a convolution, which is no fully connected layer; write it out as a matrix if it is small",
    "BatchNorm": "normalisation over a batch; fold it into the affine layer before it",
    "LayerNorm": "normalisation of each sample, which no network of the engine expresses",
    "GroupNorm": "normalisation of each sample, which no network of the engine expresses",
    "RNN": "a recurrent layer",
    "LSTM": "a recurrent layer",
    "GRU": "a recurrent layer",
    "Embedding": "a table of vectors, no affine layer",
    "MaxPool": "pooling",
    "AvgPool": "pooling",
    "Bilinear": "a layer with two inputs",
    "Transformer": "attention",
    "Softmax": "a function of several variables; leave it out and use the loss that contains it",
    "LogSoftmax": "a function of several variables; leave it out and use the loss that contains it",
}


_DROPOUT = ("Dropout", "Dropout1d", "Dropout2d", "Dropout3d", "AlphaDropout", "FeatureAlphaDropout")


def _as_its_class_says(module: Any, where: str) -> None:
    """Names are those of torch, and nothing was changed."""
    if not str(type(module).__module__).startswith("torch.nn.modules"):
        raise argument_error(where, f"a {type(module).__name__} of your own; only classes of torch are read by their names")
    changed = changed_by_hand(module)
    if changed is not None:
        raise argument_error(where, changed)


def is_torch_model(model: object) -> bool:
    """Is it a module of torch?"""
    return any(str(c.__module__) == "torch.nn.modules.module" and c.__name__ == "Module" for c in type(model).__mro__)


def _flat(model: Any, argument: str, where: str = "") -> list[tuple[str, Any]]:
    """The modules in the order in which they are applied, with their places."""
    if type(model).__name__ == "Sequential":
        _as_its_class_says(model, argument)
    else:
        raise argument_error(
            argument,
            f"a {type(model).__name__} says nothing about the order of its layers",
            "give a torch.nn.Sequential, or activation= and weights=",
        )
    out: list[tuple[str, Any]] = []
    for name, child in model._modules.items():
        place = f"{where}{name}"
        out += _flat(child, argument, f"{place}.") if type(child).__name__ == "Sequential" else [(place, child)]
    return out


def _affine_at_the_end(modules: list[tuple[str, Any]], argument: str) -> None:
    """An activation after the last affine layer is told as such, also where it is another than the one before."""
    for _, module in reversed(modules):
        if is_activation_module(module) and type(module).__name__ != "Identity":
            last = type(module).__name__
            raise argument_error(
                argument,
                f"the network ends with an activation, {last}; the engine has affine output layers",
                "leave it out if the loss contains it",
            )
        if type(module).__name__ == "Linear":
            return


def network_of_torch(model: Any, argument: str) -> Network:
    """From Linear layers with the same activation module between them.

    Dropout is the identity in evaluation; a model with it in training mode is refused.

    :raises WronskiError: ``P1301`` with the layer that cannot be expressed, and why
    """
    pairs: list[tuple[Any, Any]] = []
    names: list[str] = []
    activation: Optional[str] = None
    chosen: Optional[str] = None
    said: list[str] = []
    notes: list[str] = []
    pending: Optional[str] = None
    modules = _flat(model, argument)
    _affine_at_the_end(modules, argument)
    seen: set[int] = set()
    for place, module in modules:
        kind = type(module).__name__
        where = f"{argument}[{place}]"
        _as_its_class_says(module, where)
        if kind == "Linear" and id(module) in seen:
            raise argument_error(where, "the same layer stands twice; the engine takes each layer's weights for themselves")
        seen.add(id(module))
        if kind == "Linear":
            if pairs and pending is None:
                raise argument_error(
                    where, "two affine layers follow each other without an activation; multiply them into one"
                )
            pairs.append((module.weight, module.bias))
            names.append(where)
            units, inputs = (int(n) for n in module.weight.shape)
            said.append(f"Linear {inputs}-{units}")
            pending = None
        elif kind == "Identity":
            notes.append(f"{where}, an Identity, was left out")
        elif kind in _DROPOUT:
            if getattr(module, "training", True):
                raise argument_error(
                    where,
                    f"a {kind} in training mode is random",
                    "call model.eval() if the network without dropout is meant",
                )
            notes.append(f"{where}, a {kind}, is the identity in evaluation")
        elif kind == "Flatten" and not pairs:
            notes.append(f"{where}, a Flatten, was left out: the rows of the inputs are flat")
        elif is_activation_module(module):
            if not pairs:
                raise argument_error(where, f"the network begins with an activation, {kind}")
            if pending is not None:
                raise argument_error(where, f"two activations follow each other, {pending} and {kind}")
            known = framework_activation(module)
            if known is None:
                raise argument_error(where, f"{kind} is no activation that is known here")
            if activation is not None and known.text != activation:
                raise argument_error(
                    where, f"its activation is {known.name}, and {chosen} comes before; the engine has one for all layers"
                )
            activation, chosen, pending = known.text, known.name, kind
            if known.note and known.note not in notes:
                notes.append(known.note)
            said.append(kind)
        else:
            why = next((w for key, w in _WHY.items() if kind.startswith(key)), "no affine layer and no activation")
            raise argument_error(where, f"a {kind}: {why}")
    return network_of_layers(
        pairs, argument, activation, f"torch.nn.Sequential: {', '.join(said)}", notes, names
    )
