"""What generated code tells the core, and the tree that it hangs its resources into."""

from __future__ import annotations

import pytest

from acme_ticketing_core.auth.credentials import ApiKey
from acme_ticketing_core.client.resource import AsyncResource, Resource
from acme_ticketing_core.redaction import Headers, Redactor
from acme_ticketing_core.settings.environments import Environment, Sandbox
from acme_ticketing_core.transport.steps import Request
from tests.core.world import API_KEY, DEFINITION, LOST, OK, Client, TaskClient


def test_places_in_the_tree_print_the_client_they_belong_to():
    """And never its credentials."""
    client = Client(ApiKey(API_KEY), environment=Sandbox(10))
    tasks = TaskClient(ApiKey(API_KEY), environment=Sandbox(10))

    assert repr(Resource(client)) == "<Resource of <Client Sandbox(10) with ApiKey>>"
    assert repr(AsyncResource(tasks)).startswith("<AsyncResource of <TaskClient")


def test_what_passes_through_an_exchange_prints_short_and_without_secrets():
    """Local variables of tracebacks are read by people and machines."""
    headers = Headers([("x-acme-api-key", API_KEY)])
    request = Request(method="POST", url="https://host/secret", headers=headers, content=b"cvc")

    assert repr(request) == "<Request POST <Headers x-acme-api-key: ***>>"
    assert repr(OK) == "<Response 200, 19 bytes>"
    assert repr(LOST).startswith("TransportFailure(kind='ambiguous', error=TimeoutError(")
    assert repr(DEFINITION) == "<ClientDefinition 1.2.3>"
    assert "Redactor" in repr(Redactor())


def test_an_environment_is_one_of_the_three():
    """The base class alone is nowhere."""
    with pytest.raises(NotImplementedError):
        Environment().base_url({})
