"""SymPy expressions as text of the engine. SymPy is imported only when an expression of it was given."""

from __future__ import annotations

import re
from typing import Any, Optional

from ._errors import WronskiError, argument_error
from ._text import clipped

#: Functions of SymPy that the engine has under another name or as a formula; `{}` is the argument.
_UNARY = {
    "exp": "exp({})",
    "log": "log({})",
    "sin": "sin({})",
    "cos": "cos({})",
    "tan": "tan({})",
    "sinh": "sinh({})",
    "cosh": "cosh({})",
    "tanh": "tanh({})",
    "asinh": "asinh({})",
    "atan": "atan({})",
    "erf": "erf({})",
    "erfc": "erfc({})",
    "Abs": "abs({})",
    "sign": "sign({})",
    "cot": "(1/tan({}))",
    "sec": "(1/cos({}))",
    "csc": "(1/sin({}))",
    "coth": "(1/tanh({}))",
    "sech": "(1/cosh({}))",
    "csch": "(1/sinh({}))",
}

#: Catalogue names that a function without a definition may have.
_IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z_0-9]*\Z")

_CONSTANTS = {"Pi": "pi", "Exp1": "e", "GoldenRatio": "((1 + sqrt(5))/2)"}

_RELATIONS = {
    "StrictGreaterThan": ">",
    "GreaterThan": ">=",
    "StrictLessThan": "<",
    "LessThan": "<=",
}

#: Assumptions that all real numbers satisfy.
_HARMLESS = {"commutative", "complex", "extended_real", "finite", "hermitian", "real"}

#: Characters of a function by pieces: conditions with `or` are written out, and repeat the pieces.
_LONGEST = 60_000

#: Deeper than this no expression is written.
_DEEPEST = 400


def _variable(f: Any, argument: str, parameters: dict[str, Optional[str]]) -> Any:
    """The symbol that stands for x: the one that is no parameter."""
    symbols = sorted(f.free_symbols, key=lambda s: str(s.name))
    if len({s.name for s in symbols}) < len(symbols):
        raise argument_error(argument, "two symbols with different assumptions have the same name")
    free = [s for s in symbols if s.name not in parameters]
    named = [s for s in free if s.name == "x"]
    others = [s.name for s in free if s.name != "x"]
    if named and others or len(free) > 1:
        names = ", ".join(others if named else [s.name for s in free[1:]])
        raise argument_error(
            argument,
            f"the symbols {', '.join(s.name for s in free)} are free, and a function has one variable",
            f"declare the others as parameters, as in params={[s.strip() for s in names.split(',')]}",
        )
    if not free:
        return None
    assumed = {k for k, v in free[0].assumptions0.items() if v} - _HARMLESS
    if assumed or free[0].assumptions0.get("real") is False or type(free[0]).__name__ not in ("Symbol", "Dummy"):
        what = ", ".join(sorted(assumed)) or "not real"
        raise argument_error(
            argument,
            f"the symbol {free[0].name} is declared with assumptions ({clipped(what, 60)}), and functions are decided on all of R",
            "take Symbol(name) or Symbol(name, real=True), and make the expression anew: SymPy simplifies by assumptions",
        )
    return free[0]


def text_of(f: Any, argument: Optional[str], parameters: dict[str, Optional[str]]) -> str:
    """The expression as text; its only symbol that is no parameter becomes x.

    >>> import sympy
    >>> t = sympy.Symbol("t")
    >>> text_of(t / (1 + sympy.exp(-t)), "f", {})
    'x/(1 + exp(-x))'

    :raises WronskiError: ``P1301`` for what is no real function of one variable
    """
    name = argument or "params"
    try:
        if getattr(f, "is_Relational", False) or getattr(f, "is_Matrix", False):
            raise argument_error(name, f"{clipped(str(f), 60)} is no function")
        f = f.doit()
        variable = _variable(f, name, parameters) if argument else None
        if variable is None and not argument and f.free_symbols:
            raise argument_error(name, f"the value {clipped(str(f), 60)} has free symbols")
        return _Printer(name, variable).print(f)
    except RecursionError:
        raise argument_error(name, "the expression is nested too deeply") from None
    except WronskiError:
        raise
    except Exception as e:  # what SymPy raises on an expression of its own
        raise argument_error(name, f"SymPy could not read the expression: {type(e).__name__}: {e}") from e


#: Precedences of what is written: a sum, a product, a power, anything closed.
_SUM, _PRODUCT, _POWER, _CLOSED = range(4)


