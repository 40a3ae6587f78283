"""Weights brought nearer to a critical point before they are certified."""

from __future__ import annotations

import json
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from .. import _native

__all__ = ["Polished", "polished"]

#: Bits of a double-double.
_PRECISION = 106


@dataclass(frozen=True, repr=False)
class Polished:
    """What polishing did; it is a search, and what it found was certified afterwards.

    :ivar settled: did the steps become as small as rounding, not further away than the largest weight (and than 1)? If
        not, the weights were certified as they were given
    :ivar distance: how far the weights were moved, in the maximum norm; 0 if it did not settle
    :ivar gradient_before: the largest entry of the gradient at the given weights
    :ivar gradient_after: and at these
    :ivar steps: how many steps were made
    :ivar weights: one entry a layer, with exact numbers as text
    """

    settled: bool
    distance: float
    gradient_before: float
    gradient_after: float
    steps: int
    weights: list[dict[str, Any]]

    def __repr__(self) -> str:
        if not self.settled:
            return f"polishing did not settle in {self.steps} steps; the weights are those that were given"
        return (
            f"polished: moved by {self.distance:.3g}, largest gradient {self.gradient_before:.3g} before and "
            f"{self.gradient_after:.3g} after"
        )


def polished(network: str) -> Polished:
    """Newton's method with damping, in the precision of a double-double, from the weights of a network file."""
    found = json.loads(_native.polish(network, _PRECISION))
    return Polished(
        settled=found["settled"],
        distance=float(Fraction(found["distance"])) if found["settled"] else 0.0,
        gradient_before=found["gradient_before"],
        gradient_after=found["gradient_after"],
        steps=found["steps"],
        weights=found["weights"],
    )
