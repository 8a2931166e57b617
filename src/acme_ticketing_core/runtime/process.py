"""Signals, in the midst of anything, and `fork()`."""

from __future__ import annotations

import os
import signal
import sys
import threading
from functools import cache
from importlib import _bootstrap, import_module
from threading import get_ident
from traceback import walk_tb
from typing import Any, Protocol
from weakref import WeakSet


def raised_by_handler(error: BaseException) -> bool:
    # One of `signal.alarm` that raises `TimeoutError` would look like an error of the network.
    handlers: list[Any] = [signal.getsignal(each) for each in signal.valid_signals()]
    functions = [getattr(each, "func", each) for each in handlers]  # of a partial
    functions += [type(each).__call__ for each in functions if callable(each)]
    codes = {getattr(each, "__code__", None) for each in functions}
    return any(frame.f_code in codes for frame, _ in walk_tb(error.__traceback__))


@cache
def import_whole(name: str) -> None:
    """Import a module to its end, whatever interrupts the caller meanwhile.

    After Ctrl+C in its midst the next import of orjson is a segmentation fault (its issue 310).
    """
    if name in sys.modules or threading.current_thread() is not threading.main_thread():
        return
    importing = threading.Thread(target=import_module, args=(name,), name=f"import {name}")
    try:
        importing.start()
    except RuntimeError:  # no thread can be started, as while the interpreter ends
        return
    importing.join()


class ForkAware(Protocol):
    """Something that holds locks, which stay locked in the child, or connections."""

    def reset_after_fork(self) -> None: ...


_AWARE: WeakSet[ForkAware] = WeakSet()


def reset_after_fork(thing: ForkAware) -> None:
    _AWARE.add(thing)


class Locked:
    """Something with a lock, which is made anew in the child of a fork."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        reset_after_fork(self)

    def reset_after_fork(self) -> None:
        self._lock = threading.Lock()


def _reset_all() -> None:
    for thing in list(_AWARE):
        thing.reset_after_fork()


def _end_imports() -> None:
    """Wait for what other threads import: the locks of modules would stay locked in the child."""
    while held := [each for each in _module_locks() if each.owner not in {None, get_ident()}]:
        try:
            held[0].acquire()
        except RuntimeError:  # the other thread waits for what this one imports
            return
        held[0].release()


def _module_locks() -> list[Any]:
    # Python tells nowhere else of a module that is still being looked for.
    references: dict[str, Any] = getattr(_bootstrap, "_module_locks", {})
    locks = [reference() for reference in [*references.values()]]
    return [each for each in locks if hasattr(each, "owner")]


if hasattr(os, "register_at_fork"):
    os.register_at_fork(before=_end_imports, after_in_child=_reset_all)
