"""The independent checker."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from typing import Any, Optional, Union

from . import _native
from ._activations import Parameters, questions
from ._arguments import whole_numbers
from ._careful import careful
from ._errors import WronskiError, argument_error
from ._result import Certified
from ._text import block, preformatted, wrapped
from ._words import Validity

__all__ = ["Check", "certificate_text", "check"]

#: Bytes of the longest certificate that is read from a file.
_LONGEST_FILE = 1 << 28


class Check:
    """What the checker says of a certificate.

    :ivar verdict: valid, holey (nothing is wrong, nothing is decided), invalid, or unable (a limit)
    :ivar claims: what was re-derived, each with ``id`` and ``verdict``
    :ivar kind: of a certificate of a minimum, what it shows
    :ivar code: of what is not confirmed
    :ivar reason: why it is not
    :ivar about: what the file is about
    """

    def __init__(self, record: dict[str, Any]) -> None:
        self._record = record
        self.verdict = Validity(record["verdict"])
        self.claims: list[dict[str, Any]] = record.get("claims", [])
        self.kind: Optional[str] = record.get("kind")
        self.code: Optional[str] = record.get("code")
        self.reason: Optional[str] = record.get("reason")
        self.about: dict[str, Any] = record.get("about", {})

    @property
    def valid(self) -> bool:
        """Is every claim re-derived from the file alone?"""
        return self.verdict is Validity.VALID

    def json(self) -> dict[str, Any]:
        """The JSON object that ``wronski check --json`` prints: a copy."""
        copy: dict[str, Any] = json.loads(json.dumps(self._record))
        return copy

    def __repr__(self) -> str:
        head = str(self.verdict) if self.kind is None else f"{self.verdict}: {self.kind}"
        lines = [head]
        if self.reason:
            lines += wrapped(f"{self.code}: {self.reason}", 2)
        lines += [f"  {c['verdict']:<10} {c['id']}" for c in self.claims]
        return block(lines)

    def _repr_html_(self) -> str:
        return preformatted(repr(self))

    def __eq__(self, other: object) -> bool:
        return self._record == other._record if isinstance(other, Check) else NotImplemented

    __hash__ = None  # type: ignore[assignment]


def certificate_text(certificate: object, argument: str = "certificate") -> str:
    """The text of a certificate: given as text or bytes, as its JSON object, as a path, or by the result it is of."""
    if isinstance(certificate, str):
        return certificate
    if isinstance(certificate, (bytes, bytearray)):
        try:
            return bytes(certificate).decode("utf-8")
        except UnicodeDecodeError:
            raise argument_error(argument, "the bytes are not UTF-8") from None
    if isinstance(certificate, Certified):
        return certificate.certificate
    if isinstance(certificate, Mapping):
        try:
            return json.dumps(certificate, allow_nan=False)
        except (TypeError, ValueError, RecursionError) as e:
            raise argument_error(argument, f"the dictionary is no JSON object: {e}") from None
    if isinstance(certificate, os.PathLike):
        try:
            if os.path.getsize(certificate) > _LONGEST_FILE:
                raise argument_error(argument, f"{os.fspath(certificate)!r} has more than {_LONGEST_FILE} bytes")
            with open(certificate, encoding="utf-8") as file:
                return file.read()
        except (OSError, UnicodeDecodeError) as e:
            raise argument_error(argument, f"it could not be read: {e}") from None
    raise argument_error(
        argument,
        f"a {type(certificate).__name__} is no certificate",
        "give its text, its JSON object, a pathlib.Path, or the result that it is of",
    )


@careful
def check(
    certificate: object,
    *,
    functions: Union[None, str, Sequence[object]] = None,
    params: Parameters = None,
    widths: Optional[Sequence[int]] = None,
    data: Optional[str] = None,
) -> Check:
    """Re-derive every claim of a certificate from the file alone.

    >>> import wronski
    >>> wronski.check(wronski.verify("gelu").certificate).valid
    True
    >>> wronski.check("{}").valid
    False

    :param certificate: text, JSON object, a ``pathlib.Path``, or a result of ``verify`` and the like
    :param functions: refuse a certificate that is about other functions than these, in order
    :param widths: refuse one about a network of other widths
    :param data: refuse one with another data set: the text of JSON with inputs and targets, or of CSV
    :raises WronskiError: what is asked is wrong. That a certificate is invalid is no error.
    """
    text = certificate_text(certificate)
    if functions is None:
        q = questions(("x",), params)
        texts: list[str] = []
    else:
        q = questions(functions if isinstance(functions, (list, tuple)) else (functions,), params)
        texts = q.texts
    shape = [] if widths is None else whole_numbers(widths, "widths")
    if data is not None and not isinstance(data, str):
        raise argument_error("data", "it is no text of JSON or CSV")
    try:
        return Check(json.loads(_native.check(text, texts, q.parameters, shape, data)))
    except OverflowError:
        raise WronskiError("widths: a number of units is too large", "P1301") from None
