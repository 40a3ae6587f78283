"""Verdicts about many activations: decided once for each normal form, kept as rows, resumed after a kill."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, Optional, Union

from .. import _native
from .._activations import Parameters
from .._errors import argument_error
from .._text import block, preformatted, shown
from .._verify import _claims
from .engines import Engine, engine_of
from .known import Known
from .row import COLUMNS, claim_columns, failed
from .source import Item, items
from .table import Parts, arrow

__all__ = ["Survey", "survey"]

#: Claims that are decided unasked, in their order.
_IDS = (
    "analytic",
    "assumption-1",
    "assumption-2/claim-1",
    "assumption-2/claim-2/field",
    "assumption-2/claim-2/differential",
    "lemma-3",
    "gradient-3",
)


class Survey:
    """A finished survey.

    :ivar path: the file
    :ivar ids: the claims, as columns are called
    """

    def __init__(self, path: Path, ids: list[str], rows: int) -> None:
        self.path = path
        self.ids = ids
        self._rows = rows

    def __len__(self) -> int:
        return self._rows

    def table(self, columns: Optional[list[str]] = None) -> Any:
        """The rows as a table of pyarrow."""
        return arrow().parquet.read_table(self.path, columns=columns)

    def summary(self) -> dict[str, dict[str, int]]:
        """For each claim, how many rows have which verdict; rows with an error count under ``error``."""
        table = self.table([*self.ids, "error_code"])
        errors = table.num_rows - table.column("error_code").null_count
        out = {}
        for i in self.ids:
            counts = Counter(v for v in table.column(i).to_pylist() if v is not None)
            out[i] = {**dict(sorted(counts.items())), **({"error": errors} if errors else {})}
        return out

    def __repr__(self) -> str:
        lines = [f"{self._rows} activations in {self.path}"]
        for claim, counts in self.summary().items():
            said = ", ".join(f"{n} {word}" for word, n in counts.items())
            lines += [f"  {claim}", f"    {said}"]
        return block(lines)

    def _repr_html_(self) -> str:
        return preformatted(repr(self))


def survey(
    source: object,
    out: Union[str, "os.PathLike[str]"] = "results.parquet",
    *,
    params: Parameters = None,
    claims: Union[str, Iterable[str], None] = None,
    workers: Optional[int] = None,
    engine: str = "local",
    batch: Optional[int] = None,
    progress: Union[None, bool, Callable[[int], object]] = None,
) -> Survey:
    """Decide the claims about many activations, as a table with a row for each (docs/survey.md has the columns).

    >>> import tempfile, wronski
    >>> with tempfile.TemporaryDirectory() as d:
    ...     s = wronski.survey(["tanh", "softplus", "x*sigmoid(x)", "silu", "2x"], f"{d}/s.parquet", claims="1")
    ...     s.summary()["assumption-1"], s.table().column("same_as").to_pylist()
    ({'proved': 4, 'error': 1}, [None, None, None, 2, None])

    What is written stays: after a kill the same call goes on where it was, and a finished survey is returned as it is.
    Activations with the same normal form are decided once.

    :param source: an iterable of what :func:`wronski.verify` takes, or the path of a ``.txt`` (one a line), ``.csv``,
        ``.jsonl`` or ``.parquet`` file; what cannot be read is a row with its error
    :param out: the Parquet file; parts stand in a directory beside it until it is finished
    :param params: parameters, declared for those activations that mention them
    :param workers: how many (all cores of this machine, or of the cluster)
    :param engine: ``"local"`` (threads), or ``"ray"`` (a cluster of Ray; a local one is started if there is none)
    :param batch: activations a part: what a kill loses at most (200, with Ray 2000, or as the survey was begun)
    :param progress: called with the number of rows that are done; True shows it
    :raises WronskiError: ``P1301`` if ``out`` holds another survey than this
    """
    ids = _ids(claims)
    if workers is not None and (isinstance(workers, bool) or not isinstance(workers, int) or not 1 <= workers <= 4096):
        raise argument_error("workers", f"{shown(workers)} is no number of workers")
    size = batch if batch is not None else (2000 if engine == "ray" else 200)
    if isinstance(size, bool) or not isinstance(size, int) or not 1 <= size <= 1_000_000:
        raise argument_error("batch", f"{shown(batch)} is no number of activations")
    asked = _claims(claims)
    if not isinstance(out, (str, os.PathLike)):
        raise argument_error("out", f"{shown(out)} is no path")
    manifest = {"claims": ids, "version": _native.__version__, "batch": size}
    parts = Parts(Path(out), ids, manifest)
    working = _Lazy(engine, workers)
    with _Told(progress) as told:
        if not parts.out.is_dir():
            before = parts.finished()
            if before is not None:
                return _as_it_is(parts, before, source, params, ids)
        if batch is None:
            size = manifest["batch"] = parts.size_begun() or size
        parts.writable()
        with parts.alone():
            try:
                rows = _work(parts, source, params, asked, ids, size, working, told)
            finally:
                working.close()
    return Survey(parts.out, ids, rows)


def _ids(claims: Union[str, Iterable[str], None]) -> list[str]:
    asked = _claims(claims)
    selections = {(): _IDS, ("1",): _IDS[:2], ("2",): _IDS[:5]}
    if tuple(asked) in selections:
        return list(selections[tuple(asked)])
    # Ids are those of the engine, which also says what has to stand beside them.
    import json

    answer = _native.verify("x", [], asked, False)
    return [c["id"] for c in json.loads(answer.json)["claims"]]


class _Lazy:
    """An engine that is started when there is work."""

    def __init__(self, name: str, workers: Optional[int]) -> None:
        self._name, self._workers = name, workers
        self._engine: Optional[Engine] = None
        if name not in ("local", "ray"):
            engine_of(name, workers)

    def map(self, tasks: list[tuple[str, list[Any]]]) -> list[dict[str, Any]]:
        if not tasks:
            return []
        if self._engine is None:
            self._engine = engine_of(self._name, self._workers)
        return self._engine.map(tasks)

    def close(self) -> None:
        if self._engine is not None:
            self._engine.close()


def _batches(source: Iterator[Item], size: int) -> Iterator[list[Item]]:
    group: list[Item] = []
    for item in source:
        group.append(item)
        if len(group) == size:
            yield group
            group = []
    if group:
        yield group


def _same_source(group: list[Item], table: Any, first: int) -> None:
    """Rows that were written are of these items."""
    texts, parameters = (table.column(c).to_pylist() for c in ("activation", "parameters"))
    for item, text, declared in zip(group, texts, parameters):
        if item.text != text or list(item.parameters) != declared:
            raise argument_error(
                "source",
                f"activation {item.index} is {shown(item.text)}, and the survey that was begun has {shown(text)} there",
                "name another file with out=, or remove the one that was begun",
            )
    if len(group) != len(texts):
        raise argument_error(
            "source",
            f"it has {first + len(group)} activations so far, and the survey that was begun has {first + len(texts)}",
            "name another file with out=, or remove the one that was begun",
        )


def _as_it_is(parts: Parts, table: Any, source: object, params: Parameters, ids: list[str]) -> Survey:
    """A survey that was finished, if it is of this source."""
    count = 0
    for group in _batches(items(source, params), 10_000):
        _same_source(group, table.slice(count, len(group)), count)
        count += len(group)
    if count != table.num_rows:
        raise argument_error(
            "source",
            f"it has {count} activations, and the survey in {str(parts.out)!r} has {table.num_rows}",
            "name another file with out=, or remove this one",
        )
    parts.remove()
    return Survey(parts.out, ids, count)


def _work(
    parts: Parts,
    source: object,
    params: Parameters,
    asked: list[str],
    ids: list[str],
    size: int,
    engine: _Lazy,
    told: _Told,
) -> int:
    kept = [*claim_columns(ids), "error_code", "error_message", "error_start", "error_end"]
    known = Known(parts, size, kept)
    done = number = 0
    for number, group in enumerate(_batches(items(source, params), size), start=1):
        table = parts.part(number - 1)
        if table is None:
            parts.add(number - 1, _rows(group, asked, engine, known, kept))
        else:
            _same_source(group, table, done)
            for row in table.select(COLUMNS).to_pylist():
                if row["normal_form"] is not None and row["same_as"] is None:
                    known.first(row["normal_form"], tuple(row["parameters"]), row["index"])
        done += len(group)
        told.to(done)
    if parts.beyond(max(number, 1)):
        raise argument_error(
            "source",
            f"it has {done} activations, and the survey that was begun has more",
            "name another file with out=, or remove the one that was begun",
        )
    if number == 0:
        parts.add(0, [])
        number = 1
    parts.finish(number)
    return done


def _rows(group: list[Item], asked: list[str], engine: _Lazy, known: Known, kept: list[str]) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = [
        {"index": i.index, "activation": i.text, "parameters": list(i.parameters), "version": _native.__version__}
        for i in group
    ]
    readable = [n for n, i in enumerate(group) if i.error is None]
    for row, item in zip(rows, group):
        if item.error is not None:
            row.update(failed(item.error))
    forms = engine.map([("normal_form", [group[n].text, list(group[n].parameters)]) for n in readable])
    for n, form in zip(readable, forms):
        rows[n].update(form)
    new: list[int] = []
    for n in readable:
        if rows[n].get("normal_form") is None:
            continue
        first = known.first(rows[n]["normal_form"], group[n].parameters, group[n].index)
        if first == group[n].index:
            new.append(n)
        else:
            rows[n]["same_as"] = first
    answers = engine.map([("decide", [group[n].text, list(group[n].parameters), asked]) for n in new])
    for n, found in zip(new, answers):
        rows[n].update(found)
    for n in readable:
        same = rows[n].get("same_as")
        if same is None:
            continue
        near = same - group[0].index
        rows[n].update({c: rows[near].get(c) for c in kept} if near >= 0 else known.verdicts(same))
    return rows


class _Told:
    """Tells how many rows are done."""

    def __init__(self, progress: Union[None, bool, Callable[[int], object]]) -> None:
        if progress not in (None, True, False) and not callable(progress):
            raise argument_error("progress", f"a {type(progress).__name__} cannot be called")
        self._progress = progress
        self._bar: Any = None

    def __enter__(self) -> _Told:
        if self._progress is True:
            try:
                from tqdm.auto import tqdm

                self._bar = tqdm(unit=" activations")
            except ImportError:
                pass
        return self

    def to(self, done: int) -> None:
        if self._bar is not None:
            self._bar.update(done - self._bar.n)
        elif self._progress is True:
            import sys

            print(f"wronski: {done} activations", file=sys.stderr)
        elif callable(self._progress):
            self._progress(done)

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.close()
