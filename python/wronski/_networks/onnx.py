"""Files of ONNX: a chain of affine nodes and activations."""

from __future__ import annotations

import os
from typing import Any, Optional

from .._activations import exact
from .._errors import WronskiError, argument_error
from .network import Network, network_of_layers

__all__ = ["network_of_onnx"]

#: Operators that are activations, with their attributes and defaults in the order of the engine.
_ACTIVATIONS: dict[str, dict[str, float]] = {
    **{
        op: {}
        for op in (
            "Sigmoid", "Tanh", "Softplus", "Mish", "Erf", "Sin", "Cos", "Atan", "Asinh", "Sinh", "Cosh", "Exp", "Relu",
            "Abs", "HardSwish", "Softsign",
        )
    },
    "Elu": {"alpha": 1.0},
    "Celu": {"alpha": 1.0},
    "LeakyRelu": {"alpha": 0.01},
    "ThresholdedRelu": {"alpha": 1.0},
    "Swish": {"alpha": 1.0},
    "HardSigmoid": {"alpha": 0.2, "beta": 0.5},
    "Selu": {"alpha": 1.67326319217681884765625, "gamma": 1.05070102214813232421875},
}  # fmt: skip


def network_of_onnx(path: Any, argument: str) -> Network:
    """From Gemm, or MatMul and Add, with the same activation between them.

    :raises WronskiError: ``P1303`` without the package onnx; ``P1301`` with the node that cannot be expressed, and why
    """
    try:
        import onnx
        from onnx import numpy_helper
    except ImportError:
        raise WronskiError(
            f"{argument}: files of ONNX are read with the package onnx, which is not installed",
            "P1303",
            help="install it (pip install onnx), or give activation= and weights=",
        ) from None
    try:
        graph: Any = onnx.load(os.fspath(path)).graph
    except Exception as e:  # whatever the reader raises on a file that is none
        raise argument_error(argument, f"it is no file of ONNX: {type(e).__name__}: {e}") from None
    constants = {t.name: numpy_helper.to_array(t) for t in graph.initializer}
    inputs = [i.name for i in graph.input if i.name not in constants]
    if len(inputs) != 1 or len(graph.output) != 1:
        raise argument_error(argument, f"the graph has {len(inputs)} inputs and {len(graph.output)} outputs, not one of each")
    return _Chain(argument, constants, numpy_helper).read(graph, inputs[0])


