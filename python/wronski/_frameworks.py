"""Activations of torch, jax and Keras as text of the engine.

They are recognised by the names of their classes and modules; no framework is imported to look at an object.
"""

from __future__ import annotations

import ast
import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Callable, Optional

from ._errors import WronskiError, argument_error
from ._text import clipped, shown

__all__ = ["FrameworkActivation", "framework_activation", "is_activation_module"]


@dataclass(frozen=True)
class FrameworkActivation:
    """An activation of a framework.

    :ivar text: for the engine
    :ivar name: as the framework calls it, with its parameters
    :ivar note: what its users should know about how it was read, or None
    """

    text: str
    name: str
    note: Optional[str] = None


@dataclass(frozen=True)
class _Known:
    """How an activation is written for the engine.

    :ivar spelling: its name in the catalogue
    :ivar parameters: the arguments of the framework in the order of the engine, with their defaults
    :ivar positional: the order in which the framework takes arguments by position, if another
    :ivar choose: text and note for these arguments, where more than the name depends on them
    """

    spelling: str
    parameters: Mapping[str, float] = field(default_factory=dict)
    positional: tuple[str, ...] = ()
    choose: Optional[Callable[[dict[str, Any]], tuple[str, Optional[str]]]] = None


def _number(value: object, argument: str) -> str:
    from ._activations import exact

    return exact(value, argument)


def _torch_gelu(options: dict[str, Any]) -> tuple[str, Optional[str]]:
    approximate = options.get("approximate", "none")
    if approximate == "none":
        return "torch::gelu", None
    if approximate == "tanh":
        return "torch::gelu_tanh", None
    raise argument_error("f", f"torch.nn.GELU has no approximation {shown(approximate)}; it has none and tanh")


def _jax_gelu(options: dict[str, Any]) -> tuple[str, Optional[str]]:
    return ("jax::gelu_tanh" if options.get("approximate", True) else "jax::gelu_exact"), None


def _keras_gelu(options: dict[str, Any]) -> tuple[str, Optional[str]]:
    return ("keras::gelu_tanh" if options.get("approximate", False) else "keras::gelu"), None


def _torch_softplus(options: dict[str, Any]) -> tuple[str, Optional[str]]:
    beta, threshold = options.get("beta", 1.0), options.get("threshold", 20.0)
    note = (
        f"torch.nn.Softplus is read as log(1 + exp(beta*x))/beta; its code gives x where beta*x > {threshold}, which is "
        f"another function: softplus_threshold(x, {_number(beta, 'beta')}, {_number(threshold, 'threshold')})"
    )
    return f"torch::softplus(x, {_number(beta, 'beta')})", note


def _keras_relu(options: dict[str, Any]) -> tuple[str, Optional[str]]:
    slope, ceiling, threshold = (options.get(k) for k in ("negative_slope", "max_value", "threshold"))
    if not slope and ceiling is None and not threshold:
        return "keras::relu", None
    t, s = _number(threshold or 0, "threshold"), _number(slope or 0, "negative_slope")
    above = "x" if ceiling is None else f"min(x, {_number(ceiling, 'max_value')})"
    return f"where(x >= {t}, {above}, ({s})*(x - ({t})))", None


