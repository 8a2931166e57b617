"""Packages whose names load their module on first touch (PEP 562)."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import Any


def lazy_exports(
    package: str, exports: Mapping[str, Sequence[str]], modules: Sequence[str] = ()
) -> tuple[Callable[[str], Any], Callable[[], list[str]], list[str]]:
    """Give `__getattr__`, `__dir__` and `__all__` of a package that offers names of its modules.

    Type checkers read its `.pyi`.
    """
    homes = {name: module for module, names in exports.items() for name in names}
    offered = sorted({*homes, *modules})

    def __getattr__(name: str) -> Any:  # noqa: N807 - PEP 562
        if name in homes:
            value = getattr(import_module(homes[name], package), name)
        elif name in modules:
            value = import_module(f".{name}", package)
        else:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        setattr(sys.modules[package], name, value)
        return value

    def __dir__() -> list[str]:  # noqa: N807
        return offered

    return __getattr__, __dir__, offered
