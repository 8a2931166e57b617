"""Spans and metrics of a client (extra `otel`), named by OpenTelemetry's conventions for HTTP clients.

Each attempt of a call is a span under the current one, called by the template of its path. Ids,
queries, headers and bodies are in no span: they name guests.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING, Any, Final, TypeVar, final

from opentelemetry import metrics, trace
from opentelemetry.metrics import CallbackOptions, Observation
from opentelemetry.trace import SpanKind, StatusCode

from acme_ticketing_core.observability.hooks import Attempt, Result
from acme_ticketing_core.rate_limit.gate import GateReading

if TYPE_CHECKING:
    from acme_ticketing_core.client.base_client import BaseClient

    AnyClient = TypeVar("AnyClient", bound=BaseClient[Any, Any])

_SCOPE: Final = "acme_ticketing"
_FIRST_ERROR: Final = 400


def instrumented(
    client: AnyClient,
    *,
    tracer_provider: trace.TracerProvider | None = None,
    meter_provider: metrics.MeterProvider | None = None,
) -> AnyClient:
    """Give a client that is watched; light as `with_options`.

    Args:
        client: the client; it goes on unwatched.
        tracer_provider: where spans go; the global one by default.
        meter_provider: where metrics go; the global one by default.

    """
    watcher = _Watcher(client, tracer_provider, meter_provider)
    return client.with_hooks(on_request=watcher.begin, on_response=watcher.end)


@final
class _Watcher:
    """Opens a span with each attempt, ends it with its result, and measures."""

    def __init__(
        self,
        client: BaseClient[Any, Any],
        tracer_provider: trace.TracerProvider | None,
        meter_provider: metrics.MeterProvider | None,
    ) -> None:
        self._client = client
        self._tracer = trace.get_tracer(_SCOPE, tracer_provider=tracer_provider)
        self._spans: dict[Attempt, trace.Span] = {}
        self._profiles: set[str] = set()
        meter = metrics.get_meter(_SCOPE, meter_provider=meter_provider)
        self._duration = meter.create_histogram(
            "http.client.request.duration", "s", "Duration of HTTP requests."
        )
        for name, unit, doc, value in _GAUGES:
            meter.create_observable_gauge(
                f"acme.rate_limit.{name}", [partial(self._observe, value)], unit, doc
            )
        meter.create_observable_up_down_counter(
            "http.client.open_connections", [self._connections], "{connection}", "Connections."
        )

    def _connections(self, _options: CallbackOptions) -> Iterable[Observation]:
        held = self._client.connections
        yield Observation(held.idle, {"http.connection.state": "idle"})
        yield Observation(held.in_use, {"http.connection.state": "active"})

    def begin(self, attempt: Attempt) -> None:
        self._profiles.add(attempt.limit_profile)
        attributes: dict[str, str | float | None] = {
            **_target(attempt),
            "server.port": int(attempt.host.partition(":")[2] or 443),
            "http.request.resend_count": attempt.number - 1 or None,
            "acme.operation": attempt.operation_id,
            "acme.rate_limit.profile": attempt.limit_profile,
            "acme.waited": attempt.waited,
            "acme.request_id": attempt.request_id or None,
            "acme.request_uuid": attempt.request_uuid or None,
        }
        self._spans[attempt] = self._tracer.start_span(
            f"{attempt.method} {attempt.path_template}",
            kind=SpanKind.CLIENT,
            attributes={name: each for name, each in attributes.items() if each is not None},
            start_time=time.time_ns(),
        )

    def end(self, attempt: Attempt, result: Result) -> None:
        span = self._spans.pop(attempt)
        error = result.error or result.failure
        measured = _target(attempt)
        if result.status is not None:
            span.set_attribute("http.response.status_code", result.status)
            measured["http.response.status_code"] = result.status
            error = str(result.status) if result.status >= _FIRST_ERROR else None
        if error is not None:
            span.set_attribute("error.type", error)
            measured["error.type"] = error
            span.set_status(StatusCode.ERROR)
        span.end()
        self._duration.record(result.seconds, measured)

    def _observe(
        self, value: Callable[[GateReading], float | None], _options: CallbackOptions
    ) -> Iterable[Observation]:
        for profile in sorted(self._profiles):
            measured = value(self._client.rate_limit(profile))
            if measured is not None:
                yield Observation(measured, {"acme.rate_limit.profile": profile})


def _target(attempt: Attempt) -> dict[str, str | int]:
    return {
        "http.request.method": attempt.method,
        "url.template": attempt.path_template,
        "server.address": attempt.host.partition(":")[0],
    }


_GAUGES: Final[tuple[tuple[str, str, str, Callable[[GateReading], float | None]], ...]] = (
    ("limit", "{request}/min", "Requests that the server takes, as far as is learned.",
     lambda gate: gate.limit),
    ("cool_down", "s", "Time until the server's block is thought to end.",
     lambda gate: gate.blocked_for),
    ("queue", "{request}", "Calls that wait for the rate limit.", lambda gate: gate.queued),
    ("used", "{request}", "Requests that count in the present window.", lambda gate: gate.used),
)  # fmt: skip
