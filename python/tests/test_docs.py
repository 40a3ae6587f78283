"""The pages for users of Python: what their blocks print, where their links lead, and their pictures.

In a page a ```python block is run; what it prints has to be in the ```text block that follows it, if one
does, and nothing is printed otherwise. `...` stands for any text. The blocks of a page share their names, as
one session does. A block after the line `<!-- needs: NAME -->` is run where the module NAME is installed.
Commands in ```console blocks are run by scripts/readme_commands.sh, with the program of the package.
"""

from __future__ import annotations

import contextlib
import doctest
import importlib.util
import io
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = [
    "docs/ten-minutes.md",
    "docs/certify-your-network.md",
    "docs/gallery.md",
    "docs/what-a-verdict-says.md",
    "docs/trust.md",
    "python/README.md",
    "README.md",
]
PICTURES = ROOT / "docs" / "pictures"

FENCE = re.compile(
    r"(?:^<!-- needs: (?P<needs>\w+) -->\n)?^```python\n(?P<code>.*?)^```\n"
    r"(?:\n*^```text\n(?P<shown>.*?)^```\n)?",
    re.MULTILINE | re.DOTALL,
)


class Block(NamedTuple):
    """A block of Python in a page, and what the page says that it prints."""

    line: int
    code: str
    shown: str
    needs: str


def blocks(text: str) -> list[Block]:
    return [
        Block(text.count("\n", 0, m.start("code")) + 1, m["code"], m["shown"] or "", m["needs"] or "")
        for m in FENCE.finditer(text)
    ]


def differences(text: str, name: str) -> list[str]:
    """Runs the blocks of a page, and says where they print something else."""
    names: dict[str, Any] = {"__name__": "__main__"}
    out = []
    for block in blocks(text):
        if block.needs and importlib.util.find_spec(block.needs) is None:
            continue
        printed = io.StringIO()
        # Lines of tracebacks and of inspection point into the page.
        code = compile("\n" * (block.line - 1) + block.code, name, "exec")
        with contextlib.redirect_stdout(printed):
            exec(code, names)
        got = printed.getvalue()
        if not doctest.OutputChecker().check_output(block.shown, got, doctest.ELLIPSIS):
            out.append(f"{name}:{block.line} prints\n{got}and the page shows\n{block.shown}")
    return out


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Blocks may write files."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MPLBACKEND", "agg")


@pytest.mark.parametrize("page", PAGES)
def test_blocks_print_what_the_page_shows(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    found = differences(text, page)
    assert not found, "\n".join(found)


@pytest.mark.parametrize("page", PAGES[:2])
def test_pages_for_beginners_have_blocks_that_show_something(page: str) -> None:
    shown = [b for b in blocks((ROOT / page).read_text(encoding="utf-8")) if b.shown and not b.needs]
    assert len(shown) >= 5


@pytest.mark.parametrize(
    "text",
    [
        "```python\nprint(1)\n```\n\n```text\n2\n```\n",
        "```python\nprint(1)\n```\n",
        "```python\nx = 1\n```\n\n```text\n1\n```\n",
        "a\n\n```python\nx = 1\n```\n\n```python\nprint(x + 1)\n```\n\n```text\n1\n```\n",
        "```python\nprint('a b')\n```\n```text\na ... c\n```\n",
    ],
)
def test_another_output_is_seen(text: str) -> None:
    assert len(differences(text, "page")) == 1


def test_an_error_in_a_block_points_to_its_line() -> None:
    with pytest.raises(ZeroDivisionError) as caught:
        differences("one\n\n```python\nx = 0\n1 / x\n```\n", "page")
    assert caught.traceback[-1].lineno == 4


def test_blocks_that_need_a_module_wait_for_it() -> None:
    assert not differences("<!-- needs: no_such_module -->\n```python\nimport no_such_module\n```\n", "page")
    assert differences("<!-- needs: json -->\n```python\nprint(1)\n```\n", "page")


@pytest.mark.parametrize("page", PAGES)
def test_commands_print_what_the_page_shows(page: str, tmp_path: Path) -> None:
    if "\n$ wronski " not in (ROOT / page).read_text(encoding="utf-8"):
        pytest.skip("the page shows no command")
    if page == "README.md":
        pytest.skip("make test runs the commands of README.md")
    if shutil.which("bash") is None:
        pytest.skip("there is no bash")
    program = tmp_path / "wronski"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m wronski "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    # The program is run in another directory, where a relative path of the environment leads nowhere.
    environment = dict(os.environ)
    if "PYTHONPATH" in environment:
        environment["PYTHONPATH"] = os.pathsep.join(
            map(os.path.abspath, environment["PYTHONPATH"].split(os.pathsep))
        )
    script = ROOT / "scripts" / "readme_commands.sh"
    done = subprocess.run(
        ["bash", str(script), str(ROOT / page), str(program)],
        capture_output=True,
        text=True,
        check=False,
        env=environment,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def anchors(text: str) -> set[str]:
    """The names that headings get on the pages of a forge."""
    text = re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)
    headings = re.findall(r"^#+ (.*)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", h.lower()).replace(" ", "-") for h in headings}


