"""Activations known by name."""

from __future__ import annotations

import html
import json
from dataclasses import dataclass, field
from typing import Any, Optional

from . import _native
from ._careful import careful
from ._errors import argument_error
from ._text import block, clipped, shown

__all__ = ["Catalog", "CatalogEntry", "catalog"]


@dataclass(frozen=True, repr=False)
class CatalogEntry:
    """An activation of the catalogue.

    :ivar formula: in x and the parameters
    :ivar parameters: with their default values, exact, as text
    :ivar frameworks: how frameworks call it, such as ``torch::silu``
    :ivar smoothness: as its source says
    :ivar fields: everything that the engine says, as in its JSON
    """

    name: str
    formula: str
    smoothness: str
    source: str
    aliases: list[str] = field(default_factory=list)
    frameworks: list[str] = field(default_factory=list)
    parameters: dict[str, str] = field(default_factory=dict)
    note: Optional[str] = None
    fields: dict[str, Any] = field(default_factory=dict)

    def __repr__(self) -> str:
        return block([f"{self.name:<18} {clipped(self.formula, 60)}"])


class Catalog(list[CatalogEntry]):
    """Entries in the order of the catalogue."""

    def json(self) -> dict[str, Any]:
        """The JSON object that ``wronski catalog --json`` prints."""
        return {"schema": "wronski/catalog", "version": 1, "entries": [e.fields for e in self]}

    def __repr__(self) -> str:
        return "\n".join(repr(e) for e in self)

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><td>{html.escape(e.name)}</td><td><code>{html.escape(e.formula)}</code></td>"
            f"<td>{html.escape(e.smoothness)}</td></tr>"
            for e in self
        )
        return f"<table><tr><th>name</th><th>formula</th><th>smoothness</th></tr>{rows}</table>"


@careful
def catalog(*names: str) -> Catalog:
    """The activations known by name; only these, if names are given.

    >>> import wronski
    >>> wronski.catalog("silu")[0].formula
    'x*sigmoid(x)'
    """
    for name in names:
        if not isinstance(name, str):
            raise argument_error("names", f"{shown(name)} is no name")
    entries = json.loads(_native.catalog(list(names)))["entries"]
    keys = ("name", "formula", "smoothness", "source", "aliases", "frameworks", "parameters", "note")
    return Catalog(CatalogEntry(**{k: e[k] for k in keys}, fields=e) for e in entries)
