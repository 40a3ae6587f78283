"""The package as it is installed: version, licenses, the program, threads, signals."""

from __future__ import annotations

import importlib.metadata
import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

import wronski

PROJECT = Path(__file__).resolve().parents[2]
#: A question that keeps a core busy for long.
LONG = "wronski.construct('gelu', widths=(1, 4, 1), samples=20_000)"


def metadata() -> importlib.metadata.PackageMetadata:
    try:
        return importlib.metadata.metadata("wronski")
    except importlib.metadata.PackageNotFoundError:
        pytest.skip("the package is used from its sources, not installed")


def test_the_version_is_that_of_the_crate() -> None:
    manifest = (PROJECT / "Cargo.toml").read_text()
    version = re.search(r'^version = "(.*)"$', manifest, re.MULTILINE)
    assert version is not None and wronski.__version__ == version[1]
    assert metadata()["Version"] == version[1]


def test_the_metadata_names_the_parts_under_other_licenses() -> None:
    found = metadata()
    assert "LGPL-3.0-or-later" in found["License-Expression"]
    files = set(found.get_all("License-File") or [])
    assert {"licenses/PARTS.md", "licenses/LGPL-3.0.txt", "licenses/GPL-3.0.txt"} <= files
    for name in ("LICENSE-MIT", "LICENSE-APACHE"):
        assert (PROJECT / "python/licenses" / name).read_text() == (PROJECT / name).read_text()
    assert {"sympy", "torch", "onnx", "plot", "survey", "ray"} <= set(found.get_all("Provides-Extra") or [])


def test_types_are_shipped() -> None:
    package = Path(wronski.__path__[0])
    assert (package / "py.typed").exists() and (package / "_native.pyi").exists()


def test_every_name_has_a_docstring() -> None:
    for name in wronski.__all__:
        assert name == "__version__" or getattr(wronski, name).__doc__, name


def run(*arguments: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "wronski", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)


def test_the_module_is_the_program() -> None:
    assert json.loads(run("verify", "tanh", "--json").stdout) == wronski.verify("tanh").json()
    assert run("--version").stdout.split() == ["wronski", wronski.__version__]
    for arguments, code in ((["verify", "softplus"], 1), (["verify", "2x"], 2), (["nonsense"], 2), (["equal", "x", "x"], 0)):
        assert run(*arguments).returncode == code


def test_a_reader_that_closes_its_pipe_is_no_failure() -> None:
    command = f"{sys.executable} -m wronski catalog --json | head -c 10; exit ${{PIPESTATUS[0]}}"
    found = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False, timeout=60)
    assert found.returncode == 0 and "Traceback" not in found.stderr, found


def test_other_threads_go_on_meanwhile() -> None:
    # While the engine works on a thread, Python counts on this one: it could not if the lock were held.
    done = threading.Event()

    def work() -> None:
        wronski.construct("gelu", widths=(1, 8, 6, 1))
        done.set()

    worker = threading.Thread(target=work)
    worker.start()
    counted = 0
    while not done.is_set():
        counted += 1
        time.sleep(0.001)
    worker.join()
    assert counted >= 20


def test_threads_get_the_same_answers() -> None:
    names = ["gelu", "softplus", "tanh", "mish", "silu", "sigmoid"]
    alone = {n: wronski.verify(n).json() for n in names}
    found: dict[str, object] = {}
    threads = [threading.Thread(target=lambda n=n: found.update({n: wronski.verify(n).json()})) for n in names]  # type: ignore[misc]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    assert found == alone


@pytest.mark.skipif(os.name == "nt", reason="signals of Unix")
@pytest.mark.parametrize("handler", ["", "signal.signal(signal.SIGALRM, on_alarm)"])
def test_an_interruption_ends_the_work(handler: str) -> None:
    number = signal.SIGALRM if handler else signal.SIGINT
    program = f"""
import signal, sys, threading, time
import wronski
def on_alarm(*_): raise TimeoutError
{handler}
print("begun", flush=True)
try:
    {LONG}
except (KeyboardInterrupt, TimeoutError) as e:
    print(type(e).__name__, flush=True)
    # The engine can be asked again, and the work that was interrupted ends by itself.
    assert wronski.verify("tanh").claims["analytic"].verdict == "proved"
    before = time.process_time()
    time.sleep(3)
    busy = time.process_time() - before
    print(busy < 2, flush=True)
"""
    process = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "begun\n"
    time.sleep(1.0)
    assert process.poll() is None, "the work was too short to be interrupted"
    sent = time.monotonic()
    process.send_signal(number)
    line = process.stdout.readline()
    # Within a second on an idle machine; this bound only tells an interruption from none.
    assert line.strip() == ("TimeoutError" if handler else "KeyboardInterrupt")
    assert time.monotonic() - sent < 15
    assert process.stdout.readline() == "True\n"
    assert process.wait(timeout=60) == 0


def test_an_engine_that_breaks_raises_and_does_not_abort() -> None:
    error = wronski.InternalError("a panic: planted", "W9999")
    assert isinstance(error, wronski.WronskiError) and error.code == "W9999"


def test_errors_can_be_sent() -> None:
    import pickle

    with pytest.raises(wronski.WronskiError) as e:
        wronski.verify("2x")
    other = pickle.loads(pickle.dumps(e.value))
    assert (other.code, other.span, other.help, str(other)) == (e.value.code, e.value.span, e.value.help, str(e.value))


def test_remedies_name_what_there_is_in_python() -> None:
    with pytest.raises(wronski.WronskiError) as e:
        wronski.verify("x", params=["beta"])
    assert e.value.code == "W0125" and "--" not in str(e.value)
    with pytest.raises(wronski.WronskiError) as e:
        wronski.verify("x + y")
    assert "--" not in str(e.value), str(e.value)
