#!/usr/bin/env python3
"""The atlas of activations: a survey of the grammar of Ramachandran, Zoph and Le, and the page about it.

    scripts/atlas.py run ROWS.parquet       decide (half an hour on one core; a kill loses nothing)
    scripts/atlas.py data ROWS.parquet data/atlas.parquet
    scripts/atlas.py page data/atlas.parquet > docs/atlas.md

Needs the Python package with the extra `survey`. The page says nothing that is not counted in the file.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from typing import Any

#: How many activations of the grammar are looked at, and how many that are analytic are kept.
LOOKED_AT = 112_000
KEPT = 50_000
BETA = 2

#: Where functions are compared.
POINTS = ("-1.1371", "-0.8113", "-0.5371", "-0.2239", "0.1733", "0.4127", "0.7919", "1.0551")

#: Claims of the atlas, with their short names.
CLAIMS = {
    "assumption-1": "Assumption 1",
    "assumption-2/claim-1": "Claim 1",
    "assumption-2/claim-2/field": "Claim 2, field",
    "assumption-2/claim-2/differential": "Claim 2, differential",
    "lemma-3": "Lemma 3",
}
A1, C1, C2F, C2D, L3 = CLAIMS
MARKS = {"proved": "+", "refuted": "-", "undecided": "?"}


def run(out: str) -> None:
    import wronski

    print(wronski.survey(wronski.grammar(beta=BETA, limit=LOOKED_AT), out, batch=2000, progress=True))


def data(rows: str, out: str) -> None:
    """The first activations that are analytic and different, with their verdicts."""
    import pyarrow as pa
    from pyarrow import parquet

    table = parquet.read_table(rows)
    because = [f"{c}.because" for c in CLAIMS]
    columns = ["index", "activation", "analytic", "same_as", "error_code", "version", *CLAIMS, *(f"{c}.rank" for c in (A1, L3))]
    every = table.select([*columns, *because]).to_pylist()
    first = [r for r in every if r["same_as"] is None]
    analytic = [r for r in first if r["analytic"] == "proved"]
    groups = equal_values([r["activation"] for r in analytic])
    opposed = contradictions(analytic, groups)
    if opposed:
        sys.exit("\n".join(["functions with the same values and opposite verdicts:", *opposed]))
    kept = sorted((analytic[g[0]] for g in groups), key=lambda r: int(r["index"]))[:KEPT]
    if len(kept) < KEPT:
        sys.stderr.write(f"{len(kept)} of {KEPT}: look at more activations of the grammar\n")
    last = kept[-1]["index"]
    seen = [r for r in first if r["index"] <= last]
    about = {
        "looked at": last + 1,
        "same normal form": last + 1 - len(seen),
        "same values": sum(r["analytic"] == "proved" for r in seen) - len(kept),
        "not defined on all of R": sum(r["error_code"] == "W0201" for r in seen),
        "other errors": sum(r["error_code"] not in (None, "W0201") for r in seen),
        "not analytic": sum(r["analytic"] == "refuted" for r in seen),
        "analyticity undecided": sum(r["analytic"] == "undecided" for r in seen),
        "beta": BETA,
        "version": kept[0]["version"],
        "examples": json.dumps({r["activation"]: {c: r[f"{c}.because"] for c in CLAIMS} for r in examples(kept)}),
    }
    verdicts = pa.dictionary(pa.int8(), pa.string())
    fields = [pa.field("index", pa.int32()), pa.field("activation", pa.string())]
    fields += [pa.field(c, verdicts) for c in CLAIMS]
    fields += [pa.field(f"{c}.rank", pa.int8()) for c in (A1, L3)]
    schema = pa.schema(fields, metadata={k: str(v) for k, v in about.items()})
    columns = [f.name for f in fields]
    parquet.write_table(
        pa.Table.from_pylist([{c: r[c] for c in columns} for r in kept], schema=schema),
        out,
        compression="zstd",
        compression_level=19,
    )


def contradictions(rows: list[dict[str, Any]], groups: list[list[int]]) -> list[str]:
    """The same function with opposite verdicts would be a bug, of the engine or of the comparison."""
    out = []
    for group in groups:
        for claim in CLAIMS:
            texts = {rows[i][claim]: rows[i]["activation"] for i in group}
            if "proved" in texts and "refuted" in texts:
                out.append(f"{claim}: proved for {texts['proved']}, refuted for {texts['refuted']}")
    return out


def equal_values(texts: list[str], points: tuple[str, ...] = POINTS) -> list[list[int]]:
    """Groups of functions that have the same values at the points, each in the order of the list.

    Normal forms tell that functions are equal, and not always: x*sigmoid(x) and sigmoid(x)*x have two. Values with 300
    digits tell the rest: equal values to 15 digits at all points are taken for equal functions, so that no function is
    counted twice; that two different ones are taken for one is possible and unlikely.
    """
    import mpmath

    with mpmath.workdps(300):
        at = [mpmath.mpf(x) for x in points]

        def rounded(value: Any) -> Any:
            # What cancels leaves some units of the last digit; exp(-exp(...)) can be much smaller than that, and counts.
            lost = mpmath.mpf(10) ** -330 < abs(value) < mpmath.mpf(10) ** -200
            return mpmath.mpf(0) if lost else value

        names = {n: getattr(mpmath, n) for n in ("exp", "log", "sin", "cos", "sinh", "cosh", "tanh", "asinh", "atan", "erf")}
        names["sigmoid"] = lambda t: 1 / (1 + mpmath.exp(-t))
        names["mpf"] = mpmath.mpf
        values = []
        for text in texts:
            if not re.fullmatch(r"[a-z0-9 +*/^().-]*", text):
                raise ValueError(f"not of the grammar: {text}")
            # Powers bind as they do in Python.
            program = compile(re.sub(r"(?<![a-z])\b(\d+)\b", r"mpf(\1)", text.replace("^", "**")), text, "eval")
            values.append([rounded(mpmath.mpf(eval(program, {"__builtins__": {}}, {**names, "x": x}))) for x in at])
        near = mpmath.mpf(10) ** -15
        out: list[list[int]] = []
        waiting = [(list(range(len(texts))), 0)]
        while waiting:
            group, point = waiting.pop()
            if len(group) == 1 or point == len(at):
                out.append(sorted(group))
                continue
            group.sort(key=lambda i: values[i][point])
            run = [group[0]]
            for before, i in zip(group, group[1:]):
                a, b = values[before][point], values[i][point]
                if b - a <= near * max(abs(a), abs(b)):
                    run.append(i)
                else:
                    waiting.append((run, point + 1))
                    run = [i]
            waiting.append((run, point + 1))
    return sorted(out)


def examples(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The first activation of each combination of verdicts."""
    found: dict[tuple[str, ...], dict[str, Any]] = {}
    for r in rows:
        found.setdefault(tuple(r[c] for c in CLAIMS), r)
    return list(found.values())


