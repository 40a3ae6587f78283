"""Activations of frameworks. Values are compared with the formulas that the frameworks document, written out here."""

from __future__ import annotations

import math
from typing import Any, Callable

import numpy as np
import pytest

import wronski
from wronski import _native
from wronski._frameworks import _JAX, _KERAS, _TORCH, framework_activation

POINTS = [-9.0, -2.5, -1.2, -0.6, -0.3, 0.2, 0.45, 0.7, 1.5, 2.5, 7.0]


def sigmoid(x: float) -> float:
    return 1 / (1 + math.exp(-x))


def softplus(x: float) -> float:
    return math.log(1 + math.exp(x))


def gelu(x: float) -> float:
    return x * (1 + math.erf(x / math.sqrt(2))) / 2


def gelu_tanh(x: float) -> float:
    return 0.5 * x * (1 + math.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x**3)))


SELU = (1.0507009873554804934193349852946, 1.6732632423543772848170429916717)

#: Text, and the formula of the documentation of the framework.
FORMULAS: list[tuple[str, Callable[[float], float]]] = [
    ("torch.nn.Sigmoid", sigmoid),
    ("torch.nn.Sigmoid()", sigmoid),
    ("torch.sigmoid", sigmoid),
    ("torch.nn.functional.sigmoid", sigmoid),
    ("torch.nn.Tanh", math.tanh),
    ("torch.nn.SiLU", lambda x: x * sigmoid(x)),
    ("torch.nn.functional.silu", lambda x: x * sigmoid(x)),
    ("torch.nn.GELU", gelu),
    ("torch.nn.GELU('tanh')", gelu_tanh),
    ("torch.nn.GELU(approximate='tanh')", gelu_tanh),
    ("torch.nn.GELU(approximate='none')", gelu),
    ("torch.nn.Softplus", softplus),
    ("torch.nn.Softplus(beta=2)", lambda x: softplus(2 * x) / 2),
    ("torch.nn.Softplus(0.5, 10)", lambda x: softplus(x / 2) * 2),
    ("torch.nn.Mish", lambda x: x * math.tanh(softplus(x))),
    ("torch.nn.Identity", lambda x: x),
    ("torch.nn.LogSigmoid", lambda x: math.log(sigmoid(x))),
    ("torch.nn.functional.logsigmoid", lambda x: math.log(sigmoid(x))),
    ("torch.nn.Tanhshrink", lambda x: x - math.tanh(x)),
    ("torch.nn.Softsign", lambda x: x / (1 + abs(x))),
    ("torch.nn.ReLU(inplace=True)", lambda x: max(x, 0.0)),
    ("torch.nn.ReLU6", lambda x: min(max(x, 0.0), 6.0)),
    ("torch.nn.LeakyReLU", lambda x: x if x >= 0 else 0.01 * x),
    ("torch.nn.LeakyReLU(0.2)", lambda x: x if x >= 0 else 0.2 * x),
    ("torch.nn.ELU(2.0)", lambda x: x if x > 0 else 2 * (math.exp(x) - 1)),
    ("torch.nn.CELU(alpha=2)", lambda x: max(0.0, x) + min(0.0, 2 * (math.exp(x / 2) - 1))),
    ("torch.nn.SELU", lambda x: SELU[0] * (max(0.0, x) + min(0.0, SELU[1] * (math.exp(x) - 1)))),
    ("torch.nn.Hardtanh", lambda x: min(max(x, -1.0), 1.0)),
    ("torch.nn.Hardtanh(-2, 0.5)", lambda x: min(max(x, -2.0), 0.5)),
    ("torch.nn.Hardsigmoid", lambda x: min(max(x + 3, 0.0), 6.0) / 6),
    ("torch.nn.Hardswish", lambda x: x * min(max(x + 3, 0.0), 6.0) / 6),
    ("torch.nn.Hardshrink", lambda x: x if abs(x) > 0.5 else 0.0),
    ("torch.nn.Softshrink(0.25)", lambda x: x - 0.25 if x > 0.25 else x + 0.25 if x < -0.25 else 0.0),
    ("torch.nn.Threshold(0.1, 20)", lambda x: x if x > 0.1 else 20.0),
    ("torch.sin", math.sin),
    ("torch.erf", math.erf),
    ("jax.nn.gelu", gelu_tanh),
    ("jax.nn.gelu(approximate=False)", gelu),
    ("jax.nn.swish", lambda x: x * sigmoid(x)),
    ("jax.nn.squareplus", lambda x: (x + math.sqrt(x * x + 4)) / 2),
    ("jax.nn.leaky_relu(0.3)", lambda x: x if x >= 0 else 0.3 * x),
    ("jax.nn.elu", lambda x: x if x > 0 else math.exp(x) - 1),
    ("keras.activations.swish", lambda x: x * sigmoid(x)),
    ("keras.activations.gelu", gelu),
    ("tf.keras.activations.gelu(approximate=True)", gelu_tanh),
    ("keras.activations.leaky_relu", lambda x: x if x >= 0 else 0.2 * x),
    ("keras.activations.exponential", math.exp),
    ("keras.activations.relu(0.1, 3.0, 0.5)", lambda x: min(x, 3.0) if x >= 0.5 else 0.1 * (x - 0.5)),
    ("keras.activations.hard_sigmoid", lambda x: min(max(x / 6 + 0.5, 0.0), 1.0)),
]