class _Printer:
    """Writes an expression with the parentheses that its operations need."""

    def __init__(self, argument: str, variable: Any) -> None:
        self.argument = argument
        self.variable = variable

    def refuse(self, f: Any, what: str) -> WronskiError:
        return argument_error(self.argument, f"{clipped(str(f), 60)} {what}")

    def print(self, f: Any, depth: int = 0, within: int = _SUM) -> str:
        """The text, in parentheses if its operation binds weaker than what it stands in."""
        if depth > _DEEPEST:
            raise argument_error(self.argument, "the expression is nested too deeply")
        text, precedence = self.written(f, depth + 1)
        return f"({text})" if precedence < within else text

    def written(self, f: Any, depth: int) -> tuple[str, int]:
        kind = type(f).__name__
        if any(c.__name__ == "AppliedUndef" for c in type(f).__mro__):
            # A function without a definition: its name may be one of the catalogue, which the engine decides.
            if len(f.args) == 1 and _IDENTIFIER.match(kind):
                return f"{kind}({self.print(f.args[0], depth)})", _CLOSED
            raise self.refuse(f, "is a function without a definition")
        if getattr(f, "is_Number", False):
            return self.number(f)
        if kind in _CONSTANTS:
            return _CONSTANTS[kind], _CLOSED
        if kind in ("Symbol", "Dummy"):
            return ("x" if f == self.variable else str(f.name)), _CLOSED
        if kind in ("ImaginaryUnit", "ComplexInfinity"):
            raise self.refuse(f, "is not real")
        if kind == "Add":
            return self.sum(f, depth)
        if kind == "Mul":
            return self.product(f, depth)
        if kind == "Pow":
            return self.power(f, depth)
        if kind in ("Max", "Min"):
            return self.folded(kind.lower(), f, depth), _CLOSED
        if kind == "Piecewise":
            return self.piecewise(f, depth), _CLOSED
        if kind == "Heaviside":
            at = self.print(f.args[0], depth)
            middle = self.print(f.args[1], depth) if len(f.args) == 2 else "1/2"
            return f"where({at} > 0, 1, where({at} < 0, 0, {middle}))", _CLOSED
        if kind in _UNARY and len(f.args) == 1:
            return _UNARY[kind].format(self.print(f.args[0], depth)), _CLOSED
        raise self.refuse(f, f"({kind}) is beyond the functions of the engine")

    def number(self, f: Any) -> tuple[str, int]:
        if not f.is_finite:
            raise self.refuse(f, "is no finite number")
        if f.is_Float:
            # A float stands for the decimal that it is printed as.
            ordinary = f._prec == 53 and (f == 0 or 1e-300 < abs(f) < 1e300)
            text = repr(float(f)) if ordinary else str(f)
            return text, _SUM if text.startswith("-") else _CLOSED
        if f.is_Integer:
            return str(f.p), _SUM if f.p < 0 else _CLOSED
        return f"{f.p}/{f.q}", _SUM if f.p < 0 else _PRODUCT

    def sum(self, f: Any, depth: int) -> tuple[str, int]:
        text = ""
        for term in f.as_ordered_terms():
            one = self.print(term, depth, _PRODUCT if text else _SUM)
            if text and one.startswith("(-") and one.endswith(")"):
                one = self.print(term, depth, _SUM)
            if not text:
                text = one
            else:
                text += f" - {one[1:]}" if one.startswith("-") else f" + {one}"
        return text, _SUM

    def product(self, f: Any, depth: int) -> tuple[str, int]:
        sign, above, below = "", [], []
        for factor in f.args:
            if factor.is_Number and factor.is_Rational and factor < 0:
                sign, factor = "-", -factor
                if factor == 1:
                    continue
            if factor.is_Pow and factor.exp.is_Number and factor.exp.is_Rational and factor.exp < 0:
                if type(factor.base).__name__ != "Exp1":
                    below.append(self.print(factor.base**-factor.exp, depth, _POWER))
                    continue
            if factor.is_Rational and factor.q != 1:
                below.append(str(factor.q))
                if factor.p != 1:
                    above.append(str(factor.p))
                continue
            above.append(self.print(factor, depth, _PRODUCT if not above else _POWER))
        text = "*".join(above) if above else "1"
        for b in below:
            text += f"/{b}"
        return sign + text, _SUM if sign else _PRODUCT

    def power(self, f: Any, depth: int) -> tuple[str, int]:
        base, exponent = f.args
        if type(base).__name__ == "Exp1":
            return f"exp({self.print(exponent, depth)})", _CLOSED
        if exponent.is_Number and exponent.is_Rational and exponent < 0:
            return f"1/{self.print(base**-exponent, depth, _POWER)}", _PRODUCT
        if exponent.is_Rational and exponent.p == 1 and exponent.q == 2:
            return f"sqrt({self.print(base, depth)})", _CLOSED
        return f"{self.print(base, depth, _CLOSED)}^{self.print(exponent, depth, _CLOSED)}", _POWER

    def folded(self, name: str, f: Any, depth: int) -> str:
        texts = [self.print(a, depth) for a in f.args]
        text = texts[0]
        for a in texts[1:]:
            text = f"{name}({text}, {a})"
        return text

    def piecewise(self, f: Any, depth: int) -> str:
        pieces = list(f.args)
        last, condition = pieces[-1].args
        if str(condition) != "True":
            raise self.refuse(f, "has no value where none of its conditions hold; give it a last piece for all other x")
        text = self.print(last, depth)
        for piece in reversed(pieces[:-1]):
            value, condition = piece.args
            text = self.where(condition, self.print(value, depth), text, depth)
            self.bounded(f, text)
        return text

    def bounded(self, f: Any, text: str) -> None:
        """Conditions that are written out grow without end otherwise."""
        if len(text) > _LONGEST:
            raise self.refuse(f, f"has conditions that are longer than {_LONGEST} characters when they are written out")

    def where(self, condition: Any, yes: str, no: str, depth: int) -> str:
        kind = type(condition).__name__
        if kind in _RELATIONS:
            left, right = (self.print(a, depth) for a in condition.args)
            return f"where({left} {_RELATIONS[kind]} {right}, {yes}, {no})"
        if kind == "And":
            text = yes
            for c in condition.args:
                text = self.where(c, text, no, depth)
                self.bounded(condition, text)
            return text
        if kind == "Or":
            text = no
            for c in condition.args:
                text = self.where(c, yes, text, depth)
                self.bounded(condition, text)
            return text
        if kind == "Not":
            return self.where(condition.args[0], no, yes, depth)
        if kind in ("BooleanTrue", "BooleanFalse"):
            return yes if kind == "BooleanTrue" else no
        raise self.refuse(condition, "is no comparison that the engine reads (>, >=, <, <=)")
