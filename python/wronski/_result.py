"""What results have in common: the answer of the engine, its JSON and its certificate."""

from __future__ import annotations

import copy
import json
from typing import Any, Optional

from . import _native
from ._errors import WronskiError, in_python
from ._text import framed, preformatted


class Result:
    """A result of the engine. It can be pickled, copied and shown in a notebook."""

    _answer: Optional[_native.Answer]
    _record: dict[str, Any]
    #: How the input was read, for people.
    notes: list[str]

    def __init__(self, answer: _native.Answer, notes: Optional[list[str]] = None) -> None:
        self._answer = answer
        self._record = json.loads(answer.json)
        self.notes = [*(notes or []), *(in_python(n) for n in answer.notes)]

    def json(self) -> dict[str, Any]:
        """The JSON object that the program prints with ``--json``: a copy."""
        return copy.deepcopy(self._record)

    def __getstate__(self) -> dict[str, Any]:
        state = dict(self.__dict__)
        state["_answer"] = None
        return state

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, type(self)):
            return NotImplemented
        return self._record == other._record and self.notes == other.notes

    __hash__ = None  # type: ignore[assignment]

    def _repr_html_(self) -> str:
        return preformatted(repr(self))


class Certified(Result):
    """A result with a certificate, which anybody can re-check with ``wronski.check``."""

    _text: Optional[str] = None

    @property
    def certificate(self) -> str:
        """The certificate as JSON text. The checker has read it before it is handed out.

        :raises LimitError: ``W0606`` if the checker reached a limit; the verdict stands, without a certificate
        """
        if self._text is None:
            if self._answer is None:
                raise WronskiError("this result was copied from elsewhere without its certificate", "P1302")
            self._text = self._answer.certificate()
        return self._text

    def __getstate__(self) -> dict[str, Any]:
        # Whoever gets the copy has no engine to ask.
        try:
            _ = self.certificate
        except WronskiError:
            pass
        return super().__getstate__()

    def report(self, to: str = "html") -> Any:
        """A page that says what was decided and why: see :func:`wronski.report`."""
        from ._report import report

        return report(self, to)

    def _repr_html_(self) -> str:
        try:
            return framed(self.report("html").text)
        except WronskiError:
            return super()._repr_html_()
