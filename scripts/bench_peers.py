"""Decides every family of data/families.toml with wronski and with SymPy, and prints both with the ratio.

wronski is timed as a whole process (start-up included), the median of several runs. SymPy gets a fresh process for
every family and is timed without its import: `wronskian`, then `is_zero`, `simplify`, `equals(0)`, up to the limit.
The exit status is 1 if wronski contradicts a known rank.
"""

import argparse
import json
import multiprocessing
import re
import statistics
import subprocess
import sys
import time

try:
    import tomllib
except ModuleNotFoundError:  # Python before 3.11
    import tomli as tomllib


def sympy_family(functions):
    """The functions as SymPy expressions in a real symbol, and the symbol."""
    import sympy as sp
    from sympy.parsing.sympy_parser import (
        convert_xor,
        parse_expr,
        rationalize,
        standard_transformations,
    )

    x = sp.Symbol("x", real=True)

    def sigmoid(a):
        return 1 / (1 + sp.exp(-a))

    def softplus(a):
        return sp.log(1 + sp.exp(a))

    def tanh_gelu(a):
        inner = sp.sqrt(2 / sp.pi) * (a + sp.Rational(44715, 1000000) * a**3)
        return a / 2 * (1 + sp.tanh(inner))

    names = {
        "x": x,
        "sigmoid": sigmoid,
        "softplus": softplus,
        "silu": lambda a: a * sigmoid(a),
        "mish": lambda a: a * sp.tanh(softplus(a)),
        "torch__gelu": lambda a: a / 2 * (1 + sp.erf(a / sp.sqrt(2))),
        "jax__gelu": tanh_gelu,
        "diff": lambda a: sp.diff(a, x),
        "abs": sp.Abs,
    }
    rules = (*standard_transformations, convert_xor, rationalize)
    texts = [f.replace("::", "__") for f in functions]
    return [parse_expr(t, local_dict=names, transformations=rules) for t in texts], x


def sympy_worker(functions, pipe):
    import sympy as sp

    family, x = sympy_family(functions)
    pipe.send("ready")
    start = time.perf_counter()
    w = sp.wronskian(family, x)
    verdict = "no answer"
    if w.is_zero is not None:
        verdict = "dependent" if w.is_zero else "independent"
    else:
        simple = sp.simplify(w)
        zero = simple.is_zero
        if zero is None:
            zero = w.equals(0)
        if zero is not None:
            verdict = "dependent" if zero else "independent"
    pipe.send((verdict, time.perf_counter() - start))


def with_sympy(functions, limit):
    """SymPy's verdict and seconds (None where the limit was reached)."""
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe(duplex=False)
    worker = context.Process(target=sympy_worker, args=(functions, there), daemon=True)
    worker.start()
    there.close()
    try:
        # The import and the parsing come before "ready" and do not count.
        if not here.poll(120):
            return "did not start", None
        here.recv()
        if not here.poll(limit):
            return f"no answer in {limit:g} s", None
        return here.recv()
    except EOFError:
        return "failed", None
    finally:
        worker.kill()
        worker.join()


def with_wronski(program, functions, runs):
    """wronski's verdict, rank and median seconds of the whole process."""
    seconds = []
    for _ in range(runs):
        start = time.perf_counter()
        try:
            done = subprocess.run(
                [program, "independent", "--json", "--", *functions],
                capture_output=True,
                text=True,
                timeout=120,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return "no answer in 120 s", None, 120.0
        seconds.append(time.perf_counter() - start)
    if done.returncode not in (0, 1, 3):
        print(done.stderr, file=sys.stderr, end="")
        return f"status {done.returncode}", None, statistics.median(seconds)
    answer = json.loads(done.stdout)
    return answer["verdict"], answer.get("rank"), statistics.median(seconds)


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--program", required=True)
    options.add_argument("--families", required=True)
    options.add_argument("--runs", type=int, default=11)
    options.add_argument("--limit", type=float, default=45.0, help="seconds for SymPy, each family")
    options = options.parse_args()
    with open(options.families, "rb") as file:
        families = tomllib.load(file)["family"]

    import sympy

    print(f"wronski: whole process, median of {options.runs}; SymPy {sympy.__version__}: without import, one run\n")
    heading = ("family", "rank", "wronski", "ms", "SymPy", "ms", "ratio")
    layout = "{:<58} {:>4}  {:<16} {:>7}  {:<22} {:>9}  {:>8}"
    print(layout.format(*heading))
    wrong = 0
    for family in families:
        functions, rank = family["functions"], family["rank"]
        truth = "independent" if rank == len(functions) else "dependent"
        ours, our_rank, our_time = with_wronski(options.program, functions, options.runs)
        theirs, their_time = with_sympy(functions, options.limit)
        contradicts = ours in ("dependent", "independent") and (ours, our_rank) != (truth, rank)
        wrong += contradicts
        if theirs in ("dependent", "independent") and theirs != truth:
            theirs += " (wrong)"
        name = re.sub(r"\s+", " ", ", ".join(functions))
        print(
            layout.format(
                name if len(name) <= 58 else name[:55] + "...",
                rank,
                ours + (" (WRONG)" if contradicts else ""),
                f"{our_time * 1e3:.1f}",
                theirs,
                "-" if their_time is None else f"{their_time * 1e3:.0f}",
                (f">{options.limit / our_time:.0f}" if "no answer in" in theirs else "-")
                if their_time is None
                else f"{their_time / our_time:.0f}",
            ),
            flush=True,
        )
    if wrong:
        print(f"\n{wrong} verdicts of wronski contradict a known rank", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
