"""The engine: text and bytes in, text and bytes out. Everything typed stands in front of it, in Python.

Functions release the GIL, can be interrupted, and raise :class:`wronski.WronskiError`.
"""

from collections.abc import Callable, Sequence
from typing import Optional

__version__: str

class Answer:
    """What was decided, as the JSON object that the program prints with ``--json``."""

    json: str
    notes: list[str]
    def certificate(self) -> str:
        """The certificate, after the checker confirmed it; raises where it does not (W0606), or where none exists."""

class Landscape:
    """The loss of a network in machine floats: for pictures and searches, and no claim.

    Rows of weights: layer by layer, unit by unit, its bias (if there are biases) and then one weight for each unit of
    the layer before. Bytes are float64 in the order of the machine.
    """

    def __init__(
        self,
        activation: str,
        parameters: Sequence[str],
        widths: Sequence[int],
        biases: bool,
        loss: str,
        inputs: bytes,
        targets: bytes,
    ) -> None: ...
    weights: int
    def losses(self, points: bytes) -> bytes:
        """The loss at each of k points, k x weights numbers; NaN where there is no value."""
    def outputs(self, point: bytes, inputs: bytes) -> bytes:
        """What the network answers to each of k inputs, k x outputs numbers."""
    def gradient(self, point: bytes) -> bytes: ...
    def hessian(self, point: bytes) -> bytes:
        """The whole matrix, row by row."""

def verify(text: str, parameters: Sequence[str], claims: Sequence[str], cross_check: bool) -> Answer:
    """No claims: all that are decided unasked. "1" and "2" are those of an assumption."""

def independent(functions: Sequence[str], parameters: Sequence[str]) -> Answer: ...
def wronskian(functions: Sequence[str], parameters: Sequence[str]) -> Answer: ...
def equal(left: str, right: str, parameters: Sequence[str], steps: bool) -> Answer: ...
def chain(activation: str, parameters: Sequence[str], layers: int, base: Optional[str]) -> Answer: ...
def construct(
    activation: str,
    parameters: Sequence[str],
    widths: Sequence[int],
    *,
    biases: bool,
    samples: Optional[str],
    seed: int,
    base: Optional[str],
    data: Optional[str],
    unverified: bool,
    precision: int,
    neighbourhood: bool,
    cross_check: bool,
    progress: Optional[Callable[[str], object]],
) -> Answer:
    """`base` and `data` are the JSON texts of the options of that name."""

def certify(
    network: str,
    *,
    widen: Optional[Sequence[int]],
    units: Optional[Sequence[int]],
    last_fraction: Optional[str],
    within: Optional[str],
    unverified: bool,
    precision: int,
    neighbourhood: bool,
    cross_check: bool,
    progress: Optional[Callable[[str], object]],
) -> Answer:
    """`network` is the JSON text of a network file (docs/minima.md)."""

def polish(network: str, precision: int) -> str:
    """Newton's method at so many bits from the weights of a network file. JSON: `weights` (as in the file, exact
    strings), `settled` (bool), `distance`, `gradient_before`, `gradient_after` (floats, maximum norms), `steps`."""

def check(
    certificate: str, functions: Sequence[str], parameters: Sequence[str], widths: Sequence[int], data: Optional[str]
) -> str: ...
def report(certificates: Sequence[tuple[str, str]], to: str, unchecked: bool, stem: Optional[str]) -> list[tuple[str, str]]:
    """(name, text) of each certificate; the first entry of the answer is the page, the others stand beside it."""

def catalog(names: Sequence[str]) -> str: ...
def evaluate(text: str, parameters: Sequence[str], points: bytes) -> bytes:
    """Values in machine floats, approximately; NaN where there is none. Parameters need values."""

def normal_form(text: str, parameters: Sequence[str]) -> str:
    """The normal form that the rewrite rules reach: equal texts denote equal functions, different ones may."""

def program(arguments: Sequence[str]) -> int:
    """The program `wronski` with these arguments (without its name); the exit code."""
