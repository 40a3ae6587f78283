"""What a network that somebody brings has near its weights."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any, Optional, Union

from . import _native
from ._activations import Parameters, exact, question
from ._arguments import whole_number, whole_numbers
from ._arrays import exact_rows
from ._careful import careful
from ._errors import WronskiError, argument_error
from ._minimum import Minimum, minimum_of_answer
from ._networks import Network, read_network
from ._networks.polish import Polished, polished
from ._progress import listener
from ._text import shown

__all__ = ["certify"]

_SUMS = ("sum_of_squares",)
_MEANS = ("mean_of_squares", "mse", "mean_squared_error", "MSELoss", "MeanSquaredError", "mse_loss", "l2_loss")


def _loss(loss: object) -> tuple[str, list[str]]:
    """The name for the engine, and what is said about it."""
    reduction = getattr(loss, "reduction", "mean")
    library = str(getattr(loss, "__module__", "")).split(".")[0]
    if not isinstance(loss, str) and library not in ("torch", "keras", "tf_keras", "tensorflow", "jax", "optax", "sklearn"):
        raise argument_error("loss", f"{shown(loss)} is a function of your own", 'write loss="sum_of_squares" if it is that')
    if reduction not in ("mean", "sum", "sum_over_batch_size"):
        raise argument_error("loss", f"with the reduction {shown(reduction)} it is no number")
    name = loss if isinstance(loss, str) else getattr(loss, "__name__", None) or type(loss).__name__
    if not isinstance(name, str):
        raise argument_error("loss", f"{shown(loss)} is no loss")
    if reduction == "sum" and name == "MSELoss":
        return "sum_of_squares", []
    short = name.split(".")[-1].split("(")[0]
    if short in _SUMS:
        return "sum_of_squares", []
    if short in _MEANS:
        return "sum_of_squares", ["the loss is the sum of squares; the mean has the same critical points and minima"]
    raise argument_error(
        "loss",
        f"{shown(name)} is not treated; the engine has the sum of squares, and takes the mean of squares for it",
        'write loss="sum_of_squares" if that is what the network was trained with',
    )


def _column(rows: list[list[Any]], flat: bool, width: int, argument: str) -> list[list[Any]]:
    """Numbers in a row are a column for a network with one unit there."""
    if flat and width != 1:
        raise argument_error(argument, f"it is a list of numbers, and the network has {width} units there")
    if rows and len(rows[0]) != width:
        raise argument_error(argument, f"its rows have {len(rows[0])} entries, and the network has {width} units there")
    return rows


def _is_flat(values: Any) -> bool:
    dimensions = getattr(values, "ndim", None)
    if isinstance(dimensions, int):
        return dimensions == 1
    try:
        first = next(iter(values))
    except (TypeError, StopIteration):
        return False
    return not hasattr(first, "__iter__")


def _samples(values: object, width: int, argument: str) -> list[list[Any]]:
    if values is None:
        raise argument_error(argument, "it is missing")
    rows = exact_rows(values, argument)
    if not rows:
        raise argument_error(argument, "there are no samples")
    return _column(rows, _is_flat(values), width, argument)


def _either(first: object, second: object, names: tuple[str, str]) -> object:
    if first is not None and second is not None:
        raise argument_error(names[1], f"it is given, and so is {names[0]}, which is the same")
    return first if first is not None else second


def _number(value: object, argument: str) -> Optional[str]:
    return None if value is None else exact(value, argument)


def _distance(value: object, argument: str) -> Optional[str]:
    """A positive number; what is no number at all the engine says."""
    text = _number(value, argument)
    try:
        if text is not None and Fraction(text) <= 0:
            raise argument_error(argument, f"{shown(value)} is no positive distance")
    except (ValueError, ZeroDivisionError) as e:
        if isinstance(e, WronskiError):
            raise
    return text


@careful
def certify(
    model: object = None,
    X: object = None,
    y: object = None,
    *,
    activation: object = None,
    weights: object = None,
    inputs: object = None,
    targets: object = None,
    params: Parameters = None,
    loss: object = "sum_of_squares",
    polish: bool = False,
    widen: Optional[Sequence[int]] = None,
    units: Optional[Sequence[int]] = None,
    last_fraction: object = None,
    within: object = None,
    unverified: bool = False,
    precision: int = 1024,
    neighbourhood: bool = True,
    cross_check: bool = True,
    progress: Union[None, bool, Callable[[str], object]] = None,
) -> Minimum:
    """Decide what a network has near its weights, for its data set: a minimum, a saddle, no critical point.

    >>> import wronski
    >>> weights = [([[1]], [0]), ([[1]], [0])]
    >>> m = wronski.certify(activation="tanh", weights=weights, inputs=[0, 1], targets=[0, 1])
    >>> m.kind
    Kind.NOT_CRITICAL

    Numbers are taken exactly: a float32 is the number that it stands for, a ``Fraction`` is itself.

    :param model: a ``torch.nn.Sequential``, a ``keras.Sequential``, a list of pairs (W, b) with a row of W for each
        unit, a state dict, or the path of a ``.safetensors`` or ``.onnx`` file
    :param X: inputs, a row a sample; ``inputs`` is the same
    :param y: targets, a row a sample; ``targets`` is the same
    :param activation: of the hidden layers, where the model does not say: as in :func:`wronski.verify`
    :param weights: what ``model`` takes, by another name
    :param loss: the sum of squares; the mean has the same minima
    :param polish: first bring the weights nearer to a critical point (Newton's method in the precision of a
        double-double); ``.polished`` says how far they moved
    :param widen: units of the hidden layers of a wider network, in which units are copied
    :param within: how far from the weights a critical point is looked for, in the maximum norm
    :param progress: called with the name of each stage; True shows them
    :raises WronskiError: what cannot be expressed, with the layer and the reason
    """
    brought = _either(model, weights, ("model", "weights"))
    argument = "model" if model is not None else "weights"
    if brought is None:
        raise argument_error("model", "there is no network", "give a model, or activation= and weights=")
    network = read_network(brought, argument)
    q = _activation(activation, params, network)
    name, said = _loss(loss)
    inputs = _either(X, inputs, ("X", "inputs"))
    targets = _either(y, targets, ("y", "targets"))
    file: dict[str, Any] = {
        "activation": q.text,
        "widths": network.widths,
        "biases": network.biases,
        "loss": name,
        "inputs": _samples(inputs, network.widths[0], "X"),
        "targets": _samples(targets, network.widths[-1], "y"),
        "weights": network.layers,
    }
    if len(file["inputs"]) != len(file["targets"]):
        raise argument_error("y", f"{len(file['targets'])} samples, and X has {len(file['inputs'])}")
    if q.parameters:
        file["parameters"] = _values(q.parameters)
    notes = [f"read: {network.source}", *network.notes, *q.notes, *said]
    found: Optional[Polished] = None
    if polish:
        found = polished(json.dumps(file))
        if found.settled:
            file["weights"] = found.weights
        notes.append(repr(found))
    with listener(progress) as tell:
        answer = _native.certify(
            json.dumps(file),
            widen=None if widen is None else whole_numbers(widen, "widen"),
            units=None if units is None else whole_numbers(units, "units"),
            last_fraction=_number(last_fraction, "last_fraction"),
            within=_distance(within, "within"),
            unverified=bool(unverified),
            precision=whole_number(precision, "precision", 128, 4096),
            neighbourhood=bool(neighbourhood),
            cross_check=bool(cross_check),
            progress=tell,
        )
    return minimum_of_answer(answer, notes, found, file)


def _activation(activation: object, params: Parameters, network: Network) -> Any:
    if activation is None:
        if network.activation is None:
            raise argument_error("activation", "it is missing, and the weights do not say it")
        return question(network.activation, params, "activation")
    q = question(activation, params, "activation")
    if network.activation is not None and q.text != network.activation and not _same(q, network.activation):
        raise argument_error("activation", f"it is {q.text}, and the model has {network.activation}")
    return q


def _same(q: Any, other: str) -> bool:
    """Do two texts denote one function, as far as the engine can tell?"""
    verdict = json.loads(_native.equal(q.text, other, q.parameters, False).json)["verdict"]
    return bool(verdict == "equal")


def _values(declarations: list[str]) -> dict[str, str]:
    out = {}
    for d in declarations:
        name, equals, value = d.partition("=")
        if not equals:
            raise argument_error("params", f"{name} has no value; a network needs numbers")
        out[name.strip()] = value.strip()
    return out
