"""Activations for a search, as in Ramachandran, Zoph and Le, *Searching for Activation Functions* (2017,
arXiv:1710.05941), section 2: core units b(u(x1), v(x2)) of unary and binary functions, nested."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Optional

from ._activations import exact
from ._errors import argument_error
from ._text import shown

__all__ = ["BINARY", "UNARY", "Core", "grammar"]


@dataclass(frozen=True)
class Core:
    """A core function.

    :ivar template: text of the engine; ``{0}``, ``{1}`` are its arguments, ``{b}`` is beta, ``{e}`` is epsilon
    :ivar analytic: is it analytic wherever it is defined?
    """

    template: str
    analytic: bool = True

    def of(self, arguments: tuple[str, ...], beta: str, epsilon: str) -> str:
        """The function of these arguments, as text."""
        return self.template.format(*arguments, b=beta, e=epsilon)


#: The unary functions of the paper, in its order; sinc is left out, since sin(x)/x is not defined at 0 as it is
#: written, and the constant beta is the last.
UNARY: tuple[Core, ...] = (
    Core("{0}"),
    Core("-{0}"),
    Core("abs({0})", analytic=False),
    Core("{0}^2"),
    Core("{0}^3"),
    Core("sqrt({0})", analytic=False),
    Core("{b}*{0}"),
    Core("({0} + {b})"),
    Core("log(abs({0}) + {e})", analytic=False),
    Core("exp({0})"),
    Core("sin({0})"),
    Core("cos({0})"),
    Core("sinh({0})"),
    Core("cosh({0})"),
    Core("tanh({0})"),
    Core("asinh({0})"),
    Core("atan({0})"),
    Core("max({0}, 0)", analytic=False),
    Core("min({0}, 0)", analytic=False),
    Core("sigmoid({0})"),
    Core("log(1 + exp({0}))"),
    Core("exp(-{0}^2)"),
    Core("erf({0})"),
    Core("{b}"),
)

#: The binary functions of the paper, in its order.
BINARY: tuple[Core, ...] = (
    Core("{0} + {1}"),
    Core("{0}*{1}"),
    Core("{0} - {1}"),
    Core("{0}/({1} + {e})"),
    Core("max({0}, {1})", analytic=False),
    Core("min({0}, {1})", analytic=False),
    Core("sigmoid({0})*{1}"),
    Core("exp(-{b}*({0} - {1})^2)"),
    Core("exp(-{b}*abs({0} - {1}))", analytic=False),
    Core("{b}*{0} + (1 - {b})*{1}"),
)

#: Functions of the paper's order that are applied to nothing: their size is that of the identity.
_FREE = ("{0}",)


def _closed(text: str) -> str:
    """In parentheses, unless it is a symbol, a number, a call, or in parentheses already."""
    name, opened, _ = text.partition("(")
    if not opened:
        return text if text.isidentifier() or text.isdigit() else f"({text})"
    depth = 0
    for i, c in enumerate(text):
        depth += (c == "(") - (c == ")")
        if depth == 0 and i >= len(name):
            return text if i == len(text) - 1 and (not name or name.isidentifier()) else f"({text})"
    return f"({text})"


def grammar(
    units: int = 2,
    analytic: bool = True,
    beta: object = 1,
    epsilon: object = "1/1000",
    limit: Optional[int] = None,
) -> Iterator[str]:
    """Activations in the order of their size, as text for :func:`wronski.verify` and :func:`wronski.survey`.

    The size counts core functions other than the identity. A unit is b(u(x1), v(x2)) with x1 = x or the unit before,
    and x2 = x. The order is that of the paper's lists, and always the same; x + beta and the like come twice, as a unary
    function and as a unit.

    >>> import wronski
    >>> from itertools import islice
    >>> list(islice(wronski.grammar(), 4))
    ['x + x', 'x*x', 'x - x', 'x/(x + (1/1000))']

    :param units: how many core units are nested at most, 1 or 2
    :param analytic: leave out ``abs``, ``max``, ``min``, ``sqrt`` and ``log|.|``; that the rest is analytic, and defined
        on all of R, is decided by the engine
    :param beta: the constant beta of the paper; the name ``"beta"`` makes it a parameter, to be declared with
        ``params=["beta"]``
    :param epsilon: the constant that the paper adds to denominators; it does not say which
    :param limit: how many at most
    """
    if isinstance(units, bool) or units not in (1, 2):
        raise argument_error("units", f"{shown(units)} is neither 1 nor 2")
    if limit is not None and (isinstance(limit, bool) or not isinstance(limit, int) or limit < 0):
        raise argument_error("limit", f"{shown(limit)} is no number of activations")
    b, e = (_closed(exact(v, n)) for v, n in ((beta, "beta"), (epsilon, "epsilon")))
    return _limited(_ordered(units, analytic, b, e), limit)


def _limited(texts: Iterator[str], limit: Optional[int]) -> Iterator[str]:
    for i, text in enumerate(texts):
        if limit is not None and i >= limit:
            return
        yield text


def _ordered(units: int, analytic: bool, beta: str, epsilon: str) -> Iterator[str]:
    unary = [u for u in UNARY if u.analytic or not analytic]
    binary = [b for b in BINARY if b.analytic or not analytic]
    cores: dict[int, list[str]] = {size: [] for size in (1, 2, 3)}
    for size in range(1, 4 if units == 1 else 7):
        if size <= 3:
            for text in _unit(unary, binary, "x", size, beta, epsilon):
                cores[size].append(text)
                yield text
        if units == 2:
            for inner in (1, 2, 3):
                for core in cores[inner]:
                    yield from _unit(unary, binary, _closed(core), size - inner, beta, epsilon)


def _unit(
    unary: list[Core], binary: list[Core], first: str, size: int, beta: str, epsilon: str
) -> Iterator[str]:
    """The core units b(u(first), v(x)) of this size: one for the binary function, one for each unary one but the
    identity."""
    if not 1 <= size <= 3:
        return
    for b in binary:
        for u in unary:
            # A constant of a unit forgets the unit: what is left is smaller, and was there before.
            if first != "x" and "{0}" not in u.template:
                continue
            for v in unary:
                if 1 + (u.template not in _FREE) + (v.template not in _FREE) == size:
                    left, right = (_closed(f.of((a,), beta, epsilon)) for f, a in ((u, first), (v, "x")))
                    yield b.of((left, right), beta, epsilon)
