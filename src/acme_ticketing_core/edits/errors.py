# ruff: noqa: N818 - as the rest of the tree
"""What an edit can end in, besides being done.

Messages name fields, never values: what is edited is mostly people's data.
"""

from __future__ import annotations

from typing import Any

from acme_ticketing_core.errors import AcmeError

__all__ = ["EditConflict", "EditDamaged", "EditError", "EditInDoubt"]


class EditError(AcmeError):
    """An edit that was not done, or not as it should be.

    Attributes:
        fields: the fields that it is about, by their wire names, `name.first`.

    """

    fields: tuple[str, ...] = ()
    _versions: tuple[Any, Any, Any] = (None, None, None)

    def keep(self, before: Any, mine: Any, theirs: Any) -> None:
        """Keep the versions of the object."""
        self._versions = before, mine, theirs

    @property
    def before(self) -> Any:
        """The object as it was read, a model; it is not pickled."""
        return self._versions[0]


class EditConflict(EditError):
    """Somebody else changed the same fields since the object was read; nothing was sent."""

    @property
    def mine(self) -> Any:
        """The object as this edit wanted it, a model; it is not pickled."""
        return self._versions[1]

    @property
    def theirs(self) -> Any:
        """The object as the server has it, a model; it is not pickled."""
        return self._versions[2]


class EditDamaged(EditError):
    """The edit was sent, and the object is now not what was sent.

    `before` is what the server had; `restore(before)` of the same resource puts it back.

    Attributes:
        not_kept: which of `fields` are such as the edit changed; the server keeps something else.

    """

    not_kept: tuple[str, ...] = ()

    @property
    def after(self) -> Any:
        """The object as it was read back, a model; it is not pickled."""
        return self._versions[2]


class EditInDoubt(EditError):
    """The edit was sent, and whether it was applied could not be found out; `__cause__` is why."""
