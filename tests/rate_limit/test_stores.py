"""What every store promises: one suite for memory, SQLite and Redis."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from math import ceil

import pytest

from acme_ticketing_core.rate_limit.admission import Admission, admit, settle, withdraw
from acme_ticketing_core.rate_limit.gate import Gate
from acme_ticketing_core.rate_limit.learning import refused, reopen, teach, tune
from acme_ticketing_core.rate_limit.store import read

from .conftest import Stage

INTERACTIVE, BULK = 0.0, 600.0


def ask(stage: Stage, ticket: str, rank: float | None = None, lag: float = 0.0) -> Admission:
    """Ask to start a call."""
    return stage.store.change(stage.key, admit, ticket, rank, lag)


def fill(stage: Stage, limit: int) -> list[Admission]:
    """Teach a limit and use all of it."""
    stage.store.change(stage.key, teach, float(limit))
    return [ask(stage, f"filler {number}") for number in range(limit)]


def test_an_unknown_limit_holds_nobody_back(stage: Stage) -> None:
    """Before anything is learned every call starts at once."""
    admissions = [ask(stage, f"call {number}") for number in range(50)]

    assert all(admission.granted for admission in admissions)
    assert stage.state().total == 50


def test_a_known_limit_is_kept(stage: Stage) -> None:
    """Calls below the limit start at once, the next one is told when its turn is."""
    admissions = fill(stage, 5)
    waiting = ask(stage, "one too many")

    assert all(admission.granted for admission in admissions)
    assert not waiting.granted
    assert 50 < waiting.expected <= 62
    assert waiting.limit == 5


def test_places_in_the_window_come_free(stage: Stage) -> None:
    """A minute later the window is empty."""
    fill(stage, 5)
    waiting = ask(stage, "patient")
    stage.let_pass(62)

    assert ask(stage, "patient", waiting.rank - 62).granted


def test_who_comes_first_goes_first(stage: Stage) -> None:
    """A later call gets no place while an earlier one waits for it."""
    fill(stage, 5)
    first, second = ask(stage, "first"), ask(stage, "second")
    assert first.rank <= second.rank
    stage.let_pass(2)
    # One place comes free, for whoever is first in line.
    stage.store.change(stage.key, settle, fill_of(stage), "unsent")

    assert not ask(stage, "second", second.rank - 2).granted
    assert ask(stage, "first", first.rank - 2).granted


def fill_of(stage: Stage) -> Admission:
    """Give an admission of a call that counts, as a caller would still hold it."""
    state, now = stage.store.change(stage.key, read)
    return Admission(True, False, state.used[0][0], now, 0.0, 0.0, 0.0, 5.0, False)


def test_people_go_before_bulk(stage: Stage) -> None:
    """An interactive call overtakes a bulk call that came before it."""
    fill(stage, 5)
    bulk = ask(stage, "bulk", lag=BULK)
    interactive = ask(stage, "interactive")

    assert interactive.rank < bulk.rank
    assert [place[1] for place in stage.state().queue] == ["interactive", "bulk"]


def test_a_withdrawn_call_leaves_its_place(stage: Stage) -> None:
    """A cancelled call does not hold up the others."""
    fill(stage, 5)
    first, _ = ask(stage, "first"), ask(stage, "second")
    stage.store.change(stage.key, withdraw, "first", first.rank)

    assert [place[1] for place in stage.state().queue] == ["second"]


def test_a_place_in_the_queue_expires(stage: Stage) -> None:
    """A killed process is forgotten when it does not ask again in time."""
    fill(stage, 5)
    killed = ask(stage, "killed")
    stage.let_pass(killed.ask_in + 11)
    ask(stage, "alive")

    assert "killed" not in [place[1] for place in stage.state().queue]


def test_a_429_stops_everybody(stage: Stage) -> None:
    """Nobody starts before the block is over, and everybody is told how long that is."""
    admissions = [ask(stage, f"call {number}") for number in range(20)]
    for admission in admissions[:-1]:
        stage.store.change(stage.key, settle, admission, "accepted")
    stage.store.change(stage.key, refused, admissions[-1], None)
    waiting = ask(stage, "next")

    assert Gate(stage.store, stage.key).read().blocked_for
    assert not waiting.granted
    assert 59 < waiting.blocked_for <= 61
    assert waiting.limit == 19


@pytest.mark.parametrize(
    ("asked", "waited"), [(59.0, 59.5), (60.0, 60.5), (61.0, 61.5), (7.0, 7.5)]
)
def test_the_server_says_how_long(stage: Stage, asked: float, waited: float) -> None:
    """`Retry-After` is kept to, with half a second on top."""
    stage.store.change(stage.key, refused, ask(stage, "call"), asked)

    assert ask(stage, "next").blocked_for == pytest.approx(waited, abs=0.4)


def test_one_goes_first_after_a_block(stage: Stage) -> None:
    """A single call tries; the others wait for its answer, then all go on."""
    stage.store.change(stage.key, teach, 100.0)
    stage.store.change(stage.key, refused, ask(stage, "refused"), None)
    first, second = ask(stage, "first"), ask(stage, "second")
    stage.let_pass(61)
    probe = ask(stage, "first", first.rank - 61)
    others = ask(stage, "second", second.rank - 61)

    assert probe.granted
    assert probe.probe
    assert not others.granted
    stage.store.change(stage.key, settle, probe, "accepted")
    assert ask(stage, "second", others.rank).granted


def test_the_one_that_goes_first_is_given_up_for_lost(stage: Stage) -> None:
    """A process that is killed with the probe in its hands holds up nobody for over 30 seconds."""
    stage.store.change(stage.key, refused, ask(stage, "refused"), None)
    stage.let_pass(61)
    assert ask(stage, "killed").probe
    stage.let_pass(21)

    assert ask(stage, "alive").probe


def test_a_block_that_lasts_longer_is_learned(stage: Stage) -> None:
    """When the first try is refused again the gate stays away longer, and remembers."""
    stage.store.change(stage.key, refused, ask(stage, "refused"), None)
    stage.let_pass(61)
    stage.store.change(stage.key, refused, ask(stage, "too early"), None)
    later = ask(stage, "later")
    pause = ceil(later.blocked_for) + 1
    stage.let_pass(pause)
    probe = ask(stage, "later", later.rank - pause)
    assert probe.probe
    stage.store.change(stage.key, settle, probe, "accepted")

    assert 175 < stage.state().block < 190


def test_a_call_that_was_never_sent_counts_for_nothing(stage: Stage) -> None:
    """A connection that could not be made gives its place back."""
    stage.store.change(stage.key, settle, ask(stage, "call"), "unsent")

    assert stage.state().total == 0


def test_a_limit_from_elsewhere_does_not_replace_a_learned_one(stage: Stage) -> None:
    """What a 429 taught is better than what a file remembers."""
    stage.store.change(stage.key, refused, ask(stage, "refused"), None)
    learned = stage.state().limit
    stage.store.change(stage.key, teach, 500.0)

    assert stage.state().limit == learned


def test_reopening_forgets_the_block_and_keeps_the_limit(stage: Stage) -> None:
    """Another address of the machine is not blocked, and has the same limit."""
    fill(stage, 5)
    stage.store.change(stage.key, refused, fill_of(stage), None)
    limit = stage.state().limit
    stage.store.change(stage.key, reopen)

    assert not Gate(stage.store, stage.key).read().blocked_for
    assert stage.state().limit == limit
    assert ask(stage, "call").granted


def test_a_higher_limit_is_tried_after_a_while(stage: Stage) -> None:
    """Saturated and without a 429 for long, the gate lets a little more through."""
    fill(stage, 5)
    assert not ask(stage, "saturated").granted
    stage.let_pass(601)
    for number in range(7):
        if ask(stage, f"call {number}").tune:
            stage.store.change(stage.key, tune)

    assert stage.state().quota >= 5
    stage.store.change(stage.key, tune)


def test_a_clock_that_is_set_back_holds_nobody_up(stage: Stage) -> None:
    """A standby of the store may tell an earlier time: the block does not last the longer for it."""
    stage.store.change(stage.key, refused, ask(stage, "refused"), None)
    ask(stage, "before")
    stage.let_pass(61)
    stage.store.change(stage.key, settle, ask(stage, "probe"), "accepted")
    stage.let_pass(-3600)

    call = ask(stage, "call")
    assert call.granted or call.expected < 62


def test_threads_share_one_count(stage: Stage) -> None:
    """Steps are atomic: of many who ask at once exactly as many start as may."""
    stage.store.change(stage.key, teach, 40.0)
    with ThreadPoolExecutor(8) as pool:
        admissions = list(pool.map(lambda number: ask(stage, f"call {number}"), range(120)))

    assert sum(admission.granted for admission in admissions) == 40
    assert stage.state().total == 40


def test_the_cors_profile_begins_at_four(stage: Stage) -> None:
    """The vendor tells a limit of 4 to 10 for calls from browsers."""
    key = stage.key.replace("b2b:", "cors:")
    granted = [stage.store.change(key, admit, f"call {n}", None, 0.0).granted for n in range(6)]

    assert granted == [True] * 4 + [False] * 2
