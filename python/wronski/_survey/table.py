"""Rows as Parquet: parts while the work goes on, one file at its end.

A part is written beside its place, flushed to the disk and renamed, so that after a kill at any moment it is there as a
whole or not at all.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Optional

from .._errors import WronskiError, argument_error
from .._text import shown
from .row import COLUMNS, claim_columns

__all__ = ["Parts", "arrow", "schema", "write"]

_MANIFEST = b"wronski.survey"


def arrow() -> Any:
    """pyarrow with its module for Parquet."""
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError:
        raise WronskiError(
            "out: tables are written with pyarrow, which is not installed",
            "P1303",
            help="install it (pip install pyarrow)",
        ) from None
    return SimpleNamespace(pyarrow=pyarrow, parquet=parquet)


def schema(ids: list[str], manifest: dict[str, Any]) -> Any:
    """The columns of a survey of these claims."""
    pa = arrow().pyarrow
    kinds = {"": pa.string(), "rank": pa.int32(), "because": pa.string(), "reason": pa.string()}
    first = [pa.int64(), pa.string(), pa.list_(pa.string()), pa.string(), pa.int64()]
    fields = list(zip(COLUMNS, first))
    fields += [(c, kinds[c.rpartition(".")[2] if "." in c else ""]) for c in claim_columns(ids)]
    fields += [
        ("error_code", pa.string()),
        ("error_message", pa.string()),
        ("error_start", pa.int64()),
        ("error_end", pa.int64()),
        ("seconds", pa.float64()),
        ("worker", pa.string()),
        ("version", pa.string()),
    ]
    return pa.schema(fields, metadata={_MANIFEST: json.dumps(manifest, sort_keys=True).encode()})


def manifest_of(found: Any) -> Optional[dict[str, Any]]:
    """What a file says that it is a survey of."""
    text = (found.metadata or {}).get(_MANIFEST)
    if text is None:
        return None
    manifest: dict[str, Any] = json.loads(text)
    return manifest


def write(path: Path, tables: Iterator[Any], columns: Any) -> None:
    """Write tables into one file, which is there as a whole or not at all."""
    parquet = arrow().parquet
    beside = path.with_name(path.name + ".tmp")
    with open(beside, "wb") as file:
        with parquet.ParquetWriter(file, columns, compression="zstd") as writer:
            for table in tables:
                writer.write_table(table)
        file.flush()
        os.fsync(file.fileno())
    os.replace(beside, path)
    _flush_directory(path.parent)


def _flush_directory(path: Path) -> None:
    """A rename is on the disk when its directory is."""
    try:
        handle = os.open(path, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(handle)
    except OSError:
        pass
    finally:
        os.close(handle)


class Parts:
    """The parts of a survey in a directory beside its file."""

    def __init__(self, out: Path, ids: list[str], manifest: dict[str, Any]) -> None:
        self.out = out
        self.directory = out.with_name(out.name + ".parts")
        self.manifest = manifest
        self._ids = ids

    @property
    def schema(self) -> Any:
        """The columns, with the manifest."""
        return schema(self._ids, self.manifest)

    def _read(self, path: Path, whatever: tuple[str, ...] = ()) -> Any:
        """The rows of a file of this survey.

        :param whatever: what of the manifest may be another
        """
        try:
            table = arrow().parquet.read_table(path)
        except Exception as e:  # whatever the reader raises on a file that is damaged
            raise WronskiError(
                f"out: {path.name} is damaged: {type(e).__name__}: {e}",
                "P1304",
                help=f"remove {str(path)!r}, and run the survey again: it is done anew",
            ) from None
        found = manifest_of(table.schema)
        if found is None:
            raise argument_error("out", f"{str(path)!r} is no survey", "name another file, or remove this one")
        differ = [k for k in self.manifest if k not in whatever and found.get(k) != self.manifest[k]]
        if differ:
            raise argument_error(
                "out",
                f"{str(path)!r} is of another survey: "
                + "; ".join(f"{k} {shown(found.get(k))} there, {shown(self.manifest[k])} here" for k in differ),
                "name another file, or remove this one",
            )
        return table

    def finished(self) -> Optional[Any]:
        """The rows of the whole survey, if it was finished before. The size of its parts is of no account any more."""
        return self._read(self.out, ("batch",)) if self.out.exists() else None

    def size_begun(self) -> Optional[int]:
        """How many rows the parts have of a survey that was begun and not finished."""
        place = self._place(0)
        if not place.exists():
            return None
        table = self._read(place, tuple(self.manifest))
        size = (manifest_of(table.schema) or {}).get("batch")
        return size if isinstance(size, int) and size > 0 else None

    def _place(self, number: int) -> Path:
        return self.directory / f"part-{number:06d}.parquet"

    def part(self, number: int) -> Optional[Any]:
        """The rows of a part, if it was written."""
        place = self._place(number)
        return self._read(place) if place.exists() else None

    def beyond(self, count: int) -> bool:
        """Are there parts after the first ``count``?"""
        return any(p.name >= self._place(count).name for p in self.directory.glob("part-*.parquet"))

    def add(self, number: int, rows: list[dict[str, Any]]) -> Any:
        """Write a part."""
        self.directory.mkdir(parents=True, exist_ok=True)
        table = arrow().pyarrow.Table.from_pylist(rows, schema=self.schema)
        write(self._place(number), iter([table]), self.schema)
        return table

    def finish(self, count: int) -> None:
        """Join the parts, and remove them."""
        write(self.out, (self._read(self._place(n)) for n in range(count)), self.schema)
        self.remove()

    def writable(self) -> None:
        """Can the file be written? Hours of work should not end at a directory that does not exist."""
        try:
            if self.out.is_dir():
                raise argument_error("out", f"{str(self.out)!r} is a directory")
            self.directory.mkdir(exist_ok=True)
        except WronskiError:
            raise
        except (OSError, ValueError) as e:
            raise argument_error("out", f"{str(self.out)!r} cannot be written: {e}") from None

    def remove(self) -> None:
        """Remove the parts: a kill after the last step leaves them beside a file that is finished."""
        shutil.rmtree(self.directory, ignore_errors=True)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Two surveys that write the same parts at the same time would do everything twice.

        The lock is the system's and ends with the process, also by a kill. Where there is none (Windows, some network
        file systems) nothing is checked.
        """
        try:
            import fcntl
        except ImportError:
            yield
            return
        with open(self.directory / "lock", "wb") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise argument_error(
                    "out", f"another survey is writing {str(self.out)!r} now", "name another file, or wait"
                ) from None
            except OSError:
                pass
            yield