class _Chain:
    """The nodes, followed from the input to the output."""

    def __init__(self, argument: str, constants: dict[str, Any], numpy_helper: Any) -> None:
        self.argument = argument
        self.constants = constants
        self.numpy_helper = numpy_helper
        self.pairs: list[tuple[Any, Any]] = []
        self.names: list[str] = []
        self.activation: Optional[str] = None
        self.pending: Optional[str] = None
        self.said: list[str] = []

    def wrong(self, node: Any, why: str) -> WronskiError:
        name = node.name or node.output[0]
        return argument_error(self.argument, f"the node {name!r} ({node.op_type}): {why}")

    def read(self, graph: Any, at: str) -> Network:
        if graph.node and graph.node[-1].op_type in (*_ACTIVATIONS, "Gelu", "Softmax", "LogSoftmax"):
            last = graph.node[-1].op_type
            raise argument_error(
                self.argument, f"the network ends with an activation, {last}; the engine has affine output layers"
            )
        for node in graph.node:
            if node.domain not in ("", "ai.onnx"):
                raise self.wrong(node, f"it is of the domain {node.domain!r}, and not of ONNX")
            if node.op_type == "Constant" and [a.name for a in node.attribute] == ["value"]:
                self.constants[node.output[0]] = self.numpy_helper.to_array(node.attribute[0].t)
                continue
            data = [i for i in node.input if i and i not in self.constants]
            if data != [at]:
                raise self.wrong(node, "it is not fed by the node before it alone; the graph is no chain")
            self.take(node, at)
            if len(node.output) != 1:
                raise self.wrong(node, "it has several outputs")
            at = node.output[0]
        if at != graph.output[0].name:
            raise argument_error(self.argument, "the graph does not end with its last node")
        source = f"ONNX: {', '.join(self.said)}"
        return network_of_layers(self.pairs, self.argument, self.activation, source, names=self.names)

    def take(self, node: Any, at: str) -> None:
        kind = node.op_type
        options = {a.name: a for a in node.attribute}
        if kind == "Identity" or kind == "Flatten" and not self.pairs and ("axis" not in options or options["axis"].i == 1):
            return
        if kind == "Gemm":
            self.affine(node, *self.gemm(node, options, at))
        elif kind == "MatMul" and node.input[0] == at:
            self.affine(node, self.matrix(node, node.input[1]).T, None)
        elif kind == "Add" and self.pairs and self.pairs[-1][1] is None and self.pending is None:
            other = next(i for i in node.input if i != at)
            bias = self.constants[other]
            if bias.shape not in ((self.pairs[-1][0].shape[0],), (1, self.pairs[-1][0].shape[0])):
                raise self.wrong(node, f"it adds an array of the shape {bias.shape}")
            self.pairs[-1] = (self.pairs[-1][0], bias.reshape(-1))
        elif kind in _ACTIVATIONS or kind == "Gelu":
            self.apply(node, self.text(kind, options))
        elif kind == "Dropout" and len([i for i in node.input if i]) <= 2:
            return
        else:
            raise self.wrong(node, "it is no affine layer and no activation that is known here")

    def matrix(self, node: Any, name: str) -> Any:
        w = self.constants.get(name)
        if w is None or w.ndim != 2:
            raise self.wrong(node, "it has no constant matrix of weights")
        return w

    def gemm(self, node: Any, options: dict[str, Any], at: str) -> tuple[Any, Any]:
        if node.input[0] != at or options.get("transA") is not None and options["transA"].i:
            raise self.wrong(node, "its input is not its first factor as it is")
        for name in ("alpha", "beta"):
            if name in options and options[name].f != 1.0:
                raise self.wrong(node, f"{name} is {options[name].f}, not 1")
        w = self.matrix(node, node.input[1])
        w = w if "transB" in options and options["transB"].i else w.T
        if len(node.input) < 3 or not node.input[2]:
            return w, None
        bias = self.constants.get(node.input[2])
        if bias is None or bias.shape not in ((w.shape[0],), (1, w.shape[0])):
            raise self.wrong(node, "its biases are no constant with a number for each unit")
        return w, bias.reshape(-1)

    def affine(self, node: Any, w: Any, b: Any) -> None:
        if self.pairs and self.pending is None:
            raise self.wrong(node, "two affine layers follow each other without an activation")
        self.pending = None
        self.pairs.append((w, b))
        self.names.append(f"{self.argument}: {node.name or node.output[0]}")
        self.said.append(f"{node.op_type} {w.shape[1]}-{w.shape[0]}")

    def text(self, kind: str, options: dict[str, Any]) -> str:
        if kind == "Gelu":
            approximate = options["approximate"].s.decode("utf-8", "replace") if "approximate" in options else "none"
            return "onnx::Gelu_tanh" if approximate == "tanh" else "onnx::Gelu"
        parameters = _ACTIVATIONS[kind]
        if not parameters:
            return f"onnx::{kind}"
        # Attributes are float32; the decimal is the one that such a number is printed as.
        import numpy as np

        values = [exact(np.float32(options[k].f) if k in options else d, k) for k, d in parameters.items()]
        return f"onnx::{kind}(x, {', '.join(values)})"

    def apply(self, node: Any, text: str) -> None:
        if not self.pairs or self.pending is not None:
            raise self.wrong(node, "an activation that does not follow an affine layer")
        if self.activation is not None and text != self.activation:
            raise self.wrong(node, f"its activation is {text}, and {self.activation} comes before; the engine has one for all")
        self.activation, self.pending = text, node.op_type
        self.said.append(node.op_type)
