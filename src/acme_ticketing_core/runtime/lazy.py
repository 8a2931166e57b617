"""What keeps imports cheap: names load their module on first touch, data classes of our own."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import Any, Self, dataclass_transform


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


@dataclass_transform(kw_only_default=True, frozen_default=True)
class Record:
    """A data class by its annotations, given by name; `dataclasses` costs more than all of ours.

    Only type checkers hold its arguments, and that it is frozen.
    """

    def __init_subclass__(cls, *, frozen: bool = True) -> None:
        """Take what type checkers read."""
        super().__init_subclass__()

    def __init__(self, **values: Any) -> None:
        vars(self).update(values)

    def replace(self, **changes: Any) -> Self:
        return type(self)(**{**vars(self), **changes})
