"""Data classes without the import of `dataclasses`, which costs more than all of this package's."""

from __future__ import annotations

from typing import Any, Self, dataclass_transform


@dataclass_transform(kw_only_default=True, frozen_default=True)
class Record:
    """Base of classes whose annotations say what they are made of, given by name.

    Type checkers hold its arguments, nothing at run time does; a default stands at the annotation.
    Its attributes are set once, unless it says `frozen=False`.
    """

    def __init_subclass__(cls, *, frozen: bool = True) -> None:
        """Take what type checkers read."""
        super().__init_subclass__()

    def __init__(self, **values: Any) -> None:
        vars(self).update(values)

    def replace(self, **changes: Any) -> Self:
        """Give a copy that differs in this."""
        return type(self)(**{**vars(self), **changes})
