"""Networks that people bring, from each source. Losses are computed again with NumPy."""

from __future__ import annotations

import json
import struct
from fractions import Fraction
from pathlib import Path
from typing import Any, Callable, Optional

import networks
import numpy as np
import pytest

import wronski
from wronski import Kind

WIDTHS = [2, 2, 1]


@pytest.fixture(scope="module")
def net() -> tuple[list[tuple[Any, Any]], Any, Any]:
    return networks.trained(networks.tanh, WIDTHS, seed=0)


def strict(m: wronski.Minimum, net: tuple[list[tuple[Any, Any]], Any, Any]) -> None:
    weights, x, y = net
    assert m.kind is Kind.STRICT_LOCAL_MINIMUM, m
    assert m.loss == pytest.approx(networks.loss(networks.tanh, weights, x, y), rel=1e-6)
    assert m.inertia == (9, 0, 0)
    assert wronski.check(m.certificate).valid


def single(weights: list[tuple[Any, Any]]) -> list[tuple[Any, Any]]:
    return [(w.astype(np.float32), b.astype(np.float32)) for w, b in weights]


def test_lists_of_arrays(net: Any) -> None:
    weights, x, y = net
    strict(wronski.certify(activation="tanh", weights=weights, inputs=x, targets=y), net)
    m = wronski.certify(activation="torch.nn.Tanh", weights=single(weights), inputs=x, targets=y)
    strict(m, net)
    assert any("float32" in n for n in m.notes)
    strict(wronski.certify([list(map(np.ndarray.tolist, p)) for p in weights], x.tolist(), y.tolist(), activation="tanh"), net)
    strict(wronski.certify(weights, x, y.ravel(), activation=np.tanh), net)
    fractions = [([[Fraction(float(v)) for v in r] for r in w], [Fraction(float(v)) for v in b]) for w, b in weights]
    strict(wronski.certify(fractions, x, y, activation="tanh", loss="mse"), net)


def test_a_state_dict_and_a_file_of_safetensors(net: Any, tmp_path: Path) -> None:
    weights, x, y = net
    state = {}
    for (w, b), n in zip(single(weights), (0, 2)):
        state[f"{n}.bias"], state[f"{n}.weight"] = b, w
    strict(wronski.certify(state, x, y, activation="tanh"), net)
    strict(wronski.certify({f"model.{k}": v for k, v in state.items()}, x, y, activation="tanh"), net)
    safetensors = pytest.importorskip("safetensors.numpy")
    file = tmp_path / "net.safetensors"
    safetensors.save_file(state, file, metadata={"format": "pt"})
    for path in (file, str(file)):
        strict(wronski.certify(activation="torch.nn.Tanh", weights=path, inputs=x, targets=y), net)
    # The order is by number: layer 10 comes after layer 9.
    deep = {f"{n}.weight": np.eye(2) * n for n in (1, 9, 10)}
    m = wronski.certify(deep, np.eye(2), np.eye(2), activation="tanh")
    assert m.exact.weights is not None and [w[0][0] for w, _ in m.exact.weights] == [1, 9, 10]


@pytest.mark.parametrize("kind, dtype", [("F64", "<f8"), ("F32", "<f4"), ("F16", "<f2"), ("BF16", None)])
def test_numbers_of_safetensors_are_read_exactly(kind: str, dtype: Optional[str], tmp_path: Path) -> None:
    from wronski._networks.safetensors import read_safetensors

    values = [1.0, -0.5, 3.25, 0.0078125]
    raw = (np.array(values, "<f4").view("<u4") >> 16).astype("<u2") if dtype is None else np.array(values, dtype)
    file = tmp_path / "t.safetensors"
    write(file, {"a": {"dtype": kind, "shape": [2, 2], "data_offsets": [0, raw.nbytes]}}, raw.tobytes())
    assert read_safetensors(file, "weights")["a"].tolist() == [values[:2], values[2:]]


def write(file: Path, header: object, data: bytes, length: Optional[int] = None) -> None:
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    file.write_bytes(struct.pack("<Q", len(text) if length is None else length) + text + data)


GOOD = {"dtype": "F64", "shape": [1, 1], "data_offsets": [0, 8]}