_TORCH: dict[str, _Known] = {
    "Sigmoid": _Known("torch::sigmoid"),
    "Tanh": _Known("torch::tanh"),
    "SiLU": _Known("torch::silu"),
    "GELU": _Known("torch::gelu", positional=("approximate",), choose=_torch_gelu),
    "Softplus": _Known("torch::softplus", positional=("beta", "threshold"), choose=_torch_softplus),
    "Mish": _Known("torch::mish"),
    "Identity": _Known("torch::identity"),
    "LogSigmoid": _Known("torch::logsigmoid"),
    "Tanhshrink": _Known("torch::tanhshrink"),
    "Softsign": _Known("torch::softsign"),
    "ReLU": _Known("torch::relu"),
    "ReLU6": _Known("torch::relu6"),
    "LeakyReLU": _Known("torch::leaky_relu", {"negative_slope": 0.01}),
    "ELU": _Known("torch::elu", {"alpha": 1.0}),
    "CELU": _Known("torch::celu", {"alpha": 1.0}),
    "SELU": _Known("torch::selu"),
    "Hardtanh": _Known("torch::clamp", {"min_val": -1.0, "max_val": 1.0}),
    "Hardsigmoid": _Known("torch::hardsigmoid"),
    "Hardswish": _Known("torch::hardswish"),
    "Hardshrink": _Known("torch::hardshrink", {"lambd": 0.5}),
    "Softshrink": _Known("torch::softshrink", {"lambd": 0.5}),
    "Threshold": _Known("torch::threshold", {"threshold": 0.0, "value": 0.0}),
}

#: Names of functions (torch, torch.nn.functional) where they are not the name of the module in small letters.
_TORCH_FUNCTIONS = {
    "leaky_relu": "LeakyReLU",
    "logsigmoid": "LogSigmoid",
    "log_sigmoid": "LogSigmoid",
    "hardtanh": "Hardtanh",
}

#: Functions of torch that are no modules.
_TORCH_PLAIN = ("exp", "erf", "sin", "cos", "atan", "arctan", "asinh", "arcsinh", "sinh", "cosh", "neg", "abs", "sign")

_REFUSED = {
    "PReLU": "its slope is learned, so it is another function after each step; give the function with the slope that "
    "it has, as in leaky_relu(x, 0.25)",
    "prelu": "its slope is learned; give the function with the slope that it has, as in leaky_relu(x, 0.25)",
    "RReLU": "its slope is random; in evaluation it is rrelu_eval(x, lower, upper)",
    "rrelu": "its slope is random; in evaluation it is rrelu_eval(x, lower, upper)",
    "Softmax": "it is a function of several variables",
    "softmax": "it is a function of several variables",
    "Softmin": "it is a function of several variables",
    "softmin": "it is a function of several variables",
    "Softmax2d": "it is a function of several variables",
    "LogSoftmax": "it is a function of several variables",
    "log_softmax": "it is a function of several variables",
    "logsumexp": "it is a function of several variables",
    "AdaptiveLogSoftmaxWithLoss": "it is a function of several variables",
    "GLU": "it is a function of several variables",
    "glu": "it is a function of several variables",
    "MultiheadAttention": "it is a layer with weights",
    "gumbel_softmax": "it is random",
    "one_hot": "it is not a function of a real number",
    "standardize": "it is a function of several variables",
    "normalize": "it is a function of several variables",
}

_JAX: dict[str, _Known] = {
    **{
        n: _Known(f"jax::{n}")
        for n in (
            "sigmoid", "tanh", "silu", "swish", "softplus", "mish", "identity", "log_sigmoid", "erf", "relu", "relu6",
            "selu", "hard_tanh", "hard_sigmoid", "hard_swish", "hard_silu", "soft_sign", "sparse_plus",
            "sparse_sigmoid", "expit",
        )
    },
    "gelu": _Known("jax::gelu", positional=("approximate",), choose=_jax_gelu),
    "leaky_relu": _Known("jax::leaky_relu", {"negative_slope": 0.01}),
    "elu": _Known("jax::elu", {"alpha": 1.0}),
    "celu": _Known("jax::celu", {"alpha": 1.0}),
    "squareplus": _Known("jax::squareplus", {"b": 4.0}),
}  # fmt: skip

