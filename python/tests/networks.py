"""Small networks with a strict minimum, trained here with NumPy alone, for the tests of `certify`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Optional

import numpy as np

Array = Any
#: sigma and its first and second derivatives.
Sigma = Callable[[Array], tuple[Array, Array, Array]]


def tanh(z: Array) -> tuple[Array, Array, Array]:
    t = np.tanh(z)
    return t, 1 - t**2, -2 * t * (1 - t**2)


def sigmoid(z: Array) -> tuple[Array, Array, Array]:
    s = 1 / (1 + np.exp(-z))
    return s, s * (1 - s), s * (1 - s) * (1 - 2 * s)


def silu(z: Array) -> tuple[Array, Array, Array]:
    s, d, dd = sigmoid(z)
    return z * s, s + z * d, 2 * d + z * dd


def split(point: Array, widths: list[int], biases: bool = True) -> list[tuple[Array, Optional[Array]]]:
    out, at = [], 0
    for n, m in zip(widths, widths[1:]):
        rows = point[at : at + m * (n + biases)].reshape(m, n + biases)
        out.append((rows[:, biases:].copy(), rows[:, 0].copy() if biases else None))
        at += rows.size
    return out


def residuals(sigma: Sigma, point: Array, widths: list[int], x: Array, y: Array) -> Array:
    a = x
    layers = split(point, widths)
    for l, (w, b) in enumerate(layers):
        a = a @ w.T + b
        if l + 1 < len(layers):
            a = sigma(a)[0]
    return (a - y).ravel()


def loss(sigma: Sigma, layers: list[tuple[Array, Optional[Array]]], x: Array, y: Array) -> float:
    a = np.asarray(x, dtype=float)
    for l, (w, b) in enumerate(layers):
        a = a @ np.asarray(w, dtype=float).T + (0 if b is None else np.asarray(b, dtype=float))
        if l + 1 < len(layers):
            a = sigma(a)[0]
    return float(((a - y) ** 2).sum())


def trained(
    sigma: Sigma, widths: list[int], seed: int, samples: int = 24, steps: int = 400
) -> tuple[list[tuple[Array, Array]], Array, Array]:
    """Weights near a local minimum of the sum of squares, inputs and targets: Levenberg and Marquardt, with differences."""
    generator = np.random.default_rng(seed)
    x = generator.uniform(-2, 2, (samples, widths[0]))
    teacher = 1.2 * generator.standard_normal(sum((n + 1) * m for n, m in zip(widths, widths[1:])))
    y = residuals(sigma, teacher, widths, x, np.zeros((samples, widths[-1]))).reshape(samples, -1)
    y = y + 0.15 * generator.standard_normal(y.shape)
    point = teacher + 0.1 * generator.standard_normal(teacher.size)
    damping = 1e-2
    f = residuals(sigma, point, widths, x, y)
    for _ in range(steps):
        h = 1e-6
        jacobian = np.stack(
            [
                (residuals(sigma, point + h * e, widths, x, y) - residuals(sigma, point - h * e, widths, x, y)) / (2 * h)
                for e in np.eye(point.size)
            ],
            axis=1,
        )
        normal = jacobian.T @ jacobian
        step = np.linalg.solve(normal + damping * np.eye(point.size), jacobian.T @ f)
        g = residuals(sigma, point - step, widths, x, y)
        if g @ g < f @ f:
            point, f, damping = point - step, g, max(damping / 4, 1e-12)
        else:
            damping *= 4
        if np.abs(jacobian.T @ f).max() < 1e-9:
            break
    return [(w, b) for w, b in split(point, widths) if b is not None], x, y