@pytest.mark.parametrize(
    "header, data, length",
    [
        ({"0.weight": GOOD}, b"\0" * 7, None), ({"0.weight": GOOD}, b"\0" * 8, 2**60), ({"0.weight": GOOD}, b"\0" * 8, 2**64 - 1),
        (b"not json", b"", None), (b"\xff\xfe", b"", None), ([], b"", None), ({"0.weight": 3}, b"", None), ({"0.weight": {}}, b"", None),
        ({"0.weight": {**GOOD, "dtype": "C64"}}, b"\0" * 8, None), ({"0.weight": {**GOOD, "dtype": 3}}, b"\0" * 8, None),
        ({"0.weight": {**GOOD, "shape": [-1, -1]}}, b"\0" * 8, None), ({"0.weight": {**GOOD, "shape": [2**40, 2**40]}}, b"\0" * 8, None),
        ({"0.weight": {**GOOD, "shape": "11"}}, b"\0" * 8, None), ({"0.weight": {**GOOD, "data_offsets": [8, 0]}}, b"\0" * 8, None),
        ({"0.weight": {**GOOD, "data_offsets": [0, 8, 8]}}, b"\0" * 8, None), ({"0.weight": {**GOOD, "data_offsets": [0, 2**70]}}, b"\0" * 8, None),
        ({"0.weight": {**GOOD, "data_offsets": [0.0, 8.0]}}, b"\0" * 8, None), (b'{"a": 1, "a": 1}', b"", None), (b"[" * 50_000, b"", None),
        ({}, b"", None), ({"other": GOOD}, b"\0" * 8, None), ({"0.bias": GOOD}, b"\0" * 8, None),
    ],
)  # fmt: skip
def test_damaged_files_of_safetensors_are_refused(header: object, data: bytes, length: Optional[int], tmp_path: Path) -> None:
    file = tmp_path / "bad.safetensors"
    write(file, header, data, length)
    with pytest.raises(wronski.WronskiError, match="weights"):
        wronski.certify(activation="tanh", weights=file, inputs=[1], targets=[1])


def onnx_file(net: Any, tmp_path: Path, change: Callable[[Any, list[Any], list[Any]], None] = lambda h, n, c: None,
              form: str = "gemm") -> Path:  # fmt: skip
    onnx = pytest.importorskip("onnx")
    helper, numpy_helper = onnx.helper, onnx.numpy_helper
    (w1, b1), (w2, b2) = single(net[0])
    nodes: list[Any] = []
    if form == "gemm":
        constants = [numpy_helper.from_array(a, n) for a, n in ((w1, "w1"), (b1, "b1"), (w2, "w2"), (b2, "b2"))]
        nodes += [helper.make_node("Gemm", ["x", "w1", "b1"], ["z"], "first", transB=1), helper.make_node("Tanh", ["z"], ["a"], "act"),
                  helper.make_node("Gemm", ["a", "w2", "b2"], ["y"], "second", transB=1)]  # fmt: skip
    else:
        constants = [numpy_helper.from_array(a, n) for a, n in ((w1.T.copy(), "w1"), (b1, "b1"), (w2.T.copy(), "w2"), (b2, "b2"))]
        nodes += [helper.make_node("MatMul", ["x", "w1"], ["z0"]), helper.make_node("Add", ["b1", "z0"], ["z"]),
                  helper.make_node("Tanh", ["z"], ["a"]), helper.make_node("MatMul", ["a", "w2"], ["y0"]),
                  helper.make_node("Add", ["y0", "b2"], ["y"])]  # fmt: skip
    change(helper, nodes, constants)
    info = helper.make_tensor_value_info
    graph = helper.make_graph(nodes, "g", [info("x", 1, [None, 2])], [info("y", 1, [None, 1])], constants)
    file = tmp_path / "net.onnx"
    onnx.save(helper.make_model(graph), file)
    return file


@pytest.mark.parametrize("form", ["gemm", "matmul"])
def test_files_of_onnx(net: Any, tmp_path: Path, form: str) -> None:
    m = wronski.certify(onnx_file(net, tmp_path, form=form), net[1], net[2])
    strict(m, net)
    assert any("ONNX" in n for n in m.notes)


def replaced(position: int, *arguments: Any, **attributes: Any) -> Callable[[Any, list[Any], list[Any]], None]:
    def change(helper: Any, nodes: list[Any], constants: list[Any]) -> None:
        nodes[position] = helper.make_node(*arguments, **attributes)

    return change


