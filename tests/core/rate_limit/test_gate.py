"""The process-wide gate of a budget."""

from __future__ import annotations

from acme_ticketing_core.rate_limit.gate import Budget, gate_for
from acme_ticketing_core.runtime.clock import SystemClock
from acme_ticketing_sandbox import VirtualClock

B2B = Budget("api.example.com", "default", "b2b")


def test_a_budget_has_one_gate():
    """Clients that the server counts together wait together; others do not."""
    clock = VirtualClock()

    assert gate_for(B2B, clock) is gate_for(Budget(*B2B), clock)
    others = [
        B2B._replace(host="sand10-api.example.net"),
        B2B._replace(egress="second uplink"),
        B2B._replace(profile="cors"),
    ]
    assert all(gate_for(budget, clock) is not gate_for(B2B, clock) for budget in others)


def test_every_clock_has_gates_of_its_own():
    """A virtual minute does not hold back real calls; all system clocks are one."""
    budget = B2B._replace(host="clocks.example.com")

    assert gate_for(budget, VirtualClock()) is not gate_for(budget, VirtualClock())
    assert gate_for(budget, SystemClock()) is gate_for(budget)
