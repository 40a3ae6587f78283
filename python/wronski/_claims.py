"""Claims with their verdicts, as they stand in the JSON of the engine."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Optional

from ._errors import in_python
from ._text import block, wrapped
from ._words import Dependence, Verdict


@dataclass(frozen=True, repr=False)
class Claim:
    """A claim about an activation.

    :ivar id: as on the command line, such as ``assumption-2/claim-1`` (docs/claims.md)
    :ivar verdict: proved, refuted or undecided
    :ivar because: why, in a sentence
    :ivar reason: why it is undecided, as data; None if it is decided
    :ivar size: how many functions the family has, if the claim is about one
    :ivar rank: its rank, if it is known from both sides
    :ivar rank_at_least: a bound, where the rank is not known
    :ivar rank_at_most: likewise
    :ivar relations: coefficients of relations in the order of the family, exact, as text
    :ivar relation: the four coefficients of 1, S, S1, S2 in the relation that refutes a claim about compositions
    :ivar exceptional: what a verdict for generic parameters excludes
    :ivar fields: everything that the engine says, as in its JSON
    """

    id: str
    verdict: Verdict
    because: str
    reason: Optional[dict[str, Any]] = None
    size: Optional[int] = None
    rank: Optional[int] = None
    rank_at_least: Optional[int] = None
    rank_at_most: Optional[int] = None
    relations: list[list[str]] = field(default_factory=list)
    relation: Optional[list[str]] = None
    exceptional: list[dict[str, Any]] = field(default_factory=list)
    fields: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, record: dict[str, Any]) -> Claim:
        """The claim that the engine describes."""
        return cls(
            id=record["id"],
            verdict=Verdict(record["verdict"]),
            because=in_python(record["because"]),
            reason=record.get("reason"),
            size=record.get("size"),
            rank=record.get("rank"),
            rank_at_least=record.get("rank_at_least"),
            rank_at_most=record.get("rank_at_most"),
            relations=record.get("relations", []),
            relation=record.get("relation"),
            exceptional=record.get("exceptional", []),
            fields=record,
        )

    def __repr__(self) -> str:
        return block([f"{self.verdict:<9} {self.id}", *wrapped(self.because, 10)])


@dataclass(frozen=True, repr=False)
class Family:
    """Functions with their rank.

    :ivar verdict: independent, dependent or undecided
    :ivar functions: as text
    :ivar size: how many there are
    :ivar rank: if it is known from both sides
    :ivar relations: coefficients of relations in the order of the functions, exact, as text
    :ivar because: why, in a sentence
    """

    verdict: Dependence
    functions: list[str]
    size: int
    because: str
    rank: Optional[int] = None
    rank_at_least: Optional[int] = None
    rank_at_most: Optional[int] = None
    relations: list[list[str]] = field(default_factory=list)

    @classmethod
    def of(cls, record: dict[str, Any]) -> Family:
        """The family that the engine describes."""
        return cls(
            verdict=Dependence(record["verdict"]),
            functions=record["functions"],
            size=record["size"],
            because=record["because"],
            rank=record.get("rank"),
            rank_at_least=record.get("rank_at_least"),
            rank_at_most=record.get("rank_at_most"),
            relations=record.get("relations", []),
        )

    def __repr__(self) -> str:
        rank = "unknown" if self.rank is None else self.rank
        head = f"{self.verdict}: rank {rank} of {self.size}"
        return block([head, *wrapped(self.because, 2)])