def appended(*arguments: Any, **attributes: Any) -> Callable[[Any, list[Any], list[Any]], None]:
    def change(helper: Any, nodes: list[Any], constants: list[Any]) -> None:
        nodes[-1].output[0] = "before"
        nodes.append(helper.make_node(*arguments, **attributes))

    return change


@pytest.mark.parametrize(
    "change, said",
    [
        (replaced(1, "Softmax", ["z"], ["a"], "act"), "act"),
        (replaced(0, "Conv", ["x", "w1", "b1"], ["z"], "first"), "first"),
        (replaced(0, "Gemm", ["x", "w1", "b1"], ["z"], "first", transB=1, alpha=2.0), "alpha"),
        (replaced(0, "Gemm", ["x", "w1", "b1"], ["z"], "first", transB=1, transA=1), "first"),
        (replaced(1, "Add", ["z", "x"], ["a"], "skip"), "skip"),
        (replaced(1, "Identity", ["z"], ["a"], "act"), "second"),
        (appended("Sigmoid", ["before"], ["y"], "last"), "ends with an activation"),
        (replaced(2, "Gemm", ["a", "z", "b2"], ["y"], "second"), "second"),
    ],
)  # fmt: skip
def test_graphs_that_are_no_network_are_refused(net: Any, tmp_path: Path, change: Any, said: str) -> None:
    with pytest.raises(wronski.WronskiError, match=said):
        wronski.certify(onnx_file(net, tmp_path, change), net[1], net[2])


def test_files_that_are_none_are_refused(tmp_path: Path) -> None:
    for name, content in (("a.onnx", b"nonsense"), ("a.onnx", b""), ("a.pt", b""), ("a.txt", b""), ("a.safetensors", b"abc")):
        (tmp_path / name).write_bytes(content)
        with pytest.raises(wronski.WronskiError, match="model"):
            wronski.certify(tmp_path / name, [1], [1], activation="tanh")
    for name in ("no.onnx", "no.safetensors"):
        with pytest.raises(wronski.WronskiError, match="model"):
            wronski.certify(tmp_path / name, [1], [1], activation="tanh")


# Modules of torch that are recognised by their names, where torch is not installed.


def module(kind: str, where: str = "torch.nn.modules.linear", **attributes: Any) -> Any:
    base = type("Module", (), {"__module__": "torch.nn.modules.module"})
    made = type(kind, (base,), {"__module__": where})()
    made.training = False
    for key, value in attributes.items():
        setattr(made, key, value)
    return made


def linear(w: Any, b: Any) -> Any:
    return module("Linear", weight=w, bias=b)


def sequential(*children: Any) -> Any:
    return module("Sequential", "torch.nn.modules.container", _modules={str(i): c for i, c in enumerate(children)})


def act(kind: str, **attributes: Any) -> Any:
    return module(kind, "torch.nn.modules.activation", **attributes)


def test_a_sequential_of_torch(net: Any) -> None:
    weights, x, y = net
    first, second = (linear(w, b) for w, b in single(weights))
    m = wronski.certify(sequential(first, act("Tanh"), second), x, y)
    strict(m, net)
    assert any("Linear 2-2, Tanh, Linear 2-1" in n for n in m.notes)
    inner = sequential(first, act("Tanh"))
    strict(wronski.certify(sequential(inner, module("Dropout", p=0.5), second), x, y), net)
    strict(wronski.certify(sequential(module("Flatten"), first, act("Tanh"), module("Identity"), second), x, y, loss="torch.nn.MSELoss()"), net)


