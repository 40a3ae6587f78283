"""A user's program, as mypy --strict has to accept it; it is not run."""

from __future__ import annotations

from typing import Optional

import wronski
from wronski import Kind, Verdict


def proved(text: str) -> bool:
    claims = wronski.verify(text, params=["beta=1"]).claims
    return claims["analytic"].verdict is Verdict.PROVED


def rank(*functions: str) -> Optional[int]:
    return wronski.independent(*functions).rank


def gap() -> Optional[float]:
    m = wronski.construct("gelu", widths=[1, 4, 1], seed=3)
    if m.kind is not Kind.BAD_LOCAL_MINIMUM or m.loss is None or m.better_loss is None:
        return None
    return m.loss - m.better_loss


def place(text: str) -> Optional[tuple[int, int]]:
    try:
        wronski.verify(text)
    except wronski.WronskiError as e:
        return e.span
    return None
