"""The claims about an activation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Optional, Union

from . import _native
from ._activations import Parameters, question
from ._careful import careful
from ._claims import Claim
from ._errors import argument_error
from ._result import Certified
from ._text import block, clipped, shown, wrapped
from ._words import Verdict

__all__ = ["Verification", "verify"]


class Verification(Certified):
    """The verdicts about an activation.

    :ivar claims: by their ids, in the order of docs/claims.md
    """

    claims: dict[str, Claim]

    def __init__(self, answer: _native.Answer, notes: Optional[list[str]] = None) -> None:
        super().__init__(answer, notes)
        self.claims = {c["id"]: Claim.of(c) for c in self._record["claims"]}

    @property
    def activation(self) -> str:
        """The activation as it was given to the engine."""
        return str(self._record["activation"]["input"])

    @property
    def expression(self) -> str:
        """The expression that was decided about, in x."""
        return str(self._record["activation"]["expression"])

    @property
    def parameters(self) -> dict[str, str]:
        """The parameters: ``symbolic``, or the value."""
        return dict(self._record["activation"]["parameters"])

    @property
    def tower(self) -> list[dict[str, Any]]:
        """The functions that were adjoined, each with the reason that it is new."""
        return list(self._record["activation"]["tower"])

    def __repr__(self) -> str:
        verdicts = [c.verdict for c in self.claims.values()]
        counts = [f"{verdicts.count(v)} {v}" for v in Verdict if v in verdicts]
        lines = [f"{clipped(self.activation, 40)}: {', '.join(counts)}"]
        for claim in self.claims.values():
            lines.append(f"{claim.verdict:<9} {claim.id}")
            if claim.verdict is not Verdict.PROVED:
                lines += wrapped(claim.because, 10, 3)
        return block(lines)


@careful
def verify(
    f: object,
    params: Parameters = None,
    claims: Union[str, Iterable[str], None] = None,
    *,
    cross_check: bool = False,
) -> Verification:
    """Decide the hypotheses of Assumptions 1 and 2 for an activation.

    >>> import wronski
    >>> v = wronski.verify("softplus")
    >>> v.claims["assumption-1"].verdict
    Verdict.PROVED
    >>> v.claims["gradient-3"].rank, v.claims["gradient-3"].size
    (5, 6)
    >>> wronski.verify("x*sigmoid(beta*x)", params=["beta"]).claims["assumption-1"].exceptional[0]["text"]
    'beta = 0 (refuted, rank 2)'

    :param f: text, a SymPy expression, an activation of torch, jax or Keras, or a function of one argument
    :param params: names (``["beta"]``: a generic constant), ``["beta=3/2"]``, or a dictionary of values
    :param claims: ids, or ``"1"``, ``"2"`` for those of an assumption; all that are decided unasked, if absent
    :param cross_check: compute the determinants again at real points in outward-rounded arithmetic
    :raises WronskiError: the input is wrong. That something is undecided is no error.
    """
    q = question(f, params)
    answer = _native.verify(q.text, q.parameters, _claims(claims), bool(cross_check))
    return Verification(answer, q.notes)


def _claims(claims: Union[str, Iterable[str], None]) -> list[str]:
    if claims is None or claims == "all":
        return []
    if isinstance(claims, str):
        return [claims]
    if isinstance(claims, Mapping) or not isinstance(claims, Iterable):
        raise argument_error("claims", f"a {type(claims).__name__} is no list of ids")
    found = list(claims)
    if not found:
        raise argument_error("claims", "no claim is asked for", "leave it out to ask for all")
    for c in found:
        if not isinstance(c, str):
            raise argument_error("claims", f"{shown(c)} is no id of a claim")
    return [str(c.value) if hasattr(c, "value") else c for c in found]