def test_models_of_torch_that_cannot_be_expressed(net: Any) -> None:
    weights, x, y = net
    first, second = (linear(w, b) for w, b in weights)
    training = module("Dropout", p=0.5)
    training.training = True
    cases: list[tuple[Any, str]] = [
        (sequential(first, act("Tanh"), training, second), "training mode"),
        (sequential(module("Conv2d", "torch.nn.modules.conv"), second), r"model\[0\].*convolution"),
        (sequential(first, module("BatchNorm1d", "torch.nn.modules.batchnorm"), second), r"model\[1\].*normalisation"),
        (sequential(first, act("Tanh"), second, act("Softmax")), "Softmax"),
        (sequential(first, act("Tanh"), second, act("Sigmoid")), "ends with an activation"),
        (sequential(first, second), "without an activation"),
        (sequential(act("Tanh"), first), "begins with"),
        (sequential(first, act("Tanh"), act("Sigmoid"), second), "two activations"),
        (sequential(first, act("Tanh"), linear(np.eye(2), np.zeros(2)), act("Sigmoid"), second), "one for all"),
        (sequential(first, act("PReLU"), second), "learned"),
        (sequential(first), "hidden layer"),
        (sequential(), "hidden layer"),
        (module("MyModel", "__main__"), "order of its layers"),
        (sequential(first, act("Tanh"), linear(weights[1][0], None)), "no biases"),
        (sequential(first, act("Tanh"), linear(np.ones((1, 3)), np.ones(1))), "rows have 3"),
        (sequential(module("LSTM", "torch.nn.modules.rnn")), "recurrent"),
    ]
    for model, said in cases:
        with pytest.raises(wronski.WronskiError, match=said):
            wronski.certify(model, x, y)
    with pytest.raises(wronski.WronskiError, match="activation"):
        wronski.certify(sequential(first, act("Tanh"), second), x, y, activation="sigmoid")


def test_with_torch_itself(net: Any, tmp_path: Path) -> None:
    torch = pytest.importorskip("torch", reason="torch is not installed")
    weights, x, y = net
    model = torch.nn.Sequential(torch.nn.Linear(2, 2), torch.nn.Tanh(), torch.nn.Dropout(0.5), torch.nn.Linear(2, 1))
    with torch.no_grad():
        for layer, (w, b) in zip((model[0], model[3]), weights):
            layer.weight.copy_(torch.tensor(w))
            layer.bias.copy_(torch.tensor(b))
    with pytest.raises(wronski.WronskiError, match="training mode"):
        wronski.certify(model, x, y)
    model.eval()
    for given in (model, model.double()):
        strict(wronski.certify(given, torch.tensor(x), torch.tensor(y), loss=torch.nn.MSELoss()), net)
    state = model.state_dict()
    strict(wronski.certify(state, x, y, activation=torch.nn.Tanh()), net)
    for wrong in (torch.nn.CrossEntropyLoss(), torch.nn.HuberLoss()):
        with pytest.raises(wronski.WronskiError, match="loss"):
            wronski.certify(model, x, y, loss=wrong)


# Keras, by fakes likewise.


def keras_layer(kind: str, **attributes: Any) -> Any:
    base = type("Layer", (), {"__module__": "keras.src.layers.layer"})
    made = type(kind, (base,), {"__module__": "keras.src.layers.core"})()
    for key, value in attributes.items():
        setattr(made, key, value)
    return made


def named(name: str) -> Any:
    def f(x: Any) -> Any:
        raise AssertionError("it was called")

    f.__name__, f.__module__ = name, "keras.src.activations.activations"
    return f


def dense(w: Any, b: Any, activation: Any) -> Any:
    return keras_layer("Dense", use_bias=b is not None, activation=activation, get_weights=lambda: [w.T, *([] if b is None else [b])])


def keras_model(*layers: Any, kind: str = "Sequential") -> Any:
    base = type("Model", (), {"__module__": "keras.src.models.model"})
    made = type(kind, (base,), {"__module__": "keras.src.models"})()
    made.layers = list(layers)
    return made


def test_models_of_keras(net: Any) -> None:
    weights, x, y = net
    (w1, b1), (w2, b2) = single(weights)
    linear_output = dense(w2, b2, named("linear"))
    strict(wronski.certify(keras_model(keras_layer("InputLayer"), dense(w1, b1, named("tanh")), linear_output), x, y), net)
    act_layer = keras_layer("Activation", activation=named("tanh"))
    m = wronski.certify(keras_model(dense(w1, b1, named("linear")), act_layer, keras_layer("Dropout"), linear_output), x, y)
    strict(m, net)
    cases = [
        (keras_model(dense(w1, b1, named("tanh")), dense(w2, b2, named("sigmoid"))), "last layer"),
        (keras_model(dense(w1, b1, named("linear")), linear_output), "no activation"),
        (keras_model(keras_layer("Conv2D"), linear_output), "Conv2D"),
        (keras_model(kind="Functional"), "order of its layers"),
        (keras_model(), "no Dense"),
        (keras_model(dense(w1, b1, lambda z: z), linear_output), "of your own"),
        (keras_model(dense(w1, b1, named("tanh")), dense(np.eye(2), np.zeros(2), named("sigmoid")), linear_output), "one for all"),
    ]
    for model, said in cases:
        with pytest.raises(wronski.WronskiError, match=said):
            wronski.certify(model, x, y)


