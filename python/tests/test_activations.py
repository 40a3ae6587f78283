"""What people bring as a function: text, SymPy, Python functions. Values are compared with SymPy's own evaluation."""

from __future__ import annotations

import functools
import math
import random
import re
from typing import Any, Callable

import numpy as np
import pytest

import wronski
from wronski import _native
from wronski._activations import question

sympy = pytest.importorskip("sympy")
X = sympy.Symbol("x")
R = sympy.Symbol("x", real=True)
POINTS = [-2.3, -1.0, -0.4, 0.3, 1.0, 2.6]


def values(text: str, parameters: tuple[str, ...] = ()) -> list[float]:
    found = _native.evaluate(text, list(parameters), np.array(POINTS).tobytes())
    return [float(v) for v in np.frombuffer(found)]


def assert_same(f: Any, text: str, variable: Any) -> None:
    for point, value in zip(POINTS, values(text)):
        expected = complex(f.subs(variable, sympy.Float(point, 40)).evalf(40))
        assert abs(expected.imag) < 1e-20
        assert value == pytest.approx(expected.real, rel=1e-9, abs=1e-12), (f, text, point)


@pytest.mark.parametrize(
    "f",
    [
        X / (1 + sympy.exp(-X)),
        sympy.log(1 + sympy.exp(X)),
        -(X**2),
        (X - 1) * (X - 2) / (X**2 + 3),
        X * (1 + sympy.erf(X / sympy.sqrt(2))) / 2,
        sympy.Max(X, 0, -X - 1),
        sympy.Min(X, 3),
        sympy.Abs(X),
        sympy.Piecewise((X, X > 0), (sympy.exp(X) - 1, True)),
        sympy.Piecewise((1, (X > 1) & (X < 2)), (2, (X < -1) | (X > 2)), (3, True)),
        sympy.sech(X),
        sympy.GoldenRatio * X + sympy.pi - sympy.E,
        (X**2 + 1) ** sympy.Rational(-3, 2),
        2**X,
        sympy.Rational(2, 3) ** X,
        0.044715 * X**3,
        sympy.atan(X) - sympy.asinh(X),
        sympy.Derivative(sympy.tanh(X), X),
        sympy.Heaviside(X) * X,
        sympy.sign(X) * X,
        sympy.erfc(X),
        sympy.Mul(2, sympy.Add(X, 1, evaluate=False), evaluate=False),
    ],
)
def test_an_expression_keeps_its_values(f: Any) -> None:
    assert_same(f.doit(), question(f).text, X)


def random_expression(generator: random.Random, depth: int) -> Any:
    if depth == 0:
        leaves = [R, sympy.Integer(generator.randint(-4, 4)), R, sympy.pi, sympy.Float(0.3)]
        return generator.choice([*leaves, sympy.Rational(generator.randint(-5, 5), generator.randint(1, 4))])
    a, b = (random_expression(generator, depth - 1) for _ in range(2))
    makers: list[Callable[[], Any]] = [
        lambda: a + b,
        lambda: a - b,
        lambda: a * b,
        lambda: a / (b**2 + 1),
        lambda: sympy.exp(-(a**2)),
        lambda: sympy.tanh(a),
        lambda: -a,
        lambda: (a**2 + 2) ** sympy.Rational(generator.choice([-3, -1, 1, 5]), 2),
        lambda: (a**2 + 1) ** b,
        lambda: sympy.Max(a, b),
    ]
    return generator.choice(makers)()


def test_random_expressions_keep_their_values() -> None:
    generator = random.Random(13)
    compared = 0
    for _ in range(150):
        f = random_expression(generator, 3)
        for point, value in zip(POINTS, values(question(f).text)):
            expected = complex(f.subs(R, sympy.Float(point, 30)).evalf(30))
            if math.isnan(value) or not abs(expected) < 1e150:
                continue
            compared += 1
            assert abs(expected - value) <= 1e-9 * max(1.0, abs(expected)), (f, point)
    assert compared > 700


def test_the_variable_may_have_any_name() -> None:
    t, beta = sympy.symbols("t beta")
    v = wronski.verify(t / (1 + sympy.exp(-beta * t)), params=[beta], claims="1")
    assert v.claims["assumption-1"].verdict == "proved"
    assert v.parameters == {"beta": "symbolic"}


def test_an_expression_and_its_text_get_the_same_verdicts() -> None:
    by_text, by_sympy = wronski.verify("x*sigmoid(x)"), wronski.verify(X / (1 + sympy.exp(-X)))
    assert [c.verdict for c in by_text.claims.values()] == [c.verdict for c in by_sympy.claims.values()]
    assert [c.rank for c in by_text.claims.values()] == [c.rank for c in by_sympy.claims.values()]


@pytest.mark.parametrize(
    "f",
    [
        sympy.I * X,
        X + sympy.Symbol("y"),
        sympy.oo,
        sympy.nan,
        sympy.zoo,
        sympy.besselj(0, X),
        sympy.gamma(X),
        sympy.Integral(sympy.exp(sympy.exp(X)), (X, 0, sympy.Symbol("n"))),
        sympy.Gt(X, 0),
        sympy.Matrix([X, 1]),
        sympy.Piecewise((X, X > 0)),
        sympy.floor(X),
        sympy.Function("g")(X, 1),
        sympy.log(X),
        1 / X,
        sympy.Eq(X, 1),
        sympy.true,
    ],
)
def test_expressions_beyond_the_engine_are_refused(f: Any) -> None:
    with pytest.raises(wronski.WronskiError):
        wronski.verify(f, claims="1")


