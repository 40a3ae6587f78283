"""Python functions, traced with a symbol of SymPy.

The function is called once with an object that records what is done to it: arithmetic, the functions of NumPy and
SciPy (by their protocols, so that neither is imported), and of SymPy.
"""

from __future__ import annotations

import inspect
import threading
from typing import Any, Callable, Optional

from ._errors import WronskiError, argument_error
from ._text import clipped, shown


def _sympy() -> Any:
    try:
        import sympy
    except ImportError:
        raise WronskiError(
            "f: a Python function is traced with SymPy, which is not installed",
            "P1303",
            help="install SymPy (pip install sympy), or give the function as text",
        ) from None
    return sympy


def _logistic(s: Any, a: Any) -> Any:
    return 1 / (1 + s.exp(-a))


#: What NumPy and SciPy call their functions.
_UFUNCS: dict[str, Callable[..., Any]] = {
    "add": lambda s, a, b: a + b,
    "subtract": lambda s, a, b: a - b,
    "multiply": lambda s, a, b: a * b,
    "divide": lambda s, a, b: a / b,
    "true_divide": lambda s, a, b: a / b,
    "power": lambda s, a, b: a**b,
    "float_power": lambda s, a, b: a**b,
    "negative": lambda s, a: -a,
    "positive": lambda s, a: a,
    "reciprocal": lambda s, a: 1 / a,
    "square": lambda s, a: a**2,
    "sqrt": lambda s, a: s.sqrt(a),
    "absolute": lambda s, a: s.Abs(a),
    "fabs": lambda s, a: s.Abs(a),
    "sign": lambda s, a: s.sign(a),
    "exp": lambda s, a: s.exp(a),
    "exp2": lambda s, a: 2**a,
    "expm1": lambda s, a: s.exp(a) - 1,
    "log": lambda s, a: s.log(a),
    "log1p": lambda s, a: s.log(1 + a),
    "logaddexp": lambda s, a, b: s.log(s.exp(a) + s.exp(b)),
    "sin": lambda s, a: s.sin(a),
    "cos": lambda s, a: s.cos(a),
    "tan": lambda s, a: s.tan(a),
    "sinh": lambda s, a: s.sinh(a),
    "cosh": lambda s, a: s.cosh(a),
    "tanh": lambda s, a: s.tanh(a),
    "arctan": lambda s, a: s.atan(a),
    "arcsinh": lambda s, a: s.asinh(a),
    "maximum": lambda s, a, b: s.Max(a, b),
    "minimum": lambda s, a, b: s.Min(a, b),
    "fmax": lambda s, a, b: s.Max(a, b),
    "fmin": lambda s, a, b: s.Min(a, b),
    "greater": lambda s, a, b: s.Gt(a, b),
    "greater_equal": lambda s, a, b: s.Ge(a, b),
    "less": lambda s, a, b: s.Lt(a, b),
    "less_equal": lambda s, a, b: s.Le(a, b),
    "heaviside": lambda s, a, b: s.Piecewise((0, a < 0), (1, a > 0), (b, True)),
    # SciPy
    "erf": lambda s, a: s.erf(a),
    "erfc": lambda s, a: s.erfc(a),
    "expit": _logistic,
    "log_expit": lambda s, a: s.log(_logistic(s, a)),
    "softplus": lambda s, a: s.log(1 + s.exp(a)),
    "ndtr": lambda s, a: (1 + s.erf(a / s.sqrt(2))) / 2,
}


#: Why the function that is traced cannot be: also where it catches the exception and goes on.
class _Refusals(threading.local):
    """Of this thread: others may trace functions of their own meanwhile."""

    def __init__(self) -> None:
        self.reasons: list[str] = []


_REFUSED = _Refusals()


def _refusal(why: str) -> TypeError:
    _REFUSED.reasons.append(why)
    return TypeError(why)


class Traced:
    """A number that is not known yet."""

    __slots__ = ("expression",)

    def __init__(self, expression: Any) -> None:
        self.expression = expression

    def _sympy_(self) -> Any:
        return self.expression

    def __array_ufunc__(self, ufunc: Any, method: str, *inputs: Any, **options: Any) -> Any:
        name = ufunc.__name__
        if method != "__call__" or name not in _UFUNCS or options:
            raise _refusal(f"{name} is not among the functions that are traced")
        return Traced(_UFUNCS[name](_sympy(), *(_plain(i) for i in inputs)))

    def __array_function__(self, function: Any, types: Any, args: Any, kwargs: Any) -> Any:
        if function.__name__ == "where" and len(args) == 3 and not kwargs:
            condition, yes, no = (_plain(a) for a in args)
            return Traced(_sympy().Piecewise((yes, condition), (no, True)))
        if function.__name__ == "clip" and len(args) == 3 and not kwargs:
            value, low, high = (_plain(a) for a in args)
            return Traced(_sympy().Min(_sympy().Max(value, low), high))
        raise _refusal(f"{function.__name__} is not among the functions that are traced")

    def __bool__(self) -> bool:
        raise _refusal("the function branches on its argument")

    def __eq__(self, other: object) -> bool:
        raise _refusal("the function asks whether its argument is equal to something")

    def __ne__(self, other: object) -> bool:
        raise _refusal("the function asks whether its argument is equal to something")

    __hash__ = None  # type: ignore[assignment]

    def __float__(self) -> float:
        raise _refusal("the function wants a float")

    def __int__(self) -> int:
        raise _refusal("the function wants an integer")

    def __iter__(self) -> Any:
        raise _refusal("the function takes its argument apart")

    def __getattr__(self, name: str) -> Any:
        # NumPy and SymPy ask for their protocols, which are allowed to be absent.
        if not name.startswith("_"):
            _REFUSED.reasons.append(f"the function asks for `.{clipped(name, 40)}` of its argument")
        raise AttributeError(name)