# What is decided.


def test_polishing_makes_a_rough_network_certifiable(net: Any) -> None:
    weights, x, y = net
    generator = np.random.default_rng(1)
    rough = [(w + 0.02 * generator.standard_normal(w.shape), b) for w, b in weights]
    plain = wronski.certify(rough, x, y, activation="tanh")
    assert plain.kind is not Kind.STRICT_LOCAL_MINIMUM and plain.polished is None
    m = wronski.certify(rough, x, y, activation="tanh", polish=True)
    strict(m, net)
    assert m.polished is not None and m.polished.settled
    moved = max(np.abs(a - b).max() for a, b in zip((w for p in rough for w in p), (w for p in m.weights or [] for w in p)))  # type: ignore[operator, arg-type, type-var]
    assert m.polished.distance == pytest.approx(float(moved), rel=1e-6)
    assert m.polished.gradient_before > 1e-3 > 1e-20 > m.polished.gradient_after
    assert any("moved by" in n for n in m.notes) and "moved by" in repr(m)
    assert all(len(line) <= 80 for line in repr(m).splitlines())


def test_polishing_that_does_not_settle_says_so() -> None:
    # No minimum is attained: a unit that grows without end fits better and better.
    m = wronski.certify([([[30.0]], [0.0]), ([[0.5]], [0.0])], [0, 1], [0, 1], activation="sigmoid", polish=True)
    assert m.polished is not None
    assert m.kind in (Kind.UNDECIDED, Kind.NOT_CRITICAL) or m.polished.settled


def test_a_network_that_is_off_is_not_critical(net: Any) -> None:
    weights, x, y = net
    m = wronski.certify([(w + 1, b) for w, b in weights], x, y, activation="tanh")
    assert m.kind is Kind.NOT_CRITICAL
    off = [(w + 1, b) for w, b in weights]
    assert m.loss == pytest.approx(networks.loss(networks.tanh, off, x, y), rel=1e-12)
    assert wronski.check(m).valid


def test_a_constructed_network_is_certified_again_when_widened() -> None:
    c = wronski.construct("silu", widths=(1, 1, 1))
    assert c.exact.weights is not None
    m = wronski.certify(c.weights, c.inputs, c.targets, activation="silu", widen=[3], polish=True)
    assert m.kind in (Kind.BAD_LOCAL_MINIMUM, Kind.LOCAL_MINIMUM_UP_TO_SYMMETRY, Kind.SADDLE, Kind.STRICT_LOCAL_MINIMUM)
    assert m.widths == [1, 3, 1] and wronski.check(m).valid


def test_parameters_of_the_activation_need_values(net: Any) -> None:
    weights, x, y = net
    m = wronski.certify(weights, x, y, activation="tanh(beta*x)", params={"beta": 1})
    strict(m, net)
    with pytest.raises(wronski.WronskiError, match="beta"):
        wronski.certify(weights, x, y, activation="tanh(beta*x)", params=["beta"])


PAIR: list[Any] = [([[1.0]], [0.0]), ([[1.0]], [0.0])]


