"""Packages whose names load their module on first touch."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

import pytest

PACKAGE = """
from acme_ticketing_core.runtime.lazy import lazy_exports
__getattr__, __dir__, __all__ = lazy_exports(
    __name__, {".inner": ["Thing"], "decimal": ["Decimal"]}, modules=("inner",)
)
"""


def test_names_load_when_they_are_touched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Importing loads nothing; a name loads its module once; any other name is unknown."""
    folder = tmp_path / "lazy_example"
    folder.mkdir()
    (folder / "__init__.py").write_text(PACKAGE)
    (folder / "inner.py").write_text("class Thing: ...")
    monkeypatch.syspath_prepend(tmp_path)
    package = importlib.import_module("lazy_example")

    assert "lazy_example.inner" not in sys.modules
    assert dir(package) == package.__all__ == ["Decimal", "Thing", "inner"]
    assert package.Thing is package.inner.Thing
    assert vars(package)["Thing"] is package.Thing
    assert package.Decimal(1) == 1
    with pytest.raises(AttributeError, match="module 'lazy_example' has no attribute 'Other'"):
        package.Other  # noqa: B018 - touching it is the point
