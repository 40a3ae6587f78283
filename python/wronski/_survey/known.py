"""Normal forms that were met, and the verdicts about them: in little memory, however long the source is."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from typing import Any

from .._errors import argument_error
from .table import Parts

__all__ = ["Known"]


class Known:
    """Which activation had a normal form first. Only digests are kept; verdicts are read from the parts again.

    :param size: rows of a part
    :param columns: what a row says of the one that it is the same as
    """

    def __init__(self, parts: Parts, size: int, columns: list[str]) -> None:
        self._first: dict[bytes, int] = {}
        self._size = size
        self._columns = columns
        self._part = lru_cache(maxsize=16)(parts.part)

    def first(self, normal_form: str, parameters: tuple[str, ...], index: int) -> int:
        """The index of the first activation with this normal form: this one's, if it is new."""
        text = "\0".join((normal_form, *parameters)).encode("utf-8", "surrogatepass")
        return self._first.setdefault(hashlib.blake2b(text, digest_size=16).digest(), index)

    def verdicts(self, index: int) -> dict[str, Any]:
        """What was decided about an activation of a part that was written."""
        number, place = divmod(index, self._size)
        table = self._part(number)
        if table is None:
            raise argument_error("out", f"part {number} of the survey was removed while it was written", "run it again")
        found: dict[str, Any] = table.slice(place, 1).select(self._columns).to_pylist()[0]
        return found
