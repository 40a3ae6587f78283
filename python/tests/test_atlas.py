"""The page of the atlas is that of its data, and its examples are right by a second route: values at real points with 250
digits, with mpmath."""

from __future__ import annotations

import functools
import importlib.util
import random
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import wronski

mpmath = pytest.importorskip("mpmath")
parquet = pytest.importorskip("pyarrow.parquet")
mp = mpmath.mp

PROJECT = Path(__file__).resolve().parents[2]
DATA = PROJECT / "data" / "atlas.parquet"


def script() -> Any:
    spec = importlib.util.spec_from_file_location("atlas", PROJECT / "scripts" / "atlas.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@functools.lru_cache(maxsize=1)
def examples() -> list[dict[str, Any]]:
    """The first activation of each combination of verdicts."""
    atlas = script()
    found: dict[tuple[str, ...], dict[str, Any]] = {}
    for row in parquet.read_table(DATA).to_pylist():
        found.setdefault(tuple(row[c] for c in atlas.CLAIMS), row)
    return list(found.values())


def test_the_page_is_that_of_the_data() -> None:
    assert script().page(str(DATA)) == (PROJECT / "docs" / "atlas.md").read_text(encoding="utf-8")


def test_the_data_are_many_and_different() -> None:
    rows = parquet.read_table(DATA).to_pylist()
    assert len(rows) == 50_000 and len({r["activation"] for r in rows}) == 50_000
    assert DATA.stat().st_size < 3_000_000


def test_what_is_equal_is_counted_once() -> None:
    same = [["x + x", "2*x"], ["sigmoid(x)*x", "x*sigmoid(x)"], ["x - x", "(x + 2) - (2 + x)", "(sin(x)^2) + (cos(x)^2) - 1"],
            ["exp(-x^2)", "exp(-(x^2))"]]  # fmt: skip
    # Small differences are differences.
    alone = ["exp(-2*(exp(exp(2)) - x)^2)", "exp(-2*(exp(exp(2)) + x)^2)", "x + (1/1000)*(exp(-x^2)^3)", "x", "-x^2", "(-x)^2"]
    texts = [t for group in zip(*(g[:2] for g in same)) for t in group] + same[2][2:] + alone
    found = {tuple(texts[i] for i in g) for g in script().equal_values(texts)}
    assert found == {tuple(g) for g in same} | {(t,) for t in alone}
    assert script().contradictions([{c: v for c in script().CLAIMS} | {"activation": v} for v in ("proved", "refuted")], [[0, 1]])


def test_a_sample_of_the_data_is_different_at_other_points() -> None:
    texts = [r["activation"] for r in parquet.read_table(DATA).to_pylist()]
    sample = [*texts[:400], *random.Random(3).sample(texts[400:], 800)]
    assert len(script().equal_values(sample, ("-0.9171", "0.3013", "0.8371"))) == len(sample)


def test_the_engine_gives_the_verdicts_of_the_data(tmp_path: Path) -> None:
    atlas = script()
    sample = random.Random(4).sample(parquet.read_table(DATA).to_pylist(), 60)
    survey = wronski.survey([r["activation"] for r in sample], tmp_path / "s.parquet")
    for row, again in zip(sample, survey.table().to_pylist()):
        assert again["analytic"] == "proved"
        assert {c: again[c] for c in atlas.CLAIMS} == {c: row[c] for c in atlas.CLAIMS}, row["activation"]


FUNCTIONS = {
    "exp": mpmath.exp, "log": mpmath.log, "sin": mpmath.sin, "cos": mpmath.cos, "sinh": mpmath.sinh, "cosh": mpmath.cosh,
    "tanh": mpmath.tanh, "asinh": mpmath.asinh, "atan": mpmath.atan, "erf": mpmath.erf,
    "sigmoid": lambda t: 1 / (1 + mpmath.exp(-t)), "mpf": mpmath.mpf,
}  # fmt: skip


def function(text: str) -> Callable[[Any], Any]:
    """The activation in numbers of any precision, read by Python: minus binds weaker than powers there as well."""
    assert re.fullmatch(r"[\w\s+\-*/^().]*", text)
    program = compile(re.sub(r"\b(\d+)\b", r"mpf(\1)", text.replace("^", "**")), "activation", "eval")
    return lambda x: eval(program, {"__builtins__": {}}, {**FUNCTIONS, "x": x})


def jet(f: Callable[[Any], Any], x: Any) -> list[Any]:
    """f, f', f'' at x, by Cauchy's formula on a circle on which f is analytic, as the result shows by a second one."""

    def taylor(radius: Any, n: int) -> list[Any]:
        values = [f(x + radius * mpmath.expjpi(mpmath.mpf(2 * k) / n)) for k in range(n)]
        out = []
        for order in range(3):
            total = sum(v * mpmath.expjpi(-mpmath.mpf(2 * k * order) / n) for k, v in enumerate(values)) / n
            out.append(mpmath.re(total) / radius**order * mpmath.factorial(order))
        return out

    radius = mpmath.mpf(10) ** -16
    first, second = taylor(radius, 12), taylor(radius / 3, 16)
    assert all(abs(a - b) <= mpmath.mpf(10) ** -120 * (1 + abs(a)) for a, b in zip(first, second))
    return second


def families(f: Callable[[Any], Any], x: Any) -> tuple[list[Any], list[Any], list[Any]]:
    """B2, and B3 as its rest and its three distinguished members, at x (docs/theory.md, section 1)."""
    s, s1, s2 = jet(f, x)
    big, big1, big2 = jet(f, s)
    b2 = [1, s, s1, x * s1, s2, x * s2, x**2 * s2]
    rest = [1, big, *(big1 * c for c in (1, s, s1, x * s1, x * s2))]
    rest += [big2 * c for c in (s, s**2, s1, x * s1, s2, x * s2, x**2 * s2, s1**2, x * s1**2, x**2 * s1**2, s * s1, x * s * s1)]
    rest += [big2 * s * s2 * x**k for k in range(3)] + [big2 * s1 * s2 * x**k for k in range(4)]
    rest += [big2 * s2**2 * x**k for k in range(5)]
    special = [x**2 * s2 * big1, s2 * big1, big2]
    assert len(rest) == 31
    return b2, rest, special


def rank(rows: list[list[Any]]) -> int:
    """Columns that are independent, by the method of Gram and Schmidt with pivots. The gap is looked at: no pivot may lie
    between what is a number and what is rounding."""
    columns = [list(c) for c in zip(*rows)]
    for c in columns:
        norm = mpmath.sqrt(sum(v * v for v in c))
        c[:] = [v / norm for v in c] if norm > mpmath.mpf(10) ** -100 else [mpmath.mpf(0)] * len(c)
    found = 0
    while columns:
        norms = [mpmath.sqrt(sum(v * v for v in c)) for c in columns]
        best = max(range(len(columns)), key=norms.__getitem__)
        if norms[best] < mpmath.mpf(10) ** -95:
            return found
        assert norms[best] > mpmath.mpf(10) ** -80, "the points do not tell"
        unit = [v / norms[best] for v in columns.pop(best)]
        found += 1
        for c in columns:
            for _ in range(2):
                along = sum(a * b for a, b in zip(c, unit))
                c[:] = [a - along * b for a, b in zip(c, unit)]
    return found


POINTS = [mpmath.mpf(k) / 23 - mpmath.mpf(7) / 10 for k in range(42)]


@pytest.mark.parametrize("row", examples(), ids=lambda r: str(r["activation"]))
def test_ranks_of_the_examples(row: dict[str, Any]) -> None:
    with mpmath.workdps(250):
        at = [families(function(row["activation"]), +x) for x in POINTS]
        if row["assumption-1"] != "undecided":
            found = rank([b2 for b2, _, _ in at])
            assert found == row["assumption-1.rank"]
            assert (found == 7) == (row["assumption-1"] == "proved")
        if row["lemma-3"] != "undecided":
            rest, whole = rank([r for _, r, _ in at]), rank([r + s for _, r, s in at])
            assert whole == row["lemma-3.rank"]
            assert (whole == rest + 3) == (row["lemma-3"] == "proved")


REFUTED = [r for r in examples() if r["assumption-2/claim-2/differential"] == "refuted"]


@pytest.mark.parametrize("row", REFUTED, ids=lambda r: str(r["activation"]))
def test_relations_of_the_examples(row: dict[str, Any]) -> None:
    claims = wronski.verify(row["activation"], claims="2").claims
    checked = 0
    for id in ("assumption-2/claim-2/field", "assumption-2/claim-2/differential"):
        claim = claims[id]
        assert str(claim.verdict) == row[id]
        if claim.verdict != "refuted":
            continue
        assert claim.relation is not None and len(claim.relation) == 4
        # As the engine writes them: sigma and its derivatives at x.
        texts = [t.replace("diff(diff(sigma))", "s2").replace("diff(sigma)", "s1").replace("sigma", "s") for t in claim.relation]
        assert not any(re.search(r"[a-z]{3}", re.sub(r"\b(exp|log|sqrt|erf|pi)\b", "", t)) for t in texts)
        checked += 1
        with mpmath.workdps(250):
            for x in POINTS[::9]:
                f = function(row["activation"])
                s, s1, s2 = jet(f, x)
                values = [1, *jet(f, s)]
                names = {**FUNCTIONS, "sqrt": mpmath.sqrt, "pi": +mpmath.pi, "x": x, "s": s, "s1": s1, "s2": s2}
                terms = []
                for t, v in zip(texts, values):
                    program = re.sub(r"(?<![\w.])(\d+)(?![\w.])", r"mpf(\1)", t.replace("^", "**"))
                    terms.append(eval(program, {"__builtins__": {}}, names) * v)
                scale = sum(abs(t) for t in terms)
                assert scale > 0 and abs(sum(terms)) <= mpmath.mpf(10) ** -90 * scale, (id, claim.relation)
    assert checked


def products(f: Callable[[Any], Any], x: Any) -> dict[str, list[Any]]:
    """For each claim functions that a relation of low degree would make dependent."""
    s, s1, _ = jet(f, x)
    big = [mpmath.mpf(1), *jet(f, s)]
    field = [x**i * s**j for i in range(3) for j in range(3)]
    differential = [x**i * s**j * s1**k for i in range(2) for j in range(2) for k in range(2)]
    return {
        "assumption-2/claim-1": [c * big[1] ** k for c in field for k in range(3)],
        "assumption-2/claim-2/field": [c * b for c in field for b in big],
        "assumption-2/claim-2/differential": [c * b for c in differential for b in big],
    }


@pytest.mark.parametrize("row", examples(), ids=lambda r: str(r["activation"]))
def test_relations_of_low_degree(row: dict[str, Any]) -> None:
    # x, sigma and s1 may be dependent themselves, as for x + exp(x): then products say nothing about S.
    with mpmath.workdps(250):
        f = function(row["activation"])
        at = [products(f, +x) for x in POINTS]
        coefficients = {
            "assumption-2/claim-1": (9, 3), "assumption-2/claim-2/field": (9, 4), "assumption-2/claim-2/differential": (8, 4)
        }  # fmt: skip
        for claim, (many, times) in coefficients.items():
            # The coefficients alone are every so many-th product, with the factor 1.
            free = rank([p[claim][::times] for p in at])
            if row[claim] == "proved":
                assert rank([p[claim] for p in at]) == free * times, claim
            assert free <= many


@pytest.mark.parametrize(
    ("text", "claim"),
    [("x + sin(x)", "assumption-2/claim-2/field"), ("x + cosh(x)", "assumption-2/claim-2/field"),
     ("x + exp(x)", "assumption-2/claim-2/field"), ("(x^2)*exp(x)", "assumption-2/claim-2/field"),
     ("sigmoid((x - x))*log(1 + exp(x))", "assumption-2/claim-2/differential"), ("x + x", "assumption-2/claim-1")],
)  # fmt: skip
def test_relations_of_low_degree_are_found_where_they_are(text: str, claim: str) -> None:
    times = 3 if claim.endswith("claim-1") else 4
    with mpmath.workdps(250):
        at = [products(function(text), +x)[claim] for x in POINTS]
        assert rank(at) < rank([p[::times] for p in at]) * times
