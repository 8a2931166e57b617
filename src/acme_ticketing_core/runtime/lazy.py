"""What is made on first touch: the names of a package (PEP 562), a property of an object."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import Any, Generic, Self, TypeVar, overload

T = TypeVar("T")


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


class cached_property(Generic[T]):  # noqa: N801 - as that of functools
    """`functools.cached_property` without the lock that it has in Python 3.11.

    A fork amid the making would leave that lock held in the child. Two threads may both make the
    value, and the later one is kept.
    """

    def __init__(self, make: Callable[[Any], T]) -> None:
        self._make = make
        self.__doc__ = make.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    @overload
    def __get__(self, instance: None, owner: type) -> Self: ...
    @overload
    def __get__(self, instance: object, owner: type) -> T: ...
    def __get__(self, instance: object, owner: type) -> Self | T:
        if instance is None:
            return self
        value = vars(instance)[self._name] = self._make(instance)
        return value