def test_deep_expressions_are_refused_and_do_not_overflow() -> None:
    f = X
    for _ in range(600):
        f = sympy.tanh(f, evaluate=False)
    with pytest.raises(wronski.WronskiError):
        wronski.verify(f)


FUNCTIONS: list[tuple[Callable[..., Any], str]] = [
    (lambda x: x / (1 + np.exp(-x)), "silu"),
    (lambda z: np.log1p(np.exp(z)), "softplus"),
    (lambda x: np.where(x > 0, x, np.expm1(x)), "elu(x, 1)"),
    (lambda x: np.maximum(x, 0), "relu"),
    (lambda x: np.logaddexp(x, 0), "softplus"),
    (lambda x: x * np.tanh(np.log(1 + np.exp(x))), "mish"),
    (lambda x: np.float64(0.5) * x * (1 + np.tanh(x / 2)), "silu"),
    (lambda x: 1 / (1 + sympy.exp(-x)), "sigmoid"),
    (lambda x, k=2: x**k, "x^2"),
    (functools.partial(lambda x, k: x**k, k=3), "x^3"),
    (lambda x: -(+abs(-x)), "-abs(x)"),
    (lambda x: 3, "3"),
    (lambda x: 2 - x, "2 - x"),
    (lambda x: 2**x, "2^x"),
]


@pytest.mark.parametrize("f, text", FUNCTIONS)
def test_python_functions_are_traced(f: Callable[..., Any], text: str) -> None:
    assert wronski.equal(f, text).verdict == "equal"


def test_pieces_are_traced() -> None:
    text = question(lambda x: np.clip(x, -1, 1)).text
    assert values(text) == [max(-1.0, min(1.0, p)) for p in POINTS]


def test_scipy_functions_are_traced() -> None:
    special = pytest.importorskip("scipy.special")
    assert wronski.equal(lambda x: x * special.ndtr(x), "gelu").verdict == "equal"
    assert wronski.equal(lambda x: x * special.expit(x), "silu").verdict == "equal"


def test_arguments_of_a_function_that_are_parameters() -> None:
    def swish(x: Any, beta: Any) -> Any:
        return x / (1 + np.exp(-beta * x))

    v = wronski.verify(swish, params=["beta"], claims="1")
    assert v.parameters == {"beta": "symbolic"} and v.claims["assumption-1"].exceptional
    with pytest.raises(wronski.WronskiError, match="beta"):
        wronski.verify(swish)


def branching(x: Any) -> Any:
    return x if x > 0 else 0


def endless(x: Any) -> Any:
    return endless(x)


@pytest.mark.parametrize(
    "f",
    [branching, endless, lambda x: math.exp(x), lambda x: "tanh", lambda x: None, lambda: 1, lambda x: x.unknown,
     lambda x: np.array([x, x]), lambda x: np.sort([x]), lambda x: 1 / 0, lambda x: np.floor(x), print, lambda x: x > 0,
     lambda x: np.exp(x, where=True), lambda x: float("nan") * x],
)
def test_functions_that_cannot_be_traced_are_refused(f: Callable[..., Any]) -> None:
    with pytest.raises(wronski.WronskiError) as e:
        wronski.verify(f, claims="1")
    assert re.match(r"[PW]\d{4}: ", str(e.value))


@pytest.mark.parametrize(
    "f", [None, True, b"x", [1, 2], {}, set(), object(), 1j, float("nan"), pytest.param(10**5000, id="huge"), np.zeros(3), np.complex64(1j), int, ""]
)
def test_what_is_no_activation_is_refused_by_name(f: object) -> None:
    with pytest.raises(wronski.WronskiError) as e:
        wronski.verify(f, claims="1")
    assert len(str(e.value)) < 2000


@pytest.mark.parametrize(
    "text, code, span",
    [("2x", "W0109", (0, 2)), ("log(x)", "W0203", (4, 5)), ("foo(x)", "W0103", (0, 3)), ("x + y", "W0105", (4, 5)),
     ("tanh(é)", "W0107", (5, 6)), ("x − 1", "W0107", (2, 3)), ("(x", "W0108", (0, 1))],
)
def test_errors_have_codes_and_places_in_characters(text: str, code: str, span: tuple[int, int]) -> None:
    with pytest.raises(wronski.WronskiError) as e:
        wronski.verify(text)
    assert (e.value.code, e.value.span) == (code, span)
    assert e.value.help and isinstance(e.value, ValueError)


@pytest.mark.parametrize("text", ["x" * 70_000, "(" * 5000 + "x" + ")" * 5000, "x\0", "\ud800", "1e999999999*x", "x^" * 999])
def test_hostile_texts_are_refused(text: str) -> None:
    with pytest.raises((wronski.WronskiError, UnicodeEncodeError)):
        wronski.verify(text)
