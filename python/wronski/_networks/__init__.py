"""Networks that people bring, from wherever they keep them."""

from __future__ import annotations

from .network import Network
from .read import read_network

__all__ = ["Network", "read_network"]
