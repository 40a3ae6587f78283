"""Many at once: rows, duplicates, bad lines, kills."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import wronski

pyarrow = pytest.importorskip("pyarrow")
parquet = pytest.importorskip("pyarrow.parquet")

#: What differs between two runs of the same survey.
VOLATILE = {"seconds", "worker"}
MIXED = ["tanh", "softplus", "x*sigmoid(x)", "silu", "2x", "", "log(x)", "unknown(x)", "relu", "tanh", "x\0", "x" * 70_000]


def rows(path: Path) -> list[dict[str, Any]]:
    table = parquet.read_table(path)
    keep = [c for c in table.column_names if c not in VOLATILE]
    found: list[dict[str, Any]] = table.select(keep).to_pylist()
    return found


def test_rows_are_those_of_verify(tmp_path: Path) -> None:
    names = ["tanh", "softplus", "gelu", "relu", "erf"]
    s = wronski.survey(names, tmp_path / "s.parquet", workers=2)
    assert len(s) == 5 and s.path.exists() and not s.path.with_name("s.parquet.parts").exists()
    for row, name in zip(rows(s.path), names):
        v = wronski.verify(name)
        assert row["activation"] == name and row["version"] == wronski.__version__
        for claim in v.claims.values():
            assert row[claim.id] == str(claim.verdict)
            assert row[f"{claim.id}.rank"] == claim.rank and row[f"{claim.id}.because"] == claim.because
    table = s.table()
    assert all(t > 0 for t in table.column("seconds").to_pylist())
    assert s.summary()["gradient-3"] == {"proved": 3, "refuted": 1, "undecided": 1}
    assert all(len(line) <= 80 for line in repr(s).splitlines()) and "activations" in s._repr_html_()


def test_bad_lines_are_rows_with_their_errors(tmp_path: Path) -> None:
    s = wronski.survey(MIXED, tmp_path / "s.parquet", claims="1", batch=3)
    found = rows(s.path)
    assert [r["index"] for r in found] == list(range(len(MIXED)))
    codes = [r["error_code"] for r in found]
    assert codes[:4] == [None] * 4 and codes[4] == "W0109" and codes[6] == "W0203" and codes[7] == "W0103"
    assert all(codes[i] for i in (5, 10, 11))
    assert (found[4]["error_start"], found[4]["error_end"]) == (0, 2)
    assert all((r["error_code"] is None) == (r["analytic"] is not None) for r in found)


def test_duplicates_are_decided_once(tmp_path: Path) -> None:
    s = wronski.survey(MIXED, tmp_path / "s.parquet", claims="1", batch=4)
    found = parquet.read_table(s.path).to_pylist()
    assert found[3]["same_as"] == 2 and found[9]["same_as"] == 0
    assert found[3]["seconds"] is None and found[3]["assumption-1"] == found[2]["assumption-1"] == "proved"
    assert found[3]["normal_form"] == found[2]["normal_form"]


def test_undecided_rows_have_their_reason_as_data(tmp_path: Path) -> None:
    s = wronski.survey(["gelu(gelu(gelu(gelu(x))))"], tmp_path / "s.parquet", claims=["lemma-3"])
    row = rows(s.path)[0]
    if row["lemma-3"] == "undecided":
        assert isinstance(json.loads(row["lemma-3.reason"]), dict)


def test_parameters_are_declared_where_they_are_used(tmp_path: Path) -> None:
    s = wronski.survey(["x*sigmoid(beta*x)", "tanh", "x + betaa"], tmp_path / "s.parquet", params=["beta"], claims="1")
    found = rows(s.path)
    assert [r["parameters"] for r in found] == [["beta"], [], []]
    assert [r["error_code"] for r in found[:2]] == [None, None] and found[2]["error_code"]


def test_files_are_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("# a comment\n\ntanh\n  softplus  \n2x\n")
    (tmp_path / "a.csv").write_text("name,activation\nt,tanh\ns,softplus\nw,2x\n")
    (tmp_path / "a.jsonl").write_text('{"activation": "tanh"}\n{"activation": "softplus"}\n\n{"activation": "2x"}\n')
    parquet.write_table(pyarrow.table({"activation": ["tanh", "softplus", "2x"]}), tmp_path / "a.parquet")
    expected = None
    for ending in ("txt", "csv", "jsonl", "parquet"):
        s = wronski.survey(tmp_path / f"a.{ending}", tmp_path / f"out-{ending}.parquet", claims="1")
        expected = expected or rows(s.path)
        assert len(s) == 3 and rows(s.path) == expected
    (tmp_path / "b.jsonl").write_text('{"activation": "x*sigmoid(a*x)", "params": ["a"]}\nnonsense\n[]\n{"activation": 3}\n')
    found = rows(wronski.survey(tmp_path / "b.jsonl", tmp_path / "b.parquet", claims="1").path)
    assert found[0]["assumption-1"] == "proved" and all(r["error_code"] for r in found[1:3])


@pytest.mark.parametrize(
    "source", [None, 3, b"tanh", {"tanh": 1}, "no/such/file.txt", "a.docx", Path("/nonexistent.csv"), "tanh"]
)
def test_sources_that_are_none_are_refused(source: object, tmp_path: Path) -> None:
    with pytest.raises(wronski.WronskiError, match="source"):
        wronski.survey(source, tmp_path / "s.parquet")


@pytest.mark.parametrize(
    "options",
    [{"workers": 0}, {"workers": -1}, {"workers": True}, {"workers": 1.5}, {"engine": "dask"}, {"engine": None}, {"batch": 0},
     {"batch": "many"}, {"claims": ["no-such-claim"]}, {"claims": []}, {"progress": 3}, {"params": 3}],
)  # fmt: skip
def test_options_that_are_wrong_are_refused(options: dict[str, Any], tmp_path: Path) -> None:
    with pytest.raises(wronski.WronskiError):
        wronski.survey(["tanh"], tmp_path / "s.parquet", **options)


def test_a_file_that_cannot_be_written_is_told_before_the_work(tmp_path: Path) -> None:
    def never() -> Iterator[str]:
        raise AssertionError("the work began")
        yield ""

    for out in (tmp_path / "no" / "such" / "s.parquet", tmp_path, 3, Path("/proc/s.parquet")):
        with pytest.raises(wronski.WronskiError, match="out"):
            wronski.survey(never(), out)  # type: ignore[arg-type]


def test_no_activations_are_a_table_without_rows(tmp_path: Path) -> None:
    s = wronski.survey([], tmp_path / "s.parquet")
    assert len(s) == 0 and rows(s.path) == []


def test_a_finished_survey_is_returned_as_it_is(tmp_path: Path) -> None:
    first = wronski.survey(["tanh", "erf"], tmp_path / "s.parquet", claims="1")
    written = first.path.stat().st_mtime_ns
    assert len(wronski.survey(["tanh", "erf"], first.path, claims="1")) == 2
    assert first.path.stat().st_mtime_ns == written
    for source, claims in ((["tanh"], "1"), (["tanh", "erf", "gelu"], "1"), (["tanh", "gelu"], "1"), (["tanh", "erf"], "2")):
        with pytest.raises(wronski.WronskiError, match="out=|another"):
            wronski.survey(source, first.path, claims=claims)


def source_that_breaks(after: int) -> Iterator[str]:
    for i in range(40):
        if i == after:
            raise OSError("planted")
        yield f"tanh({i + 1}*x)"


def test_what_was_done_before_a_failure_is_not_done_again(tmp_path: Path) -> None:
    out = tmp_path / "s.parquet"
    with pytest.raises(OSError, match="planted"):
        wronski.survey(source_that_breaks(25), out, claims="1", batch=5)
    parts = sorted(p.name for p in (tmp_path / "s.parquet.parts").glob("*.parquet"))
    assert len(parts) == 5 and not out.exists()
    times = {p: (tmp_path / "s.parquet.parts" / p).stat().st_mtime_ns for p in parts}
    with pytest.raises(OSError):
        wronski.survey(source_that_breaks(33), out, claims="1", batch=5)
    assert all((tmp_path / "s.parquet.parts" / p).stat().st_mtime_ns == t for p, t in times.items())
    s = wronski.survey(source_that_breaks(99), out, claims="1", batch=5)
    whole = wronski.survey(source_that_breaks(99), tmp_path / "whole.parquet", claims="1", batch=5)
    assert rows(s.path) == rows(whole.path) and len(s) == 40


def test_another_source_does_not_mix_with_one_that_was_begun(tmp_path: Path) -> None:
    out = tmp_path / "s.parquet"
    with pytest.raises(OSError):
        wronski.survey(source_that_breaks(25), out, claims="1", batch=5)
    other = [f"tanh({i + 1}*x)" for i in range(40)]
    other[7] = "erf"
    for options in ({"batch": 5}, {"batch": 6}):
        with pytest.raises(wronski.WronskiError):
            wronski.survey(other, out, claims="1", **options)
    same = [f"tanh({i + 1}*x)" for i in range(40)]
    for shorter in (other[:7], same[:7], same[:10], same[:5], []):
        with pytest.raises(wronski.WronskiError, match="source"):
            wronski.survey(shorter, out, claims="1", batch=5)
    assert len(wronski.survey(same, out, claims="1")) == 40


def test_a_damaged_part_is_told(tmp_path: Path) -> None:
    out = tmp_path / "s.parquet"
    with pytest.raises(OSError):
        wronski.survey(source_that_breaks(25), out, claims="1", batch=5)
    part = tmp_path / "s.parquet.parts" / "part-000002.parquet"
    part.write_bytes(part.read_bytes()[:-100])
    with pytest.raises(wronski.WronskiError, match="damaged") as e:
        wronski.survey(source_that_breaks(99), out, claims="1", batch=5)
    assert "remove" in (e.value.help or "")
    part.unlink()
    assert len(wronski.survey(source_that_breaks(99), out, claims="1", batch=5)) == 40


def test_a_part_is_of_any_size_where_it_does_not_matter(tmp_path: Path) -> None:
    out = tmp_path / "s.parquet"
    with pytest.raises(OSError):
        wronski.survey(source_that_breaks(25), out, claims="1", batch=5)
    # Without a word about it the parts are as they were begun; and a file that is finished has none.
    assert len(wronski.survey(source_that_breaks(99), out, claims="1")) == 40
    assert len(wronski.survey(source_that_breaks(99), out, claims="1", batch=7)) == 40


def test_another_process_that_writes_the_same_is_refused(tmp_path: Path) -> None:
    pytest.importorskip("fcntl")
    out = tmp_path / "s.parquet"

    def source() -> Iterator[str]:
        yield "tanh"
        with pytest.raises(wronski.WronskiError, match="another survey is writing"):
            wronski.survey(["tanh", "erf"], out, claims="1", batch=1)
        yield "erf"

    assert len(wronski.survey(source(), out, claims="1", batch=1)) == 2


def test_what_a_kill_leaves_beside_a_finished_file_is_removed(tmp_path: Path) -> None:
    s = wronski.survey(["tanh", "erf"], tmp_path / "s.parquet", claims="1")
    left = tmp_path / "s.parquet.parts"
    left.mkdir()
    (left / "part-000000.parquet").write_bytes(b"PAR1")
    assert rows(wronski.survey(["tanh", "erf"], s.path, claims="1").path) == rows(s.path) and not left.exists()


def test_a_step_that_fails_at_the_end_is_done_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "s.parquet"
    replace = os.replace

    def full(a: Any, b: Any) -> None:
        if Path(b) == out:
            raise OSError(28, "planted")
        replace(a, b)

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(OSError, match="planted"):
        wronski.survey(MIXED, out, claims="1", batch=5)
    assert not out.exists()
    monkeypatch.undo()
    monkeypatch.setattr("wronski._native.verify", None)  # nothing is left to decide
    s = wronski.survey(MIXED, out, claims="1", batch=5)
    monkeypatch.undo()
    assert rows(s.path) == rows(wronski.survey(MIXED, tmp_path / "whole.parquet", claims="1", batch=5).path)


def test_a_file_that_is_no_survey_is_not_written_over(tmp_path: Path) -> None:
    out = tmp_path / "s.parquet"
    parquet.write_table(pyarrow.table({"activation": ["tanh"]}), out)
    before = out.read_bytes()
    with pytest.raises(wronski.WronskiError, match="no survey"):
        wronski.survey(["tanh"], out)
    out.write_bytes(before[:-9])
    with pytest.raises(wronski.WronskiError, match="damaged"):
        wronski.survey(["tanh"], out)
    assert out.read_bytes() == before[:-9]


def test_duplicates_of_parts_that_were_written_before(tmp_path: Path) -> None:
    names = ["tanh", "1/x", "relu", "x*sigmoid(x)", "erf", "2*x"]
    many = [*names, *reversed(names), "silu", *names]
    found = {}
    for batch in (1, 2, 5, 100):
        s = wronski.survey(many, tmp_path / f"{batch}.parquet", claims="1", batch=batch)
        found[batch] = rows(s.path)
    assert found[1] == found[2] == found[5] == found[100]
    for row in found[1][6:]:
        first = row["activation"] if row["activation"] != "silu" else "x*sigmoid(x)"
        if row["normal_form"] is not None:
            assert row["same_as"] == names.index(first), row
        at = names.index(first)
        assert all(row[c] == found[1][at][c] for c in row if c not in ("index", "activation", "same_as"))


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.parquet", b"PAR1 and no more"), ("a.parquet", b""), ("a.csv", b"name\ntanh\n"), ("a.csv", b""),
     ("a.csv", b"activation\n" + b"x" * 200_000 + b"\n")],
)  # fmt: skip
def test_files_that_are_damaged_are_refused(name: str, content: bytes, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(wronski.WronskiError, match="source"):
        wronski.survey(tmp_path / name, tmp_path / "s.parquet")


def test_lines_that_are_no_text_are_rows(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"tanh\n\xff\xfe\nx\0\nerf\n")
    (tmp_path / "a.csv").write_bytes(b"activation\ntanh\n\xff\xfe\n\"x\ny\"\nerf\n")
    for name in ("a.txt", "a.csv"):
        found = rows(wronski.survey(tmp_path / name, tmp_path / f"{name}.parquet", claims="1").path)
        assert [r["error_code"] is None for r in found] == [True, False, False, True], found

    def raises(x: object) -> object:
        raise RuntimeError("planted")

    things = ["tanh", None, 1j, float("nan"), raises, object(), [1], b"tanh", 10**5000, "erf"]
    found = rows(wronski.survey(things, tmp_path / "s.parquet", claims="1").path)
    assert [r["error_code"] is None for r in found] == [True, *[False] * 8, True]


PROGRAM = """
import itertools, sys, wronski
wronski.survey(itertools.islice(wronski.grammar(beta=2), 1500), sys.argv[1], workers=2, batch=50, claims="1")
"""


@pytest.mark.skipif(os.name == "nt", reason="signals of Unix")
def test_nothing_is_lost_and_nothing_twice_after_kills(tmp_path: Path) -> None:
    from itertools import islice

    out = tmp_path / "s.parquet"
    parts = tmp_path / "s.parquet.parts"
    kills = 0
    for wanted in (1, 4, 9, 15):
        process = subprocess.Popen([sys.executable, "-c", PROGRAM, str(out)])
        while process.poll() is None:
            if parts.exists() and len([p for p in parts.iterdir() if p.suffix == ".parquet"]) >= wanted:
                process.send_signal(signal.SIGKILL)
                process.wait()
                kills += 1
                break
            time.sleep(0.002)
        assert not out.exists()
    assert kills == 4
    # What a kill in the middle of a write leaves behind is not a part.
    (parts / "part-000099.parquet.tmp").write_bytes(b"PAR1")
    subprocess.run([sys.executable, "-c", PROGRAM, str(out)], check=True)
    whole = wronski.survey(islice(wronski.grammar(beta=2), 1500), tmp_path / "whole.parquet", batch=50, claims="1")
    assert [r["index"] for r in rows(out)] == list(range(1500))
    assert rows(out) == rows(whole.path)


@pytest.mark.skipif(os.name == "nt", reason="signals of Unix")
def test_kills_at_any_moment_and_an_interruption(tmp_path: Path) -> None:
    import random
    from itertools import islice

    out = tmp_path / "s.parquet"
    generator = random.Random(5)
    ended = []
    for signals in [signal.SIGKILL] * 5 + [signal.SIGINT] * 2:
        process = subprocess.Popen([sys.executable, "-c", PROGRAM, str(out)], stderr=subprocess.DEVNULL)
        parts = tmp_path / "s.parquet.parts"
        before = len(list(parts.glob("*.parquet")))
        while process.poll() is None and len(list(parts.glob("*.parquet"))) == before:
            time.sleep(0.002)
        time.sleep(generator.uniform(0, 0.15))
        sent = time.monotonic()
        process.send_signal(signals)
        process.wait()
        ended.append(process.returncode)
        assert signals == signal.SIGKILL or time.monotonic() - sent < 5
    if not out.exists():
        assert ended == [-signal.SIGKILL] * 5 + [-signal.SIGINT] * 2
    subprocess.run([sys.executable, "-c", PROGRAM, str(out)], check=True)
    whole = wronski.survey(islice(wronski.grammar(beta=2), 1500), tmp_path / "whole.parquet", batch=50, claims="1")
    assert rows(out) == rows(whole.path)


def test_progress_is_told(tmp_path: Path) -> None:
    done: list[int] = []
    wronski.survey(["tanh", "erf", "gelu"], tmp_path / "s.parquet", claims="1", batch=2, progress=done.append)
    assert done == [2, 3]
