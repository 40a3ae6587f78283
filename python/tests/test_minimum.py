"""Constructed minima. Losses are computed again with NumPy and with fractions, apart from the engine."""

from __future__ import annotations

import copy
import json
import math
import pickle
from fractions import Fraction
from typing import Any, Callable

import numpy as np
import pytest

import wronski
from wronski import Kind


def numpy_loss(sigma: Callable[[Any], Any], weights: Any, inputs: Any, targets: Any) -> float:
    a = inputs
    for l, (w, b) in enumerate(weights):
        a = a @ w.T + (0 if b is None else b)
        if l + 1 < len(weights):
            a = sigma(a)
    return float(((a - targets) ** 2).sum())


@pytest.fixture(scope="module")
def tanh() -> wronski.Minimum:
    return wronski.construct("tanh", widths=(1, 3, 1), seed=2)


def test_arrays_have_the_shapes_of_the_network(tanh: wronski.Minimum) -> None:
    assert tanh.kind is Kind.BAD_LOCAL_MINIMUM
    assert tanh.inputs is not None and tanh.targets is not None and tanh.weights is not None
    assert tanh.inputs.dtype == np.float64 and tanh.inputs.shape == (len(tanh.targets), 1) == tanh.targets.shape
    assert [(w.shape, None if b is None else b.shape) for w, b in tanh.weights] == [((3, 1), (3,)), ((1, 3), (1,))]
    assert wronski.check(tanh.certificate).valid


def test_losses_agree_with_numpy(tanh: wronski.Minimum) -> None:
    assert tanh.loss is not None and tanh.better_loss is not None
    here = numpy_loss(np.tanh, tanh.weights, tanh.inputs, tanh.targets)
    there = numpy_loss(np.tanh, tanh.better, tanh.inputs, tanh.targets)
    assert tanh.loss == pytest.approx(here, rel=1e-12) and tanh.loss(tanh.weights) == pytest.approx(here, rel=1e-12)
    assert tanh.better_loss == pytest.approx(there, rel=1e-9)
    assert tanh.better_loss < tanh.loss
    other = [(w + 0.1, b - 0.2) for w, b in tanh.weights]  # type: ignore[union-attr, operator]
    assert tanh.loss(other) == pytest.approx(numpy_loss(np.tanh, other, tanh.inputs, tanh.targets), rel=1e-12)


def test_it_is_a_minimum_nearby(tanh: wronski.Minimum) -> None:
    assert tanh.weights is not None and tanh.gradient_norm is not None
    point = tanh.flat(tanh.weights)
    assert tanh.gradient_norm < 1e-12
    generator = np.random.default_rng(0)
    steps = generator.standard_normal((500, point.size)) * 1e-3
    assert (tanh.losses(point + steps) >= float(tanh.loss) - 1e-12).all()  # type: ignore[arg-type]
    eigenvalues = np.linalg.eigvalsh(tanh.hessian())
    positive, negative, zero = tanh.inertia or (0, 0, 0)
    assert (eigenvalues > 1e-9).sum() == positive and (eigenvalues < -1e-9).sum() == negative == 0
    assert (abs(eigenvalues) <= 1e-9).sum() == zero


def test_the_hessian_agrees_with_differences(tanh: wronski.Minimum) -> None:
    point = tanh.flat(tanh.weights) + 0.05
    h = 1e-4
    n = point.size
    unit = np.eye(n) * h
    for i, j in [(0, 0), (1, 4), (n - 1, 2)]:
        corners = [point + s * unit[i] + t * unit[j] for s in (1, -1) for t in (1, -1)]
        pp, pm, mp, mm = tanh.losses(np.array(corners))
        assert tanh.hessian(point)[i, j] == pytest.approx((pp - pm - mp + mm) / (4 * h * h), rel=1e-4, abs=1e-4)


def test_fractions_are_those_of_the_certificate(tanh: wronski.Minimum) -> None:
    record = json.loads(tanh.certificate)
    exact = tanh.exact
    assert exact.inputs is not None and exact.weights is not None and tanh.inputs is not None
    assert exact.inputs[0] == [Fraction(record["data"]["inputs"][0][0])]
    assert all(isinstance(x, Fraction) for row in exact.weights[0][0] for x in row)
    assert [[float(x) for x in row] for row in exact.inputs] == tanh.inputs.tolist()


def test_the_loss_has_its_enclosure(tanh: wronski.Minimum) -> None:
    assert tanh.loss is not None and tanh.loss.enclosure is not None
    lo, hi = map(Fraction, tanh.loss.enclosure)
    assert lo <= hi and abs(float(lo) - tanh.loss) < 1e-12


def test_the_seed_decides() -> None:
    a, b, c = (wronski.construct("tanh", widths=(1, 2, 1), seed=s) for s in (5, 5, 6))
    assert a.certificate == b.certificate != c.certificate


@pytest.mark.parametrize(
    "f, kind", [("relu", "bad-local-minimum"), ("erf", "no-widening"), ("3*x - 1", "impossible")]
)
def test_other_kinds(f: str, kind: str) -> None:
    m = wronski.construct(f, widths=(1, 4, 1))
    assert m.kind == kind
    assert wronski.check(m.certificate).valid
    if kind != "bad-local-minimum":
        assert m.inputs is None and m.weights is None and m.loss is None and m.better is None
        with pytest.raises(wronski.WronskiError):
            m.losses([[]])


def test_a_linear_piece_has_exact_losses() -> None:
    m = wronski.construct("relu", widths=(1, 2, 1))
    relu = lambda a: np.maximum(a, 0)  # noqa: E731
    assert m.loss == pytest.approx(numpy_loss(relu, m.weights, m.inputs, m.targets), rel=1e-12)
    assert m.better_loss == pytest.approx(numpy_loss(relu, m.better, m.inputs, m.targets), rel=1e-12)