_KERAS: dict[str, _Known] = {
    **{
        n: _Known(f"keras::{n}")
        for n in (
            "sigmoid", "tanh", "silu", "swish", "softplus", "mish", "linear", "log_sigmoid", "tanh_shrink",
            "exponential", "relu6", "selu", "hard_tanh", "hard_sigmoid", "hard_swish", "hard_silu", "softsign",
            "sparse_plus", "sparse_sigmoid",
        )
    },
    "gelu": _Known("keras::gelu", positional=("approximate",), choose=_keras_gelu),
    "relu": _Known("keras::relu", positional=("negative_slope", "max_value", "threshold"), choose=_keras_relu),
    "leaky_relu": _Known("keras::leaky_relu", {"negative_slope": 0.2}),
    "elu": _Known("keras::elu", {"alpha": 1.0}),
    "celu": _Known("keras::celu", {"alpha": 1.0}),
    "hard_shrink": _Known("keras::hard_shrink", {"threshold": 0.5}),
    "soft_shrink": _Known("keras::soft_shrink", {"threshold": 0.5}),
    "squareplus": _Known("keras::squareplus", {"b": 4.0}),
    "threshold": _Known("keras::threshold", {"threshold": 0.0, "default_value": 0.0}),
}  # fmt: skip

#: Layers of Keras that are activations; their arguments and defaults are not those of the functions.
_KERAS_LAYERS: dict[str, _Known] = {
    "ReLU": _Known("keras::relu", positional=("max_value", "negative_slope", "threshold"), choose=_keras_relu),
    "LeakyReLU": _Known("keras::leaky_relu", {"negative_slope": 0.3}),
    "ELU": _Known("keras::elu", {"alpha": 1.0}),
}

#: Options that change nothing about the function.
_INDIFFERENT = ("inplace", "name", "dtype", "alpha_legacy")


def _written(framework: str, shown_name: str, known: _Known, options: dict[str, Any]) -> FrameworkActivation:
    options = {k: v for k, v in options.items() if k not in _INDIFFERENT}
    if known.choose is not None:
        unknown = sorted(set(options) - set(known.positional))
        text, note = ("", None) if unknown else known.choose(options)
    else:
        unknown = sorted(set(options) - set(known.parameters))
        values = [_number(options.get(k, default), k) for k, default in known.parameters.items()]
        text, note = (f"{known.spelling}(x, {', '.join(values)})" if values else known.spelling), None
    if unknown:
        raise argument_error("f", f"{framework}.{shown_name} has no parameter {', '.join(unknown)} that is read here")
    said = ", ".join(f"{k}={v!r}" for k, v in options.items())
    return FrameworkActivation(text, f"{framework}.{shown_name}({said})" if said else f"{framework}.{shown_name}", note)


def _refuse(framework: str, name: str) -> WronskiError:
    why = _REFUSED.get(name)
    if why is not None:
        return argument_error("f", f"{framework}.{name} is no activation that can be decided: {why}")
    return argument_error(
        "f",
        f"{framework}.{clipped(name, 60)} is no activation that is known here",
        "give its formula as text, such as x*sigmoid(x); wronski.catalog() lists what is known by name",
    )


def _torch(name: str, options: dict[str, Any]) -> FrameworkActivation:
    if name in _TORCH:
        return _written("torch.nn", name, _TORCH[name], options)
    if name in _REFUSED:
        raise _refuse("torch.nn", name)
    if name in _TORCH_PLAIN and not options:
        return FrameworkActivation(f"torch::{name}", f"torch.{name}")
    module = _TORCH_FUNCTIONS.get(name) or next((m for m in _TORCH if m.lower() == name), None)
    if module is None:
        raise _refuse("torch.nn", name)
    return _written("torch.nn.functional", name, _TORCH[module], options)


def _jax(name: str, options: dict[str, Any]) -> FrameworkActivation:
    if name in _JAX:
        return _written("jax.nn", name, _JAX[name], options)
    raise _refuse("jax.nn", name)


def _keras(name: str, options: dict[str, Any]) -> FrameworkActivation:
    if name in _KERAS_LAYERS:
        return _written("keras.layers", name, _KERAS_LAYERS[name], options)
    if name in _KERAS:
        return _written("keras.activations", name, _KERAS[name], options)
    raise _refuse("keras.activations", name)


_FRAMEWORKS: dict[str, Callable[[str, dict[str, Any]], FrameworkActivation]] = {
    "torch": _torch,
    "jax": _jax,
    "flax": _jax,
    "keras": _keras,
    "tf": _keras,
    "tensorflow": _keras,
}

