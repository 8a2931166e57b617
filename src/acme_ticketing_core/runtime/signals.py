"""Telling what a signal handler raised from what the system said.

`signal.alarm` with a handler that raises `TimeoutError` is a common way to bound a block of code.
Inside a read from the network that is an error like any other of the network, and would be retried.
"""

from __future__ import annotations

import signal
from traceback import walk_tb
from types import CodeType
from typing import Any


def raised_by_handler(error: BaseException) -> bool:
    """Tell whether a handler of this process raised an error."""
    frames = {frame.f_code for frame, _ in walk_tb(error.__traceback__)}
    return not frames.isdisjoint(_codes())


def _codes() -> set[CodeType]:
    """Give the code of all handlers that are set."""
    handlers: list[Any] = [signal.getsignal(each) for each in signal.valid_signals()]
    functions = [getattr(each, "func", each) for each in handlers]  # of a partial
    functions += [type(each).__call__ for each in functions if callable(each)]
    codes = {getattr(each, "__code__", None) for each in functions}
    return {each for each in codes if isinstance(each, CodeType)}
