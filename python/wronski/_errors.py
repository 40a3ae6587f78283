"""What was wrong, where, and what to do."""

from __future__ import annotations

import re
from typing import Any, Optional

__all__ = ["InternalError", "LimitError", "ResourceError", "WronskiError", "argument_error", "in_python"]

#: How the remedies of the engine name an option of its program, and how it is called here.
_OPTIONS = (
    (re.compile(r"--param(?:eter)? ([A-Za-z_][A-Za-z_0-9]*(?:=[^\s`]+)?)"), r'params=["\1"]'),
    (re.compile(r"--param\b"), "params"),
    (re.compile(r"--no-biases\b"), "biases=False"),
    (re.compile(r"--no-neighbourhood\b"), "neighbourhood=False"),
    (re.compile(r"--assumption ([12])"), r'claims="\1"'),
    (re.compile(r"--last-fraction\b"), "last_fraction"),
    (re.compile(r"--(unverified|unchecked)\b"), r"\1=True"),
    (re.compile(r"--samples min\b"), 'samples="min"'),
    (re.compile(r"--(widths|widen|units|samples|base|data|seed|precision|within)\b"), r"\1"),
)


def in_python(text: str) -> str:
    """The sentence with the options of the program called by their names in Python.

    >>> in_python("write `beta` into the expression, or leave out `--param beta`")
    'write `beta` into the expression, or leave out `params=["beta"]`'
    """
    for option, name in _OPTIONS:
        text = option.sub(name, text)
    # A lone surrogate that is quoted could not be printed.
    return text.encode("utf-8", "replace").decode("utf-8")


class WronskiError(ValueError):
    """The input is wrong.

    >>> import wronski
    >>> try:
    ...     wronski.verify("2x")
    ... except wronski.WronskiError as e:
    ...     print(e.code, e.span)
    W0109 (0, 2)

    :ivar code: a stable code such as ``W0103`` (docs/errors.md); codes that begin with P are of the package
    :ivar span: the place in the text that was given, as (start, end) in characters, or None
    :ivar help: what to do about it, or None
    :ivar label: a short text for the place, or None
    :ivar source: the text that the place is in
    """

    def __init__(
        self,
        message: str,
        code: str = "P1301",
        span: Optional[tuple[int, int]] = None,
        help: Optional[str] = None,
        label: Optional[str] = None,
        source: str = "",
    ) -> None:
        self.message = in_python(message)
        self.code = code
        self.span = span
        self.help = None if help is None else in_python(help)
        self.label = None if label is None else in_python(label)
        self.source = source.encode("utf-8", "replace").decode("utf-8")
        super().__init__(self._text())

    def _text(self) -> str:
        lines = [f"{self.code}: {self.message}"]
        if self.span is not None and self.source and "\n" not in self.source and len(self.source) <= 200:
            start, end = self.span
            lines.append(f"  {self.source}")
            marks = f"  {' ' * start}{'^' * max(1, end - start)}"
            lines.append(f"{marks} {self.label}" if self.label else marks)
        if self.help:
            lines.append(f"help: {self.help}")
        return "\n".join(lines)

    def __reduce__(self) -> tuple[Any, ...]:
        arguments = (self.message, self.code, self.span, self.help, self.label, self.source)
        return (type(self), arguments)


class LimitError(WronskiError):
    """A limit that is named was reached before there was an answer."""


class ResourceError(WronskiError):
    """The system refused memory, or a place for the output."""


class InternalError(WronskiError):
    """A bug in wronski; no verdict was reached. Please report it."""


def argument_error(argument: str, what: str, help: Optional[str] = None) -> WronskiError:
    """The error for an argument of a call that is wrong before the engine sees it.

    >>> print(argument_error("X", "2 rows, but y has 3"))
    P1301: X: 2 rows, but y has 3
    """
    return WronskiError(f"{argument}: {what}", "P1301", None, help)
