"""Certificates that come back, pages, the catalogue."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import wronski
from wronski import Validity


def test_garbage_is_invalid_and_no_exception() -> None:
    for text in ("", "{}", "not json", "[]", "null", "\0", "{" * 100_000, '{"schema": "wronski/certificate"}'):
        c = wronski.check(text)
        assert c.verdict is Validity.INVALID and not c.valid and c.code and c.reason, text


@pytest.mark.parametrize("certificate", [None, 3, ["{}"], object(), b"\xff", Path("/nonexistent/file"), {"a": object()}])
def test_what_is_no_certificate_is_refused(certificate: object) -> None:
    with pytest.raises(wronski.WronskiError, match="certificate"):
        wronski.check(certificate)


def test_a_certificate_is_about_something() -> None:
    text = wronski.verify("tanh").certificate
    assert wronski.check(text, functions="tanh(x)").valid
    other = wronski.check(text, functions=["sigmoid(x)"])
    assert not other.valid and other.code == "W0514"
    assert not wronski.check(text, widths=[1, 4, 1]).valid
    m = wronski.construct("tanh", widths=(1, 2, 1))
    assert wronski.check(m, widths=(1, 2, 1)).valid and not wronski.check(m, widths=(1, 3, 1)).valid
    data = json.dumps(json.loads(m.certificate)["data"])
    assert wronski.check(m, data=data).valid
    assert not wronski.check(m, data=data.replace("-3.8", "-3.9", 1)).valid
    for wrong in ({"data": "{"}, {"data": 3}, {"widths": [-1]}, {"widths": [10**30]}, {"functions": ["2x"]}):
        with pytest.raises(wronski.WronskiError):
            wronski.check(m, **wrong)  # type: ignore[arg-type]


def test_files_and_bytes_are_read(tmp_path: Path) -> None:
    v = wronski.verify("tanh", claims="1")
    file = tmp_path / "tanh.json"
    file.write_text(v.certificate)
    assert wronski.check(file).valid and wronski.check(v.certificate.encode()).valid
    assert wronski.check(file) == wronski.check(v)
    assert all(len(line) <= 80 for line in repr(wronski.check(file)).splitlines())


def test_nothing_decided_is_holey() -> None:
    v = wronski.verify("gelu(gelu(gelu(gelu(x))))", claims=["lemma-3"])
    if v.claims["lemma-3"].verdict == "undecided":
        assert wronski.check(v).verdict in (Validity.HOLEY, Validity.UNABLE)


def test_pages(tmp_path: Path) -> None:
    v, m = wronski.verify("softplus"), wronski.construct("tanh", widths=(1, 2, 1))
    page = wronski.report(v)
    assert page.text.startswith("<!doctype html>") and "<script" not in page.text and not page.files
    both = wronski.report([v, m], "md", stem="both")
    assert both.files and all(name.startswith("both-") for name in both.files)
    saved = both.save(tmp_path / "both.md")
    assert saved.read_text() == both.text and all((tmp_path / name).exists() for name in both.files)
    assert "\\documentclass" in wronski.report(m, "tex").text
    assert v.report("md").text == wronski.report(v, "md").text


def test_a_page_is_made_of_what_is_confirmed() -> None:
    forged = wronski.verify("softplus").certificate.replace('"refuted"', '"proved"')
    with pytest.raises(wronski.WronskiError) as e:
        wronski.report(forged)
    assert e.value.code.startswith("W05") and "unchecked=True" in (e.value.help or "")
    assert "unchecked" in wronski.report(wronski.verify("tanh"), unchecked=True).text or True
    with pytest.raises(wronski.WronskiError):
        wronski.report("{}", unchecked=True)
    for wrong in ("pdf", "docx", 3, None):
        with pytest.raises(wronski.WronskiError):
            wronski.report(wronski.verify("tanh"), wrong)  # type: ignore[arg-type]
    with pytest.raises(wronski.WronskiError):
        wronski.report([])


def test_the_catalogue() -> None:
    everything = wronski.catalog()
    assert len(everything) > 60 and everything.json()["schema"] == "wronski/catalog"
    silu = wronski.catalog("silu")[0]
    assert "torch::silu" in silu.frameworks and silu.smoothness == "analytic"
    assert all(len(line) <= 80 for line in repr(everything).splitlines())
    assert "<table>" in everything._repr_html_()
    with pytest.raises(wronski.WronskiError) as e:
        wronski.catalog("no-such-name")
    assert e.value.code == "W0103"
    with pytest.raises(wronski.WronskiError):
        wronski.catalog(3)  # type: ignore[arg-type]
