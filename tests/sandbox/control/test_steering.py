"""What the control API sets beyond limits: blocks lifted, time frozen, faults lifted, differences."""

from __future__ import annotations

import pytest

from acme_ticketing_sandbox import AdjustableClock, Limits, LocalAcme, Request, VirtualClock
from tests.sandbox.caller import MONDAY_NINE, Caller

EVENTS = "/v2/b2b/event/instances/statements"


@pytest.fixture
def limited(clock: VirtualClock) -> Caller:
    """Return a caller of a sandbox that allows two requests a minute."""
    return Caller(LocalAcme(clock=clock, limits=Limits(b2b=2)), clock)


def test_budgets_tell_how_full_each_window_is(limited: Caller, clock: VirtualClock) -> None:
    """For each address and area, and until when who is blocked."""
    limited.send("GET", EVENTS)
    clock.advance(20)
    (budget,) = limited.done("GET", "/_sandbox/limits")["budgets"]
    assert budget == {
        "ip": "127.0.0.1",
        "area": "b2b",
        "used": 1,
        "limit": 2,
        "windowSecondsLeft": 40.0,
        "blockedUntil": None,
        "blockedSecondsLeft": 0.0,
    }
    assert [limited.send("GET", EVENTS).status for _ in range(2)] == [200, 429]
    clock.advance(10)
    (budget,) = limited.done("GET", "/_sandbox/limits")["budgets"]
    assert (budget["used"], budget["blockedSecondsLeft"]) == (2, 50.0)
    assert budget["blockedUntil"] == "2026-06-01T09:01:20-04:00"


def test_a_window_that_is_over_counts_for_nothing(limited: Caller, clock: VirtualClock) -> None:
    """Nor does a block."""
    for seconds, calls in ((60, 1), (60, 3)):
        for _ in range(calls):
            limited.send("GET", EVENTS)
        clock.advance(seconds)
        (budget,) = limited.done("GET", "/_sandbox/limits")["budgets"]
        assert (budget["used"], budget["windowSecondsLeft"]) == (0, 0.0)
        assert budget["blockedUntil"] is None


def test_a_block_is_lifted(limited: Caller) -> None:
    """The address begins a new window; who is not blocked is said to be so."""
    assert [limited.send("GET", EVENTS).status for _ in range(3)] == [200, 200, 429]
    place = {"ip": "127.0.0.1", "area": "b2b"}
    assert limited.done("POST", "/_sandbox/limits/lift", place)["budgets"] == []
    assert limited.send("GET", EVENTS).status == 200
    reply = limited.send("POST", "/_sandbox/limits/lift", place)
    assert (reply.status, "is not blocked" in reply.text) == (400, True)


def test_time_stands_still_and_goes_on(caller: Caller, clock: VirtualClock) -> None:
    """The state tells which."""
    assert caller.done("POST", "/_sandbox/clock/resume")["time"].startswith("2026-06-01T09:00:0")
    assert caller.done("GET", "/_sandbox/state")["frozen"] is False
    caller.done("POST", "/_sandbox/clock/freeze")
    assert caller.done("GET", "/_sandbox/state")["frozen"] is True
    assert clock.now() == clock.now() >= MONDAY_NINE


def test_the_systems_clock_stands_still(monkeypatch: pytest.MonkeyPatch) -> None:
    """Advanced it moves, and resumed it goes on from where it stands."""
    now = [1000.0]
    monkeypatch.setattr("acme_ticketing_sandbox.clock.time.time", lambda: now[0])
    clock = AdjustableClock()
    clock.advance(5)
    clock.freeze()
    now[0] += 100
    assert (clock.now(), clock.frozen) == (1005.0, True)
    assert clock.advance(10) == 1015.0
    clock.freeze()
    clock.resume()
    clock.resume()
    now[0] += 1
    assert (clock.now(), clock.frozen) == (1016.0, False)


def test_a_clock_of_another_kind_is_not_frozen() -> None:
    """It says so."""

    class Plain:
        def now(self) -> float:
            return MONDAY_NINE

        def advance(self, seconds: float) -> float:
            return MONDAY_NINE + seconds

        def sleep(self, seconds: float) -> None:
            raise NotImplementedError

        async def sleep_async(self, seconds: float) -> None:
            raise NotImplementedError

    sandbox = LocalAcme(clock=Plain())
    reply = sandbox.handle(Request("POST", "/_sandbox/clock/freeze"))
    assert (reply.status, "neither frozen nor resumed" in reply.text) == (400, True)
    assert sandbox.handle(Request("GET", "/_sandbox/state")).json()["frozen"] is False


def test_one_fault_is_lifted(caller: Caller, sandbox: LocalAcme) -> None:
    """The one that the body tells; none is left out in silence."""
    for kind in ("closed", "empty", "closed"):
        caller.done("POST", "/_sandbox/faults", {"kind": kind})
    caller.done("DELETE", "/_sandbox/faults", {"kind": "empty"})
    assert [fault.kind for fault in sandbox.faults] == ["closed", "closed"]
    caller.done("DELETE", "/_sandbox/faults", {"kind": "closed"})
    assert len(sandbox.faults) == 1
    reply = caller.send("DELETE", "/_sandbox/faults", {"kind": "empty"})
    assert (reply.status, "no such fault" in reply.text) == (400, True)


def test_answers_differ_by_a_seed(clock: VirtualClock) -> None:
    """Until the seed is taken back."""
    caller = Caller(LocalAcme(clock=clock), clock)
    plain = caller.send("GET", EVENTS)
    assert caller.done("POST", "/_sandbox/unlike", {"seed": 7, "share": 1}) == {
        "seed": 7,
        "share": 1,
    }
    assert caller.done("GET", "/_sandbox/state")["unlike"] == {"seed": 7, "share": 1}
    assert caller.send("GET", EVENTS).body != plain.body
    caller.done("POST", "/_sandbox/unlike", {"seed": None})
    assert caller.done("GET", "/_sandbox/state")["unlike"] is None
    assert caller.send("GET", EVENTS).body == plain.body


@pytest.mark.parametrize(
    ("path", "body", "words"),
    [
        ("unlike", {"seed": "x"}, "seed is an integer from 0 to 1000000000, not 'x'"),
        ("unlike", {"seed": True}, "seed is an integer from 0"),
        ("unlike", {"seed": 1, "share": 2}, "share is a number from 0 to 1, not 2"),
        ("unlike", {"seed": 1, "share": "x"}, "share is a number from 0 to 1, not 'x'"),
        ("unlike", {"sed": 1}, "there is no 'sed'; there are seed, share"),
        ("limits", {"block": 1e300}, "block is a number from 0 to 1000000000, not 1e+300"),
        ("clock/advance", {"seconds": 1e300}, "from 0 to 3155760000, not 1e+300"),
        ("faults", {"kind": "status", "status": 7}, "status is an integer from 100 to 599, not 7"),
        ("faults", {"kind": "latency", "seconds": -1}, "seconds is a number from 0 to 86400"),
    ],
)
def test_what_cannot_be_set_is_said(caller: Caller, path: str, body: object, words: str) -> None:
    """With 400 and what could be set instead."""
    reply = caller.send("POST", f"/_sandbox/{path}", body)
    assert reply.status == 400
    assert words in reply.json()["message"]
