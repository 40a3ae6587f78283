"""The basic calls of a wheel that was installed without any extra; run by scripts/python.sh, without pytest."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import json
import subprocess
import sys
from pathlib import Path


def main() -> None:
    for absent in ("sympy", "torch", "onnx", "pyarrow", "matplotlib", "ray", "pytest"):
        assert importlib.util.find_spec(absent) is None, f"{absent} is installed, and this environment should be bare"
    import wronski

    assert "site-packages" in wronski.__path__[0], wronski.__path__
    assert wronski.__version__ == importlib.metadata.version("wronski")

    gelu = wronski.verify("gelu")
    assert gelu.claims["assumption-1"].verdict == "proved"
    assert gelu.claims["assumption-1"].rank == 7
    assert wronski.check(gelu.certificate).valid
    assert not wronski.check(gelu.certificate.replace('"proved"', '"refuted"')).valid
    assert "<script" not in gelu._repr_html_()

    family = wronski.independent("softplus(x)", "softplus(-x)", "x")
    assert (family.verdict, family.rank) == ("dependent", 2)
    assert wronski.equal("tanh(x)", "2*sigmoid(2*x) - 1").verdict == "equal"
    assert wronski.wronskian("1", "x", "exp(x)").text == "t1"
    assert wronski.chain("tanh", layers=3).gradient.rank == 6
    assert wronski.catalog("silu")[0].formula == "x*sigmoid(x)"

    m = wronski.construct("tanh", widths=(1, 2, 1), seed=1)
    assert m.kind == "bad-local-minimum" and m.better_loss < m.loss
    assert abs(m.loss(m.weights) - m.loss) < 1e-9
    again = wronski.certify(activation="tanh", weights=m.weights, inputs=m.inputs, targets=m.targets)
    assert again.kind != "bad-local-minimum" or wronski.check(again.certificate).valid

    try:
        wronski.verify("2x")
    except wronski.WronskiError as e:
        assert (e.code, e.span) == ("W0109", (0, 2)), (e.code, e.span)
    else:
        raise AssertionError("2x was read")

    # What needs a package that is not there says which.
    for call, package in (
        (lambda: wronski.verify(lambda x: x), "sympy"),
        (lambda: m.plot(), "matplotlib"),
        (lambda: wronski.survey(["tanh"]), "pyarrow"),
    ):
        try:
            call()
        except wronski.WronskiError as e:
            assert f"pip install {package}" in str(e), e
        else:
            raise AssertionError(f"done without {package}")

    # The program, both ways.
    for command in ([sys.executable, "-m", "wronski"], [str(Path(sys.executable).with_name("wronski"))]):
        run = subprocess.run([*command, "verify", "sigmoid", "--json"], capture_output=True, text=True, check=False)
        assert run.returncode == 0, run
        assert json.loads(run.stdout)["schema"] == "wronski/verify"
        wrong = subprocess.run([*command, "verify", "2x"], capture_output=True, text=True, check=False)
        assert wrong.returncode == 2 and "W0109" in wrong.stderr, wrong
    print("the wheel works without any extra")


if __name__ == "__main__":
    main()
