"""A venue that begins again at the same moment is the same, and another one."""

from __future__ import annotations

from acme_ticketing_sandbox import LocalAcme, VirtualClock
from acme_ticketing_sandbox.seed.populate import populate
from acme_ticketing_sandbox.seed.seed import Seed
from acme_ticketing_sandbox.state.state_file import write_state


def test_a_copy_is_what_the_seed_says() -> None:
    """As if it had been filled once more, the next identifiers included."""
    clock = VirtualClock()
    filled = populate(Seed.built_in(), clock)
    first, second = LocalAcme(clock=clock), LocalAcme(clock=clock)

    assert write_state(second.state) == write_state(first.state) == write_state(filled)
    named = [state.events.add({})["id"] for state in (filled, first.state, second.state)]
    assert len(set(named)) == 1


def test_a_copy_goes_its_own_way() -> None:
    """What happens at one venue does not happen at the other, and each has its own clock."""
    ours, theirs = LocalAcme(clock=VirtualClock()), LocalAcme(clock=VirtualClock())
    before = write_state(theirs.state)
    next(iter(ours.state.events))["capacity"] = 0
    ours.state.orders.remove(next(iter(ours.state.orders))["id"])
    ours.clock.advance(3600)

    assert write_state(theirs.state) == before
    assert ours.state.now() != theirs.state.now()
