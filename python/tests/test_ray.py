"""The same rows from a cluster of Ray, of which a worker is killed in the middle."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

import wronski

ray = pytest.importorskip("ray", reason="ray is not installed")
parquet = pytest.importorskip("pyarrow.parquet")

MANY = 1500


def rows(path: Path) -> list[dict[str, Any]]:
    table = parquet.read_table(path)
    keep = [c for c in table.column_names if c not in ("seconds", "worker")]
    found: list[dict[str, Any]] = table.select(keep).to_pylist()
    return found


@pytest.fixture(scope="module")
def cluster() -> Iterator[None]:
    ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False, logging_level="ERROR")
    yield
    ray.shutdown()


def activations() -> Iterator[str]:
    return islice(wronski.grammar(beta=2), 2000, 2000 + MANY)


def busy_workers() -> list[int]:
    """Processes of Ray that are at work on a batch: Ray names them after what they do."""
    found = []
    for process in Path("/proc").iterdir():
        if process.name.isdigit():
            try:
                name = (process / "cmdline").read_bytes().replace(b"\0", b" ")
            except OSError:
                continue
            if name.startswith(b"ray::") and b"_answers" in name:
                found.append(int(process.name))
    return found


@pytest.mark.skipif(not Path("/proc").exists(), reason="processes are found in /proc")
def test_a_worker_that_is_killed_loses_nothing(cluster: None, tmp_path: Path) -> None:
    out = tmp_path / "ray.parquet"
    killed: list[int] = []
    failure: list[BaseException] = []

    def work() -> None:
        try:
            wronski.survey(activations(), out, engine="ray", workers=2, batch=500)
        except BaseException as e:  # shown by the test
            failure.append(e)

    survey = threading.Thread(target=work)
    survey.start()
    parts = out.with_name("ray.parquet.parts")
    while survey.is_alive() and not killed:
        # In the middle: a part is there, and others are not.
        if parts.exists() and any(p.suffix == ".parquet" for p in parts.iterdir()):
            for pid in busy_workers()[:1]:
                os.kill(pid, signal.SIGKILL)
                killed.append(pid)
        time.sleep(0.01)
    survey.join()
    assert not failure, failure
    assert killed, "no worker was found at work"
    local = wronski.survey(activations(), tmp_path / "local.parquet", batch=500)
    assert [r["index"] for r in rows(out)] == list(range(MANY))
    assert rows(out) == rows(local.path)
    workers = {w for w in parquet.read_table(out).column("worker").to_pylist() if w is not None}
    assert len(workers) >= 2, "the work was not done by two processes"


def test_bad_lines_are_rows_there_too(cluster: None, tmp_path: Path) -> None:
    source = ["tanh", "2x", "", "tanh", "log(x)"]
    far = wronski.survey(source, tmp_path / "ray.parquet", engine="ray", claims="1", batch=10)
    near = wronski.survey(source, tmp_path / "local.parquet", claims="1", batch=10)
    assert rows(far.path) == rows(near.path)


def test_workers_with_another_version_are_refused(cluster: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from types import SimpleNamespace

    from wronski._survey import engines

    # The workers have what is installed; the process that calls says that it is another.
    monkeypatch.setattr(engines, "_native", SimpleNamespace(__version__="0.0.0"))
    with pytest.raises(wronski.WronskiError, match="a worker has wronski"):
        wronski.survey(["tanh"], tmp_path / "s.parquet", engine="ray", claims="1")
    assert not (tmp_path / "s.parquet").exists()


def test_what_was_begun_here_goes_on_there(cluster: None, tmp_path: Path) -> None:
    def breaks(after: int) -> Iterator[str]:
        for i, text in enumerate(islice(wronski.grammar(beta=2), 60)):
            if i == after:
                raise OSError("planted")
            yield text

    out = tmp_path / "s.parquet"
    with pytest.raises(OSError, match="planted"):
        wronski.survey(breaks(25), out, claims="1", batch=10)
    there = wronski.survey(breaks(99), out, claims="1", engine="ray")
    whole = wronski.survey(breaks(99), tmp_path / "whole.parquet", claims="1", batch=10)
    assert len(there) == 60 and rows(out) == rows(whole.path)
