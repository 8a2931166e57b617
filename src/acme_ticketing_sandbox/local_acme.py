"""The local ACME: a request goes in, a reply comes out, and the venue remembers.

    transport ──▶ LocalAcme.handle(request) ──▶ reply
               │ route      unknown path 404, wrong method 405
               │ limit      429 and a minute's block
               │ who asks   401, 403
               │ check      415, or 400 naming all that is missing
               │ guard      409 for a uuid that is remembered
               ▼
             handler(call) on the state
               │ differ     as another server would, if `unlike` says so

Nothing here knows of sockets, frameworks or the system's time.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager, suppress
from dataclasses import replace
from email.utils import formatdate
from functools import partial
from typing import Any

from .access.authentication import Authentication, Principal, User
from .access.origins import CORS_PATH, check_origin, origin_headers, preflight
from .access.rate_limits import Limits, RateLimiter
from .clock import AdjustableClock, Clock
from .control.control import PREFIX, control
from .faults import Fault, Faults, apply_fault
from .handlers import HANDLERS
from .handlers.call import Call
from .http.messages import RecordedCall, Reply, Request
from .http.refusal import Refusal
from .journal import Entry, Journal
from .seed.populate import begin
from .seed.seed import API_KEY, ORIGIN, PUBLISHABLE_KEY, TENANT_ID, USERS, Seed
from .specification.specification import Operation, Route, specification
from .specification.validation import check_reply, read_arguments
from .state import Behaviour, Duplicates
from .state.duplicates import end_uuid, receive_uuid
from .unlike import Unlike

_REQUEST_ID = "x-acme-request-id"


class LocalAcme:
    """A stateful stand-in for the ACME API; safe to share between threads.

    Args:
        clock: its time; by default the system's, which the control API can advance.
        seed: what the venue begins with.
        limits: requests per address and minute; see `Limits`.
        api_keys: the tenant of each API key that is accepted.
        publishable_keys: the tenant of each publishable key that is accepted.
        users: who may open sessions.
        origins: from which pages may call the cors area.
        duplicates: how purchases that come twice are known, and how long one takes.
        behaviour: how far lists fall short of the records.
        strict: whether every answer is held against the specification; a deviation raises
            `SpecificationDeviation` instead of being sent.
        unlike: how its answers then differ from the specification; by default not at all.

    Raises:
        SeedError: the seed cannot be used.

    """

    def __init__(
        self,
        *,
        clock: Clock | None = None,
        seed: Seed | None = None,
        limits: Limits | None = None,
        api_keys: Mapping[str, int] | None = None,
        publishable_keys: Mapping[str, int] | None = None,
        users: Iterable[User] = USERS,
        origins: Iterable[str] = (ORIGIN,),
        duplicates: Duplicates | None = None,
        behaviour: Behaviour | None = None,
        strict: bool = False,
        unlike: Unlike | None = None,
    ) -> None:
        self.clock: Clock = clock or AdjustableClock()
        self.specification = specification()
        self._seed = seed or Seed.built_in()
        self._limits = limits or Limits()
        self._authentication = partial(
            Authentication,
            api_keys={API_KEY: TENANT_ID} if api_keys is None else api_keys,
            publishable_keys=(
                {PUBLISHABLE_KEY: TENANT_ID} if publishable_keys is None else publishable_keys
            ),
            users=tuple(users),
            clock=self.clock,
        )
        self._origins = frozenset(origins)
        self._duplicates = duplicates or Duplicates()
        self._behaviour = behaviour or Behaviour()
        self._strict = strict
        self.unlike = unlike
        self._lock = threading.RLock()
        self.reset()

    def reset(self) -> None:
        """Begin anew: the seed's state, the first limits, no session, fault or remembered call."""
        with self._lock:
            self.state = begin(self._seed, self.clock)
            self.state.duplicates = self._duplicates
            self.state.behaviour = self._behaviour
            self.rate_limiter = RateLimiter(self._limits)
            self.faults = Faults()
            self.authentication = self._authentication()
            self.journal = Journal()

    def locked(self) -> AbstractContextManager[object]:
        """Let nothing change for as long as the block lasts."""
        return self._lock

    @property
    def calls(self) -> tuple[RecordedCall, ...]:
        """The last 10,000 requests, oldest first, without those to the control API."""
        with self._lock:
            return tuple(self.journal.calls)

    def inject_fault(self, fault: Fault) -> None:
        """Let a fault happen to a coming request."""
        with self._lock:
            self.faults.append(fault)

    def handle(self, request: Request) -> Reply:
        """Return the answer to one request.

        Raises:
            SpecificationDeviation: the answer is not what the specification promises; only in
                strict mode.

        """
        with self._lock:
            if request.path.startswith(PREFIX):
                reply = control(self, request)
                self.journal.changes += request.method != "GET"
                return reply
            began = time.perf_counter()
            entry = Entry(request, self.clock.now())
            entry.reply = self._with_headers(request, self._answer(entry))
            entry.seconds = time.perf_counter() - began
            self.journal.add(entry)
            return entry.reply

    def receive(self, request: Request) -> None:
        """Let a request arrive and fail before anything is done, as `500` can end.

        It counts only in the way of remembering `on-receipt`, and not if it would be refused.
        """
        with self._lock:
            operation = self.specification.route(request.method, request.path).operation
            if operation is not None:
                with suppress(Refusal):
                    principal = self.authentication.principal(operation, request.headers, [])
                    self._guard(operation, principal, request.headers)

    def _answer(self, entry: Entry) -> Reply:
        request = entry.request
        route = self.specification.route(request.method, request.path)
        if route.methods and "//" in request.path:
            entry.lenient.append(f"{request.path} has two slashes together")
        if route.operation is None:
            return self._no_operation(entry, route)
        entry.operation_id = route.operation.id
        answer = partial(self._attempt, entry, route.operation, route.arguments)
        fault = self.faults.take(entry.operation_id)
        if fault is None:
            return answer()
        entry.fault = fault.kind
        if not fault.processed:
            self.receive(request)
        return apply_fault(fault, answer)

    def _attempt(self, entry: Entry, operation: Operation, path: Mapping[str, str]) -> Reply:
        try:
            reply = self._carry_out(entry, operation, path)
            entry.carried_out = True
        except Refusal as refusal:
            reply = entry.refused(refusal)
        except (ValueError, OverflowError) as error:  # an amount, a date, too great to be kept
            reply = entry.refused(Refusal(400, f"a value cannot be used: {str(error)[:200]}"))
        if self._strict:
            check_reply(operation, reply)
        if self.unlike is not None:
            reply = self.unlike.changed(operation, reply)
        return reply

    def _no_operation(self, entry: Entry, route: Route) -> Reply:
        request = entry.request
        if not route.methods:
            return entry.refused(Refusal(404, f"there is no {request.path}"))
        if request.method == "OPTIONS" and request.path.startswith(CORS_PATH):
            return preflight(request, route.methods, self._origins)
        message = f"{request.path} does not take {request.method}"
        return entry.refused(Refusal(405, message, headers={"allow": ", ".join(route.methods)}))

    def _with_headers(self, request: Request, reply: Reply) -> Reply:
        headers = {"date": formatdate(self.clock.now(), usegmt=True), **reply.headers}
        if request.path.startswith(CORS_PATH):
            headers |= origin_headers(request, self._origins)
        if _REQUEST_ID in request.headers:
            headers[_REQUEST_ID] = request.headers[_REQUEST_ID]
        return replace(reply, headers=headers)

    def _carry_out(self, entry: Entry, operation: Operation, path: Mapping[str, str]) -> Reply:
        request = entry.request
        self.rate_limiter.admit(request.ip, operation.limit, self.clock.now())
        if request.path.startswith(CORS_PATH):
            check_origin(request, self._origins)
        problems: list[str] = []
        principal = self.authentication.principal(operation, request.headers, problems)
        zone = self.state.venue.time_zone
        values, body = read_arguments(
            operation, request, path, problems, time_zone=zone, lenient=entry.lenient
        )
        if self.unlike is not None:
            values["query"] = self.unlike.page_size(operation, values["query"])
        uuid = self._guard(operation, principal, values["header"])
        handler = HANDLERS.get(operation.id)
        if handler is None:
            raise Refusal(501, f"the sandbox does not implement {operation.id}")
        path, query, opens = values["path"], values["query"], self.authentication.open_session
        call = Call(self.state, principal, path, query, body, entry.lenient, opens)
        bought = False
        try:
            reply = operation.reply(handler(call))
            bought = True
        finally:
            if uuid:
                end_uuid(self.state, principal.tenant_id, uuid, bought=bought)
        return replace(reply, delay=self.state.duplicates.confirmation) if uuid else reply

    def _guard(
        self, operation: Operation, principal: Principal, headers: Mapping[str, Any]
    ) -> str | None:
        """Return the request's uuid, if the operation takes one and it was sent."""
        for parameter in operation.parameters:
            if parameter.role == "idempotency-key" and parameter.name in headers:
                uuid = str(headers[parameter.name])
                receive_uuid(self.state, principal.tenant_id, uuid)
                return uuid
        return None
