"""Specifications that break the rules of `generator.checking.lint`, as edits of the minimal one."""

from __future__ import annotations

from . import calls, changes, operations, shapes

CASES = (*operations.CASES, *calls.CASES, *shapes.CASES, *changes.CASES)
