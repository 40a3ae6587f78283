"""Pages about certificates."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, Union

from . import _native
from ._careful import careful
from ._check import certificate_text
from ._errors import argument_error
from ._text import block, framed, preformatted
from ._verify import Verification

__all__ = ["Report", "report"]


class Report:
    """A page, and the files that stand beside it.

    :ivar text: the page
    :ivar files: names and texts of pictures and attachments
    """

    def __init__(self, to: str, pages: list[tuple[str, str]]) -> None:
        self.to = to
        self.text = pages[0][1]
        self.files = dict(pages[1:])

    def save(self, path: Union[str, "os.PathLike[str]"]) -> Path:
        """Write the page to this path, and the files into its directory; the path."""
        target = Path(path)
        for name, text in self.files.items():
            target.with_name(name).write_text(text, encoding="utf-8")
        target.write_text(self.text, encoding="utf-8")
        return target

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        beside = f", {len(self.files)} files beside it" if self.files else ""
        return block([f"Report({self.to}: {len(self.text)} characters{beside})"])

    def _repr_html_(self) -> str:
        return framed(self.text) if self.to == "html" else preformatted(self.text)


@careful
def report(
    certificates: object,
    to: str = "html",
    *,
    unchecked: bool = False,
    stem: Union[str, None] = None,
) -> Report:
    """A page that says what certificates show and why (docs/reports.md): the program reads each with the checker first.

    >>> import wronski
    >>> page = wronski.report(wronski.verify("tanh"))
    >>> "<script" in page.text, page.text.startswith("<!doctype html>")
    (False, True)

    :param certificates: a certificate as :func:`wronski.check` takes it, or a list of them for a comparison
    :param to: ``html`` (one page), ``md``, ``tex``
    :param unchecked: make a page of a certificate that the checker does not confirm, with a stamp that says so
    :param stem: the name of the page without its ending: Markdown and LaTeX name the files beside it after the page
    :raises WronskiError: a certificate is not confirmed
    """
    several: list[Any] = list(certificates) if isinstance(certificates, (list, tuple)) else [certificates]
    if not several:
        raise argument_error("certificates", "there are none")
    if not isinstance(to, str):
        raise argument_error("to", f"a {type(to).__name__} is no format")
    named = []
    for i, c in enumerate(several):
        name = c.activation if isinstance(c, Verification) else "the certificate" if len(several) == 1 else f"certificate {i + 1}"
        named.append((name, certificate_text(c, "certificates")))
    return Report(to, _native.report(named, to, bool(unchecked), stem))
