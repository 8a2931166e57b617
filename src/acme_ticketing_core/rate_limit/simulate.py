"""The gate on a clock that is not ours: for simulations."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Protocol, TypeGuard
from weakref import WeakKeyDictionary

from acme_ticketing_core.errors import RateLimited
from acme_ticketing_core.operations.options import Priority
from acme_ticketing_core.rate_limit.gate import Gate
from acme_ticketing_core.rate_limit.memory import MemoryStore
from acme_ticketing_core.rate_limit.retry_after import retry_after

_LIMITED = 429
_DAY = 86_400.0


class Environment(Protocol):
    """Where time comes from."""

    def now(self) -> float:
        """Seconds on a time-line that does not run backwards."""
        ...

    def sleep(self, seconds: float) -> Awaitable[Any]:
        """Wait for so many seconds."""
        ...


class GatePolicy:
    """Sends calls through the gate, as a client does, until the server takes them.

    Policies of one environment share one gate, as clients of one process do.
    """

    def __init__(self, env: Environment, gate: Gate) -> None:
        self._env = env
        self.gate = gate

    async def request(
        self,
        send: Callable[[], Awaitable[Any]],
        deadline: float | None = None,
        *,
        priority: Priority = "interactive",
    ) -> Any:
        """Make one call.

        Args:
            send: sends it once and gives the answer: a status, a pair of status and headers,
                or an object with `status` or `status_code` and, if it likes, `headers`.
            deadline: seconds for all of it, None for as long as it takes; on a clock that reads
                more than a day, a moment of that clock is understood, too.
            priority: `bulk` lets others go first.

        Returns:
            The first answer that is not a 429.

        Raises:
            RateLimited: the wait can't fit into the deadline.

        """
        env, gate = self._env, self.gate
        ends_at = None if deadline is None else _end(deadline, env.now())
        ticket = gate.ticket(priority)
        try:
            while True:
                admission = gate.ask(ticket)
                if not admission.granted:
                    if ends_at is not None and env.now() + admission.expected >= ends_at:
                        raise RateLimited("the wait does not fit into the deadline")
                    await env.sleep(admission.ask_in)
                    continue
                answer = None
                try:
                    answer = await send()
                finally:
                    if answer is None:
                        gate.settle(admission, "unknown")
                status, header = _read(answer)
                if status != _LIMITED:
                    gate.settle(admission, "accepted")
                    return answer
                gate.refuse(admission, retry_after(header, env.now()))
        finally:
            gate.withdraw(ticket)


_GATES: WeakKeyDictionary[Environment, Gate] = WeakKeyDictionary()
_OTHERS: list[tuple[Environment, Gate]] = []


def policy(env: Environment) -> GatePolicy:
    """Give a policy on the clock of an environment; the gate is the one that clients use."""
    gate = _gate_of(env)
    if gate is None:
        gate = Gate(MemoryStore(env.now), "b2b:default@simulated")
        try:
            _GATES[env] = gate
        except TypeError:  # no hash, or no weak references
            _OTHERS.append((env, gate))
    return GatePolicy(env, gate)


def _gate_of(env: Environment) -> Gate | None:
    try:
        return _GATES.get(env)
    except TypeError:
        return next((gate for other, gate in _OTHERS if other is env), None)


def _end(deadline: float, now: float) -> float:
    return deadline if deadline >= now > _DAY else now + deadline


def _read(answer: Any) -> tuple[int, str | None]:
    """Take the status and `Retry-After` out of an answer of whatever form."""
    if isinstance(answer, int):
        return answer, None
    if _is_tuple(answer):
        return int(answer[0]), _header(answer[1] if len(answer) > 1 else None)
    status = answer.status if hasattr(answer, "status") else answer.status_code
    rest = getattr(answer, "headers", None) or getattr(answer, "retry_after", None)
    return int(status), _header(rest)


def _header(rest: Any) -> str | None:
    """Find `Retry-After` in headers, unless it stands alone."""
    if not _is_mapping(rest):
        return None if rest is None else str(rest)
    for name, value in rest.items():
        if str(name).lower() == "retry-after" and value is not None:
            return str(value)
    return None


def _is_tuple(thing: Any) -> TypeGuard[tuple[Any, ...]]:
    return isinstance(thing, tuple)


def _is_mapping(thing: Any) -> TypeGuard[Mapping[Any, Any]]:
    return isinstance(thing, Mapping)
