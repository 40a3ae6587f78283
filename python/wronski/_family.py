"""Families of functions: linear independence, Wronskians, equality, chains."""

from __future__ import annotations

from typing import Any, Optional

from . import _native
from ._activations import Parameters, question, questions
from ._careful import careful
from ._claims import Family
from ._errors import argument_error
from ._result import Certified, Result
from ._text import block, clipped, shown, wrapped
from ._words import Dependence, Equality

__all__ = ["Chain", "Comparison", "Independence", "Wronskian", "chain", "equal", "independent", "wronskian"]


class Independence(Certified):
    """Are functions linearly independent over the constants?"""

    @property
    def family(self) -> Family:
        """The functions with their rank."""
        return Family.of(self._record)

    @property
    def verdict(self) -> Dependence:
        """Independent, dependent or undecided."""
        return Dependence(self._record["verdict"])

    @property
    def functions(self) -> list[str]:
        """The functions as they were given to the engine."""
        return list(self._record["functions"])

    @property
    def size(self) -> int:
        """How many functions there are."""
        return int(self._record["size"])

    @property
    def rank(self) -> Optional[int]:
        """The rank, if it is known from both sides."""
        rank = self._record.get("rank")
        return None if rank is None else int(rank)

    @property
    def relations(self) -> list[list[str]]:
        """Coefficients of relations in the order of the functions, exact, as text."""
        return [list(r) for r in self._record.get("relations", [])]

    @property
    def because(self) -> str:
        """Why, in a sentence."""
        return str(self._record["because"])

    @property
    def exceptional(self) -> list[dict[str, Any]]:
        """What a verdict for generic parameters excludes."""
        return list(self._record.get("exceptional", []))

    def __repr__(self) -> str:
        return repr(self.family)


@careful
def independent(*functions: object, params: Parameters = None) -> Independence:
    """Decide whether functions are linearly independent over the constants.

    >>> import wronski
    >>> f = wronski.independent("softplus(x)", "softplus(-x)", "x")
    >>> f.verdict, f.rank, f.relations
    (Dependence.DEPENDENT, 2, [['-1', '1', '1']])

    :param functions: each as in :func:`wronski.verify`; one list of them is taken as the functions
    :param params: as in :func:`wronski.verify`
    """
    q = questions(functions, params)
    return Independence(_native.independent(q.texts, q.parameters), q.notes)


class Wronskian(Result):
    """The Wronskian of functions in the variables of their differential field."""

    @property
    def verdict(self) -> str:
        """``zero``, ``nonzero`` or ``undecided``."""
        return str(self._record["verdict"])

    @property
    def text(self) -> Optional[str]:
        """In factors; None if it is undecided."""
        text = self._record.get("wronskian")
        return None if text is None else str(text)

    @property
    def tower(self) -> dict[str, str]:
        """What its variables stand for."""
        return {t["symbol"]: t["definition"] for t in self._record["tower"]}

    @property
    def because(self) -> Optional[str]:
        """Why it is undecided."""
        because = self._record.get("because")
        return None if because is None else str(because)

    def __repr__(self) -> str:
        lines = [f"Wronskian {self.verdict}"]
        lines += [f"  {symbol} = {clipped(definition, 60)}" for symbol, definition in self.tower.items()]
        return block([*lines, *wrapped(self.text or self.because or "", 2)])


@careful
def wronskian(*functions: object, params: Parameters = None) -> Wronskian:
    """The Wronskian of functions, in factors; of the family B2 for the single text ``"B2(gelu)"``.

    >>> import wronski
    >>> w = wronski.wronskian("1", "x", "exp(x)")
    >>> w.verdict, w.text, w.tower
    ('nonzero', 't1', {'t1': 'exp(x)'})
    """
    q = questions(functions, params)
    return Wronskian(_native.wronskian(q.texts, q.parameters), q.notes)


class Comparison(Result):
    """Are two expressions the same function on the real line?"""

    @property
    def verdict(self) -> Equality:
        """Equal, different or undecided."""
        return Equality(self._record["verdict"])

    @property
    def evidence(self) -> dict[str, Any]:
        """Steps, an identity, a point where they differ, or the reason that nothing is decided."""
        return dict(self._record["evidence"])

    @property
    def exceptional(self) -> list[dict[str, Any]]:
        """What a verdict for generic parameters excludes."""
        return list(self._record.get("exceptional", []))

    def __repr__(self) -> str:
        evidence = {k: v for k, v in self.evidence.items() if k != "kind"}
        said = "; ".join(f"{k}: {v}" for k, v in evidence.items())
        head = f"{self.verdict} ({self.evidence.get('kind', 'undecided')})"
        return block([head, *wrapped(said, 2)])


@careful
def equal(left: object, right: object, *, params: Parameters = None, steps: bool = False) -> Comparison:
    """Decide whether two expressions denote the same function on the real line.

    >>> import wronski
    >>> wronski.equal("tanh(x)", "2*sigmoid(2*x) - 1").verdict
    Equality.EQUAL

    :param steps: look longer for rewrite steps that lead from one to the other
    """
    q = questions((left, right), params, flatten=False)
    return Comparison(_native.equal(q.texts[0], q.texts[1], q.parameters, bool(steps)), q.notes)


class Chain(Result):
    """The gradient family and the moments of a chain of layers with one unit each."""

    @property
    def layers(self) -> int:
        """The number of layers, the affine output layer included."""
        return int(self._record["layers"])

    @property
    def gradient(self) -> Family:
        """The components of the gradient of the network in its weights."""
        return Family.of(self._record["gradient"])

    @property
    def gradient_and_moments(self) -> Family:
        """Those, and the functions of the moment matrices."""
        return Family.of(self._record["gradient_and_moments"])

    @property
    def moments(self) -> list[dict[str, Any]]:
        """For each hidden layer, whether its moment matrix can be definite at a critical point."""
        return list(self._record["moments"])

    def __repr__(self) -> str:
        lines = [f"chain of {self.layers} layers"]
        for name, family in (("gradient", self.gradient), ("gradient and moments", self.gradient_and_moments)):
            rank = "unknown" if family.rank is None else family.rank
            lines.append(f"  {name}: {family.verdict}, rank {rank} of {family.size}")
        lines += [f"  moments of layer {m['layer']}: definite {m['definite']}" for m in self.moments]
        return block(lines)


@careful
def chain(f: object, layers: int, *, params: Parameters = None, base: Optional[str] = None) -> Chain:
    """Ranks, relations and moment matrices of the chain of layers with one unit each.

    >>> import wronski
    >>> wronski.chain("tanh", layers=3).gradient.rank
    6

    :param layers: from 2 to 12, the affine output layer included
    :param base: rational weights such as ``"w1=1/2,b1=0"`` (the others are w = 1, b = 0)
    """
    if isinstance(layers, bool) or not isinstance(layers, int) or not 0 <= layers < 2**31:
        raise argument_error("layers", f"{shown(layers)} is no number of layers")
    if base is not None and not isinstance(base, str):
        raise argument_error("base", "it is no text such as w1=1/2,b1=0")
    q = question(f, params)
    return Chain(_native.chain(q.text, q.parameters, layers, base), q.notes)