@pytest.mark.parametrize("text, formula", FORMULAS)
def test_values_are_those_of_the_documentation(text: str, formula: Callable[[float], float]) -> None:
    known = framework_activation(text)
    assert known is not None
    found = np.frombuffer(_native.evaluate(known.text, [], np.array(POINTS).tobytes()))
    assert found.tolist() == pytest.approx([formula(x) for x in POINTS], rel=1e-12, abs=1e-14), known


@pytest.mark.parametrize("known", [*_TORCH.values(), *_JAX.values(), *_KERAS.values()], ids=lambda k: k.spelling)
def test_every_name_is_known_to_the_engine(known: Any) -> None:
    values = [str(v) for v in known.parameters.values()]
    text = f"{known.spelling}(x, {', '.join(values)})" if values else known.spelling
    assert np.isfinite(np.frombuffer(_native.evaluate(text, [], np.array(POINTS).tobytes()))).all()


def test_they_stand_for_functions_everywhere() -> None:
    assert wronski.verify("torch.nn.GELU").claims["assumption-1"].verdict == "proved"
    assert wronski.equal("torch.nn.SiLU", "x*sigmoid(x)").verdict == "equal"
    assert any("threshold" in n for n in wronski.verify("torch.nn.Softplus", claims="1").notes)


@pytest.mark.parametrize(
    "text",
    ["torch.nn.PReLU", "torch.nn.RReLU()", "torch.nn.Softmax(dim=1)", "torch.nn.GLU", "torch.nn.Conv2d(1, 2, 3)",
     "torch.nn.Unknown", "torch.nn.functional.softmax", "torch.nn.GELU(approximate='erf')", "torch.nn.ELU(1, 2, 3)",
     "torch.nn.LeakyReLU(slope=1)", "torch.nn.LeakyReLU(0.1, negative_slope=0.2)", "torch.nn.ELU(__import__('os'))",
     "torch.nn.ELU('a')", "torch.nn.ELU(1j)", "torch.nn.ELU(1e999)", "torch.nn.", "torch.", "torch.nn.ELU(", "torch.nn[0]",
     "jax.nn.softmax", "jax.nn.unknown", "keras.activations.softmax", "keras.layers.PReLU", "tf.nn.unknown",
     "torch.nn.Sigmoid + 1", "torch.nn.Softplus(0)"],
)  # fmt: skip
def test_what_is_no_function_of_one_variable_is_refused(text: str) -> None:
    with pytest.raises(wronski.WronskiError) as e:
        wronski.verify(text, claims="1")
    assert len(str(e.value)) < 1000


