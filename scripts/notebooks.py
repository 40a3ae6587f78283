"""Makes examples/notebooks/*.ipynb from examples/notebooks/sources/*.py, and runs them: python3
scripts/notebooks.py

Needs the package with NumPy, matplotlib and SymPy, and nbformat, nbclient and ipykernel. A cell begins with
`# %%`, a cell of text with `# %% [markdown]` and has lines of comments. Pages of HTML, times and what a
machine says of itself are taken out of the outputs, ids are those of the places of the cells, and pictures
have few colours.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

import nbformat

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOKS = ROOT / "examples" / "notebooks"
METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def cells(source: str) -> list[tuple[str, str]]:
    """Kind and text of each cell of a source."""
    out = []
    for part in re.split(r"^# %%", source, flags=re.MULTILINE)[1:]:
        head, _, body = part.partition("\n")
        body = body.strip("\n")
        if head.strip() == "[markdown]":
            body = "\n".join(line[2:] if line.startswith("# ") else line[1:] for line in body.splitlines())
            out.append(("markdown", body))
        else:
            out.append(("code", body))
    return out


def notebook(source: str) -> Any:
    """The notebook without outputs."""
    made = nbformat.v4.new_notebook()
    made.metadata = nbformat.from_dict(METADATA)
    for k, (kind, text) in enumerate(cells(source)):
        new = nbformat.v4.new_markdown_cell if kind == "markdown" else nbformat.v4.new_code_cell
        cell = new(text)
        cell["id"] = f"cell-{k:02d}"
        made.cells.append(cell)
    nbformat.validate(made)
    return made


def executed(made: Any, directory: Path) -> Any:
    """The same with outputs, as they are."""
    from nbclient import NotebookClient

    NotebookClient(
        made, timeout=300, kernel_name="python3", resources={"metadata": {"path": str(directory)}}
    ).execute()
    return made


def small(made: Any) -> Any:
    """The same without pages of HTML, times, and text that a picture replaces."""
    made.metadata = nbformat.from_dict(METADATA)
    for cell in made.cells:
        cell.metadata = {}
        if "outputs" in cell:
            cell.outputs = joined(cell.outputs)
        for output in cell.get("outputs", []):
            if output.output_type in ("display_data", "execute_result"):
                output["metadata"] = {}
                output.data.pop("text/html", None)
                if "image/png" in output.data:
                    output.data["image/png"] = few_colours(output.data["image/png"])
                    output.data["text/plain"] = "<Figure>"
    return made


def joined(outputs: list[Any]) -> list[Any]:
    """What was printed in several pieces in one piece."""
    out: list[Any] = []
    for output in outputs:
        last = out[-1] if out else None
        if (
            last is not None
            and output.output_type == last.output_type == "stream"
            and output.name == last.name
        ):
            last.text += output.text
        else:
            out.append(output)
    return out


def few_colours(encoded: str) -> str:
    """A PNG with at most 64 colours, where Pillow (which matplotlib brings) is there."""
    import base64
    import io

    from PIL import Image

    picture = (
        Image.open(io.BytesIO(base64.b64decode(encoded)))
        .convert("RGB")
        .quantize(64, dither=Image.Dither.NONE)
    )
    out = io.BytesIO()
    picture.save(out, "PNG", optimize=True)
    return base64.b64encode(out.getvalue()).decode("ascii")


def main() -> int:
    for path in sorted((NOTEBOOKS / "sources").glob("*.py")):
        made = small(executed(notebook(path.read_text(encoding="utf-8")), NOTEBOOKS))
        there = NOTEBOOKS / f"{path.stem}.ipynb"
        nbformat.write(made, there)
        print(f"{there.name} {there.stat().st_size} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
