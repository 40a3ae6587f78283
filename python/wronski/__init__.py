"""wronski decides, with evidence that anyone can re-check, whether an activation function meets the algebraic
hypotheses of theorems about bad local minima of neural networks, and constructs what those theorems promise.

>>> import wronski
>>> wronski.verify("gelu").claims["assumption-1"].verdict
Verdict.PROVED
>>> m = wronski.construct("gelu", widths=(1, 4, 1))
>>> m.kind, m.loss > m.better_loss
(Kind.BAD_LOCAL_MINIMUM, True)
>>> wronski.check(m.certificate).valid
True
"""

from __future__ import annotations

from ._catalog import Catalog, CatalogEntry, catalog
from ._certify import certify
from ._check import Check, check
from ._claims import Claim, Family
from ._construct import construct
from ._errors import InternalError, LimitError, ResourceError, WronskiError
from ._family import Chain, Comparison, Independence, Wronskian, chain, equal, independent, wronskian
from ._grammar import grammar
from ._minimum import Exact, Loss, Minimum
from ._native import __version__
from ._report import Report, report
from ._survey import Survey, survey
from ._verify import Verification, verify
from ._words import Dependence, Equality, Kind, Validity, Verdict

__all__ = [
    "Catalog",
    "CatalogEntry",
    "Chain",
    "Check",
    "Claim",
    "Comparison",
    "Dependence",
    "Equality",
    "Exact",
    "Family",
    "Independence",
    "InternalError",
    "Kind",
    "LimitError",
    "Loss",
    "Minimum",
    "Report",
    "ResourceError",
    "Survey",
    "Validity",
    "Verdict",
    "Verification",
    "Wronskian",
    "WronskiError",
    "__version__",
    "catalog",
    "certify",
    "chain",
    "check",
    "construct",
    "equal",
    "grammar",
    "independent",
    "report",
    "survey",
    "verify",
    "wronskian",
]
