#!/usr/bin/env python3
"""Does the checker notice a bug in a room that it shares with the prover?

For every patch in tests/planted: a copy of the tree with the patch is built, its prover is asked a question that the
bug falsifies, and the checker of the same build reads the certificate. The checker of the sound build reads it as
well, which shows that the certificate is wrong. A patch is preceded by four lines:

    place: the room in which the bug is
    bug: what it is
    run: the arguments of the program (`--certificate FILE` is added)
    truth: what a sound program says

The script fails if a patch does not apply or does not compile, and if the prover does not feel the bug (the same
output, exit code and certificate as without it). What the checkers say is measured, not demanded.

Usage: planted.py [--write] [NAME...]
    --write   put the table into docs/robustness.md
    NAME      only the patches whose names begin with it
The copy and its builds stay in $PLANTED_DIR (by default wronski-planted in the directory for temporary files).
"""

import os
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
PLACE = Path(os.environ.get("PLANTED_DIR") or Path(tempfile.gettempdir()) / "wronski-planted")
TREE = PLACE / "tree"
TARGET = PLACE / "target"
PROGRAM = TARGET / "debug" / "wronski"
DOCUMENT = PROJECT / "docs" / "robustness.md"
MARKS = ("<!-- planted: begin -->", "<!-- planted: end -->")
SECONDS = 300
FIELDS = ("place", "bug", "run", "truth")


def fail(why):
    sys.exit(f"error: {why}")


def output(arguments, **options):
    return subprocess.run(arguments, capture_output=True, text=True, check=False, **options)