def _plain(value: Any) -> Any:
    if isinstance(value, Traced):
        return value.expression
    if type(value).__module__ == "numpy" and getattr(value, "shape", None) == ():
        item = value.item()
        # A float32 is the decimal that it is printed as, like any float.
        value = float(str(value)) if isinstance(item, float) else item
    if isinstance(value, str):
        raise _refusal("the function computes with text")
    return _sympy().sympify(value)


def _binary(operation: Callable[[Any, Any], Any]) -> Callable[[Traced, Any], Traced]:
    def method(self: Traced, other: Any) -> Traced:
        if type(other).__module__ == "numpy" and getattr(other, "shape", ()) != ():
            raise TypeError("the function makes an array of its argument")
        return Traced(operation(self.expression, _plain(other)))

    return method


def _unary(operation: Callable[[Any], Any]) -> Callable[[Traced], Traced]:
    return lambda self: Traced(operation(self.expression))


for _name, _operation in {
    "__add__": lambda a, b: a + b,
    "__radd__": lambda a, b: b + a,
    "__sub__": lambda a, b: a - b,
    "__rsub__": lambda a, b: b - a,
    "__mul__": lambda a, b: a * b,
    "__rmul__": lambda a, b: b * a,
    "__truediv__": lambda a, b: a / b,
    "__rtruediv__": lambda a, b: b / a,
    "__pow__": lambda a, b: a**b,
    "__rpow__": lambda a, b: b**a,
    "__gt__": lambda a, b: a > b,
    "__ge__": lambda a, b: a >= b,
    "__lt__": lambda a, b: a < b,
    "__le__": lambda a, b: a <= b,
    "__and__": lambda a, b: _sympy().And(a, b),
    "__rand__": lambda a, b: _sympy().And(b, a),
    "__or__": lambda a, b: _sympy().Or(a, b),
    "__ror__": lambda a, b: _sympy().Or(b, a),
}.items():
    setattr(Traced, _name, _binary(_operation))
setattr(Traced, "__invert__", _unary(lambda a: _sympy().Not(a)))
setattr(Traced, "__neg__", _unary(lambda a: -a))
setattr(Traced, "__pos__", _unary(lambda a: a))
setattr(Traced, "__abs__", _unary(lambda a: _sympy().Abs(a)))


def _arguments(f: Callable[..., Any], argument: str, parameters: dict[str, Optional[str]]) -> dict[str, Any]:
    """Symbols for the arguments of the function that are parameters."""
    try:
        signature = inspect.signature(f)
    except (TypeError, ValueError):
        return {}
    symbols: dict[str, Any] = {}
    every = list(signature.parameters.values())
    first_is_x = bool(every) and every[0].kind in (every[0].POSITIONAL_ONLY, every[0].POSITIONAL_OR_KEYWORD)
    for p in every[1:] if first_is_x else every:
        if p.kind in (p.VAR_POSITIONAL, p.VAR_KEYWORD):
            continue
        if p.name in parameters:
            symbols[p.name] = Traced(_sympy().Symbol(p.name, real=True))
        elif p.default is p.empty:
            raise argument_error(
                argument,
                f"the function has a second argument `{p.name}` without a value",
                f'declare it, as in params=["{p.name}"], or give it a value with functools.partial',
            )
    return symbols


def traced(f: Callable[..., Any], argument: str, parameters: dict[str, Optional[str]]) -> str:
    """The function as text of the engine.

    >>> traced(lambda x: x**2 + 1, "f", {})
    'x^2 + 1'

    :raises WronskiError: ``P1301`` for a function that cannot be traced, such as one that branches on its argument
    """
    help = "write it with arithmetic and functions of NumPy or SymPy (numpy.where instead of if), or give it as text"
    if getattr(f, "__module__", None) == "builtins" and f is not abs:
        raise argument_error(argument, f"{shown(f)} of Python is no function of a real number", help)
    symbols = _arguments(f, argument, parameters)
    texts = [_once(f, argument, parameters, symbols, help) for _ in range(2)]
    if texts[0] != texts[1]:
        raise argument_error(argument, "the function is another one each time it is called")
    return texts[0]


def _once(
    f: Callable[..., Any], argument: str, parameters: dict[str, Optional[str]], symbols: dict[str, Any], help: str
) -> str:
    from ._sympy import text_of

    sympy = _sympy()
    _REFUSED.reasons.clear()
    failure: Optional[BaseException] = None
    value: Any = None
    try:
        value = f(Traced(sympy.Symbol("x", real=True)), **symbols)
    except RecursionError:
        raise argument_error(argument, "the function calls itself without end") from None
    except WronskiError:
        raise
    except Exception as e:  # whatever somebody's function raises
        failure = e
    if failure is not None or _REFUSED.reasons:
        what = _REFUSED.reasons[0] if _REFUSED.reasons else clipped(f"{type(failure).__name__}: {failure}", 200)
        raise argument_error(argument, f"the function could not be traced: {what}", help) from failure
    if isinstance(value, Traced):
        value = value.expression
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        value = sympy.sympify(value)
    if not isinstance(value, sympy.Basic):
        raise argument_error(argument, f"the function gives {shown(value)} for a symbol, which is no expression", help)
    return text_of(value, argument, parameters)
