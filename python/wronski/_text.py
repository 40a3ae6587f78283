"""Results as text of at most 80 columns, and as HTML."""

from __future__ import annotations

import html
import textwrap
from collections.abc import Iterable

WIDTH = 80


def clipped(text: str, width: int) -> str:
    """The text on one line of at most so many characters.

    >>> clipped("a long sentence", 8)
    'a lon...'
    """
    line = " ".join(text.split())
    return line if len(line) <= width else line[: max(0, width - 3)] + "..."


def shown(value: object, width: int = 40) -> str:
    """A value in a message: short, also where its own text is long or cannot be made.

    >>> shown(10**5000)
    'a very large int'
    """
    try:
        return clipped(repr(value), width)
    except Exception:  # Python refuses to print very large integers; the object may be anybody's
        size = "very large " if isinstance(value, int) else ""
        return f"a {size}{type(value).__name__}"


def wrapped(text: str, indent: int, most_lines: int = 4) -> list[str]:
    """The text in lines that are indented; what is left out is marked."""
    lines = textwrap.wrap(
        text, WIDTH - indent, break_long_words=True, break_on_hyphens=False, max_lines=most_lines, placeholder=" ..."
    )
    return [" " * indent + line for line in lines]


def block(lines: Iterable[str]) -> str:
    """The lines, none longer than 80 columns."""
    return "\n".join(line if len(line) <= WIDTH else line[: WIDTH - 3] + "..." for line in lines)


def framed(page: str, height: int = 600) -> str:
    """A whole page inside of a notebook: its styles stay its own, and nothing in it runs."""
    source = html.escape(page, quote=True)
    return (
        f'<iframe sandbox="" srcdoc="{source}" style="width:100%;height:{height}px;border:1px solid #ccc" '
        'title="wronski"></iframe>'
    )


def preformatted(text: str) -> str:
    """Text as HTML."""
    return f"<pre>{html.escape(text)}</pre>"
