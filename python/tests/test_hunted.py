"""What was found by hunting: each was a wrong answer or a bare exception once."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any, Callable

import networks
import numpy as np
import pytest

import wronski
from wronski._activations import question
from wronski._frameworks import framework_activation

sympy = pytest.importorskip("sympy")
X = sympy.Symbol("x")
PAIRS: list[Any] = [([[1.0], [2.0]], [0.0, 0.0]), ([[1.0, 1.0]], [0.0])]


@pytest.mark.parametrize("names", [["input", "hidden", "output"], ["fc1", "fc2", "fc10"], ["l9", "l10", "l11"], ["a.fc_in", "a.fc_mid", "a.fc_out"]])
def test_layers_of_a_state_dict_keep_their_order(names: list[str]) -> None:
    generator = np.random.default_rng(0)
    layers = [(generator.standard_normal((3, 3)), generator.standard_normal(3)) for _ in names]
    state = {f"{n}.{k}": v for n, (w, b) in zip(names, layers) for k, v in (("weight", w), ("bias", b))}
    x = generator.standard_normal((5, 3))
    a = x
    for i, (w, b) in enumerate(layers):
        a = a @ w.T + b
        a = np.tanh(a) if i < 2 else a
    m = wronski.certify(state, x, a, activation="tanh")
    assert m.loss is not None and m.loss < 1e-20
    assert m.loss == pytest.approx(networks.loss(networks.tanh, layers, x, a), abs=1e-20)
    assert any("order" in n for n in m.notes) == (names[0] in ("input", "a.fc_in"))


def test_names_in_a_file_that_tell_no_order_are_refused(tmp_path: Any) -> None:
    safetensors = pytest.importorskip("safetensors.numpy")
    file = tmp_path / "n.safetensors"
    safetensors.save_file({"input.weight": np.eye(1), "output.weight": np.eye(1)}, file)
    with pytest.raises(wronski.WronskiError, match="order"):
        wronski.certify(file, [1], [1], activation="tanh")


class Table:
    """Like a table of pandas: iterating gives the names of its columns."""

    columns = ["0"]

    def __iter__(self) -> Iterator[str]:
        return iter(self.columns)

    def __array__(self, dtype: Any = None, copy: Any = None) -> Any:
        return np.array([[1.5], [2.5]])


def test_a_table_is_read_by_its_numbers_and_not_by_its_names(tmp_path: Any) -> None:
    m = wronski.certify(PAIRS, Table(), Table(), activation="tanh")
    assert m.inputs is not None and m.inputs.tolist() == [[1.5], [2.5]]
    pytest.importorskip("pyarrow")
    with pytest.raises(wronski.WronskiError, match="column"):
        wronski.survey(Table(), tmp_path / "s.parquet")


def swallowing(x: Any) -> Any:
    try:
        return max(x, 0)
    except TypeError:
        return x


@pytest.mark.parametrize(
    "f",
    [
        lambda x: np.where(x == 0, 5.0, np.tanh(x)), lambda x: np.where(x != 0, np.tanh(x), 5.0), lambda x: 5 if x == 0 else x,
        lambda x: 7 if x in (0, 1) else x, lambda x: x if (x > 0) & (x < 1) else 7, lambda x: x if (x > 0) | (x < -1) else 7,
        lambda x: x or 5, lambda x: np.sin(1) / x if x else 1, swallowing, lambda x: np.tanh(x) * random.random(), id, hash,
        lambda x: x.real, lambda x: [*x], lambda x: x + "1",
    ],
)  # fmt: skip
def test_branches_are_never_taken_silently(f: Callable[[Any], Any]) -> None:
    with pytest.raises(wronski.WronskiError):
        wronski.verify(f, claims="1")


def test_conditions_of_arrays_are_traced() -> None:
    assert question(lambda x: np.where((x > 0) & (x < 1), x, 0)).text == "where(x < 1, where(x > 0, x, 0), 0)"
    assert question(lambda x, /, b=2: b * x, {"b": 3}).text == "b*x"


def test_sympy_is_read_as_it_means() -> None:
    for middle in (0, 1, sympy.Rational(1, 3)):
        text = question(sympy.Heaviside(X, middle)).text
        assert text == f"where(x > 0, 1, where(x < 0, 0, {middle}))"
    assert "e-400" in question(X * sympy.Float("1e-400") + sympy.tanh(X)).text
    assert "e+400" in question(X * sympy.Float(10.0) ** 400).text


@pytest.mark.parametrize(
    "f",
    [
        sympy.Max(sympy.Symbol("x", positive=True), 0), sympy.Symbol("n", integer=True) * 2, X * sympy.Symbol("x", real=True),
        sympy.Symbol("i", imaginary=True), sympy.Symbol("c", commutative=False), sympy.Wild("w"), sympy.Function("Pi")(X),
        sympy.Function("Exp1")(X), sympy.Function("Pow")(X, 3), sympy.Function("Add")(X, 1), sympy.Function("Piecewise")(X), sympy.re(X**X),
        sympy.Symbol("\ud800") * sympy.Symbol("y"),
    ],
)  # fmt: skip
def test_sympy_that_means_something_else_is_refused(f: Any) -> None:
    with pytest.raises(wronski.WronskiError) as e:
        wronski.verify(f, claims="1")
    str(e.value).encode("utf-8")


def test_conditions_that_grow_are_refused_in_time() -> None:
    grown = sympy.And(*[sympy.Or(X > i, X < -i - 1) for i in range(40)], evaluate=False)
    with pytest.raises(wronski.WronskiError, match="longer than"):
        wronski.verify(sympy.Piecewise((X, grown), (0, True), evaluate=False))


@pytest.mark.parametrize(
    "name, text",
    [
        ("keras.layers.ReLU(6)", "where(x >= 0, min(x, 6), (0)*(x - (0)))"), ("keras.layers.LeakyReLU", "keras::leaky_relu(x, 0.3)"),
        ("keras.activations.leaky_relu", "keras::leaky_relu(x, 0.2)"), ("torch.nn.ELU(2.0, True)", "torch::elu(x, 2.0)"),
        ("torch.nn.functional.log_sigmoid", "torch::logsigmoid"),
    ],
)  # fmt: skip
def test_arguments_of_layers_are_those_of_layers(name: str, text: str) -> None:
    known = framework_activation(name)
    assert known is not None and known.text == text


@pytest.mark.parametrize("name", ["torch.nn.ELU(alpha=2,alpha=3)", "torch.optim.SGD.tanh", "torch.nn.ELU(alpha=True)", "torch.cuda.relu"])
def test_names_that_are_elsewhere_are_refused(name: str) -> None:
    with pytest.raises(wronski.WronskiError):
        framework_activation(name)


def module(kind: str, where: str = "torch.nn.modules.linear", **attributes: Any) -> Any:
    base = type("Module", (), {"__module__": "torch.nn.modules.module"})
    made = type(kind, (base,), {"__module__": where})()
    made.training = False
    for key, value in attributes.items():
        setattr(made, key, value)
    return made


def test_modules_that_do_something_else_are_refused() -> None:
    first, second = module("Linear", weight=np.eye(1), bias=None), module("Linear", weight=np.eye(1), bias=None)
    act = module("Tanh", "torch.nn.modules.activation")

    def sequential(*children: Any, **attributes: Any) -> Any:
        named = {str(i): c for i, c in enumerate(children)}
        return module("Sequential", "torch.nn.modules.container", _modules=named, **attributes)

    assert wronski.certify(sequential(first, act, second), [1], [1]).widths == [1, 1, 1]
    hooked = module("Tanh", "torch.nn.modules.activation", _forward_hooks={1: print})
    cases = [
        sequential(first, hooked, second), sequential(first, act, second, _forward_pre_hooks={1: print}),
        sequential(module("Linear", weight=np.eye(1), bias=None, _forward_pre_hooks={1: print}), act, second),
        sequential(module("Linear", "__main__", weight=np.eye(1), bias=None), act, second),
        sequential(first, module("Identity", "__main__"), act, second), sequential(first, act, module("DropoutScale", "__main__"), second),
        sequential(first, act, first), sequential(first, module("Tanh", "torch.nn.modules.activation", forward=print), second),
    ]  # fmt: skip
    for case in cases:
        with pytest.raises(wronski.WronskiError):
            wronski.certify(case, [1], [1])
    with pytest.raises(wronski.WronskiError, match="hooks"):
        wronski.verify(hooked)


def test_a_widening_of_a_network_that_is_not_critical() -> None:
    m = wronski.certify([([[0.5]], [0.1]), ([[0]], [1.5])], [0, 1], [1, 2], activation="tanh", widen=[3])
    assert m.kind is wronski.Kind.NOT_CRITICAL and m.widths == [1, 1, 1]
    assert wronski.check(m).valid and m.loss is not None and m.weights is not None


@pytest.mark.parametrize("within", [0, -1, "-1/2", 0.0])
def test_distances_are_positive(within: object) -> None:
    with pytest.raises(wronski.WronskiError, match="within"):
        wronski.certify(PAIRS, [1], [1], activation="tanh", within=within)


def test_polishing_that_does_not_settle_moves_nothing() -> None:
    m = wronski.certify([([[30.0]], [0.0]), ([[0.5]], [0.0])], [0, 1], [0, 1], activation="sigmoid", polish=True)
    assert m.polished is not None
    if not m.polished.settled:
        assert m.polished.distance == 0 and m.weights is not None and m.weights[0][0].tolist() == [[30.0]]


def test_the_same_function_by_another_name_is_no_contradiction() -> None:
    model = module("Sequential", "torch.nn.modules.container", _modules={
        "0": module("Linear", weight=np.eye(1), bias=None), "1": module("GELU", "torch.nn.modules.activation", approximate="none"),
        "2": module("Linear", weight=np.eye(1), bias=None)})  # fmt: skip
    assert wronski.certify(model, [1], [1], activation="gelu").activation == wronski.certify(model, [1], [1]).activation
    with pytest.raises(wronski.WronskiError, match="activation"):
        wronski.certify(model, [1], [1], activation="tanh")


def test_results_are_not_changed_from_outside() -> None:
    m = wronski.construct("tanh", widths=(1, 2, 1))
    assert m.weights is not None and m.inputs is not None
    m.weights[0][0][0, 0] = 99
    m.inputs[0, 0] = 99
    assert m.weights[0][0][0, 0] != 99 and m.inputs[0, 0] != 99


def test_notes_and_reasons_name_what_python_has() -> None:
    for said in (*wronski.verify("elu(x)", claims="1").notes, wronski.construct("sin(x)").because):
        assert "--" not in said, said


class Hostile:
    def __getattr__(self, name: str) -> Any:
        raise RuntimeError("no")


class Endless:
    def __iter__(self) -> Any:
        raise LookupError("no")


SURROGATE = "\ud800"
CALLS: list[Callable[[], object]] = [
    lambda: wronski.verify(SURROGATE), lambda: wronski.equal(SURROGATE, "x"), lambda: wronski.catalog(SURROGATE),
    lambda: wronski.verify("x", params=[SURROGATE]), lambda: wronski.verify("x", claims=[SURROGATE]), lambda: wronski.check(SURROGATE),
    lambda: wronski.certify(SURROGATE + ".safetensors", [1], [1], activation="tanh"), lambda: wronski.verify("x", params=np.array(1.0)),
    lambda: wronski.verify("x", claims=np.array("1")), lambda: wronski.construct("tanh", np.array(3)), lambda: wronski.construct("tanh", range(10**12)),
    lambda: wronski.certify(PAIRS, str, [1], activation="tanh"), lambda: wronski.certify(str, [1], [1], activation="tanh"),
    lambda: wronski.construct("gelu", base=[([[1]], 5), ([[1]], [0])]), lambda: wronski.check("{}", widths=[1.9, 4.9]), lambda: wronski.check("{}", widths=5),
    lambda: wronski.certify(PAIRS, Endless(), [1], activation="tanh"), lambda: wronski.certify(PAIRS, {1}, [1], activation="tanh"),
    lambda: wronski.certify(PAIRS, np.ma.array([1.0, 99], mask=[0, 1]), [1, 2], activation="tanh"), lambda: wronski.verify(Hostile()),
    lambda: wronski.certify(PAIRS, [1], [1], activation="tanh", loss=lambda a, b: 0), lambda: wronski.report("{}", stem=5),  # type: ignore[arg-type]
]  # fmt: skip


@pytest.mark.parametrize("call", range(len(CALLS)))
def test_whatever_is_brought_is_refused_as_such(call: int) -> None:
    try:
        CALLS[call]()
    except (wronski.WronskiError, RuntimeError) as e:
        # What somebody's object raises for itself may pass.
        assert isinstance(e, wronski.WronskiError) or str(e) == "no"
        str(e).encode("utf-8")
    else:
        raise AssertionError("it was taken")
