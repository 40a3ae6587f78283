"""The notebooks: they are what their sources say, they run, they print what they show, and they are small.

`python3 scripts/notebooks.py` makes them from examples/notebooks/sources.
"""

from __future__ import annotations

import base64
import importlib.util
import json
import sys
from pathlib import Path
from typing import Any

import pytest

nbformat = pytest.importorskip("nbformat")
pytest.importorskip("nbclient")
pytest.importorskip("ipykernel")
pytest.importorskip("matplotlib")

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = ROOT / "examples" / "notebooks"
NAMES = sorted(p.stem for p in (NOTEBOOKS / "sources").glob("*.py"))
#: Cells whose output depends on what is installed.
DEPENDS = "torch"


def maker() -> Any:
    spec = importlib.util.spec_from_file_location("wronski_notebooks", ROOT / "scripts" / "notebooks.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


MAKER = maker()


def kept(name: str) -> Any:
    return nbformat.read(NOTEBOOKS / f"{name}.ipynb", as_version=4)


def printed(cell: Any) -> str:
    return "".join(
        o.text for o in cell.get("outputs", []) if o.output_type == "stream" and o.name == "stdout"
    )


def pictures(cell: Any) -> int:
    return sum("image/png" in o.get("data", {}) for o in cell.get("outputs", []))


def differences(shown: Any, ran: Any) -> list[str]:
    """Where a notebook prints or draws something else than is kept in it."""
    out = []
    for a, b in zip(shown.cells, ran.cells):
        if DEPENDS not in a.source and printed(a) != printed(b):
            out.append(f"{a['id']} prints\n{printed(b)}and the notebook shows\n{printed(a)}")
        if pictures(a) != pictures(b):
            out.append(f"{a['id']} draws {pictures(b)} pictures, and the notebook shows {pictures(a)}")
    return out


def test_there_are_four() -> None:
    assert NAMES == [
        "01-ten-minutes",
        "02-certify-the-network-you-trained",
        "03-why-was-my-activation-refuted",
        "04-a-bad-minimum-in-pictures",
    ]
    assert {p.stem for p in NOTEBOOKS.glob("*.ipynb")} == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_it_is_what_its_source_says(name: str) -> None:
    made = MAKER.notebook((NOTEBOOKS / "sources" / f"{name}.py").read_text(encoding="utf-8"))
    shown = kept(name)
    nbformat.validate(shown)
    assert [(c["id"], c.cell_type, c.source) for c in shown.cells] == [
        (c["id"], c.cell_type, c.source) for c in made.cells
    ]
    assert shown.metadata == made.metadata


@pytest.mark.parametrize("name", NAMES)
def test_it_runs_and_prints_what_it_shows(name: str, tmp_path: Path) -> None:
    made = MAKER.notebook((NOTEBOOKS / "sources" / f"{name}.py").read_text(encoding="utf-8"))
    # A cell that raises ends this with the error.
    ran = MAKER.small(MAKER.executed(made, tmp_path))
    found = differences(kept(name), ran)
    assert not found, "\n".join(found)


@pytest.mark.parametrize("name", NAMES)
def test_it_is_small_and_names_no_machine(name: str) -> None:
    text = (NOTEBOOKS / f"{name}.ipynb").read_text(encoding="utf-8")
    assert len(text) < 100_000
    for word in (
        "/home/",
        "/root/",
        "/work/",
        "/tmp/",
        "text/html",
        "<script",
        "Traceback",
        "execution_time",
    ):
        assert word not in text, word
    for cell in kept(name).cells:
        assert cell.metadata == {}
        for output in cell.get("outputs", []):
            assert (
                output.output_type in ("stream", "display_data") and output.get("name", "stdout") == "stdout"
            )
            if "data" in output:
                assert len(base64.b64decode(output.data["image/png"])) < 40_000


def test_another_output_and_another_source_are_seen() -> None:
    made = MAKER.notebook("# %% [markdown]\n# # A title\n#\n# Text.\n\n# %%\nprint(1)\n")
    assert [c.source for c in made.cells] == ["# A title\n\nText.", "print(1)"]
    other = json.loads(json.dumps(made))
    shown, ran = nbformat.from_dict(other), made
    shown.cells[1].outputs = [nbformat.v4.new_output("stream", name="stdout", text="2\n")]
    ran.cells[1].outputs = [nbformat.v4.new_output("stream", name="stdout", text="1\n")]
    assert len(differences(shown, ran)) == 1
    shown.cells[1].outputs = [nbformat.v4.new_output("display_data", data={"image/png": ""})]
    assert len(differences(shown, ran)) == 2


def test_a_cell_that_raises_fails(tmp_path: Path) -> None:
    from nbclient.exceptions import CellExecutionError

    with pytest.raises(CellExecutionError):
        MAKER.executed(MAKER.notebook("# %%\n1 / 0\n"), tmp_path)