def copy_tree():
    """Brings the copy up to date; files that are the same keep their time, so that builds stay incremental."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = output(command, cwd=PROJECT)
    if listed.returncode:
        fail(f"the files of the project cannot be listed: {listed.stderr.strip()}")
    names = [n for n in listed.stdout.split("\0") if n and (PROJECT / n).exists()]
    for name in names:
        old, new = PROJECT / name, TREE / name
        if old.is_symlink():
            # A folder that two places share, such as the rules.
            new.parent.mkdir(parents=True, exist_ok=True)
            if not new.is_symlink():
                new.symlink_to(os.readlink(old))
            continue
        content = old.read_bytes()
        if new.is_file() and new.read_bytes() == content:
            continue
        new.parent.mkdir(parents=True, exist_ok=True)
        new.write_bytes(content)
        new.chmod(old.stat().st_mode & 0o777)
    wanted = {TREE / n for n in names}
    for path in list(TREE.rglob("*")):
        linked = any(p.is_symlink() for p in path.parents if p.is_relative_to(TREE))
        if path.is_file() and not linked and path not in wanted:
            path.unlink()


def apply(patch, *options):
    # The copy is no repository, and may stand inside one.
    environment = dict(os.environ, GIT_CEILING_DIRECTORIES=str(PLACE.resolve()))
    done = output(["git", "apply", *options, str(patch)], cwd=TREE, env=environment)
    if done.returncode:
        fail(f"{patch.name} does not apply any more: {done.stderr.strip()}")


def build(what):
    # Without optimisation a build takes a third of the time; the questions are small.
    environment = dict(
        os.environ, CARGO_TARGET_DIR=str(TARGET), CARGO_INCREMENTAL="1", CARGO_PROFILE_DEV_OPT_LEVEL="0"
    )
    command = ["cargo", "build", "--locked", "--quiet", "--bin", "wronski"]
    done = output(command, cwd=TREE, env=environment)
    if done.returncode:
        fail(f"{what} does not compile:\n{done.stderr.strip()}")


def ask(arguments, certificate):
    """Exit code, verdict and certificate of the prover; `None` for a certificate that is not handed out."""
    certificate.unlink(missing_ok=True)
    command = [str(PROGRAM), *arguments, "--certificate", str(certificate)]
    try:
        done = output(command, cwd=PLACE, timeout=SECONDS, env=dict(os.environ, NO_COLOR="1"))
    except subprocess.TimeoutExpired:
        fail(f"no answer in {SECONDS} seconds: {shlex.join(arguments)}")
    written = certificate.read_text() if certificate.is_file() else None
    return done.returncode, done.stdout, done.stderr, written


def check(program, certificate):
    """The first line of the checker, and the reason below it if there is one."""
    command = [str(program), "check", str(certificate)]
    done = output(command, cwd=PLACE, timeout=SECONDS, env=dict(os.environ, NO_COLOR="1"))
    return [line.strip() for line in (done.stdout or done.stderr).splitlines() if line.strip()]


def verdict(answer):
    """What the prover says, in a few words."""
    code, out, err, _ = answer
    lines = [line.strip() for line in (out.strip() or err.strip()).splitlines() if line.strip()]
    first = lines[0] if lines else "nothing"
    detail = next((line for line in lines[1:] if "not analytic" in line), None)
    return f"{first}{'; ' + detail if detail else ''} (exit {code})"


def same_build(answer, certificate):
    code, out, err, written = answer
    if written is not None:
        answer = check(PROGRAM, certificate)[0]
        word = answer.split(":")[0].split(" ")[0]
        return ("goes through: " if word == "valid" else "is caught: ") + word
    said = [line.strip() for line in (out + err).splitlines() if "not confirmed" in line]
    if said:
        return f"is caught: {said[0]}"
    return f"the prover itself stops (exit {code})"


def read(patch):
    head = {}
    for line in patch.read_text().splitlines():
        if line.startswith("--- "):
            break
        name, _, value = line.partition(":")
        if name in FIELDS:
            head[name] = value.strip()
    missing = [f for f in FIELDS if not head.get(f)]
    if missing:
        fail(f"{patch.name} does not say its {', '.join(missing)}")
    return head


def cell(text):
    short = text if len(text) <= 160 else text[:157] + "..."
    return short.replace("|", "\\|")


def table(rows):
    lines = [
        "| bug planted in | which is | asked | the prover so built says | the checker of the same build "
        "| the sound checker says of it |",
        "|---|---|---|---|---|---|",
    ]
    lines += ["| " + " | ".join(cell(c) for c in row) + " |" for row in rows]
    return "\n".join(lines)


def main():
    arguments = sys.argv[1:]
    write = "--write" in arguments
    names = [a for a in arguments if a != "--write"]
    if any(n.startswith("-") for n in names):
        fail(f"unknown option; usage: {Path(__file__).name} [--write] [NAME...]")
    patches = sorted(
        p
        for p in (PROJECT / "tests" / "planted").glob("*.patch")
        if not names or any(p.name.startswith(n) for n in names)
    )
    if not patches:
        fail("there is no such patch in tests/planted")
    if write and names:
        fail("--write needs the whole table")
    TREE.mkdir(parents=True, exist_ok=True)
    copy_tree()
    heads = {p: read(p) for p in patches}
    for p in patches:
        apply(p, "--check")
    print(f"building {len(patches) + 1} programs in {PLACE}", file=sys.stderr, flush=True)
    build("the sound program")
    sound_program = PLACE / "wronski-sound"
    sound_program.write_bytes(PROGRAM.read_bytes())
    sound_program.chmod(0o755)
    certificate = PLACE / "certificate.json"
    sound = {p: ask(shlex.split(h["run"]), certificate) for p, h in heads.items()}
    rows = []
    for p in patches:
        head = heads[p]
        apply(p)
        try:
            build(p.name)
            planted = ask(shlex.split(head["run"]), certificate)
            if planted == sound[p]:
                fail(f"{p.name}: the prover does not feel the bug: {verdict(planted)}")
            here = same_build(planted, certificate)
            there = "no certificate is handed out"
            if planted[3] is not None:
                said = check(sound_program, certificate)
                there = "; ".join(said[:2] if not said[0].startswith("valid") else said[:1])
        finally:
            apply(p, "--reverse")
        what = f"{head['bug']} (the truth: {head['truth']})"
        says = verdict(planted)
        rows.append([head["place"], what, f"`{head['run']}`", says, here, there])
        line = f"{p.stem}: {says}; the checker of the same build: {here}; the sound checker: {there}"
        print(line, file=sys.stderr, flush=True)
    text = table(rows)
    print(text)
    if write:
        document = DOCUMENT.read_text()
        if any(document.count(m) != 1 for m in MARKS):
            fail(f"{DOCUMENT} has no place for the table: {MARKS[0]} ... {MARKS[1]}")
        before, rest = document.split(MARKS[0])
        _, after = rest.split(MARKS[1])
        DOCUMENT.write_text(f"{before}{MARKS[0]}\n{text}\n{MARKS[1]}{after}")


if __name__ == "__main__":
    main()
