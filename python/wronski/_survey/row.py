"""A row of a survey: the verdicts about one activation, or its error."""

from __future__ import annotations

import json
import os
import socket
import time
from typing import Any, Optional

from .. import _native
from .._claims import Claim
from .._errors import InternalError, WronskiError

__all__ = ["COLUMNS", "claim_columns", "decide", "failed", "normal_form"]

#: Columns that every survey has, before those of the claims.
COLUMNS = ("index", "activation", "parameters", "normal_form", "same_as")


def claim_columns(ids: list[str]) -> list[str]:
    """The columns of claims: the verdict under the id, and what stands beside it."""
    return [f"{i}{suffix}" for i in ids for suffix in ("", ".rank", ".because", ".reason")]


def _worker() -> str:
    return f"{socket.gethostname()}:{os.getpid()}"


def failed(e: WronskiError) -> dict[str, Any]:
    """What a row says of an error."""
    start, end = e.span if e.span is not None else (None, None)
    return {"error_code": e.code, "error_message": e.message, "error_start": start, "error_end": end}


def normal_form(text: str, parameters: tuple[str, ...]) -> dict[str, Any]:
    """The normal form, or the error."""
    try:
        return {"normal_form": _native.normal_form(text, list(parameters))}
    except WronskiError as e:
        return failed(e)
    except Exception as e:  # a bug here is a row as well
        return failed(InternalError(f"{type(e).__name__}: {e}", "W9999"))


def decide(text: str, parameters: tuple[str, ...], claims: tuple[str, ...]) -> dict[str, Any]:
    """The verdicts as a row."""
    begun = time.perf_counter()
    out: dict[str, Any] = {"worker": _worker()}
    try:
        answer = _native.verify(text, list(parameters), list(claims), False)
        for record in json.loads(answer.json)["claims"]:
            claim = Claim.of(record)
            out[claim.id] = str(claim.verdict)
            out[f"{claim.id}.rank"] = claim.rank
            out[f"{claim.id}.because"] = claim.because
            reason: Optional[dict[str, Any]] = claim.reason
            out[f"{claim.id}.reason"] = None if reason is None else json.dumps(reason)
    except WronskiError as e:
        out.update(failed(e))
    except Exception as e:  # a bug here is a row as well
        out.update(failed(InternalError(f"{type(e).__name__}: {e}", "W9999")))
    out["seconds"] = time.perf_counter() - begun
    return out
