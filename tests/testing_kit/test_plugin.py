"""The plugin in a test run of somebody else's."""

from __future__ import annotations

import subprocess
import sys

import pytest


def test_the_fixture_is_there_without_any_import(pytester: pytest.Pytester) -> None:
    """A test asks for it by name; each test has a venue of its own."""
    pytester.makepyfile(
        """
        import pytest
        from acme_ticketing.errors import DuplicateRequest, RateLimited
        from acme_ticketing.models import CheckoutInput, CartItem, ShoppingCart

        def test_list(acme_sandbox):
            client = acme_sandbox.client()
            names = [event.name for event in client.b2b.events.list(page_size=50)]
            assert names
            assert {call.operation_id for call in client.calls} == {"b2b.events.list"}
            assert client.calls[0].query == {"pageSize": ["50"]}
            assert client.calls[0].headers["x-acme-api-key"]

        @pytest.mark.acme_sandbox(b2b=2, now="2026-06-01T09:00:00-07:00")
        def test_block(acme_sandbox):
            began = acme_sandbox.clock.now()
            client = acme_sandbox.client()
            for _ in range(3):
                client.b2b.events.list_statements()
            assert [call.status for call in client.calls] == [200, 200, 429, 200]
            assert acme_sandbox.clock.now() - began >= 60
            with pytest.raises(RateLimited):
                impatient = acme_sandbox.client(deadline=5)
                for _ in range(3):
                    impatient.b2b.events.list_statements()

        def test_fault(acme_sandbox):
            acme_sandbox.fault("status", "b2b.events.listStatements", status=502)
            client = acme_sandbox.client()
            client.b2b.events.list_statements()
            assert [call.status for call in client.calls] == [502, 200]
            acme_sandbox.fault("closed", "b2b.events.listStatements")
            client.b2b.events.list_statements()
            assert client.calls[2].status == 0
            acme_sandbox.reset()
            assert acme_sandbox.calls == ()

        def test_body(acme_sandbox):
            client = acme_sandbox.client()
            client.b2c.carts.create(body=ShoppingCart(items=[]))
            assert client.calls[-1].body == {"items": []}

        def test_limits_change(acme_sandbox):
            acme_sandbox.limit(b2c=1)
            client = acme_sandbox.client(deadline=None)
            for _ in range(2):
                client.b2c.event_templates.list()
            assert 429 in [call.status for call in client.calls]
            acme_sandbox.advance(3600)
        """
    )
    pytester.runpytest_subprocess("-p", "no:asyncio").assert_outcomes(passed=5)


def test_other_programs_reach_it_over_http(pytester: pytest.Pytester) -> None:
    """A program that is a process of its own needs the environment only."""
    pytester.makepyfile(
        """
        import os, subprocess, sys

        PROGRAM = (
            "from acme_ticketing import AcmeClient\\n"
            "print(len(AcmeClient().b2b.events.list_statements(page_size=3).items))"
        )

        def test_program(acme_sandbox):
            done = subprocess.run(
                [sys.executable, "-c", PROGRAM],
                env={**os.environ, **acme_sandbox.environ}, capture_output=True, text=True,
            )
            assert done.stdout == "3\\n", done.stderr
            assert [call.operation_id for call in acme_sandbox.calls] == ["b2b.events.listStatements"]
            assert acme_sandbox.url == acme_sandbox.url
        """
    )
    pytester.runpytest_subprocess("-p", "no:asyncio").assert_outcomes(passed=1)


def test_asynchronous_clients_record_too(pytester: pytest.Pytester) -> None:
    """They share sandbox and clock with the others."""
    pytester.makepyfile(
        """
        import asyncio

        def test_async(acme_sandbox):
            async def use():
                acme_sandbox.fault("reset", "b2b.events.listStatements")
                async with acme_sandbox.async_client() as client:
                    await client.b2b.events.list_statements(page_size=1)
                    return [call.status for call in client.calls]
            assert asyncio.run(use()) == [0, 200]
        """
    )
    pytester.runpytest_subprocess("-p", "no:asyncio").assert_outcomes(passed=1)


def test_the_marker_is_known(pytester: pytest.Pytester) -> None:
    """`--strict-markers` takes it, and `--markers` explains it."""
    result = pytester.runpytest_subprocess("--markers", "-p", "no:asyncio")

    result.stdout.fnmatch_lines(["@pytest.mark.acme_sandbox(*"])


def test_the_plugin_costs_other_runs_nothing() -> None:
    """Neither sandbox nor client is imported before the fixture is asked for."""
    program = (
        "import sys, acme_ticketing_sandbox.testing.plugin\n"
        "print('acme_ticketing' in sys.modules or 'acme_ticketing_sandbox.local_acme' in sys.modules)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )

    assert done.stdout.strip() == "False"