def links(text: str) -> list[str]:
    text = re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)
    return re.findall(r"\]\(([^)\s]+)\)", text)


def broken(page: Path, text: str) -> list[str]:
    """Links to files or headings that do not exist."""
    out = []
    for link in links(text):
        if re.match(r"[a-z]+:", link):
            continue
        path, _, anchor = link.partition("#")
        there = (page.parent / path).resolve() if path else page
        if not there.exists():
            out.append(link)
        elif anchor and anchor not in anchors(text if not path else there.read_text(encoding="utf-8")):
            out.append(link)
    return out


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page: str) -> None:
    path = ROOT / page
    assert broken(path, path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("link", ["nowhere.md", "trust.md#no-such-heading", "#no-such-heading"])
def test_a_broken_link_is_seen(link: str) -> None:
    assert broken(ROOT / "docs" / "ten-minutes.md", f"# Here\n\n[a]({link})\n") == [link]


def test_pictures_are_small_and_each_is_shown_once_it_is_drawn() -> None:
    files = {p.name for p in PICTURES.iterdir()}
    assert sum(p.stat().st_size for p in PICTURES.iterdir()) < 300_000
    script = (ROOT / "scripts" / "pictures.py").read_text(encoding="utf-8")
    table = script[script.index("PICTURES: ") :]
    drawn = {f"{name}.svg" for name in re.findall(r'^    "(\w+)": \w+,$', table, re.MULTILINE)}
    assert files == drawn
    text = "".join((ROOT / page).read_text(encoding="utf-8") for page in PAGES)
    assert {f for f in files if f"pictures/{f}" not in text} == set()


def test_pictures_have_alternative_texts() -> None:
    for page in PAGES:
        for alternative in re.findall(r"!\[([^\]]*)\]", (ROOT / page).read_text(encoding="utf-8")):
            assert len(alternative) > 40, (page, alternative)


def test_pictures_fetch_nothing_and_name_no_machine() -> None:
    for path in PICTURES.iterdir():
        text = path.read_text(encoding="utf-8")
        assert "<script" not in text and "/home/" not in text and "/work/" not in text
        for address in re.findall(r'(?:href|src)="([^"]*)"', text):
            assert address.startswith("#"), (path.name, address)


def test_the_comparison_is_the_table_of_its_record() -> None:
    script = ROOT / "scripts" / "compare_peers.py"
    record = ROOT / "data" / "peers.json"
    command = [sys.executable, str(script), "--table", str(record)]
    table = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert table in (ROOT / "docs" / "trust.md").read_text(encoding="utf-8")


def test_the_record_of_the_comparison_is_from_one_run_in_which_wronski_is_right() -> None:
    record = json.loads((ROOT / "data" / "peers.json").read_text(encoding="utf-8"))
    systems = {"wronski", "SymPy", "FriCAS", "Maxima", "Arb"} - set(record["missing"])
    text = (ROOT / "docs" / "trust.md").read_text(encoding="utf-8")
    assert record["date"] in text
    for name in systems:
        assert str(record["versions"][name]).split()[-1] in text, name
    for row in record["questions"]:
        assert set(row["answers"]) == systems
        expected = row["expected"]
        word = "independent" if expected["rank"] == expected["of"] else "dependent"
        for name, answer in row["answers"].items():
            if "right" in answer and name != "wronski":
                assert answer["right"] == (answer["answer"] == word)
        assert row["answers"]["wronski"]["answer"] == word
        assert row["answers"]["wronski"]["rank"] == expected["rank"]
