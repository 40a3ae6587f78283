"""Where the activations of a survey come from."""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Optional

from .._activations import Parameters, declared, question
from .._errors import WronskiError, argument_error
from .._text import shown

__all__ = ["Item", "items"]

#: Characters of the longest line that is kept in a row.
_LONGEST = 65_536


@dataclass(frozen=True)
class Item:
    """An activation as text of the engine, or why it is none.

    :ivar index: its place in the source, from 0
    """

    index: int
    text: str
    parameters: tuple[str, ...]
    error: Optional[WronskiError] = None


def items(source: object, params: Parameters, used_only: bool = True) -> Iterator[Item]:
    """The activations of an iterable or a file, in order. What cannot be read is an item with its error.

    :param source: an iterable of what :func:`wronski.verify` takes, or the path of a file: ``.txt`` (one a line; blank
        lines and lines that start with # are skipped), ``.csv`` or ``.parquet`` with a column ``activation``, ``.jsonl``
        with objects that have ``activation`` and perhaps ``params``
    :param params: declared for those activations that mention them
    """
    common = declared(params)
    for index, (f, own) in enumerate(_entries(source)):
        yield _item(index, f, common, own, used_only)


def _mentions(text: str, name: str) -> bool:
    import re

    return re.search(rf"(?<![A-Za-z_0-9]){re.escape(name)}(?![A-Za-z_0-9])", text) is not None


def _is_text(text: str) -> bool:
    """Can it be written? A lone surrogate cannot."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _item(index: int, f: object, common: list[str], own: Optional[list[str]], used_only: bool) -> Item:
    wanted = common if own is None else own
    if any(not _is_text(p) for p in wanted):
        wanted = [p.encode("utf-8", "replace").decode("utf-8") for p in wanted]
        text = f if isinstance(f, str) and _is_text(f) else f"a {type(f).__name__}"
        return Item(index, text[:_LONGEST], tuple(wanted), argument_error("params", "a name is no valid Unicode text"))
    try:
        q = question(f, wanted, "activation")
    except Exception as e:  # an object may be anybody's, and a row has room for its error
        error = e if isinstance(e, WronskiError) else argument_error("activation", f"{type(e).__name__}: {shown(str(e), 200)}")
        return Item(index, f[:_LONGEST] if isinstance(f, str) else f"a {type(f).__name__}", tuple(wanted), error)
    try:
        q.text.encode("utf-8")
    except UnicodeEncodeError:
        bad = q.text.encode("utf-8", "replace").decode("utf-8")
        return Item(index, bad[:_LONGEST], tuple(wanted), argument_error("activation", "it is no valid Unicode text"))
    parameters = q.parameters
    if own is None and used_only:
        parameters = [p for p in parameters if _mentions(q.text, p.partition("=")[0].strip())]
    long = argument_error("activation", f"it has more than {_LONGEST} characters") if len(q.text) > _LONGEST else None
    return Item(index, q.text[:_LONGEST], tuple(parameters), long)


def _entries(source: object) -> Iterator[tuple[object, Optional[list[str]]]]:
    if isinstance(source, (str, os.PathLike)):
        yield from _of_file(source)
        return
    if isinstance(source, (bytes, dict)) or not isinstance(source, Iterable):
        raise argument_error(
            "source", f"a {type(source).__name__} is neither an iterable of activations nor the path of a file"
        )
    if hasattr(source, "columns"):
        # Iterating over a table gives the names of its columns.
        raise argument_error("source", f"a {type(source).__name__} is a table; give the column with the activations")
    if getattr(source, "ndim", 1) == 0:
        raise argument_error("source", "an array without dimensions is no list of activations")
    for f in source:
        yield f, None


def _of_file(path: Any) -> Iterator[tuple[object, Optional[list[str]]]]:
    name = os.fspath(path)
    readers = {".txt": _lines, ".csv": _csv, ".jsonl": _jsonl, ".parquet": _parquet}
    ending = os.path.splitext(name)[1].lower()
    if ending not in readers:
        raise argument_error("source", f"the file {name!r} ends with none of {', '.join(readers)}", _LIST)
    if not os.path.isfile(name):
        raise argument_error("source", f"there is no file {name!r}", _LIST)
    try:
        yield from readers[ending](name)
    except WronskiError:
        raise
    except (OSError, ValueError, csv.Error) as e:  # those of pyarrow are among them
        raise argument_error("source", f"the file {name!r} cannot be read: {shown(str(e), 200)}") from None


_LIST = "text is the path of a file; a single activation is a list of one: [...]"


def _text_lines(path: str) -> Iterator[str]:
    with open(path, encoding="utf-8-sig", errors="surrogateescape") as file:
        for line in file:
            yield line.rstrip("\r\n")


def _lines(path: str) -> Iterator[tuple[object, Optional[list[str]]]]:
    for line in _text_lines(path):
        text = line.strip()
        if text and not text.startswith("#"):
            yield text, None


def _csv(path: str) -> Iterator[tuple[object, Optional[list[str]]]]:
    with open(path, encoding="utf-8-sig", errors="surrogateescape", newline="") as file:
        table = csv.DictReader(file)
        if "activation" not in (table.fieldnames or []):
            raise argument_error("source", f"the file {path!r} has no column `activation`")
        for row in table:
            cells = row.get(None)
            # A comma that was not quoted: the cells belong together, and the engine says what is wrong with them.
            text = row["activation"] if not cells else ",".join([*(v or "" for k, v in row.items() if k), *cells])
            yield text, None


def _jsonl(path: str) -> Iterator[tuple[object, Optional[list[str]]]]:
    for line in _text_lines(path):
        if not line.strip():
            continue
        try:
            entry = json.loads(line)
            text = entry["activation"]
            own = entry.get("params")
            own = None if own is None else declared(own)
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
            # A bad line is an item that the engine refuses, with the line as its text.
            text, own = line, []
        yield text if isinstance(text, str) else json.dumps(text), own


def _parquet(path: str) -> Iterator[tuple[object, Optional[list[str]]]]:
    from .table import arrow

    parquet = arrow().parquet
    file = parquet.ParquetFile(path)
    if "activation" not in file.schema_arrow.names:
        raise argument_error("source", f"the file {path!r} has no column `activation`")
    for batch in file.iter_batches(columns=["activation"]):
        for text in batch.column(0).to_pylist():
            yield text, None
