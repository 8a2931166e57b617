"""What is made anew in a child process."""

from __future__ import annotations

import os
import runpy
import subprocess
import sys
from pathlib import Path

import pytest

from acme_ticketing_core.runtime import process


def test_a_system_that_cannot_fork_has_nothing_to_reset(monkeypatch: pytest.MonkeyPatch):
    """Windows: the module loads, and takes what wants to be reset."""
    monkeypatch.delattr(os, "register_at_fork")
    made = runpy.run_path(str(process.__file__))

    class Thing:
        resets = 0

        def reset_after_fork(self) -> None:
            self.resets += 1

    thing = Thing()
    made["reset_after_fork"](thing)
    made["_reset_all"]()

    assert thing.resets == 1


SHARED = """
import _imp as imp
import threading
begun, go = threading.Event(), threading.Event()

class Finder:
    def find_spec(name, *_):
        if name == "sought" and threading.current_thread() is not threading.main_thread():
            imp.release_lock()  # as between two finders
            begun.set()
            go.wait()
            imp.acquire_lock()
"""
SLOW = """
import shared
shared.begun.set()
shared.go.wait()
"""
# A thread does something slowly, and the process forks amid it; the child does the same at once.
AMID = """
import os, shared, signal, sys, threading
from acme_ticketing_core.runtime.lazy import cached_property
from acme_ticketing_core.runtime.process import reset_after_fork

class Thing:
    @cached_property
    def made(self):
        if threading.current_thread() is not threading.main_thread():
            shared.begun.set()
            shared.go.wait()
        return 1

sys.meta_path.insert(0, shared.Finder)
threading.Thread(target=lambda: {work}).start()
shared.begun.wait()
threading.Timer(0.1, shared.go.set).start()
if child := os.fork():
    raise SystemExit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
signal.alarm(10)  # of a child that waits for ever
{work}
os._exit(0)
"""


@pytest.mark.parametrize("work", ["__import__('slow')", "__import__('sought')", "Thing().made"])
def test_a_fork_amid_what_another_thread_loads(tmp_path: Path, work: str):
    """The child finds no lock held: not that of an import, nor one of a property."""
    for name, text in (
        ("shared", SHARED),
        ("slow", SLOW),
        ("sought", ""),
        ("amid", AMID.format(work=work)),
    ):
        (tmp_path / f"{name}.py").write_text(text)

    done = subprocess.run(
        [sys.executable, "-W", "ignore", str(tmp_path / "amid.py")],
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stderr) == (0, "")
