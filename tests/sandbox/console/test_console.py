"""What the console's page is sent."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial

import pytest

from acme_ticketing_sandbox import API_KEY, LocalAcme, Reply, Request
from acme_ticketing_sandbox.console.console import console as answer
from acme_ticketing_sandbox.console.shown import shown_body
from tests.sandbox.caller import Caller

Console = Callable[[Request], Reply]


@pytest.fixture
def console(sandbox: LocalAcme) -> Console:
    """Return the console of the sandbox."""
    return partial(answer, sandbox)


def asked(console: Console, path: str, **headers: str) -> Reply:
    """Return the answer to a GET."""
    return console(Request("GET", f"/_console/{path}", headers=headers))


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("", "text/html; charset=utf-8"),
        ("index.html", "text/html; charset=utf-8"),
        ("style.css", "text/css; charset=utf-8"),
        ("main.js", "text/javascript; charset=utf-8"),
        ("venue", "application/json"),
        ("settings", "application/json"),
        ("nothing", "application/json"),
    ],
)
def test_everything_comes_with_the_pages_policy(console: Console, path: str, kind: str) -> None:
    """No other script, no frame, no guess at what a file is; refusals too."""
    reply = asked(console, path)
    assert reply.status == (404 if path == "nothing" else 200)
    assert reply.headers["content-type"] == kind
    policy = reply.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; script-src 'self';")
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert reply.headers["x-content-type-options"] == "nosniff"
    assert reply.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    "path", ["../console.py", "%2e%2e/console.py", "page/main.js", "__init__.py"]
)
def test_no_other_file_is_served(console: Console, path: str) -> None:
    """Names are looked up among the page's own files, and lead nowhere else."""
    assert asked(console, path).status == 404


def test_nothing_is_changed_here(console: Console) -> None:
    """The page changes things through the control API."""
    assert console(Request("POST", "/_console/venue")).status == 405


def test_a_page_from_elsewhere_reads_nothing(console: Console) -> None:
    """But a link of it may open the page itself."""
    link = {"host": "localhost", "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"}
    assert asked(console, "", **link).status == 200
    assert asked(console, "venue", **link).status == 403
    assert asked(console, "", **{**link, "sec-fetch-mode": "no-cors"}).status == 403
    assert asked(console, "venue", host="rebound.example.com").status == 403


def test_one_call_is_opened(console: Console, caller: Caller) -> None:
    """Pretty, masked, and with the same call as programs."""
    caller.buy(manualEntryCardNumber="4242424242424242", cvc="737")
    opened = asked(console, "calls/1").json()

    assert (opened["call"]["operation"], opened["call"]["area"]) == ("b2c.checkout.create", "b2c")
    assert opened["carriedOut"] is True
    assert ["x-acme-api-key", "***"] in opened["request"]["headers"]
    assert '\n  "manualEntryCardNumber": "***"' in opened["request"]["body"]["text"]
    assert set(opened["samples"]) == {"python", "asynchronous", "commandLine", "curl"}
    assert all(
        secret not in json.dumps(opened) for secret in ("4242424242424242", '"737"', API_KEY)
    )


def test_a_call_of_no_operation_has_no_samples(console: Console, caller: Caller) -> None:
    """It still tells what was wrong."""
    caller.send("GET", "/v2/nowhere")
    opened = asked(console, "calls/1").json()
    assert (opened["samples"], opened["problems"]) == (None, ["there is no /v2/nowhere"])


@pytest.mark.parametrize("number", ["1", "99999999999999999999"])
def test_a_call_that_is_not_kept_is_said_to_be_so(console: Console, number: str) -> None:
    """404, in words."""
    reply = asked(console, f"calls/{number}")
    assert (reply.status, "is not kept" in reply.text) == (404, True)


def test_the_venue_links_to_the_calls_that_made_it(console: Console, caller: Caller) -> None:
    """An order to its purchase and its change, an event to what was sold of it."""
    caller.send("GET", "/v2/b2b/event/instances")
    order = caller.buy()
    cart = caller.done("POST", "/v2/b2c/carts", caller.tickets(3))
    caller.send("POST", "/v2/b2c/checkout", {})
    tables = {table["title"]: table for table in asked(console, "venue").json()}

    assert tables["Orders"]["total"] == 16
    newest = tables["Orders"]["rows"][0]
    assert (newest["cells"][0], newest["calls"]) == (order["orderNumber"], [2])
    assert tables["Charges"]["rows"][0]["cells"] == [
        order["orderNumber"],
        "CreditCard",
        "1111",
        order["paidAmount"],
    ]
    event = next(
        row for row in tables["Events"]["rows"] if row["cells"][-1] == caller.event()["id"]
    )
    assert event["calls"] == [2, 3]
    made = next(row for row in tables["Carts"]["rows"] if row["cells"][0] == cart)
    assert (made["cells"][1], made["calls"]) == ("3", [3])
    assert tables["Carts"]["note"] == "Carts have no time limit here."
    assert tables["Memberships"]["total"] == 8


def test_long_tables_show_the_newest(console: Console, sandbox: LocalAcme) -> None:
    """And how many there are; long names are cut."""
    for number in range(250):
        sandbox.state.report_runs.add(
            {"reportName": f"{number}" + "x" * 1000, "status": "Pending", "createdBy": "somebody"}
        )
    runs = asked(console, "venue").json()[-1]
    assert (runs["total"], len(runs["rows"])) == (250, 200)
    assert runs["rows"][0]["cells"][1].startswith("249x")
    assert len(runs["rows"][0]["cells"][1]) == 200


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (b"", ""),
        (b'{"a": [1]}', '{\n  "a": [\n    1\n  ]\n}'),
        (b"plain", "plain"),
        (b"\xff\xfe\x00", "3 bytes that are no text"),
        (b"[" * 100_000, "[" * 100_000),
        (b"password=hunter2", "password=***"),
    ],
)
def test_a_body_is_shown_as_text(content: bytes, text: str) -> None:
    """JSON on many lines, and what is no text as its size."""
    assert shown_body(content) == {"text": text, "bytes": len(content), "cut": False}


def test_a_very_long_body_is_cut() -> None:
    """Its end may be half of a secret, so some of it goes as well."""
    shown = shown_body(b"x" * 1_000_000)
    assert shown["cut"] is True
    assert len(shown["text"]) == 399_500
