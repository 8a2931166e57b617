"""Packages whose names load their module on first touch (PEP 562).

Importing a generated package must cost next to nothing: a program that lists events must not pay
for the models of memberships. What a type checker sees stands in the package's `.pyi`.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import Any


def lazy_exports(
    package: str, exports: Mapping[str, Sequence[str]], modules: Sequence[str] = ()
) -> tuple[Callable[[str], Any], Callable[[], list[str]], list[str]]:
    """Return `__getattr__`, `__dir__` and `__all__` for a package.

    Args:
        package: the package's `__name__`.
        exports: for each module (relative to the package if it begins with a dot), the names that
            the package offers from it.
        modules: submodules that are themselves offered.

    """
    homes = {name: module for module, names in exports.items() for name in names}
    offered = sorted({*homes, *modules})

    def __getattr__(name: str) -> Any:  # noqa: N807 - the name under which a module offers it
        if name in homes:
            value = getattr(import_module(homes[name], package), name)
        elif name in modules:
            value = import_module(f".{name}", package)
        else:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        setattr(sys.modules[package], name, value)
        return value

    def __dir__() -> list[str]:  # noqa: N807 - the name under which a module offers it
        return offered

    return __getattr__, __dir__, offered
