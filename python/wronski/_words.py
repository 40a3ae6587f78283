"""The words of verdicts. They are text as well: ``Verdict.PROVED == "proved"``."""

from __future__ import annotations

from enum import Enum


class Word(str, Enum):
    """A verdict. It has no truth value, since "undecided" is neither: compare it.

    >>> from wronski import Verdict
    >>> Verdict("refuted") is Verdict.REFUTED
    True
    >>> bool(Verdict.REFUTED)
    Traceback (most recent call last):
    ...
    TypeError: a verdict is not a truth value; compare it, as in `== Verdict.PROVED`
    """

    def __str__(self) -> str:
        return str(self.value)

    def __format__(self, spec: str) -> str:
        return format(str(self.value), spec)

    def __repr__(self) -> str:
        return f"{type(self).__name__}.{self.name}"

    def __bool__(self) -> bool:
        member = next(iter(type(self)))
        raise TypeError(
            f"a verdict is not a truth value; compare it, as in `== {type(self).__name__}.{member.name}`"
        )


class Verdict(Word):
    """Of a claim about an activation."""

    PROVED = "proved"
    REFUTED = "refuted"
    UNDECIDED = "undecided"


class Dependence(Word):
    """Of functions, over the constants."""

    INDEPENDENT = "independent"
    DEPENDENT = "dependent"
    UNDECIDED = "undecided"


class Equality(Word):
    """Of two functions on the real line."""

    EQUAL = "equal"
    DIFFERENT = "different"
    UNDECIDED = "undecided"


class Validity(Word):
    """Of a certificate: what the checker says."""

    VALID = "valid"
    HOLEY = "holey"
    INVALID = "invalid"
    UNABLE = "unable"


class Kind(Word):
    """What was shown about a network (docs/minima.md)."""

    BAD_LOCAL_MINIMUM = "bad-local-minimum"
    STRICT_LOCAL_MINIMUM = "strict-local-minimum"
    LOCAL_MINIMUM_UP_TO_SYMMETRY = "local-minimum-up-to-symmetry"
    SADDLE = "saddle"
    NOT_CRITICAL = "not-critical"
    NO_WIDENING = "no-widening"
    IMPOSSIBLE = "impossible"
    UNDECIDED = "undecided"
