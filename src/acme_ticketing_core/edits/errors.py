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
        before: the object as it was read, a model; it is not pickled.

    """

    fields: tuple[str, ...] = ()
    before: Any = None


class EditConflict(EditError):
    """Somebody else changed the same fields since the object was read; nothing was sent.

    Attributes:
        mine: the object as this edit wanted it, a model; it is not pickled.
        theirs: the object as the server has it, a model; it is not pickled.

    """

    mine: Any = None
    theirs: Any = None


class EditDamaged(EditError):
    """The edit was sent, and the object is now not what was sent.

    `before` is what the server had; `restore(before)` of the same resource puts it back.

    Attributes:
        not_kept: which of `fields` are such as the edit changed; the server keeps something else.
        after: the object as it was read back, a model; it is not pickled.

    """

    not_kept: tuple[str, ...] = ()
    after: Any = None


class EditInDoubt(EditError):
    """The edit was sent, and whether it was applied could not be found out; `__cause__` is why."""
