"""The gate on a clock that is not ours: for simulations."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, Final, Protocol

from acme_ticketing_core.errors import RateLimited
from acme_ticketing_core.operations.options import Priority
from acme_ticketing_core.rate_limit.gate import Gate
from acme_ticketing_core.rate_limit.learning import read_retry_after
from acme_ticketing_core.rate_limit.memory import MemoryStore

_LIMITED = 429
_DAY = 86_400.0


class Environment(Protocol):
    """Where time comes from."""

    def now(self) -> float: ...

    def sleep(self, seconds: float) -> Awaitable[Any]: ...


class GatePolicy:
    """Sends calls through the gate, as a client does, until the server takes them."""

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
        """Give the first answer that is not a 429.

        It is a status, a pair of status and headers, or an object with `status` or `status_code`
        and, if it likes, `headers`. The deadline is in seconds; on a clock that reads more than
        a day, a moment of that clock is understood, too.
        """
        env, gate = self._env, self.gate
        ends_at = deadline
        if deadline is not None and not deadline >= env.now() > _DAY:
            ends_at = env.now() + deadline
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
                gate.refuse(admission, read_retry_after(header, env.now()))
        finally:
            gate.withdraw(ticket)


_GATES: Final[dict[int, tuple[Environment, Gate]]] = {}  # by identity: it may have no hash


def policy(env: Environment) -> GatePolicy:
    """Give a policy; those of one environment share a gate, as clients of one process do."""
    if id(env) not in _GATES:
        _GATES[id(env)] = env, Gate(MemoryStore(env.now), "b2b:default@simulated")
    return GatePolicy(*_GATES[id(env)])


def _read(answer: Any) -> tuple[int, str | None]:
    if isinstance(answer, int):
        return answer, None
    status: Any = getattr(answer, "status", None) or getattr(answer, "status_code", None)
    told: Any = getattr(answer, "headers", None) or getattr(answer, "retry_after", None)
    if status is None:
        status, told = (*answer, None)[:2]
    if hasattr(told, "items"):
        told = {str(name).lower(): value for name, value in told.items()}.get("retry-after")
    return int(status), None if told is None else str(told)
