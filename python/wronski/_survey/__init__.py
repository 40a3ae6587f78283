"""Verdicts about many activations, as a table."""

from __future__ import annotations

from .survey import Survey, survey

__all__ = ["Survey", "survey"]
