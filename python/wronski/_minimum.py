"""What `construct` and `certify` show about a network."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Optional, cast

from . import _native
from ._careful import careful
from ._errors import argument_error, in_python
from ._result import Certified
from ._text import block, clipped, wrapped
from ._words import Kind

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from ._networks.polish import Polished

    Array = NDArray[np.float64]
    #: One pair a layer: W with a row for each unit, and its biases (None without biases).
    Weights = list[tuple[Array, Optional[Array]]]

__all__ = ["Exact", "Loss", "Minimum", "minimum_of_answer"]


class Loss(float):
    """A loss, which can be asked at other weights as well.

    The number is the double nearest to the middle of the proved enclosure ``.enclosure``, where there is one; what a
    call gives is computed in doubles, and no claim.
    """

    #: Two exact numbers as text, or None where the loss is only computed in doubles.
    enclosure: Optional[tuple[str, str]]
    _minimum: Minimum

    def __new__(cls, value: float, enclosure: Optional[tuple[str, str]], minimum: Minimum) -> Loss:
        self = super().__new__(cls, value)
        self.enclosure = enclosure
        self._minimum = minimum
        return self

    def __call__(self, weights: object) -> float:
        """The loss at other weights of the same network: one pair (W, b) a layer, or one array of all of them."""
        return float(self._minimum.losses([weights])[0])

    def __reduce__(self) -> Any:
        return (float, (float(self),))


@dataclass(frozen=True)
class Exact:
    """Data and weights as they stand in the certificate.

    :ivar inputs: a row a sample
    :ivar targets: a row a sample
    :ivar weights: one pair (W, b) a layer; W has a row for each unit
    :ivar better: weights of a smaller loss, likewise
    """

    inputs: Optional[list[list[Fraction]]]
    targets: Optional[list[list[Fraction]]]
    weights: Optional[list[tuple[list[list[Fraction]], Optional[list[Fraction]]]]]
    better: Optional[list[tuple[list[list[Fraction]], Optional[list[Fraction]]]]]


def _fractions(rows: Any) -> list[list[Fraction]]:
    return [[Fraction(x) for x in row] for row in rows]


def _exact_layers(layers: Any) -> Optional[list[tuple[list[list[Fraction]], Optional[list[Fraction]]]]]:
    if layers is None:
        return None
    out = []
    for layer in layers:
        b = layer.get("b")
        out.append((_fractions(layer["W"]), None if b is None else [Fraction(x) for x in b]))
    return out


def _float(x: Fraction) -> float:
    try:
        return float(x)
    except OverflowError:
        return float("inf") if x > 0 else float("-inf")


def _doubles(values: Any) -> Any:
    import numpy as np

    return np.array([[_float(x) for x in row] for row in values], dtype=np.float64)


class Minimum(Certified):
    """What is proved about a network and its data set.

    Arrays are the nearest doubles of exact numbers; :attr:`exact` has the numbers themselves.
    """

    #: The polishing before it was certified, if that was asked for.
    polished: Optional[Polished]

    def __init__(
        self,
        answer: _native.Answer,
        notes: Optional[list[str]] = None,
        polished: Optional[Polished] = None,
        given: Optional[dict[str, Any]] = None,
    ) -> None:
        super().__init__(answer, notes)
        # What was brought, for kinds that show nothing of it.
        self._given = given or {}
        self.polished = polished
        self._cache: dict[str, Any] = {}

    def __getstate__(self) -> dict[str, Any]:
        state = super().__getstate__()
        state["_cache"] = {}
        return state

    # What was shown

    @property
    def kind(self) -> Kind:
        """What was shown."""
        return Kind(self._record["kind"])

    @property
    def because(self) -> str:
        """Why, in a sentence."""
        return in_python(str(self._record["because"]))

    @property
    def activation(self) -> str:
        """The activation, in x."""
        return str(self._record["activation"]["expression"])

    @property
    def widths(self) -> list[int]:
        """Units of each layer from the input to the output."""
        return list(self._record["network"]["widths"])

    @property
    def biases(self) -> bool:
        """Has every unit a bias?"""
        return bool(self._record["network"]["biases"])

    @property
    def found(self) -> dict[str, str]:
        """How things were found, by topic; nothing rests on it."""
        return dict(self._record.get("notes", {}))

    @property
    def inertia(self) -> Optional[tuple[int, int, int]]:
        """Positive, negative and zero eigenvalues of the Hessian at the minimum, where they are proved."""
        wide = self._record.get("wide")
        if wide is not None:
            p, n, z = wide["inertia"]
            return p, n, z
        small = self._record.get("small")
        if small is not None:
            p, n = small["hessian_inertia"]
            return p, n, 0
        return None

    @property
    def gradient_norm(self) -> Optional[float]:
        """The largest entry of the gradient at the weights, in doubles: no claim."""
        import numpy as np

        point = self._point()
        if point is None or self._data() is None:
            return None
        gradient = np.frombuffer(self._landscape().gradient(point.tobytes()))
        return float(np.max(np.abs(gradient)))

    # Data and weights

    def _layers(self, of: str = "weights") -> Any:
        r = self._record
        if of == "better":
            return r["better"]["weights"] if "better" in r else None
        for section in ("wide", "linear", "small", "exclusion", "seen"):
            layers = r.get(section, {}).get("weights")
            if layers is not None and self._fits(layers):
                return layers
        layers = self._given.get("weights")
        return layers if layers is not None and self._fits(layers) else None

    def _data(self) -> Any:
        """The data set of the statement, or the one that was brought."""
        data = self._record.get("data")
        return self._given if data is None and "inputs" in self._given else data

    def _fits(self, layers: Any) -> bool:
        return [len(layer["W"]) for layer in layers] == self.widths[1:]

    @property
    def exact(self) -> Exact:
        """Data and weights as fractions, as they stand in the certificate."""
        data = self._data()
        return Exact(
            inputs=None if data is None else _fractions(data["inputs"]),
            targets=None if data is None else _fractions(data["targets"]),
            weights=_exact_layers(self._layers()),
            better=_exact_layers(self._layers("better")),
        )

    def _cached(self, key: str, make: Any) -> Any:
        if key not in self._cache:
            self._cache[key] = make()
        return self._cache[key]

    def _copy(self, key: str) -> Optional[Array]:
        """Rows of the data set; a copy, so that nobody changes what this result is about."""

        def make() -> Any:
            rows = getattr(self.exact, key)
            return None if rows is None else _doubles(rows)

        found = self._cached(key, make)
        return None if found is None else cast("Array", found.copy())

    def _copies(self, key: str) -> Optional[Weights]:
        found = self._cached(key, lambda: self._pairs(key))
        return None if found is None else [(w.copy(), None if b is None else b.copy()) for w, b in found]

    @property
    def inputs(self) -> Optional[Array]:
        """A row a sample; None for a kind without data."""
        return self._copy("inputs")

    @property
    def targets(self) -> Optional[Array]:
        """A row a sample; None for a kind without data."""
        return self._copy("targets")

    def _pairs(self, of: str) -> Optional[Weights]:
        import numpy as np

        layers = _exact_layers(self._layers(of))
        if layers is None:
            return None
        out: Weights = []
        for w, b in layers:
            biases = None if b is None else np.array([_float(x) for x in b], dtype=np.float64)
            out.append((_doubles(w), biases))
        return out

    @property
    def weights(self) -> Optional[Weights]:
        """The weights that the statement is about: one pair (W, b) a layer, b None without biases."""
        return self._copies("weights")

    @property
    def better(self) -> Optional[Weights]:
        """Weights with a smaller loss, where they were found."""
        return self._copies("better")

    # Losses

    def _loss_of(self, enclosure: Any, weights: Any) -> Optional[Loss]:
        if enclosure is not None:
            lo, hi = (enclosure, enclosure) if isinstance(enclosure, str) else enclosure
            middle = (Fraction(lo) + Fraction(hi)) / 2
            return Loss(_float(middle), (lo, hi), self)
        if weights is None or self._data() is None:
            return None
        return Loss(float(self.losses([weights])[0]), None, self)

    @property
    def loss(self) -> Optional[Loss]:
        """The loss at the weights; called with other weights, the loss there."""
        r = self._record
        for section in ("small", "linear", "seen"):
            if "loss" in r.get(section, {}):
                return self._loss_of(r[section]["loss"], None)
        return self._loss_of(None, self.weights)

    @property
    def better_loss(self) -> Optional[float]:
        """The loss at the better weights."""
        better = self._record.get("better")
        return None if better is None else self._loss_of(better["loss"], None)

    def _landscape(self) -> _native.Landscape:
        if self.inputs is None or self.targets is None:
            raise argument_error("weights", f"a result of the kind {self.kind} has no data set, so there is no loss")
        inputs, targets = self.inputs, self.targets
        network = self._record["network"]
        return cast(
            _native.Landscape,
            self._cached(
                "landscape",
                lambda: _native.Landscape(
                    self.activation,
                    [],
                    self.widths,
                    self.biases,
                    network["loss"],
                    inputs.tobytes(),
                    targets.tobytes(),
                ),
            ),
        )

    @careful
    def flat(self, weights: object) -> Array:
        """Weights as one array, layer by layer, unit by unit: its bias, then its row of W.

        :param weights: one pair (W, b) a layer of this network, or such an array
        :raises WronskiError: ``P1301`` for another shape
        """
        import numpy as np

        from ._arrays import real_array

        size = sum((n + self.biases) * m for n, m in zip(self.widths, self.widths[1:]))
        if isinstance(weights, np.ndarray) and weights.ndim == 1 and weights.dtype.kind != "O":
            values = real_array(weights, "weights")
            if values.shape != (size,):
                raise argument_error("weights", f"{values.size} numbers, not {size}")
            return values
        if not isinstance(weights, (list, tuple)) or len(weights) != len(self.widths) - 1:
            raise argument_error("weights", f"they are no list of {len(self.widths) - 1} pairs (W, b)")
        rows = []
        for l, layer in enumerate(weights):
            shape = (self.widths[l + 1], self.widths[l])
            where = f"weights[{l}]"
            if not isinstance(layer, (list, tuple)) or len(layer) != 2:
                raise argument_error(where, "it is no pair (W, b)")
            w = real_array(layer[0], f"{where}[0]")
            if w.shape != shape:
                raise argument_error(f"{where}[0]", f"its shape is {w.shape}, not {shape}")
            if self.biases:
                b = real_array(layer[1], f"{where}[1]")
                if b.shape != shape[:1]:
                    raise argument_error(f"{where}[1]", f"its shape is {b.shape}, not {shape[:1]}")
                w = np.concatenate([b[:, None], w], axis=1)
            elif layer[1] is not None:
                raise argument_error(f"{where}[1]", "the network has no biases")
            rows.append(w.ravel())
        return np.ascontiguousarray(np.concatenate(rows), dtype=np.float64)

    def _point(self, of: str = "weights") -> Optional[Array]:
        pairs = self.weights if of == "weights" else self.better
        return None if pairs is None else self.flat(pairs)

    @careful
    def losses(self, points: object) -> Array:
        """The loss at several weights, computed in doubles; NaN where there is no value.

        :param points: a sequence of weights as :meth:`flat` takes them, or an array with a row for each
        """
        import numpy as np

        landscape = self._landscape()
        if isinstance(points, np.ndarray) and points.ndim == 2 and points.dtype == np.float64:
            if points.shape[1] != landscape.weights:
                raise argument_error("points", f"rows of {points.shape[1]} numbers, not {landscape.weights}")
            rows = np.ascontiguousarray(points)
        else:
            rows = np.array([self.flat(p) for p in cast(Any, points)], dtype=np.float64)
        return np.frombuffer(landscape.losses(rows.tobytes()))

    @careful
    def outputs(self, inputs: object, weights: object = None) -> Array:
        """What the network answers, computed in doubles: a row for each row of inputs.

        :param weights: those of the statement, if absent
        """
        import numpy as np

        from ._arrays import real_array

        x = real_array(inputs, "inputs")
        if x.ndim == 1 and self.widths[0] == 1:
            x = x[:, None]
        if x.ndim != 2 or x.shape[1] != self.widths[0]:
            raise argument_error("inputs", f"their shape is {x.shape}, not (samples, {self.widths[0]})")
        point = self._point() if weights is None else self.flat(weights)
        if point is None:
            raise argument_error("weights", f"a result of the kind {self.kind} has none; give them")
        found = self._landscape().outputs(point.tobytes(), np.ascontiguousarray(x).tobytes())
        return np.frombuffer(found).reshape(len(x), self.widths[-1])

    @careful
    def hessian(self, weights: object = None) -> Array:
        """The Hessian of the loss in the order of :meth:`flat`, computed in doubles: no claim."""
        import numpy as np

        point = self._point() if weights is None else self.flat(weights)
        if point is None:
            raise argument_error("weights", f"a result of the kind {self.kind} has none; give them")
        found = np.frombuffer(self._landscape().hessian(point.tobytes()))
        return found.reshape(point.size, point.size)

    @property
    def path(self) -> list[dict[str, Any]]:
        """Segments from the minimum to the better weights on which the loss does not increase, as in the JSON."""
        return list(self._record.get("path", []))

    @careful
    def plot(self, what: str = "slice", *, ax: Any = None, **options: Any) -> Any:
        """A picture, drawn with matplotlib in doubles; nothing rests on it.

        :param what: ``slice`` (the loss on the line through minimum and better weights), ``surface`` (on a plane
            through both), ``path`` (along the path between them), ``spectrum`` (eigenvalues of the Hessian), ``fit``
            (data and network, for one input and one output)
        :param ax: axes to draw into; a new figure, if absent
        :returns: the axes
        """
        from ._plot import plot

        return plot(self, what, ax=ax, **options)

    def __repr__(self) -> str:
        widths = "-".join(map(str, self.widths))
        lines = [f"{clipped(self.activation, 30)}, {clipped(widths, 20)}: {self.kind}"]
        lines += wrapped(self.because, 2, 3)
        if self.loss is not None:
            lines.append(f"  loss {float(self.loss):.12g}")
        if self.better_loss is not None:
            lines.append(f"  better weights: loss {float(self.better_loss):.12g}")
        if self.inertia is not None:
            p, n, z = self.inertia
            lines.append(f"  Hessian: {p} positive, {n} negative, {z} zero eigenvalues")
        if self.polished is not None:
            lines += wrapped(repr(self.polished), 2, 2)
        return block(lines)


def minimum_of_answer(
    answer: _native.Answer,
    notes: list[str],
    polished: Optional[Polished] = None,
    given: Optional[dict[str, Any]] = None,
) -> Minimum:
    """The result of an answer of the engine; `given` is the network file that was brought."""
    return Minimum(answer, notes, polished, given)


