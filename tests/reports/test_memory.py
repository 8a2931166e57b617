"""Long listings and large files leave nothing in memory; `make soak` measures longer ones."""

from __future__ import annotations

from benchmarks.memory.__main__ import measured

MOST = 5.0
"""Megabytes. The 60 pages kept would be 14, the file 15."""


def test_memory_does_not_grow_with_what_is_read():
    """Neither with pages, fetched ahead or not, nor with a file, in threads or tasks."""
    cases = list(measured(pages=60, megabytes=15))

    assert len(cases) == 6
    assert [case for case in cases if case.peak > MOST] == []
