"""What each step of a program loads, counted in modules so that no clock decides."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

_COUNT = """
import json, sys
before = set(sys.modules)
{statements}
print(json.dumps(sorted(set(sys.modules) - before)))
"""
_CLIENT = """
from acme_ticketing import ApiKey, BaseUrl, {client}
client = {client}(ApiKey("example-key-0000"), environment=BaseUrl("http://127.0.0.1:9"))
"""
_HTTP = {"httpx", "httpcore", "h11", "ssl", "socket", "http"}
_MODELS = {"attr", "attrs"}


def loaded(statements: str) -> set[str]:
    """Run statements in a fresh interpreter and give the modules that they have brought."""
    run = subprocess.run(
        [sys.executable, "-c", _COUNT.format(statements=statements)],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return set(json.loads(run.stdout))


def test_importing_the_package_loads_no_part_of_it():
    """Neither HTTP nor a model nor a client comes with `import acme_ticketing`."""
    brought = loaded("import acme_ticketing")

    assert not brought & (_HTTP | _MODELS | {"asyncio", "orjson", "decimal"})
    assert {name for name in brought if name.startswith("acme_")} == {
        "acme_ticketing",
        "acme_ticketing_core",
        "acme_ticketing_core.runtime",
        "acme_ticketing_core.runtime.lazy",
    }


@pytest.mark.parametrize(
    ("client", "foreign"), [("AcmeClient", {"asyncio"}), ("AsyncAcmeClient", set[str]())]
)
def test_a_client_loads_neither_http_nor_models(client: str, foreign: set[str]):
    """A client that has not called anything is settings; a synchronous one has no event loop."""
    brought = loaded(_CLIENT.format(client=client))

    assert not brought & ({"httpx", "httpcore", "h11"} | _MODELS | foreign)
    assert not {name for name in brought if name.startswith("acme_ticketing.models.")}


def test_a_resource_loads_just_its_models():
    """The first touch of one resource loads the models it mentions and what they hold."""
    brought = loaded(_CLIENT.format(client="AcmeClient") + "client.b2b.memberships")
    models = {name for name in brought if name.startswith("acme_ticketing.models.")}

    assert "acme_ticketing.models.memberships" in models
    assert "orjson" not in brought  # which the first document needs
    assert not models & {
        f"acme_ticketing.models.{name}" for name in ("events", "orders", "reports")
    }


def test_touching_a_resource_leaves_its_siblings_alone():
    """One resource of an area does not bring the others."""
    brought = loaded(_CLIENT.format(client="AcmeClient") + "client.b2b.events")
    resources = {name for name in brought if name.startswith("acme_ticketing.resources.b2b.")}

    assert resources == {"acme_ticketing.resources.b2b.events"}


def test_a_model_loads_just_its_module():
    """A name of the models' package loads the module that has it."""
    brought = loaded("from acme_ticketing.models import Customer")

    assert not brought & _HTTP
    assert "acme_ticketing.models.events" not in brought