_TABLES = {"torch": _TORCH, "jax": _JAX, "flax": _JAX, "keras": _KERAS, "tf": _KERAS, "tensorflow": _KERAS}

#: Where frameworks have their activations.
_PLACES = {
    "torch", "torch.nn", "torch.nn.functional", "torch.nn.modules.activation", "torch.special",
    "jax.nn", "jax.numpy", "jax.lax", "flax.linen",
    "keras.activations", "keras.layers", "keras.ops", "tf.nn", "tf.math", "tf.keras.activations", "tf.keras.layers",
    "tensorflow.nn", "tensorflow.math", "tensorflow.keras.activations", "tensorflow.keras.layers",
}  # fmt: skip

_DOTTED = re.compile(r"\s*(torch|jax|flax|keras|tf|tensorflow)\s*\.")


def _of_text(text: str) -> Optional[FrameworkActivation]:
    """``torch.nn.GELU(approximate='tanh')`` and the like; None for any other text."""
    match = _DOTTED.match(text)
    if match is None or len(text) > 1000:
        return None
    framework = match[1]
    try:
        node = ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise argument_error("f", f"{clipped(text, 60)} is no name of an activation of {framework}") from None
    options: dict[str, Any] = {}
    arguments: list[Any] = []
    call = node if isinstance(node, ast.Call) else None
    if isinstance(node, ast.Call):
        try:
            arguments = [ast.literal_eval(a) for a in node.args]
            options = {str(k.arg): ast.literal_eval(k.value) for k in node.keywords}
        except (ValueError, TypeError, RecursionError):
            raise argument_error("f", f"the arguments in {clipped(text, 60)} are no numbers or words") from None
        node = node.func
    if not isinstance(node, ast.Attribute):
        raise argument_error("f", f"{clipped(text, 60)} is no name of an activation of {framework}")
    name = node.attr
    place = ast.unparse(node.value)
    if place not in _PLACES:
        raise argument_error("f", f"{clipped(text, 60)}: activations are not in {clipped(place, 40)}")
    if len({k for k in options}) < (len(call.keywords) if call is not None else 0):
        raise argument_error("f", f"{clipped(text, 60)} gives an argument twice")
    table = _TABLES[framework]
    known = table.get(name) or table.get(_TORCH_FUNCTIONS.get(name, ""))
    if known is None and table is _KERAS:
        known = _KERAS_LAYERS.get(name)
    if known is None and framework == "torch":
        known = next((k for m, k in table.items() if m.lower() == name), None)
    order = () if known is None else known.positional or tuple(known.parameters)
    if framework == "torch" and len(arguments) == len(order) + 1 and isinstance(arguments[-1], bool):
        # inplace
        arguments = arguments[:-1]
    if len(arguments) > len(order):
        if known is not None:
            raise argument_error("f", f"{clipped(text, 60)} has more arguments than the activation")
        order = tuple(str(i) for i in range(len(arguments)))
    for key, value in zip(order, arguments):
        if key in options:
            raise argument_error("f", f"{clipped(text, 60)} gives {key} twice")
        options[key] = value
    return _FRAMEWORKS[framework](name, options)


def _module(f: object) -> str:
    return str(getattr(f, "__module__", None) or "")


def is_activation_module(module: object) -> bool:
    """Is it an object of a class of torch that is an activation, or that is refused as one?"""
    return type(module).__module__.startswith("torch.nn.modules") and (
        type(module).__name__ in _TORCH or type(module).__name__ in _REFUSED
    )


def changed_by_hand(module: Any) -> Optional[str]:
    """What a module of torch does beside what its class says: hooks, a `forward` of its own; None if nothing."""
    for hooks in ("_forward_hooks", "_forward_pre_hooks"):
        if getattr(module, hooks, None):
            return "it has hooks, which may change what it computes"
    if "forward" in getattr(module, "__dict__", {}):
        return "its `forward` was replaced"
    return None


