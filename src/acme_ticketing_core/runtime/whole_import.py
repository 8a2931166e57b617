"""Importing a module so that no signal handler breaks in.

A KeyboardInterrupt in the middle of importing orjson leaves it half initialized, and its next import
is a segmentation fault (orjson issue 310). Signal handlers run in the main thread only, so another
one imports it; who presses Ctrl+C interrupts the waiting for it.
"""

from __future__ import annotations

import sys
import threading
from functools import cache
from importlib import import_module


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
