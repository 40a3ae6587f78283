#!/usr/bin/env python3
"""The atlas of activations: a survey of the grammar of Ramachandran, Zoph and Le, and the page about it.

    scripts/atlas.py run ROWS.parquet       decide (some minutes on one core; a kill loses nothing)
    scripts/atlas.py data ROWS.parquet data/atlas.parquet
    scripts/atlas.py page data/atlas.parquet > docs/atlas.md

Needs the Python package with the extra `survey`. The page says nothing that is not counted in the file.
"""

from __future__ import annotations

import sys
from collections import Counter
from typing import Any

#: How many activations of the grammar are looked at, and how many that are analytic are kept.
LOOKED_AT = 72_000
KEPT = 50_000
BETA = 2

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
    columns = ["index", "activation", "analytic", "same_as", "error_code", "version", *CLAIMS, *(f"{c}.rank" for c in CLAIMS)]
    every = table.select([c for c in columns if c in table.column_names]).to_pylist()
    first = [r for r in every if r["same_as"] is None]
    analytic = [r for r in first if r["analytic"] == "proved"][:KEPT]
    last = analytic[-1]["index"]
    seen = [r for r in every if r["index"] <= last]
    about = {
        "looked at": len(seen),
        "same as one before": sum(r["same_as"] is not None for r in seen),
        "not defined on all of R": sum(r["error_code"] is not None and r["same_as"] is None for r in seen),
        "analyticity undecided": sum(r["analytic"] == "undecided" and r["same_as"] is None for r in seen),
        "beta": BETA,
        "version": analytic[0]["version"],
    }
    verdicts = pa.dictionary(pa.int8(), pa.string())
    fields = [pa.field("index", pa.int32()), pa.field("activation", pa.string())]
    fields += [pa.field(c, verdicts) for c in CLAIMS]
    fields += [pa.field(f"{c}.rank", pa.int8()) for c in (A1, L3)]
    schema = pa.schema(fields, metadata={k: str(v) for k, v in about.items()})
    kept = pa.Table.from_pylist([{f.name: r[f.name] for f in fields} for r in analytic], schema=schema)
    parquet.write_table(kept, out, compression="zstd", compression_level=19)


def page(path: str) -> str:
    """The page as Markdown."""
    from pyarrow import parquet

    table = parquet.read_table(path)
    about = {k.decode(): v.decode() for k, v in (table.schema.metadata or {}).items() if not k.startswith(b"ARROW")}
    rows: list[dict[str, Any]] = table.to_pylist()
    count = len(rows)
    looked, same = int(about["looked at"]), int(about["same as one before"])
    undefined, open_ = int(about["not defined on all of R"]), int(about["analyticity undecided"])
    out = [
        "# Atlas of activations",
        "",
        "<!-- Written by scripts/atlas.py from data/atlas.parquet; change the script, not this page. -->",
        "",
        f"{count:,} analytic activations, in the order of their size, from the grammar of Ramachandran, Zoph and Le,",
        "*Searching for Activation Functions* (arXiv:1710.05941, 2017): core units b(u(x1), v(x2)) of unary and binary",
        "functions, nested once ([survey.md](survey.md) has the lists). Their constant beta is",
        f"{about['beta']}, the constant that is added to denominators is 1/1000. sinc is left out, as are functions with a",
        "kink. What is said here holds for this list and its order; it is no statement about activations at large.",
        "",
        f"Of the first {looked:,} activations of the grammar {same:,} had the normal form of one before, {undefined:,} are",
        f"not defined on all of R (a denominator vanishes), analyticity was undecided for {open_:,}, and {count:,} are",
        f"analytic and different. They were decided with wronski {about['version']}.",
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
    for key, n in sorted(combinations.items(), key=lambda kv: (-kv[1], order[example[kv[0]]])):
        out.append(f"| {' | '.join(MARKS[v] for v in key)} | {n:,} | `{cell(example[key])}` |")
    out += ["", "## Assumption 2 and Lemma 3", ""]
    out += _implication(rows, "Claim 2 over the field", C2F)
    out += _implication(rows, "Claim 2 over the differential field", C2D)
    out += [
        "",
        "A test shares nothing with the engine (python/tests/test_atlas.py): for the examples of the table it computes the",
        "ranks of B2 and B3 again, from values at real points with 250 digits, and evaluates the relations that refute",
        "Claim 2. Proofs of Claims 1 and 2 have no second route there.",
    ]
    return "\n".join(out) + "\n"


def conjunction(a: str, b: str) -> str:
    """Of two verdicts."""
    return "refuted" if "refuted" in (a, b) else "undecided" if "undecided" in (a, b) else "proved"


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