def _of_torch_module(f: Any) -> FrameworkActivation:
    name = type(f).__name__
    changed = changed_by_hand(f)
    if changed is not None:
        raise argument_error("f", f"the module {name}: {changed}")
    if name not in _TORCH:
        raise _refuse("torch.nn", name)
    known = _TORCH[name]
    wanted = known.positional or tuple(known.parameters)
    options = {k: getattr(f, k) for k in wanted if hasattr(f, k)}
    return _torch(name, options)


def _of_keras_layer(f: Any) -> Optional[FrameworkActivation]:
    name = type(f).__name__
    if name == "Activation":
        return framework_activation(f.activation)
    if name in _KERAS_LAYERS:
        known = _KERAS_LAYERS[name]
        wanted = known.positional or tuple(known.parameters)
        options = {}
        for k in wanted:
            value = getattr(f, k, None)
            if value is None and k == "negative_slope" and name == "LeakyReLU":
                # Its name in earlier versions.
                value = getattr(f, "alpha", None)
            if value is not None:
                options[k] = float(value)
        if name == "LeakyReLU" and not options:
            raise argument_error("f", "the LeakyReLU does not say its slope; give leaky_relu(x, ...) as text")
        return _keras(name, options)
    if name in _REFUSED:
        raise _refuse("keras.layers", name)
    return None


def _of_partial(f: functools.partial[Any]) -> Optional[FrameworkActivation]:
    """``partial(jax.nn.leaky_relu, negative_slope=0.2)`` and the like."""
    name, module = getattr(f.func, "__name__", None), _module(f.func)
    match = re.match(r"(torch|jax|jaxlib|flax|keras|tf_keras|tensorflow)(\.|$)", module)
    if match is None or not isinstance(name, str):
        return None
    if f.args:
        raise argument_error("f", f"a partial {name} with an argument by position; give its parameters by name")
    framework = {"jaxlib": "jax", "tf_keras": "keras"}.get(match[1], match[1])
    return _FRAMEWORKS[framework](name, dict(f.keywords))


def framework_activation(f: object) -> Optional[FrameworkActivation]:
    """The activation as text, if it is one of a framework; None if it is something else.

    >>> framework_activation("torch.nn.GELU(approximate='tanh')").text
    'torch::gelu_tanh'
    >>> framework_activation("torch.nn.LeakyReLU(0.2)").text
    'torch::leaky_relu(x, 0.2)'
    >>> framework_activation("x*sigmoid(x)") is None
    True

    :raises WronskiError: ``P1301`` for one that is random, learned, or a function of several variables
    """
    if isinstance(f, str):
        return _of_text(f)
    kinds = [c for c in type(f).__mro__ if c is not object]
    if any(str(c.__module__).startswith("torch.nn.modules") for c in kinds):
        if is_activation_module(f):
            return _of_torch_module(f)
        raise _refuse("torch.nn", type(f).__name__)
    if any(re.match(r"(keras|tf_keras|tensorflow)\.", str(c.__module__)) and c.__name__ == "Layer" for c in kinds):
        found = _of_keras_layer(f)
        if found is None:
            raise _refuse("keras.layers", type(f).__name__)
        return found
    if isinstance(f, functools.partial):
        return _of_partial(f)
    if isinstance(f, type):
        if str(f.__module__).startswith("torch.nn.modules"):
            # The class stands for its instance with default parameters.
            return _torch(f.__name__, {})
        return None
    name = getattr(f, "__name__", None)
    if not isinstance(name, str) or not callable(f):
        return None
    module = _module(f)
    qualified = str(getattr(f, "__qualname__", ""))
    if module.startswith("torch.") or module == "torch" or qualified.startswith("_VariableFunctions"):
        return _torch(name, {})
    if re.match(r"(jax|jaxlib|flax)(\.|$)", module):
        return _jax(name, {})
    if re.match(r"(keras|tf_keras|tensorflow)(\.|$)", module):
        return _keras(name, {})
    return None
