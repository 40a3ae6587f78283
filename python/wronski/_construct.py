"""Bad local minima, made for an activation and widths."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any, Optional, Union

from . import _native
from ._activations import Parameters, exact, question
from ._arguments import whole_number, whole_numbers
from ._careful import careful
from ._errors import argument_error
from ._minimum import Minimum, minimum_of_answer
from ._progress import listener

__all__ = ["construct"]


def _rows(values: object, argument: str) -> list[list[Any]]:
    from ._arrays import exact_rows

    return exact_rows(values, argument)


def _base(base: object) -> Optional[str]:
    if base is None:
        return None
    if isinstance(base, str):
        return base
    if not isinstance(base, (list, tuple)):
        raise argument_error("base", "it is no list of pairs (W, b)")
    layers = []
    for l, layer in enumerate(base):
        if not isinstance(layer, (list, tuple)) or len(layer) != 2:
            raise argument_error(f"base[{l}]", "it is no pair (W, b)")
        entry: dict[str, Any] = {"W": _rows(layer[0], f"base[{l}][0]")}
        if layer[1] is not None:
            entry["b"] = [x for row in _rows(layer[1], f"base[{l}][1]") for x in row]
        layers.append(entry)
    return json.dumps(layers)


@careful
def construct(
    f: object,
    widths: Sequence[int] = (1, 4, 1),
    seed: int = 0,
    *,
    params: Parameters = None,
    biases: bool = True,
    samples: Union[int, str, None] = None,
    inputs: object = None,
    targets: object = None,
    base: object = None,
    unverified: bool = False,
    precision: int = 1024,
    neighbourhood: bool = True,
    cross_check: bool = True,
    progress: Union[None, bool, Callable[[str], object]] = None,
) -> Minimum:
    """A data set and weights with a bad local minimum, with a proof by computation, or why there is none this way.

    >>> import wronski
    >>> m = wronski.construct("tanh", widths=(1, 2, 1))
    >>> m.kind
    Kind.BAD_LOCAL_MINIMUM
    >>> [(W.shape, b.shape) for W, b in m.weights]
    [((2, 1), (2,)), ((1, 2), (1,))]
    >>> m.better_loss < m.loss
    True
    >>> abs(m.loss(m.weights) - m.loss) < 1e-9
    True

    :param f: as in :func:`wronski.verify`
    :param widths: units of each layer from the input to the output
    :param seed: of everything that is drawn
    :param samples: how many, or ``"min"`` for the least for which the search succeeds
    :param inputs: given inputs, a row a sample, taken exactly
    :param targets: targets for them, where the activation has a linear piece
    :param base: weights of the network with one unit in each hidden layer, one pair (W, b) a layer
    :param unverified: go on although the hypotheses about the activation are not proved
    :param precision: most bits of precision, from 128 to 4096
    :param progress: called with the name of each stage; True shows them
    """
    q = question(f, params)
    if samples is not None and inputs is not None:
        raise argument_error("samples", "their number is that of the inputs, which are given")
    if targets is not None and inputs is None:
        raise argument_error("targets", "they are given without inputs")
    count = samples if samples is None or samples == "min" else str(whole_number(samples, "samples", 1, 100_000))
    data = None
    if inputs is not None:
        table = {"inputs": _rows(inputs, "inputs")}
        if targets is not None:
            table["targets"] = _rows(targets, "targets")
        data = json.dumps(table)
    shape = whole_numbers(widths, "widths")
    text = _base(base)
    if text is not None and "=" in text:
        raise argument_error("base", "give one pair (W, b) a layer")
    with listener(progress) as tell:
        answer = _native.construct(
            q.text,
            q.parameters,
            shape,
            biases=bool(biases),
            samples=None if count is None else str(count),
            seed=whole_number(seed, "seed", 0, 2**64 - 1),
            base=text,
            data=data,
            unverified=bool(unverified),
            precision=whole_number(precision, "precision", 128, 4096),
            neighbourhood=bool(neighbourhood),
            cross_check=bool(cross_check),
            progress=tell,
        )
    return minimum_of_answer(answer, q.notes)
