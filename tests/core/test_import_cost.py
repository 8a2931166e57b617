"""What an import brings along, counted in modules so that no clock decides."""

from __future__ import annotations

import subprocess
import sys

import pytest

COUNT = """
import sys
before = set(sys.modules)
{statements}
print(*sorted(set(sys.modules) - before))
"""


def modules_after(statements: str) -> set[str]:
    """Run statements in a fresh interpreter and give the modules they have brought."""
    program = COUNT.format(statements=statements)
    run = subprocess.run(
        [sys.executable, "-I", "-c", program], capture_output=True, text=True, check=True
    )
    return set(run.stdout.split())


@pytest.mark.parametrize(
    ("module", "foreign"),
    [
        ("acme_ticketing_core", {"typing", "re", "datetime"}),
        ("acme_ticketing_core.runtime.unset", {"datetime", "logging"}),
        ("acme_ticketing_core.operations.operation", {"datetime", "logging", "urllib"}),
        ("acme_ticketing_core.operations.options", {"datetime", "logging", "urllib"}),
        ("acme_ticketing_core.pagination.pages", {"datetime", "logging", "urllib"}),
        ("acme_ticketing_core.client.resource", {"datetime", "logging", "urllib"}),
        ("acme_ticketing_core.errors", {"datetime", "logging", "urllib"}),
        ("acme_ticketing_core.models.values", {"logging", "urllib"}),
        ("acme_ticketing_core.client.sync_client", set()),
        ("acme_ticketing_core.transport.pools", set()),
    ],
)
def test_a_module_brings_only_what_it_must(module: str, foreign: set[str]):
    """Neither HTTP nor TLS nor a class compiler comes with what generated code imports."""
    heavy = {"httpx", "ssl", "asyncio", "attr", "attrs", "dataclasses", "inspect"}
    brought = modules_after(f"import {module}")

    assert not brought & (heavy | foreign)


def test_an_idle_client_has_not_imported_httpx():
    """The HTTP library comes with the first request."""
    brought = modules_after(
        "from acme_ticketing_core.auth.credentials import ApiKey\n"
        "from acme_ticketing_core.client.definition import ClientDefinition\n"
        "from acme_ticketing_core.client.sync_client import SyncClient\n"
        "class Client(SyncClient):\n"
        "    _definition = ClientDefinition(version='1', servers={'production': "
        "'https://api.example.com'}, security_schemes={})\n"
        "Client(ApiKey('k'))"
    )

    assert "httpx" not in brought
    assert "ssl" not in brought
