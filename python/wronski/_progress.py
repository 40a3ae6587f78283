"""How far long work is."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Optional, Union

from ._careful import of_a_callback
from ._errors import argument_error

__all__ = ["listener"]


@contextmanager
def listener(progress: Union[None, bool, Callable[[str], object]]) -> Iterator[Optional[Callable[[str], object]]]:
    """What the engine calls with the name of each stage; True shows them with tqdm, or on standard error without it."""
    if progress is None or progress is False:
        yield None
        return
    if progress is not True:
        if not callable(progress):
            raise argument_error("progress", f"a {type(progress).__name__} cannot be called")
        tell_them = progress

        def told(stage: str) -> object:
            try:
                return tell_them(stage)
            except Exception as e:
                of_a_callback(e)
                raise

        yield told
        return
    try:
        from tqdm.auto import tqdm
    except ImportError:
        yield lambda stage: print(f"wronski: {stage}", file=sys.stderr)
        return
    bar: Any = tqdm(desc="wronski", unit=" stages")

    def tell(stage: str) -> None:
        bar.set_description_str(f"wronski: {stage}")
        bar.update(1)

    try:
        yield tell
    finally:
        bar.close()
