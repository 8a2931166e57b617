"""Paths and methods."""

from __future__ import annotations

import pytest

from acme_ticketing.spec import document
from acme_ticketing_sandbox import LocalAcme, VirtualClock
from acme_ticketing_sandbox.handlers import HANDLERS
from acme_ticketing_sandbox.handlers.call import answers
from tests.sandbox.caller import Caller

TEMPLATE_PATH = "/v2/b2b/event/template/{id}"


def test_every_operation_of_the_document_has_a_handler(sandbox: LocalAcme) -> None:
    """A new operation without an answer is noticed here."""
    assert set(sandbox.specification.operations) - set(HANDLERS) == set()


def test_an_operation_has_one_handler() -> None:
    """Registering a second one fails at import."""
    with pytest.raises(ValueError, match="two handlers"):
        answers("b2b.events.list")(HANDLERS["b2b.events.get"])


def test_an_operation_without_handler_says_so(
    monkeypatch: pytest.MonkeyPatch, clock: VirtualClock
) -> None:
    """A document that is ahead of the sandbox gets 501."""
    monkeypatch.delitem(HANDLERS, "b2b.events.list")
    reply = Caller(LocalAcme(clock=clock), clock).send("GET", "/v2/b2b/event/instances")
    assert (reply.status, reply.json()["message"]) == (
        501,
        "the sandbox does not implement b2b.events.list",
    )


def test_an_unknown_path_is_404(caller: Caller) -> None:
    """A path that the document lacks leads nowhere."""
    reply = caller.send("GET", "/v2/b2b/event/instance")
    assert (reply.status, reply.json()["type"]) == (404, "NOT_FOUND")


def test_a_wrong_method_is_405_and_names_the_right_ones(caller: Caller) -> None:
    """`Allow` lists what the path takes."""
    reply = caller.send("PATCH", "/v2/b2c/carts/1")
    assert reply.status == 405
    assert reply.headers["allow"] == "DELETE, GET, PUT"


def test_a_slash_at_the_end_counts_for_nothing(caller: Caller) -> None:
    """Sources write some paths with one."""
    assert caller.send("GET", "/v2/b2b/memberships/").status == 200


def test_a_literal_segment_goes_before_a_variable_one(caller: Caller) -> None:
    """`/instances/summaries` is no event of that name."""
    assert "pagination" in caller.done("GET", "/v2/b2b/event/instances/summaries")


def test_path_arguments_are_percent_decoded(caller: Caller) -> None:
    """An encoded slash belongs to the argument, not to the path."""
    reply = caller.send("GET", TEMPLATE_PATH.format(id="a%2Fb"))
    assert (reply.status, reply.json()["message"]) == (404, "there is no event template a/b")


def test_the_request_id_comes_back(caller: Caller) -> None:
    """The vendor's support finds a request by it."""
    headers = {**caller.headers("/v2/b2b/"), "x-acme-request-id": "ec01-1"}
    reply = caller.send("GET", "/v2/b2b/event/template", headers=headers)
    assert reply.headers["x-acme-request-id"] == "ec01-1"


def test_requests_are_remembered(caller: Caller, sandbox: LocalAcme) -> None:
    """Tests can ask what was sent, and what came of it."""
    caller.send("GET", "/v2/b2b/event/template")
    caller.send("GET", "/nowhere")
    first, second = sandbox.calls
    assert (first.operation_id, first.status, first.carried_out) == (
        "b2b.eventTemplates.list",
        200,
        True,
    )
    assert (second.operation_id, second.status, second.carried_out) == ("", 404, False)
    assert first.time == caller.clock.now()


def test_the_document_is_the_package_s_own(sandbox: LocalAcme) -> None:
    """The sandbox plays exactly the operations of the joined document."""
    paths = document()["paths"].values()
    count = sum(
        "operationId" in operation
        for item in paths
        for operation in item.values()
        if isinstance(operation, dict)
    )
    assert len(sandbox.specification.operations) == count
