"""The grammar of activations for a search."""

from __future__ import annotations

import math
import random
from itertools import islice

import numpy as np
import pytest

import wronski
from wronski import _native
from wronski._grammar import BINARY, UNARY


def test_the_lists_are_those_of_the_paper() -> None:
    # Section 2 of the paper has 24 unary functions with sinc and two roles of beta, and 10 binary ones; sinc is left out.
    assert len(BINARY) == 10 and len(UNARY) == 24
    assert sum(not u.analytic for u in UNARY) == 5 and sum(not b.analytic for b in BINARY) == 3


def test_order_and_counts() -> None:
    one = list(wronski.grammar(units=1))
    # 19 unary and 7 binary functions are analytic; of the unary ones one is the identity.
    assert len(one) == 7 * 19 * 19
    assert one[:7] == ["x + x", "x*x", "x - x", "x/(x + (1/1000))", "sigmoid(x)*x", "exp(-1*(x - x)^2)", "1*x + (1 - 1)*x"]
    assert one[:7] == list(islice(wronski.grammar(units=2), 7)) and list(wronski.grammar(limit=3)) == one[:3]
    assert len(list(wronski.grammar(units=1, analytic=False))) == 10 * 24 * 24
    # x + beta is a unary function and a core unit: such texts come twice, and a survey decides them once.
    assert 18_000 < len(set(islice(wronski.grammar(beta=2), 20_000))) < 20_000
    assert list(islice(wronski.grammar(beta=2), 5000)) == list(wronski.grammar(beta=2, limit=5000))


def test_values_are_those_of_the_formulas() -> None:
    sigmoid = lambda t: 1 / (1 + math.exp(-t))  # noqa: E731
    x = 0.7
    unary = [x, -x, abs(x), x**2, x**3, math.sqrt(x), 2 * x, x + 2, math.log(abs(x) + 0.001), math.exp(x), math.sin(x),
             math.cos(x), math.sinh(x), math.cosh(x), math.tanh(x), math.asinh(x), math.atan(x), max(x, 0), min(x, 0),
             sigmoid(x), math.log(1 + math.exp(x)), math.exp(-(x**2)), math.erf(x), 2.0]  # fmt: skip
    binary = [lambda a, b: a + b, lambda a, b: a * b, lambda a, b: a - b, lambda a, b: a / (b + 0.001), max, min,
              lambda a, b: sigmoid(a) * b, lambda a, b: math.exp(-2 * (a - b) ** 2),
              lambda a, b: math.exp(-2 * abs(a - b)), lambda a, b: 2 * a + (1 - 2) * b]  # fmt: skip
    texts = {}
    for size in (1, 2, 3):
        for i, b in enumerate(BINARY):
            for j, u in enumerate(UNARY):
                for k, v in enumerate(UNARY):
                    if 1 + (j != 0) + (k != 0) == size:
                        texts[len(texts)] = (i, j, k)
    every = list(wronski.grammar(units=1, analytic=False, beta=2))
    assert len(every) == len(texts)
    generator = random.Random(0)
    for n in generator.sample(range(len(every)), 600):
        i, j, k = texts[n]
        expected = binary[i](unary[j], unary[k])
        value = np.frombuffer(_native.evaluate(every[n], [], np.array([x]).tobytes()))[0]
        assert value == pytest.approx(expected, rel=1e-9), every[n]


def test_everything_is_read_by_the_engine() -> None:
    generator = random.Random(1)
    texts = list(islice(wronski.grammar(beta=2), 60_000))
    for text in generator.sample(texts, 150):
        try:
            _native.normal_form(text, [])
        except wronski.WronskiError as e:
            # A denominator that vanishes somewhere, and no fault of the text.
            assert e.code.startswith("W02"), (text, e)


def test_beta_may_be_a_parameter() -> None:
    text = next(t for t in wronski.grammar(beta="beta") if "beta" in t and "exp" in t)
    assert wronski.verify(text, params=["beta"], claims="1").parameters == {"beta": "symbolic"}


@pytest.mark.parametrize(
    "options",
    [{"units": 0}, {"units": 3}, {"units": True}, {"units": "1"}, {"limit": -1}, {"limit": 1.5}, {"beta": 1j}, {"beta": None},
     {"epsilon": float("nan")}],
)  # fmt: skip
def test_options_that_are_wrong_are_refused(options: dict[str, object]) -> None:
    with pytest.raises(wronski.WronskiError):
        wronski.grammar(**options)  # type: ignore[arg-type]