@pytest.mark.parametrize("text", ["x", "tanh", "torch", "torch::gelu", "torchx.nn.Sigmoid", "", "x.torch.y"])
def test_other_texts_are_left_to_the_engine(text: str) -> None:
    assert framework_activation(text) is None


def fake(name: str, module: str, **attributes: Any) -> Any:
    """An object that looks like one of a framework that is not installed."""
    base = type("Module", (), {"__module__": "torch.nn.modules.module"})
    made = type(name, (base,), {"__module__": module})()
    for key, value in attributes.items():
        setattr(made, key, value)
    return made


@pytest.mark.parametrize(
    "module, text",
    [
        (fake("Sigmoid", "torch.nn.modules.activation"), "torch::sigmoid"),
        (fake("GELU", "torch.nn.modules.activation", approximate="tanh"), "torch::gelu_tanh"),
        (fake("LeakyReLU", "torch.nn.modules.activation", negative_slope=0.3, inplace=True), "torch::leaky_relu(x, 0.3)"),
        (fake("Hardtanh", "torch.nn.modules.activation", min_val=-2.0, max_val=2.0), "torch::clamp(x, -2.0, 2.0)"),
    ],
)
def test_modules_are_recognised_by_their_names(module: Any, text: str) -> None:
    known = framework_activation(module)
    assert known is not None and known.text == text


@pytest.mark.parametrize("name", ["PReLU", "Softmax", "MultiheadAttention", "Conv2d", "Linear", "Sequential"])
def test_modules_that_are_no_activations_are_refused(name: str) -> None:
    with pytest.raises(wronski.WronskiError, match=name):
        wronski.verify(fake(name, "torch.nn.modules.other"))


def test_functions_are_recognised_by_their_modules() -> None:
    def silu(x: Any) -> Any:
        raise AssertionError("it was called")

    for module, text in (("jax._src.nn.functions", "jax::silu"), ("keras.src.activations.activations", "keras::silu"),
                         ("torch.nn.functional", "torch::silu")):  # fmt: skip
        silu.__module__ = module
        known = framework_activation(silu)
        assert known is not None and known.text == text


def test_parameters_by_partial() -> None:
    import functools

    def leaky_relu(x: Any, negative_slope: float = 0.01) -> Any:
        raise AssertionError("it was called")

    leaky_relu.__module__ = "jax._src.nn.functions"
    known = framework_activation(functools.partial(leaky_relu, negative_slope=0.25))
    assert known is not None and known.text == "jax::leaky_relu(x, 0.25)"
    for wrong in (functools.partial(leaky_relu, 1.0), functools.partial(leaky_relu, slope=1.0)):
        with pytest.raises(wronski.WronskiError):
            framework_activation(wrong)
    assert framework_activation(functools.partial(lambda x, k: x, k=1)) is None


def test_with_torch_itself() -> None:
    torch = pytest.importorskip("torch", reason="torch is not installed")
    x = torch.tensor(POINTS, dtype=torch.float64)
    for name, known in _TORCH.items():
        module = getattr(torch.nn, name)(0.5, 0.25) if name == "Threshold" else getattr(torch.nn, name)()
        text = framework_activation(module)
        assert text is not None, name
        found = np.frombuffer(_native.evaluate(text.text, [], np.array(POINTS).tobytes()))
        assert found.tolist() == pytest.approx(module(x).tolist(), rel=1e-6, abs=1e-9), name
    for f in (torch.tanh, torch.sigmoid, torch.nn.functional.silu, torch.nn.functional.gelu, torch.nn.functional.mish):
        text = framework_activation(f)
        assert text is not None
        found = np.frombuffer(_native.evaluate(text.text, [], np.array(POINTS).tobytes()))
        assert found.tolist() == pytest.approx(f(x).tolist(), rel=1e-6, abs=1e-9)
