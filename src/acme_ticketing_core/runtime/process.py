"""What happens to a process from outside: signals, in the midst of anything, and `fork()`.

A handler of `signal.alarm` that raises `TimeoutError` would look like an error of the network, and be
retried. Ctrl+C while orjson is imported leaves it half initialized, and its next import is a
segmentation fault (orjson issue 310). After a fork, a lock that another thread held stays locked.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from functools import cache
from importlib import import_module
from traceback import walk_tb
from types import CodeType
from typing import Any, Protocol
from weakref import WeakSet


def raised_by_handler(error: BaseException) -> bool:
    """Tell whether a handler of this process raised an error."""
    frames = {frame.f_code for frame, _ in walk_tb(error.__traceback__)}
    return not frames.isdisjoint(_codes())


def _codes() -> set[CodeType]:
    handlers: list[Any] = [signal.getsignal(each) for each in signal.valid_signals()]
    functions = [getattr(each, "func", each) for each in handlers]  # of a partial
    functions += [type(each).__call__ for each in functions if callable(each)]
    codes = {getattr(each, "__code__", None) for each in functions}
    return {each for each in codes if isinstance(each, CodeType)}


@cache
def import_whole(name: str) -> None:
    """Import a module to its end, whatever interrupts the caller meanwhile."""
    if name in sys.modules or threading.current_thread() is not threading.main_thread():
        return
    importing = threading.Thread(target=import_module, args=(name,), name=f"import {name}")
    try:
        importing.start()
    except RuntimeError:  # no thread can be started, as while the interpreter ends
        return
    importing.join()


class ForkAware(Protocol):
    """Something that holds locks or connections."""

    def reset_after_fork(self) -> None:
        """Make locks and connections anew; called in the child, which has one thread."""
        ...


_AWARE: WeakSet[ForkAware] = WeakSet()


def reset_after_fork(thing: ForkAware) -> None:
    """Have a thing reset in every child, for as long as it lives."""
    _AWARE.add(thing)


def _reset_all() -> None:
    for thing in list(_AWARE):
        thing.reset_after_fork()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_reset_all)
