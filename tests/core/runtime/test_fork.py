"""What is made anew in a child process."""

from __future__ import annotations

import os
import runpy

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
