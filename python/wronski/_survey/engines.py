"""Who does the work: threads of this process, or workers of Ray."""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Optional, Protocol

from .. import _native
from .._errors import WronskiError, argument_error
from .._text import shown

__all__ = ["Engine", "engine_of"]

#: A task of a worker: the name of what to do, and its arguments as JSON.
Task = tuple[str, list[Any]]


class Engine(Protocol):
    """Answers tasks, in their order."""

    def map(self, tasks: Sequence[Task]) -> list[dict[str, Any]]:
        """The answers."""

    def close(self) -> None:
        """Give back what was taken."""


def answer(task: Task) -> dict[str, Any]:
    """What a worker does."""
    from .row import decide, normal_form

    kind, arguments = task
    if kind == "normal_form":
        text, parameters = arguments
        return normal_form(text, tuple(parameters))
    text, parameters, claims = arguments
    return decide(text, tuple(parameters), tuple(claims))


class Local:
    """Threads of this process: the engine works without the lock of the interpreter."""

    def __init__(self, workers: int) -> None:
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="survey")

    def map(self, tasks: Sequence[Task]) -> list[dict[str, Any]]:
        return list(self._pool.map(answer, tasks))

    def close(self) -> None:
        # After Ctrl-C nobody waits for what is at work.
        self._pool.shutdown(wait=False, cancel_futures=True)


def _answers(batch: dict[str, Any]) -> dict[str, Any]:
    """What a worker of Ray does with a batch of tasks."""
    import numpy as np

    found = [json.dumps(answer((kind, json.loads(arguments)))) for kind, arguments in zip(batch["kind"], batch["arguments"])]
    versions = [_native.__version__] * len(found)
    return {"place": batch["place"], "answer": np.array(found, dtype=object), "version": np.array(versions, dtype=object)}


class Ray:
    """Workers of a cluster of Ray, through ``ray.data``; a worker that dies is replaced, and its batch is done again."""

    #: Tasks that a worker is given at once: a second's work or so.
    _BATCH = 100

    def __init__(self, workers: Optional[int]) -> None:
        try:
            import ray
            import ray.data
        except ImportError:
            raise WronskiError(
                'engine: "ray" needs the package ray, which is not installed',
                "P1303",
                help='install it (pip install "ray[data]"), or leave engine out',
            ) from None
        self._ray: Any = ray
        self._started = not ray.is_initialized()
        if self._started:
            # A cluster that is named in the environment has the processors that it has.
            own: dict[str, Any] = {} if os.environ.get("RAY_ADDRESS") else {"num_cpus": workers, "include_dashboard": False}
            ray.init(log_to_driver=False, logging_level=logging.ERROR, **own)
        self._workers = workers
        context = ray.data.DataContext.get_current()
        context.enable_progress_bars = False
        # Each batch of a survey is an execution of its own, about which Ray would tell on standard error.
        logging.getLogger("ray.data").setLevel(logging.ERROR)

    def map(self, tasks: Sequence[Task]) -> list[dict[str, Any]]:
        if not tasks:
            return []
        rows = [{"place": i, "kind": k, "arguments": json.dumps(a)} for i, (k, a) in enumerate(tasks)]
        size = min(self._BATCH, max(1, len(rows) // (4 * (self._workers or 2))))
        blocks = -(-len(rows) // size)
        data = self._ray.data.from_items(rows, override_num_blocks=blocks)
        pool = self._ray.data.TaskPoolStrategy(size=self._workers)
        done = data.map_batches(_answers, batch_size=size, compute=pool)
        out: list[Optional[dict[str, Any]]] = [None] * len(rows)
        for row in done.iter_rows():
            if row["version"] != _native.__version__:
                raise WronskiError(
                    f"engine: a worker has wronski {row['version']}, and here it is {_native.__version__}",
                    "P1304",
                    help="install the same version on every machine of the cluster",
                )
            out[int(row["place"])] = json.loads(row["answer"])
        missing = sum(a is None for a in out)
        if missing:
            raise WronskiError(f"Ray lost {missing} of {len(rows)} answers", "P1304", help="run the survey again: it resumes")
        return [a for a in out if a is not None]

    def close(self) -> None:
        if self._started:
            self._ray.shutdown()


_ENGINES: dict[str, Callable[[Optional[int]], Engine]] = {
    "local": lambda workers: Local(workers or os.cpu_count() or 1),
    "ray": Ray,
}


def engine_of(name: object, workers: Optional[int]) -> Engine:
    """The engine of this name."""
    if not isinstance(name, str) or name not in _ENGINES:
        raise argument_error("engine", f"{shown(name)} is none of {', '.join(_ENGINES)}")
    return _ENGINES[name](workers)
