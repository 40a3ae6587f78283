"""Families, Wronskians, equality, chains."""

from __future__ import annotations

import pytest

import wronski
from wronski import Dependence, Equality


def test_a_relation_is_exact() -> None:
    # softplus(x) - softplus(-x) = x, by hand.
    f = wronski.independent("softplus(x)", "softplus(-x)", "x")
    assert (f.verdict, f.rank, f.size, f.relations) == (Dependence.DEPENDENT, 2, 3, [["-1", "1", "1"]])
    assert wronski.check(f.certificate).valid
    assert f == wronski.independent(["softplus(x)", "softplus(-x)", "x"])


def test_independence_is_proved() -> None:
    f = wronski.independent("1", "x", "exp(x)", "erf(x)")
    assert (f.verdict, f.rank, f.relations) == ("independent", 4, [])
    assert "independent" in repr(f)


def test_parameters_are_shared() -> None:
    f = wronski.independent("exp(a*x)", "exp(b*x)", params=["a", "b"])
    assert f.verdict is Dependence.INDEPENDENT and f.exceptional
    assert wronski.independent("exp(a*x)", "exp(b*x)", params={"a": 2, "b": 2}).verdict == "dependent"


@pytest.mark.parametrize("functions", [(), ([],), ("x", None), ("x", 3j), ("x", "log(x)"), (["x"], ["y"]), ("x", b"x")])
def test_families_that_are_none_are_refused(functions: tuple[object, ...]) -> None:
    with pytest.raises(wronski.WronskiError):
        wronski.independent(*functions)


def test_the_error_names_the_function_that_it_is_about() -> None:
    with pytest.raises(wronski.WronskiError) as e:
        wronski.independent("x", "2x")
    assert e.value.source == "2x" and e.value.span == (0, 2)
    with pytest.raises(wronski.WronskiError) as e:
        wronski.independent("x", None)
    assert "function 2" in str(e.value)


def test_wronskians() -> None:
    # W(1, x, exp x) = exp x.
    w = wronski.wronskian("1", "x", "exp(x)")
    assert (w.verdict, w.text, w.tower) == ("nonzero", "t1", {"t1": "exp(x)"})
    assert wronski.wronskian("x", "2*x").verdict == "zero"


def test_equality_and_a_point_that_shows_a_difference() -> None:
    assert wronski.equal("tanh(x)", "2*sigmoid(2*x) - 1").verdict is Equality.EQUAL
    different = wronski.equal("gelu(x)", "gelu_tanh(x)")
    assert different.verdict is Equality.DIFFERENT
    assert all(len(line) <= 80 for line in repr(different).splitlines())
    with pytest.raises(TypeError):
        bool(different.verdict)


def test_chains() -> None:
    c = wronski.chain("softplus", layers=3)
    assert (c.gradient.rank, c.gradient.size) == (5, 6)
    assert wronski.chain("tanh", layers=2, base="w1=1/2,b1=1").gradient.verdict == "independent"
    assert c.layers == 3 and "chain of 3 layers" in repr(c)


@pytest.mark.parametrize("layers", [1, 13, 0, -1, True, "3", 2.0, 10**30, None])
def test_layers_that_are_none_are_refused(layers: object) -> None:
    with pytest.raises(wronski.WronskiError):
        wronski.chain("tanh", layers=layers)  # type: ignore[arg-type]


@pytest.mark.parametrize("base", ["w9=1", "w1=1/0", "w1", "{", "w1=1,w1=2", 3])
def test_base_weights_that_are_none_are_refused(base: object) -> None:
    with pytest.raises(wronski.WronskiError):
        wronski.chain("tanh", layers=2, base=base)  # type: ignore[arg-type]
