"""The loop closes: what a client recorded of a server that differs, the next client knows."""

from __future__ import annotations

from pathlib import Path

from acme_ticketing import spec
from tests.fuzzing.learning import recorded, replayed, turn

ROOT = Path(__file__).parents[2]
OPERATIONS = {row["id"] for row in spec.operations()[::6]} | {
    "b2b.events.list",
    "b2b.events.get",
    # Whose links lead into lists that the first of the seeds widens.
    "b2b.coupons.list",
    "b2b.membershipSummaries.list",
}


def test_what_was_learned_is_no_difference_any_more() -> None:
    """The same answers, read by the regenerated client: nothing is left but what was asked.

    One server and a sixth of the operations; `python -m tests.fuzzing.learning` has 200, and all.
    """
    learned, _, left = turn(1, OPERATIONS)

    assert left == []
    assert len(learned.decided) > 50
    assert len(learned.questions) <= 0.05 * (len(learned.decided) + len(learned.questions))


def test_the_loop_can_fail(tmp_path: Path) -> None:
    """The client of today does find the differences again, and strict reading refuses them."""
    replies = recorded(7, tmp_path / "drift.jsonl", {"b2b.events.list", "b2b.events.get"})
    kinds = {each["kind"] for each in replayed(ROOT / "generated", replies)}

    assert {"refused", "unknown field"} < kinds
