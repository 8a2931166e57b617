"""Spans and metrics, through OpenTelemetry's own SDK."""

from __future__ import annotations

from typing import Any

import pytest
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import InMemoryMetricReader
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from acme_ticketing_core.auth.credentials import ApiKey
from acme_ticketing_core.client.opentelemetry import instrumented
from acme_ticketing_core.operations.options import CallOptions
from acme_ticketing_core.settings.environments import BaseUrl
from acme_ticketing_sandbox import VirtualClock
from tests.core.server import Server, answer, hang_up, in_turn
from tests.core.world import API_KEY, BUYER, CHECK_OUT, EVENT, GET_EVENT, Client, TaskClient


class Collector:
    """Keeps what an instrumented client tells."""

    def __init__(self) -> None:
        self.exporter = InMemorySpanExporter()
        self.tracers = TracerProvider()
        self.tracers.add_span_processor(SimpleSpanProcessor(self.exporter))
        self.reader = InMemoryMetricReader()
        self.meters = MeterProvider([self.reader])

    @property
    def providers(self) -> dict[str, Any]:
        """The arguments of `instrumented`."""
        return {"tracer_provider": self.tracers, "meter_provider": self.meters}

    def spans(self) -> list[Any]:
        """Give the ended spans, oldest first."""
        return list(self.exporter.get_finished_spans())

    def metrics(self) -> dict[str, list[Any]]:
        """Give the points of each metric by its name."""
        data = self.reader.get_metrics_data()
        assert data is not None
        return {
            metric.name: list(metric.data.data_points)
            for resource in data.resource_metrics
            for scope in resource.scope_metrics
            for metric in scope.metrics
        }


@pytest.fixture
def collector() -> Collector:
    """Give a collector of the test's own."""
    return Collector()


def test_each_attempt_is_a_span_with_the_template_for_a_name(server: Server, collector: Collector):
    """Repetitions are counted; nothing tells which event it was, or the key."""
    server.behave = in_turn(hang_up, answer(b"{}", 503, retry_after="0"), answer(b"7"))
    with Client(ApiKey(API_KEY), environment=BaseUrl(server.url)) as client:
        watched = instrumented(client, **collector.providers).with_options(request_id="visit-7")
        with collector.tracers.get_tracer("test").start_as_current_span("page") as page:
            watched.call(GET_EVENT, EVENT)

    *attempts, parent = collector.spans()
    assert {span.name for span in attempts} == {"GET /v2/b2b/event/instances/{id}"}
    assert {span.parent.span_id for span in attempts} == {page.get_span_context().span_id}
    assert [span.attributes.get("http.request.resend_count") for span in attempts] == [None, 1, 2]
    assert [span.attributes.get("http.response.status_code") for span in attempts] == [
        None, 503, 200,
    ]  # fmt: skip
    assert [span.attributes.get("error.type") for span in attempts] == [
        "RemoteProtocolError", "503", None,
    ]  # fmt: skip
    last = attempts[-1].attributes
    assert last["acme.operation"] == "b2b.events.get"
    assert last["acme.request_id"] == "visit-7"
    assert last["server.port"] == int(server.url.rpartition(":")[2])
    told = " ".join(span.to_json() for span in [*attempts, parent])
    assert EVENT["id"] not in told
    assert API_KEY not in told


def test_the_gate_is_measured(server: Server, clock: VirtualClock, collector: Collector):
    """Its learned limit, cool-down and queue, by profile."""
    server.behave = in_turn(answer(b"{}", 429), answer(b"7"))
    with Client(ApiKey(API_KEY), environment=BaseUrl(server.url), clock=clock) as client:
        watched = instrumented(client, **collector.providers)
        seen: list[float] = []
        watched.with_hooks(
            on_wait=lambda _waiting: seen.append(
                collector.metrics()["acme.rate_limit.cool_down"][0].value
            )
        ).call(GET_EVENT, EVENT, options=CallOptions(deadline=None))
        measured = collector.metrics()

    assert seen[0] == pytest.approx(60, abs=2)
    assert measured["acme.rate_limit.cool_down"][0].value == 0
    assert measured["acme.rate_limit.queue"][0].value == 0
    assert measured["acme.rate_limit.limit"][0].attributes == {"acme.rate_limit.profile": "b2b"}
    durations = measured["http.client.request.duration"]
    assert sorted(point.attributes["http.response.status_code"] for point in durations) == [
        200, 429,
    ]  # fmt: skip


def test_the_connections_are_measured(server: Server, collector: Collector):
    """By their state, as the conventions name it."""
    server.behave = answer(b"7")
    with Client(ApiKey(API_KEY), environment=BaseUrl(server.url)) as client:
        instrumented(client, **collector.providers).call(GET_EVENT, EVENT)
        points = collector.metrics()["http.client.open_connections"]
        held = client.connections

    assert {each.attributes["http.connection.state"]: each.value for each in points} == {
        "idle": 1, "active": 0,
    }  # fmt: skip
    assert (held.open, held.idle, held.in_use, held.waiting) == (1, 1, 0, 0)


async def test_tasks_are_watched_too(server: Server, collector: Collector):
    """The asynchronous client gets spans by the same hooks."""
    server.behave = answer(b"7")
    async with TaskClient(ApiKey(API_KEY), environment=BaseUrl(server.url)) as client:
        await instrumented(client, **collector.providers).call(GET_EVENT, EVENT)
        await client.call(GET_EVENT, EVENT)

    assert [span.attributes["http.response.status_code"] for span in collector.spans()] == [200]


def test_a_checkout_has_its_uuid_in_its_span(server: Server, collector: Collector):
    """By it an order is found, and so is what a second attempt met."""
    server.behave = answer(b"7")
    with Client(ApiKey(API_KEY), environment=BaseUrl(server.url), tenant_id=999) as client:
        instrumented(client, **collector.providers).call(CHECK_OUT, BUYER, body={})

    (span,) = collector.spans()
    assert span.attributes["acme.request_uuid"] == BUYER["request_uuid"]


def test_a_limit_that_is_not_known_is_not_measured(
    server: Server, clock: VirtualClock, collector: Collector
):
    """No number says more than a wrong one."""
    server.behave = answer(b"7")
    with Client(ApiKey(API_KEY), environment=BaseUrl(server.url), clock=clock) as client:
        instrumented(client, **collector.providers).call(GET_EVENT, EVENT)
        measured = collector.metrics()

    assert "acme.rate_limit.limit" not in measured
    assert measured["acme.rate_limit.used"][0].value == 1
