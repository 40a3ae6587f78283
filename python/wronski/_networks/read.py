"""What somebody brings as a network, read by whoever can."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

from .._errors import argument_error
from .keras import is_keras_model, network_of_keras
from .lists import network_of_lists
from .network import Network
from .onnx import network_of_onnx
from .safetensors import read_safetensors
from .state import network_of_state
from .torch import is_torch_model, network_of_torch

__all__ = ["read_network"]


def read_network(model: object, argument: str) -> Network:
    """The network of a model, a state dict, a list of arrays, or a file of safetensors or ONNX.

    :raises WronskiError: ``P1301`` for what is none, with the layer that cannot be expressed, and why
    """
    if is_torch_model(model):
        return network_of_torch(model, argument)
    if is_keras_model(model):
        return network_of_keras(model, argument)
    if isinstance(model, (str, os.PathLike)):
        return _of_file(model, argument)
    if isinstance(model, Mapping):
        return network_of_state(model, argument, "state dict")
    return network_of_lists(model, argument)


def _of_file(path: Any, argument: str) -> Network:
    name = os.fspath(path)
    if not isinstance(name, str):
        raise argument_error(argument, "the path is no text")
    if name.endswith(".safetensors"):
        return network_of_state(read_safetensors(path, argument), argument, "safetensors", in_order=False)
    if name.endswith(".onnx"):
        if not os.path.exists(path):
            raise argument_error(argument, f"there is no file {name!r}")
        return network_of_onnx(path, argument)
    what = "pickled, and such a file can run anything when it is read: load it with torch and give the model"
    why = what if name.endswith((".pt", ".pth", ".pkl", ".bin")) else "neither .safetensors nor .onnx"
    raise argument_error(argument, f"the file {name!r} is {why}")
