"""Random edits lose nothing, and are told as they ended."""

from __future__ import annotations

from typing import Any

import pytest

from acme_ticketing_core.edits import edit
from acme_ticketing_core.edits.differences import Changes

from .random_edits import Game, play


@pytest.mark.parametrize("seed", range(4))
def test_nothing_is_lost_without_a_word(seed: int) -> None:
    """Fields that nobody changed stay; changes of somebody else stay or are told of."""
    game = play(seed, 60)

    assert game.wrong == []
    assert game.told["done"] > 20
    assert game.told.total() == 60
    assert game.undone["undone"] > game.undone["changed since"]


def test_the_judge_sees_a_client_that_blanks(monkeypatch: pytest.MonkeyPatch) -> None:
    """A client that sent only what was changed would be found out."""

    def only(data: dict[str, Any], changes: Changes) -> dict[str, Any]:
        return {"id": data["id"]} | {path[0]: change.new for path, change in changes.items()}

    monkeypatch.setattr(edit, "changed", only)
    monkeypatch.setattr(Game, "undo", lambda _self, _journal: None)  # which would blank as well
    game = play(1, 40)

    assert game.told["EditDamaged"] > game.told["done"]