def page(path: str) -> str:
    """The page as Markdown."""
    from pyarrow import parquet

    table = parquet.read_table(path)
    about = {k.decode(): v.decode() for k, v in (table.schema.metadata or {}).items() if not k.startswith(b"ARROW")}
    rows: list[dict[str, Any]] = table.to_pylist()
    count = len(rows)
    number = {k: int(v) for k, v in about.items() if v.isdigit()}
    reasons: dict[str, dict[str, str]] = json.loads(about["examples"])
    out = [
        "# Atlas of activations",
        "",
        "<!-- Written by scripts/atlas.py from data/atlas.parquet; change the script, not this page. -->",
        "",
        f"{count:,} analytic activations, in the order of their size, from the grammar of Ramachandran, Zoph and Le,",
        "*Searching for Activation Functions* (arXiv:1710.05941, 2017): core units b(u(x1), v(x2)) of unary and binary",
        f"functions, nested once ([survey.md](survey.md) has the lists). Their constant beta is {about['beta']} (with 1 more of",
        "them are the same), the constant that is added to denominators is 1/1000. sinc is left out, as are functions",
        "with a kink. What is said here holds for this list and its order; it is no statement about activations at large.",
        "",
        f"Of the first {number['looked at']:,} activations of the grammar",
        "",
        f"* {number['same normal form']:,} have the normal form of one before;",
        f"* {number['not defined on all of R']:,} are not defined on all of R: a denominator vanishes;",
        f"* not analytic: {number['not analytic']:,}; analyticity undecided: {number['analyticity undecided']:,}; refused for"
        f" another reason: {number['other errors']:,};",
        f"* {number['same values']:,} have the values of an analytic one before, with 15 digits at {len(POINTS)} points: they are",
        "  taken for the same function in another form. No verdict on one form contradicts a verdict on another;",
        f"* {count:,} are analytic and different from each other.",
        "",
        f"They were decided with wronski {about['version']}.",
        "",
        "## How many satisfy what",
        "",
        "| claim | proved | refuted | undecided |",
        "|---|---|---|---|",
    ]
    for claim, name in CLAIMS.items():
        verdicts = Counter(r[claim] for r in rows)
        shares = " | ".join(f"{verdicts[v]:,} ({100 * verdicts[v] / count:.1f} %)" for v in MARKS)
        out.append(f"| {name} (`{claim}`) | {shares} |")
    both = {
        "both claims of Assumption 2, Claim 2 over the field": (C1, C2F),
        "both claims of Assumption 2, Claim 2 over the differential field": (C1, C2D),
    }
    out += ["", "| Assumption 2 | proved | refuted | undecided |", "|---|---|---|---|"]
    for name, (a, b) in both.items():
        verdicts = Counter(conjunction(r[a], r[b]) for r in rows)
        shares = " | ".join(f"{verdicts[v]:,} ({100 * verdicts[v] / count:.1f} %)" for v in MARKS)
        out.append(f"| {name} | {shares} |")
    out += [
        "",
        "The claims are those of [claims.md](claims.md): Assumptions 1 and 2 and Lemma 3 of *Existence of a bad local",
        "minimum of neural networks with general smooth activation functions*, with Claim 2 in two readings.",
        "",
        "## Combinations",
        "",
        "Which verdicts occur together, the most frequent first: + proved, - refuted, ? undecided. The example is the",
        "first in the order of the grammar.",
        "",
        f"| {' | '.join(CLAIMS.values())} | how many | first example |",
        f"|{'---|' * (len(CLAIMS) + 2)}",
    ]
    combinations: Counter[tuple[str, ...]] = Counter()
    example: dict[tuple[str, ...], str] = {}
    for r in rows:
        key = tuple(r[c] for c in CLAIMS)
        combinations[key] += 1
        example.setdefault(key, r["activation"])
    order = {text: i for i, text in enumerate(r["activation"] for r in rows)}
    combined = sorted(combinations.items(), key=lambda kv: (-kv[1], order[example[kv[0]]]))
    for key, n in combined:
        out.append(f"| {' | '.join(MARKS[v] for v in key)} | {n:,} | `{cell(example[key])}` |")
    out += [
        "",
        "For each example, why what is not proved is not. `sigma` or `s`, `diff(sigma)` or `s1`, and `s2` are the activation",
        "and its derivatives at x, `S`, `S1`, `S2` the same at sigma(x). A sentence that holds for several claims stands once.",
        "",
    ]
    for key, _ in combined:
        said = reasons[example[key]]
        out.append(f"* `{example[key]}`")
        told: set[str] = set()
        for (claim, name), verdict in zip(CLAIMS.items(), key):
            if verdict != "proved" and said[claim] not in told:
                told.add(said[claim])
                out.append(f"  * {name} {verdict}: {clipped(said[claim])}")
    out.append("")
    out += ["## Assumption 2 and Lemma 3", ""]
    out += _implication(rows, "Claim 2 over the field", C2F)
    out += _implication(rows, "Claim 2 over the differential field", C2D)
    out += [
        "",
        "A test shares nothing with the engine (python/tests/test_atlas.py): for the examples of the table it computes the",
        "ranks of B2 and B3 again, from values at real points with 250 digits, and evaluates the relations that refute",
        "Claim 2. Where Claim 1 or Claim 2 is proved it looks for relations of low degree, and finds none; that is no second",
        "proof.",
    ]
    return "\n".join(out) + "\n"


