"""Python functions, traced with a symbol of SymPy.

The function is called once with an object that records what is done to it: arithmetic, the functions of NumPy and
SciPy (by their protocols, so that neither is imported), and of SymPy.
"""

from __future__ import annotations

import inspect
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
            raise TypeError(f"{name} is not among the functions that are traced")
        return Traced(_UFUNCS[name](_sympy(), *(_plain(i) for i in inputs)))

    def __array_function__(self, function: Any, types: Any, args: Any, kwargs: Any) -> Any:
        if function.__name__ == "where" and len(args) == 3 and not kwargs:
            condition, yes, no = (_plain(a) for a in args)
            return Traced(_sympy().Piecewise((yes, condition), (no, True)))
        if function.__name__ == "clip" and len(args) == 3 and not kwargs:
            value, low, high = (_plain(a) for a in args)
            return Traced(_sympy().Min(_sympy().Max(value, low), high))
        raise TypeError(f"{function.__name__} is not among the functions that are traced")

    def __bool__(self) -> bool:
        raise TypeError("the function branches on its argument")

    def __float__(self) -> float:
        raise TypeError("the function wants a float")


def _plain(value: Any) -> Any:
    if isinstance(value, Traced):
        return value.expression
    if type(value).__module__ == "numpy" and getattr(value, "shape", None) == ():
        value = value.item()
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
}.items():
    setattr(Traced, _name, _binary(_operation))
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
    wanted = [p for p in signature.parameters.values() if p.kind in (p.POSITIONAL_OR_KEYWORD, p.KEYWORD_ONLY)]
    for p in wanted[1:] if wanted and wanted[0].kind is not inspect.Parameter.KEYWORD_ONLY else wanted:
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
    from ._sympy import text_of

    sympy = _sympy()
    symbols = _arguments(f, argument, parameters)
    help = "write it with arithmetic and functions of NumPy or SymPy (numpy.where instead of if), or give it as text"
    attempts = (Traced(sympy.Symbol("x", real=True)), sympy.Symbol("x", real=True))
    failure: Optional[Exception] = None
    for x in attempts:
        given = symbols if isinstance(x, Traced) else {k: v.expression for k, v in symbols.items()}
        try:
            value = f(x, **given)
        except (KeyboardInterrupt, SystemExit, MemoryError):
            raise
        except RecursionError:
            raise argument_error(argument, "the function calls itself without end") from None
        except Exception as e:  # whatever somebody's function raises
            failure = failure or e
            continue
        if isinstance(value, Traced):
            value = value.expression
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            value = sympy.sympify(value)
        if not isinstance(value, sympy.Basic):
            what = shown(value)
            raise argument_error(argument, f"the function gives {what} for a symbol, which is no expression", help)
        return text_of(value, argument, parameters)
    what = clipped(f"{type(failure).__name__}: {failure}", 200)
    raise argument_error(argument, f"the function could not be traced: {what}", help) from failure
