"""Data classes without the import of `dataclasses`, which costs more than all of ours."""

from __future__ import annotations

from typing import Any, Self, dataclass_transform


@dataclass_transform(kw_only_default=True, frozen_default=True)
class Record:
    """A data class by its annotations, given by name.

    Only type checkers hold its arguments, and that it is frozen.
    """

    def __init_subclass__(cls, *, frozen: bool = True) -> None:
        """Take what type checkers read."""
        super().__init_subclass__()

    def __init__(self, **values: Any) -> None:
        vars(self).update(values)

    def replace(self, **changes: Any) -> Self:
        return type(self)(**{**vars(self), **changes})
