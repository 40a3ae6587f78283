"""Claims about activations, as Python shows them."""

from __future__ import annotations

import copy
import json
import pickle

import pytest

import wronski
from wronski import Verdict

IDS = [
    "analytic",
    "assumption-1",
    "assumption-2/claim-1",
    "assumption-2/claim-2/field",
    "assumption-2/claim-2/differential",
    "lemma-3",
    "gradient-3",
]


def test_all_claims_stand_under_the_ids_of_the_command_line() -> None:
    v = wronski.verify("sigmoid")
    assert list(v.claims) == IDS
    assert all(c.verdict is Verdict.PROVED for c in v.claims.values())
    assert v.claims["assumption-1"].rank == v.claims["assumption-1"].size == 7
    assert (v.claims["lemma-3"].rank, v.claims["lemma-3"].size) == (29, 34)
    assert v.json()["schema"] == "wronski/verify"


def test_a_refutation_carries_its_relation() -> None:
    # softplus'' = s1 (1 - s1), so B2 is independent; but s1 at sigma(x) satisfies an equation of degree 1: by hand,
    # S1 = exp(sigma)/(1 + exp(sigma)) = (1 + e^x)/(2 + e^x), a function of s1 = e^x/(1 + e^x), S1 = 1/(2 - s1).
    claim = wronski.verify("softplus").claims["assumption-2/claim-2/differential"]
    assert claim.verdict is Verdict.REFUTED
    assert claim.relation == ["1/(diff(sigma) - 2)", "0", "1", "0"]


@pytest.mark.parametrize("claims, ids", [("1", IDS[:2]), ("2", IDS[:5]), (["lemma-3"], ["lemma-3"]), (None, IDS)])
def test_claims_are_selected(claims: object, ids: list[str]) -> None:
    assert list(wronski.verify("tanh", claims=claims).claims) == ids  # type: ignore[arg-type]


@pytest.mark.parametrize("claims", [[], ["no-such-claim"], [1], {"analytic": 1}, 3, ["1", "2"]])
def test_claims_that_are_none_are_refused(claims: object) -> None:
    with pytest.raises(wronski.WronskiError):
        wronski.verify("tanh", claims=claims)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "params",
    [["beta"], "beta", {"beta": None}, {"beta": "symbolic"}, ("beta",)],
)
def test_a_parameter_is_generic(params: object) -> None:
    claim = wronski.verify("x*sigmoid(beta*x)", params=params, claims="1").claims["assumption-1"]  # type: ignore[arg-type]
    assert claim.verdict is Verdict.PROVED
    # At beta = 0 the function is x/2, and s'' = 0: 1, s, s1, x s1 have rank 2.
    assert [(e["equation"], e["verdict"], e["rank"]) for e in claim.exceptional] == [("beta = 0", "refuted", 2)]


@pytest.mark.parametrize("params", [["beta=3/2"], {"beta": 1.5}, {"beta": "3/2"}])
def test_a_parameter_has_a_value(params: object) -> None:
    v = wronski.verify("x*sigmoid(beta*x)", params=params, claims="1")  # type: ignore[arg-type]
    assert v.parameters == {"beta": "3/2"}
    assert not v.claims["assumption-1"].exceptional


@pytest.mark.parametrize(
    "params",
    [["gamma"], ["beta=x"], ["beta=1=2"], ["1b"], [1], 3, {"beta": float("nan")}, {"beta": 1j}, {"beta": True}, {3: 4},
     {"beta": 10**2000}, pytest.param({"beta": 10**5000}, id="huge"), {"beta": object()}, {"beta": float("inf")}, ["x"], ["beta", "beta"]],
)
def test_parameters_that_are_none_are_refused(params: object) -> None:
    with pytest.raises(wronski.WronskiError) as e:
        wronski.verify("x*sigmoid(beta*x)", params=params, claims="1")  # type: ignore[arg-type]
    assert e.value.code[0] in "WP" and len(str(e.value)) < 3000


def test_undecided_is_no_exception() -> None:
    # A bump that is smooth and not analytic at 0, and no function of any tower.
    v = wronski.verify("where(x > 0, exp(-1/(x^2 + 1)), exp(-1))")
    assert {c.verdict for c in v.claims.values()} <= set(Verdict)
    # Beyond a limit: nested four times.
    deep = wronski.verify("gelu(gelu(gelu(gelu(x))))", claims=["lemma-3"])
    claim = deep.claims["lemma-3"]
    if claim.verdict is Verdict.UNDECIDED:
        assert claim.reason is not None and claim.because


def test_a_verdict_is_text_and_no_truth_value() -> None:
    verdict = wronski.verify("tanh", claims="1").claims["analytic"].verdict
    assert verdict == "proved" and str(verdict) == "proved" and f"{verdict:>8}" == "  proved"
    assert json.dumps(verdict) == '"proved"'
    with pytest.raises(TypeError):
        bool(verdict)


def test_a_certificate_is_checked_and_forgeries_are_not_confirmed() -> None:
    v = wronski.verify("softplus")
    text = v.certificate
    assert wronski.check(text).valid and wronski.check(json.loads(text)).valid and wronski.check(v).valid
    forged = json.loads(text)
    for claim in forged["claims"]:
        if claim["id"] == "lemma-3":
            claim["verdict"] = "proved"
    assert not wronski.check(forged).valid
    assert not wronski.check(text.replace("softplus(x)", "sigmoid(x)")).valid


def test_results_can_be_copied_and_sent() -> None:
    v = wronski.verify("gelu")
    for other in (copy.deepcopy(v), pickle.loads(pickle.dumps(v))):
        assert other == v and other.claims == v.claims and other.certificate == v.certificate
    assert v != wronski.verify("tanh")
    assert "iframe" in pickle.loads(pickle.dumps(v))._repr_html_()


def test_a_result_cannot_be_changed_from_outside() -> None:
    v = wronski.verify("tanh", claims="1")
    v.json()["claims"].clear()
    assert len(v.json()["claims"]) == 2


def test_cross_checks_are_shown() -> None:
    v = wronski.verify("tanh", claims="1", cross_check=True)
    assert "cross_check" in json.dumps(v.json())


def test_notes_say_how_a_text_was_read() -> None:
    assert any("jax::gelu" in note for note in wronski.verify("gelu", claims="1").notes)


@pytest.mark.parametrize("name", [e.name for e in wronski.catalog() if not e.parameters])
def test_what_is_shown_fits_into_80_columns(name: str) -> None:
    v = wronski.verify(name, claims="1")
    for text in (repr(v), *map(repr, v.claims.values())):
        assert all(len(line) <= 80 for line in text.splitlines()), text
    assert v._repr_html_()


def test_pages_in_notebooks_need_nothing_from_elsewhere() -> None:
    import html
    import re

    shown = wronski.verify("gelu")._repr_html_()
    page = html.unescape(shown)
    assert "<script" not in page.lower() and "javascript:" not in page.lower()
    assert "proved" in page and "assumption-1" in page
    loads = re.findall(r"""(?:src|href)\s*=\s*["']([^"'#][^"']*)""", page)
    assert not [u for u in loads if not u.startswith(("data:", "https://doi.org", "https://")) or u.endswith((".js", ".css"))]
    assert not re.findall(r"""(?:src|@import)\s*[=(]?\s*["']?https?:""", page)
    assert not re.findall(r"<link|<img[^>]+src=.https?:|url\(\s*.?https?:", page)
