"""Draws the pictures of docs/pictures from results of the Python package: python3 scripts/pictures.py
[DIRECTORY]

Needs the package with NumPy and matplotlib. Every picture is drawn in doubles from a result that was
certified; nothing rests on a picture. Numbers in a picture are written by this script, not by hand.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import Any

import matplotlib

matplotlib.use("svg")
import matplotlib.pyplot as plt  # noqa: E402
import numpy as np  # noqa: E402

import wronski  # noqa: E402

#: Red for the minimum, blue for what is better: told apart by the shape of the mark as well.
MINIMUM, BETTER, GREY = "#c1272d", "#1f5fa8", "0.45"
STYLE = {
    "svg.fonttype": "none",
    "svg.hashsalt": "wronski",
    "font.family": "sans-serif",
    "font.size": 9.5,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "legend.frameon": False,
    "path.simplify": True,
    "path.simplify_threshold": 0.5,
}


def number(x: Any) -> str:
    return f"{float(x):.3f}"


def minimum() -> Any:
    """The landscape of tanh, 1-4-1: a plane through the minimum and better weights, and their line."""
    m = wronski.construct("tanh", widths=(1, 4, 1))
    a, b = m.flat(m.weights), m.flat(m.better)
    # The plane: one direction changes the outgoing weights, the other one all others.
    outgoing = np.arange(a.size) >= a.size - 5
    along, up = np.where(outgoing, 0, b - a), np.where(outgoing, b - a, 0)
    s, t = np.linspace(-0.12, 1.15, 90), np.linspace(-0.6, 1.6, 90)
    losses = m.losses((a + s[:, None, None] * along + t[None, :, None] * up).reshape(-1, a.size)).reshape(
        90, 90
    )
    low = float(m.better_loss)
    levels = low + 0.003 + (np.arange(1, 15) / 14) ** 2 * 1.2
    figure, (left, right) = plt.subplots(1, 2, figsize=(8.4, 3.4), layout="constrained")
    left.contour(
        s, t, losses.T, levels=levels, cmap="Greys_r", linewidths=0.7, vmin=low - 0.3, vmax=levels[-1] + 0.6
    )
    left.plot(0, 0, "o", color=MINIMUM, markersize=7)
    left.plot(1, 1, "D", color=BETTER, markersize=6)
    box = {"facecolor": "white", "edgecolor": "none", "alpha": 0.8, "pad": 1.0}
    left.annotate("bad local minimum", (0, 0), (0.04, -0.3), color=MINIMUM, bbox=box)
    left.annotate("better weights", (1, 1), (0.66, 1.2), color=BETTER, bbox=box)
    left.set_xlabel("change of the hidden weights")
    left.set_ylabel("change of the output weights")
    line = np.linspace(-0.12, 1.2, 300)
    values = m.losses(a + line[:, None] * (b - a))
    right.plot(line, values, color=GREY)
    right.plot(0, m.loss, "o", color=MINIMUM, markersize=7)
    right.plot(1, m.better_loss, "D", color=BETTER, markersize=6)
    right.axhline(m.loss, color=MINIMUM, linewidth=0.6, linestyle=":")
    right.annotate(f"loss {number(m.loss)}", (0, m.loss), (-0.05, m.loss - 0.13), color=MINIMUM)
    right.annotate(
        f"loss {number(m.better_loss)}", (1, m.better_loss), (0.8, m.better_loss - 0.13), color=BETTER
    )
    right.set_ylim(float(m.better_loss) - 0.2, 2.0)
    right.set_xlabel("straight from the minimum (0) to better weights (1)")
    right.set_ylabel("loss")
    return figure


def fit() -> Any:
    """Data and outputs for gelu, 1-4-1."""
    m = wronski.construct("gelu", widths=(1, 4, 1))
    figure, ax = plt.subplots(figsize=(4.6, 3.1), layout="constrained")
    grid = np.linspace(-4.3, 4.3, 120)
    ax.plot(m.inputs[:, 0], m.targets[:, 0], ".", color="0.2", label="data")
    ax.plot(grid, m.outputs(grid)[:, 0], color=MINIMUM, label=f"at the minimum, loss {number(m.loss)}")
    better = m.outputs(grid, m.better)[:, 0]
    ax.plot(grid, better, "--", color=BETTER, label=f"better weights, loss {number(m.better_loss)}")
    ax.set_xlabel("input")
    ax.set_ylabel("output")
    ax.legend()
    return figure


def path() -> Any:
    """The loss on the way from the minimum to better weights, for gelu, 1-4-1."""
    m = wronski.construct("gelu", widths=(1, 4, 1))
    figure, ax = plt.subplots(figsize=(4.6, 2.8), layout="constrained")
    m.plot("path", ax=ax)
    return figure


def spectrum() -> Any:
    """The Hessian of gelu, 1-4-1, at the minimum."""
    m = wronski.construct("gelu", widths=(1, 4, 1))
    figure, ax = plt.subplots(figsize=(4.6, 2.8), layout="constrained")
    m.plot("spectrum", ax=ax)
    return figure


# The two networks of docs/certify-your-network.md, at the minima that training found, to seven digits;
# certify polishes.
INPUTS = np.linspace(-3, 3, 25)[:, None]
NOISE = np.random.default_rng(1).standard_normal(INPUTS.shape)
TARGETS = np.round(np.tanh(2 * INPUTS + 2) - 0.8 * np.tanh(2 * INPUTS - 2) + 0.05 * NOISE, 3)


LEVELS = [6.6, 6.8, 7.2, 7.8, 8.6, 9.4, 10, 10.5, 10.6, 10.7, 10.85, 11.0, 11.2, 11.4, 11.6]


def profile(w: Any, b: Any) -> Any:
    """The least loss of a network with one unit of tanh whose hidden weight and bias are w and b."""
    losses = np.empty(np.broadcast(w, b).shape)
    for i, (u, v) in enumerate(
        zip(np.broadcast_to(w, losses.shape).ravel(), np.broadcast_to(b, losses.shape).ravel())
    ):
        columns = np.concatenate([np.tanh(u * INPUTS + v), np.ones_like(INPUTS)], axis=1)
        r = columns @ np.linalg.lstsq(columns, TARGETS, rcond=None)[0] - TARGETS
        losses.ravel()[i] = float((r**2).sum())
    return losses


def trained() -> Any:
    """Two minima of one trained network: outputs, and the loss over the hidden weight and bias."""
    found = []
    for w, b, v, c in ((4.83, 6.12, 0.52, 0.36), (5.95, -8.43, -0.25, 0.46)):
        weights = [([[w]], [b]), ([[v]], [c])]
        m = wronski.certify(weights, INPUTS, TARGETS, activation="tanh", polish=True)
        assert m.kind is wronski.Kind.STRICT_LOCAL_MINIMUM
        found.append(m)
    figure, (left, right) = plt.subplots(1, 2, figsize=(8.4, 3.2), layout="constrained")
    grid = np.linspace(-3.2, 3.2, 120)
    left.plot(INPUTS[:, 0], TARGETS[:, 0], ".", color="0.2", label="data")
    looks = ((BETTER, "--", "D"), (MINIMUM, "-", "o"))
    for m, (colour, line, mark) in zip(found, looks):
        left.plot(grid, m.outputs(grid)[:, 0], line, color=colour, label=f"loss {number(m.loss)}")
        (hidden, bias), _ = m.weights
        right.plot(hidden[0, 0], bias[0], mark, color=colour, markersize=6, zorder=3)
    left.set_ylim(-0.4, 2.7)
    left.set_xlabel("input")
    left.set_ylabel("output")
    left.legend()
    w, b = np.linspace(0.2, 9, 70), np.linspace(-13, 10, 70)
    losses = profile(w[:, None], b[None, :])
    right.contour(w, b, losses.T, levels=LEVELS, cmap="Greys_r", linewidths=0.7, vmin=5, vmax=14)
    right.set_xlabel("hidden weight")
    right.set_ylabel("hidden bias")
    right.set_title("least loss over the output weights", fontsize=9.5)
    return figure


def relation() -> Any:
    """Why the conclusion of Lemma 3 fails for tanh: S2 = s^2 S2 + s1 S2."""
    figure, ax = plt.subplots(figsize=(4.6, 3.1), layout="constrained")
    x = np.linspace(-3.5, 3.5, 140)
    s = np.tanh(x)
    s1, big = 1 - s**2, np.tanh(s)
    big2 = -2 * big * (1 - big**2)
    ax.plot(x, big2, color="0.1", label="S2")
    ax.plot(x, s**2 * big2, "--", color=BETTER, label="s² S2")
    ax.plot(x, s1 * big2, "-.", color=MINIMUM, label="s1 S2")
    ax.set_xlabel("x")
    ax.legend()
    return figure


def pieces() -> Any:
    """A minimum inside a linear piece of relu."""
    m = wronski.construct("relu", widths=(1, 2, 1))
    figure, ax = plt.subplots(figsize=(4.6, 3.1), layout="constrained")
    low, high = float(m.inputs.min()), float(m.inputs.max())
    grid = np.linspace(low - 0.1, high + 0.1, 200)
    ax.plot(m.inputs[:, 0], m.targets[:, 0], ".", color="0.2", label="data")
    ax.plot(grid, m.outputs(grid)[:, 0], color=MINIMUM, label=f"at the minimum, loss {number(m.loss)}")
    better = m.outputs(grid, m.better)[:, 0]
    ax.plot(grid, better, "--", color=BETTER, label=f"better weights, loss {number(m.better_loss)}")
    ax.set_xlabel("input")
    ax.set_ylabel("output")
    ax.legend()
    return figure


PICTURES: dict[str, Callable[[], Any]] = {
    "minimum": minimum,
    "fit": fit,
    "path": path,
    "spectrum": spectrum,
    "trained": trained,
    "relation": relation,
    "pieces": pieces,
}


def main() -> int:
    here = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "docs", "pictures")
    directory = sys.argv[1] if len(sys.argv) > 1 else here
    os.makedirs(directory, exist_ok=True)
    with matplotlib.rc_context(STYLE):
        for name, draw in PICTURES.items():
            path = os.path.join(directory, f"{name}.svg")
            figure = draw()
            figure.savefig(path, facecolor="white", metadata={"Date": None})
            plt.close(figure)
            print(f"{name}.svg {os.path.getsize(path)} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