def conjunction(a: str, b: str) -> str:
    """Of two verdicts."""
    return "refuted" if "refuted" in (a, b) else "undecided" if "undecided" in (a, b) else "proved"


def clipped(text: str, width: int = 240) -> str:
    """A sentence that may contain a very long relation; code where Markdown would see its signs."""
    short = text if len(text) <= width else text[:width].rstrip() + " ..."
    return f"`{short}`" if any(c in short for c in "*_<|") else short


def cell(text: str) -> str:
    """Text in a table."""
    return text.replace("|", "\\|")


def _implication(rows: list[dict[str, Any]], name: str, claim2: str) -> list[str]:
    """Assumption 2 without Lemma 3, and the converse."""
    out = []
    cases = {
        f"Assumption 2 with {name} proved, and Lemma 3 refuted": lambda a, l: a == "proved" and l == "refuted",
        f"Lemma 3 proved, and Assumption 2 with {name} refuted": lambda a, l: a == "refuted" and l == "proved",
    }
    for said, holds in cases.items():
        found = [r["activation"] for r in rows if holds(conjunction(r[C1], r[claim2]), r[L3])]
        if found:
            examples = ", ".join(f"`{t}`" for t in found[:3])
            out.append(f"* {said}: {len(found):,}; the first are {examples}")
        else:
            out.append(f"* {said}: none")
    return out


def main(arguments: list[str]) -> int:
    """The command line."""
    if len(arguments) == 2 and arguments[0] == "run":
        run(arguments[1])
    elif len(arguments) == 3 and arguments[0] == "data":
        data(arguments[1], arguments[2])
    elif len(arguments) == 2 and arguments[0] == "page":
        sys.stdout.write(page(arguments[1]))
    else:
        sys.stderr.write(__doc__ or "")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