@pytest.mark.parametrize(
    "options, argument",
    [
        ({}, "model"), ({"weights": PAIR}, "activation"), ({"activation": "tanh"}, "model"),
        ({"model": PAIR, "weights": PAIR, "activation": "tanh"}, "weights"),
        ({"weights": PAIR, "activation": "tanh"}, "X"), ({"weights": PAIR, "activation": "tanh", "X": [1]}, "y"),
        ({"weights": PAIR, "activation": "tanh", "X": [1], "inputs": [1], "y": [1]}, "inputs"),
        ({"weights": PAIR, "activation": "tanh", "X": [1, 2], "y": [1]}, "y"),
        ({"weights": PAIR, "activation": "tanh", "X": [[1, 2]], "y": [1]}, "X"),
        ({"weights": PAIR, "activation": "tanh", "X": [], "y": []}, "X"),
        ({"weights": PAIR, "activation": "tanh", "X": [float("nan")], "y": [1]}, "X"),
        ({"weights": PAIR, "activation": "tanh", "X": np.array([np.inf]), "y": [1]}, "X"),
        ({"weights": PAIR, "activation": "tanh", "X": [1], "y": [1j]}, "y"),
        ({"weights": PAIR, "activation": "tanh", "X": np.array([1 + 0j]), "y": [1]}, "X"),
        ({"weights": PAIR, "activation": "tanh", "X": np.zeros((2, 1, 1)), "y": [1, 2]}, "X"),
        ({"weights": PAIR, "activation": "tanh", "X": "12", "y": [1]}, "X"),
        ({"weights": PAIR, "activation": "tanh", "X": [None], "y": [1]}, "X"),
        pytest.param({"weights": PAIR, "activation": "tanh", "X": [10**5000], "y": [1]}, "X", id="huge"),
        ({"weights": PAIR, "activation": "tanh", "X": [1], "y": [1], "loss": "logistic"}, "loss"),
        ({"weights": PAIR, "activation": "tanh", "X": [1], "y": [1], "loss": 3}, "loss"),
        ({"weights": PAIR, "activation": "tanh", "X": [1], "y": [1], "widen": "3"}, "widen"),
        ({"weights": PAIR, "activation": "tanh", "X": [1], "y": [1], "widen": [-3]}, "widen"),
        ({"weights": PAIR, "activation": "tanh", "X": [1], "y": [1], "within": "far"}, "within"),
        ({"weights": PAIR, "activation": "tanh", "X": [1], "y": [1], "within": 1j}, "within"),
        ({"weights": PAIR, "activation": "tanh", "X": [1], "y": [1], "precision": 1}, "precision"),
        ({"weights": PAIR, "activation": None, "X": [1], "y": [1]}, "activation"),
        ({"weights": PAIR, "activation": object(), "X": [1], "y": [1]}, "activation"),
        ({"weights": PAIR, "activation": "torch.nn.Softmax", "X": [1], "y": [1]}, "Softmax"),
    ],
)  # fmt: skip
def test_arguments_that_are_wrong_are_named(options: dict[str, Any], argument: str) -> None:
    with pytest.raises(wronski.WronskiError) as e:
        wronski.certify(**options)
    assert argument in str(e.value) and len(str(e.value)) < 1000


@pytest.mark.parametrize(
    "weights",
    [
        3, None, {}, {"a": 1}, [], [PAIR[0]], [1, 2], ["ab", "cd"], [([1.0], [0.0]), ([1.0], [0.0])], [([[1.0]], [0.0, 1.0]), PAIR[1]],
        [([[1.0], [2.0, 3.0]], [0.0, 0.0]), PAIR[1]], [([[float("nan")]], [0.0]), PAIR[1]], [([[1j]], [0.0]), PAIR[1]],
        [(np.array([[np.inf]]), np.zeros(1)), PAIR[1]], [(np.ones((2, 1)), np.zeros(2)), (np.ones((1, 3)), np.zeros(1))],
        [(np.ones((1, 1, 1)), np.zeros(1)), PAIR[1]], [(np.array([["a"]]), np.zeros(1)), PAIR[1]], [(np.array([[True]]), np.zeros(1)), PAIR[1]],
        [(np.ones((0, 1)), np.zeros(0)), PAIR[1]], [([[1.0]], [0.0]), ([[1.0]], None)], [(np.ones((600, 600)), np.zeros(600)), PAIR[1]],
        {"0.weight": np.ones((1, 1, 3, 3)), "2.weight": np.ones((1, 1))},
        {"0.weight": np.ones((1, 1)), "0.running_mean": np.ones(1)}, {"0.bias": np.ones(1), "2.weight": np.ones((1, 1))}, {1: np.ones((1, 1))},
    ],
)  # fmt: skip
def test_weights_that_are_none_are_refused(weights: object) -> None:
    with pytest.raises(wronski.WronskiError) as e:
        wronski.certify(activation="tanh", weights=weights, inputs=[1], targets=[1])
    assert "weights" in str(e.value) or "model" in str(e.value)
    assert len(str(e.value)) < 1000


def test_a_row_of_two_pairs_is_not_taken_for_weights_and_biases() -> None:
    # Without biases, W of two rows: [[1, 2], [3, 4]] is a matrix, and no pair of W and b.
    m = wronski.certify([[[1.0, 2.0], [3.0, 4.0]], [[1.0, 1.0]]], [[1, 0], [0, 1]], [0, 1], activation="tanh")
    assert not m.biases and m.widths == [2, 2, 1]
