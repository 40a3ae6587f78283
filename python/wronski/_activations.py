"""What people bring as a function, as text of the engine."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Optional, Union

from ._errors import argument_error
from ._text import clipped, shown

__all__ = ["Parameters", "Question", "Questions", "declared", "question", "questions"]

#: Names, ``NAME=VALUE``, or a dictionary of values.
Parameters = Union[None, str, Iterable[Any], Mapping[Any, Any]]

#: Digits of a number that is written out.
_LONGEST = 1000


@dataclass(frozen=True)
class Question:
    """A function as the engine reads it.

    :ivar text: an expression in x
    :ivar parameters: declarations, ``NAME`` or ``NAME=VALUE``
    :ivar notes: how it was read, for people
    """

    text: str
    parameters: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Questions:
    """Several functions with the same parameters."""

    texts: list[str]
    parameters: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def exact(value: object, argument: str) -> str:
    """A number as exact text; a float as the decimal that it is printed as.

    >>> exact(0.1, "params"), exact(Fraction(-1, 3), "params")
    ('0.1', '-1/3')
    """
    if isinstance(value, bool):
        raise argument_error(argument, f"{value} is no number")
    if isinstance(value, str):
        return value
    if isinstance(value, int):
        value = int.__add__(value, 0)
        if value.bit_length() > 3 * _LONGEST:
            raise argument_error(argument, f"an integer of more than {_LONGEST} digits")
        return str(value)
    if isinstance(value, Fraction):
        if max(value.numerator.bit_length(), value.denominator.bit_length()) > 3 * _LONGEST:
            raise argument_error(argument, f"a fraction of more than {_LONGEST} digits")
        return str(value)
    if isinstance(value, complex) or type(value).__name__.startswith("complex"):
        raise argument_error(argument, f"{shown(value)} is complex; only real numbers are meant")
    module = type(value).__module__.split(".")[0]
    if module == "sympy":
        from ._sympy import text_of

        return text_of(value, None, {})
    if module == "numpy" and hasattr(value, "item") and getattr(value, "shape", None) == ():
        item = value.item()
        if type(item) is type(value):
            raise argument_error(argument, f"a {type(value).__name__} of NumPy is no double")
        # The decimal of a float32 is that of its own precision.
        return exact(item if not isinstance(item, float) else float(str(value)), argument)
    if isinstance(value, float):
        if not math.isfinite(value):
            raise argument_error(argument, f"{value} is no finite number")
        return float.__repr__(value)
    raise argument_error(argument, f"a {type(value).__name__} is no number")


def _name(value: object) -> str:
    """The name of a parameter, from text or a SymPy symbol."""
    if isinstance(value, str):
        return value
    name = getattr(value, "name", None)
    if type(value).__module__.startswith("sympy") and isinstance(name, str):
        return name
    raise argument_error("params", f"{shown(value)} is no name of a parameter")


def declared(params: Parameters) -> list[str]:
    """The declarations that the engine reads.

    >>> declared({"beta": Fraction(3, 2), "a": None}), declared(["b=2", "c"])
    (['beta=3/2', 'a'], ['b=2', 'c'])
    """
    if params is None:
        return []
    if isinstance(params, str):
        return [params]
    if isinstance(params, Mapping):
        found = []
        for name, value in params.items():
            free = value is None or value == "symbolic"
            found.append(_name(name) if free else f"{_name(name)}={exact(value, 'params')}")
        return found
    if not isinstance(params, Iterable) or getattr(params, "ndim", 1) == 0:
        raise argument_error("params", f"a {type(params).__name__} is neither a list of names nor a dictionary")
    return [_name(p) for p in params]


def question(f: object, params: Parameters = None, argument: str = "f") -> Question:
    """The function as the engine reads it.

    :raises WronskiError: ``P1301`` for something that is no function of one real variable
    """
    parameters = declared(params)
    text, notes = _text_of(f, parameters, argument)
    return Question(text, parameters, notes)


def questions(functions: Sequence[object], params: Parameters = None, flatten: bool = True) -> Questions:
    """Several functions; a single list of them stands for its members."""
    if flatten and len(functions) == 1 and isinstance(functions[0], (list, tuple)):
        functions = functions[0]
    if not functions:
        raise argument_error("functions", "there are none")
    parameters = declared(params)
    texts, notes = [], []
    for i, f in enumerate(functions):
        text, said = _text_of(f, parameters, f"function {i + 1}")
        texts.append(text)
        notes += said
    return Questions(texts, parameters, notes)


def _names(parameters: list[str]) -> dict[str, Optional[str]]:
    out: dict[str, Optional[str]] = {}
    for p in parameters:
        name, equals, value = p.partition("=")
        out[name.strip()] = value if equals else None
    return out


def _is_of_sympy(f: object) -> bool:
    """Is it an expression of SymPy? (Classes that SymPy makes on the fly have no module.)"""
    return any(str(c.__module__).split(".")[0] == "sympy" and c.__name__ == "Basic" for c in type(f).__mro__)


def _text_of(f: object, parameters: list[str], argument: str) -> tuple[str, list[str]]:
    from ._frameworks import framework_activation

    known = framework_activation(f)
    if known is not None:
        return known.text, [known.note] if known.note else []
    if isinstance(f, str):
        return f, []
    if f is None or isinstance(f, (bool, bytes, bytearray, list, tuple, dict, set)):
        raise argument_error(argument, f"a {type(f).__name__} is no activation", _HELP)
    if _is_of_sympy(f):
        from ._sympy import text_of

        return text_of(f, argument, _names(parameters)), []
    if isinstance(f, (int, float, complex, Fraction)) or type(f).__module__ == "numpy" and hasattr(f, "dtype"):
        return exact(f, argument), []
    if callable(f) and not isinstance(f, type):
        from ._tracing import traced

        text = traced(f, argument, _names(parameters))
        return text, [f"the function was traced with a symbol: {clipped(text, 120)}"]
    raise argument_error(argument, f"a {type(f).__name__} is no activation", _HELP)


_HELP = "give text such as x*sigmoid(x), a SymPy expression, an activation of torch, jax or Keras, or a function of one argument"
