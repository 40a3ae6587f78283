"""What an object that somebody brings may raise, as an error of the package."""

from __future__ import annotations

import functools
from typing import Any, Callable, TypeVar, cast

from ._errors import WronskiError
from ._text import clipped

__all__ = ["careful", "of_a_callback"]

F = TypeVar("F", bound=Callable[..., Any])

#: What reading an argument of another kind may raise.
_READING = (ArithmeticError, AttributeError, LookupError, NotImplementedError, RecursionError, TypeError, ValueError)


def of_a_callback(e: BaseException) -> None:
    """Marks an exception of somebody's callback: it is passed on as it is."""
    try:
        e.__dict__["wronski_callback"] = True
    except (AttributeError, TypeError):
        pass


def careful(call: F) -> F:
    """A call whose arguments may be anything: what they raise while they are read is a :class:`WronskiError`."""

    @functools.wraps(call)
    def guarded(*arguments: Any, **named: Any) -> Any:
        try:
            return call(*arguments, **named)
        except WronskiError:
            raise
        except UnicodeEncodeError:
            raise WronskiError("an argument is no valid Unicode text: it has a lone surrogate", "P1301") from None
        except _READING as e:
            if getattr(e, "wronski_callback", False) or e.__traceback__ is None or e.__traceback__.tb_next is None:
                # Somebody's callback; or a call with arguments that the function does not have.
                raise
            name, what = call.__name__, clipped(f"{type(e).__name__}: {_said(e)}", 300)
            raise WronskiError(f"{name}: an argument could not be read: {what}", "P1301") from e

    return cast(F, guarded)


def _said(e: BaseException) -> str:
    try:
        return str(e).encode("utf-8", "replace").decode("utf-8")
    except Exception:  # the exception may be anybody's
        return ""