def test_without_biases_and_with_given_inputs() -> None:
    m = wronski.construct("erf", widths=(1, 3, 1), biases=False)
    assert m.weights is not None and all(b is None for _, b in m.weights)
    assert m.loss(m.weights) == pytest.approx(float(m.loss), rel=1e-9)  # type: ignore[misc, arg-type]
    inputs = [[Fraction(i, 3)] for i in range(-12, 13)]
    given = wronski.construct("tanh", widths=(1, 2, 1), inputs=inputs)
    assert given.exact.inputs == inputs


def test_progress_is_told() -> None:
    stages: list[str] = []
    wronski.construct("tanh", widths=(1, 2, 1), progress=stages.append)
    assert stages[0] == "the claims about the activation" and len(stages) > 2
    with pytest.raises(ZeroDivisionError):
        wronski.construct("tanh", widths=(1, 2, 1), progress=lambda stage: 1 / 0)


def test_results_can_be_copied_and_sent(tanh: wronski.Minimum) -> None:
    for other in (copy.deepcopy(tanh), pickle.loads(pickle.dumps(tanh))):
        assert other == tanh and other.certificate == tanh.certificate
        assert other.loss(other.weights) == tanh.loss(tanh.weights)  # type: ignore[misc, arg-type]
    assert pickle.loads(pickle.dumps(tanh.loss)) == tanh.loss


def test_what_is_shown_fits_and_needs_nothing_from_elsewhere(tanh: wronski.Minimum) -> None:
    assert all(len(line) <= 80 for line in repr(tanh).splitlines())
    assert "<script" not in tanh._repr_html_()


@pytest.mark.parametrize(
    "options",
    [
        {"widths": (1, 0, 1)}, {"widths": (1, 1)}, {"widths": 3}, {"widths": "1,4,1"}, {"widths": (1, 2.5, 1)},
        {"widths": (1, 10**30, 1)}, pytest.param({"widths": (1, 10**5000, 1)}, id="huger"), {"widths": (1, -4, 1)}, {"widths": (1, True, 1)}, {"widths": (10**6, 10**6, 1)},
        {"seed": -1}, {"seed": 2**64}, {"seed": 1.0}, {"seed": "1"}, {"samples": 0}, {"samples": "most"},
        {"samples": 10**9}, {"samples": 3, "inputs": [[1]]}, {"targets": [[1]]}, {"inputs": [[1, 2]]},
        {"inputs": [[float("nan")]]}, {"inputs": [[1j]]}, {"inputs": [[1], [1, 2]]}, {"inputs": 3}, {"inputs": "1,2"},
        pytest.param({"inputs": [[10**5000]]}, id="huge"), {"inputs": np.zeros((2, 2, 2))}, {"inputs": [[None]]}, {"inputs": [[1], [1]]},
        {"precision": 64}, {"precision": 10**9}, {"params": ["beta"]}, {"progress": 3}, {"base": 3}, {"base": [(1,)]},
        {"base": [([[1]], [0])]}, {"base": "w1=1"}, {"base": [([[float("inf")]], [0]), ([[1]], [0])]},
    ],
)  # fmt: skip
def test_options_that_are_wrong_are_refused(options: dict[str, Any]) -> None:
    with pytest.raises(wronski.WronskiError) as e:
        wronski.construct("tanh", **options)
    assert len(str(e.value)) < 2000


@pytest.mark.parametrize(
    "weights",
    [None, 3, [], [(1, 2)], "w", [([[1.0]] * 3, [0.0] * 3)], np.zeros(3), np.full(10, np.nan), np.zeros((2, 10)),
     [([[1.0]] * 3, [0.0] * 3), ([[1.0] * 2], [0.0])], [([[1.0]] * 3, [1j] * 3), ([[1.0] * 3], [0.0])],
     [([["a"]] * 3, [0.0] * 3), ([[1.0] * 3], [0.0])], [([[1.0]] * 3, None), ([[1.0] * 3], [0.0])]],
)  # fmt: skip
def test_weights_of_another_shape_are_refused(tanh: wronski.Minimum, weights: object) -> None:
    assert tanh.loss is not None
    with pytest.raises(wronski.WronskiError, match="weights"):
        tanh.loss(weights)


def test_pictures(tanh: wronski.Minimum) -> None:
    matplotlib = pytest.importorskip("matplotlib")
    matplotlib.use("Agg")
    from matplotlib import pyplot

    for what in ("slice", "surface", "path", "spectrum", "fit"):
        ax = tanh.plot(what)
        ax.figure.canvas.draw()
        pyplot.close(ax.figure)
    # The slice starts at the minimum and ends at the better weights.
    ax = tanh.plot("slice", points=131, reach=0.3)
    x, y = ax.lines[0].get_data()
    at = {round(float(a), 9): float(b) for a, b in zip(x, y)}
    nearest = min(at, key=abs)
    assert at[nearest] == pytest.approx(float(tanh.loss), rel=0.2)  # type: ignore[arg-type]
    assert math.isfinite(max(y))
    # Along the path the loss does not increase.
    ax = tanh.plot("path")
    heights = np.concatenate([line.get_ydata() for line in ax.lines[:-1]])
    assert (np.diff(heights) <= 1e-9 * heights[0]).all()
    pyplot.close("all")
    for what in ("landscape", 3, None):
        with pytest.raises(wronski.WronskiError):
            tanh.plot(what)  # type: ignore[arg-type]
    with pytest.raises(wronski.WronskiError):
        tanh.plot("slice", points=10**9)
    with pytest.raises(wronski.WronskiError):
        tanh.plot("slice", colour="red")
    with pytest.raises(wronski.WronskiError):
        wronski.construct("erf").plot()
