"""Pictures of a minimum: the landscape around it, the path away from it, the Hessian, the fit.

Drawn with matplotlib from losses in doubles; nothing rests on them.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from ._errors import WronskiError, argument_error
from ._text import shown

if TYPE_CHECKING:
    from ._minimum import Minimum

__all__ = ["plot"]

_MOST_POINTS = 2_000


def _figures() -> Any:
    try:
        import matplotlib.pyplot as pyplot
    except ImportError:
        raise WronskiError(
            "pictures are drawn with matplotlib, which is not installed",
            "P1303",
            help="install it (pip install matplotlib), or look at the picture of `.report()`, which needs nothing",
        ) from None
    return pyplot


def _axes(ax: Any, **options: Any) -> Any:
    if ax is not None:
        return ax
    figure = _figures().figure(figsize=(6, 4), layout="constrained")
    return figure.add_subplot(**options)


def _ends(m: Minimum) -> tuple[Any, Any]:
    """Minimum and better weights as flat arrays."""
    if m.weights is None or m.inputs is None:
        raise argument_error("what", f"a result of the kind {m.kind} has no weights with data to draw around")
    if m.better is None:
        raise argument_error(
            "what",
            f"a result of the kind {m.kind} has no better weights to draw a line to",
            'what="spectrum" draws the Hessian at the weights',
        )
    return m.flat(m.weights), m.flat(m.better)


def _points(points: Any) -> int:
    if isinstance(points, bool) or not isinstance(points, int) or not 2 <= points <= _MOST_POINTS:
        raise argument_error("points", f"{shown(points)} is no whole number from 2 to {_MOST_POINTS}")
    return points


def plot(m: Minimum, what: str = "slice", *, ax: Any = None, **options: Any) -> Any:
    """See :meth:`wronski.Minimum.plot`."""
    kinds = {"slice": _slice, "surface": _surface, "path": _path, "spectrum": _spectrum, "fit": _fit}
    if what not in kinds:
        raise argument_error("what", f"{shown(what)} is no picture; the pictures are {', '.join(kinds)}")
    _figures()
    try:
        return kinds[what](m, ax, **options)
    except TypeError as e:
        if "unexpected keyword argument" not in str(e):
            raise
        raise argument_error("options", f"{e}") from None


def _slice(m: Minimum, ax: Any, points: int = 401, reach: float = 0.3) -> Any:
    """The loss on the line through the minimum (0) and the better weights (1)."""
    import numpy as np

    a, b = _ends(m)
    t = np.linspace(-reach, 1 + reach, _points(points))
    losses = m.losses(a + t[:, None] * (b - a))
    ax = _axes(ax)
    ax.plot(t, losses, color="0.3")
    here, there = float(m.losses([a])[0]), float(m.losses([b])[0])
    ax.plot([0], [here], "o", color="C3", label=f"minimum, {here:.4g}")
    ax.plot([1], [there], "o", color="C0", label=f"better, {there:.4g}")
    ax.set_xlabel("position on the line")
    ax.set_ylabel("loss")
    if np.nanmax(losses) > 50 * max(here, 1e-12):
        ax.set_yscale("log")
    ax.legend()
    return ax


def _plane(m: Minimum, seed: int) -> tuple[Any, Any, Any]:
    """A corner and two directions of one length: to the better weights, and one drawn at random across it."""
    import numpy as np

    a, b = _ends(m)
    along = b - a
    across = np.random.default_rng(seed).standard_normal(a.size)
    across -= along * (across @ along) / (along @ along)
    norm = np.linalg.norm(across)
    if norm == 0:
        raise argument_error("what", "the network has too few weights for a plane")
    return a, along, across * (np.linalg.norm(along) / norm)


def _surface(m: Minimum, ax: Any, points: int = 61, reach: float = 0.3, seed: int = 0) -> Any:
    """The loss on a plane through the minimum and the better weights, as a surface over it."""
    import numpy as np

    a, along, across = _plane(m, seed)
    n = _points(points)
    s = np.linspace(-reach, 1 + reach, n)
    t = np.linspace(-0.5 - reach / 2, 0.5 + reach / 2, n)
    grid = a + s[:, None, None] * along + t[None, :, None] * across
    losses = m.losses(grid.reshape(n * n, -1)).reshape(n, n)
    heights = np.log10(np.maximum(losses, 1e-300))
    ax = _axes(ax, projection="3d")
    x, y = np.meshgrid(s, t, indexing="ij")
    if hasattr(ax, "plot_surface"):
        ax.plot_surface(x, y, heights, cmap="viridis", linewidth=0, alpha=0.85)
        marks = np.log10(np.maximum(m.losses([a, a + along]), 1e-300))
        ax.scatter([0, 1], [0, 0], marks, color=["C3", "C0"], s=30, depthshade=False)
        ax.set_zlabel("log10 loss")
    else:
        ax.contourf(x, y, heights, levels=30, cmap="viridis")
        ax.plot([0], [0], "o", color="C3")
        ax.plot([1], [0], "o", color="C0")
    ax.set_xlabel("to the better weights")
    ax.set_ylabel("across")
    return ax


def _path(m: Minimum, ax: Any, points: int = 60) -> Any:
    """The loss along the path from the minimum to the better weights, on which it does not increase."""
    import numpy as np

    if not m.path:
        raise argument_error("what", "this result shows no path")
    _points(points)
    ax = _axes(ax)
    start = 0.0
    for segment in m.path:
        ends = [m.flat(_pairs(segment[end], m.biases)) for end in ("from", "to")]
        t = np.linspace(0, 1, points)
        losses = m.losses(ends[0] + t[:, None] * (ends[1] - ends[0]))
        constant = segment["kind"] == "constant"
        ax.plot(start + t, losses, color="0.6" if constant else "C0", linestyle="--" if constant else "-")
        start += 1
    ax.plot([0], [float(m.loss if m.loss is not None else np.nan)], "o", color="C3")
    ax.set_xlabel("segment of the path (dashed: the loss is constant)")
    ax.set_ylabel("loss")
    return ax


def _pairs(layers: Any, biases: bool) -> Any:
    import numpy as np

    def numbers(row: Any) -> Any:
        return [float(Fraction(x)) for x in row]

    return [
        (np.array([numbers(r) for r in layer["W"]]), np.array(numbers(layer["b"])) if biases else None)
        for layer in layers
    ]


def _spectrum(m: Minimum, ax: Any) -> Any:
    """Eigenvalues of the Hessian at the weights, in doubles."""
    import numpy as np

    values = np.linalg.eigvalsh(m.hessian())
    ax = _axes(ax)
    # Those that are 0 but for rounding are drawn as such.
    tiny = 1e-12 * max(1.0, float(np.max(np.abs(values))))
    colours = ["0.6" if abs(v) <= tiny else "C0" if v > 0 else "C3" for v in values]
    ax.scatter(range(1, len(values) + 1), values, c=colours, s=18)
    ax.set_yscale("symlog", linthresh=max(tiny, 1e-9))
    ax.axhline(0, color="0.8", linewidth=0.8)
    ax.set_xlabel("eigenvalue")
    ax.set_ylabel("of the Hessian")
    return ax


def _fit(m: Minimum, ax: Any, points: int = 301) -> Any:
    """The data, and what the network answers at the minimum and at the better weights."""
    import numpy as np

    if m.inputs is None or m.targets is None or m.weights is None:
        raise argument_error("what", f"a result of the kind {m.kind} has no weights with data")
    if m.widths[0] != 1 or m.widths[-1] != 1:
        raise argument_error("what", "the picture is for networks with one input and one output")
    ax = _axes(ax)
    x = m.inputs[:, 0]
    margin = 0.1 * (float(x.max() - x.min()) or 1.0)
    grid = np.linspace(x.min() - margin, x.max() + margin, _points(points))
    ax.plot(x, m.targets[:, 0], "k.", label="data")
    ax.plot(grid, m.outputs(grid)[:, 0], color="C3", label="minimum")
    if m.better is not None:
        ax.plot(grid, m.outputs(grid, m.better)[:, 0], color="C0", label="better")
    ax.set_xlabel("input")
    ax.set_ylabel("output")
    ax.legend()
    return ax
