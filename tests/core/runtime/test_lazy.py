"""What is made on first touch."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

import pytest

from acme_ticketing_core.runtime.lazy import cached_property

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


class Circle:
    """Whatever has a property that is dear to make."""

    asked = 0

    @cached_property
    def area(self) -> int:
        """How large it is."""
        self.asked += 1
        return 3


def test_a_property_is_made_once_for_each_object():
    """As `functools.cached_property`: it tells what it is, and can be forgotten."""
    circle = Circle()

    assert (circle.area, circle.area, circle.asked) == (3, 3, 1)
    assert isinstance(Circle.area, cached_property)
    assert Circle.area.__doc__ == "How large it is."
    del circle.area
    assert (circle.area, circle.asked, Circle().asked) == (3, 2, 0)
