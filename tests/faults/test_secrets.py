"""The scenario suite at debug level: no secret in anything that is printed, logged, raised or pickled.

Every operation meets a server that sends back whatever it was sent, the checkout meets every
fault; what comes out in any way is searched for each secret, and so is all that a second host got.
"""

from __future__ import annotations

import io
import logging
import pickle
import traceback
import warnings
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from rich.traceback import Traceback

from acme_ticketing import (
    AcmeClient,
    ApiKey,
    BaseUrl,
    EmailLogin,
    PublishableKey,
    SessionToken,
    spec,
)
from acme_ticketing.errors import AcmeError
from acme_ticketing_core.transport import transport
from acme_ticketing_sandbox import (
    API_KEY,
    EMAIL,
    PASSWORD,
    PUBLISHABLE_KEY,
    TENANT_ID,
    VirtualClock,
)
from tests.core.server import Received, Server, answer
from tests.end_to_end.arguments import ARGUMENTS

from .drill import MODES, Mode, arguments_of, perform, settings
from .faults import FAULTS, LONGEST_ANSWER, Fault
from .random_faults import GUARDED
from .venue import Arrival, Misfortune, Venue, json_reply, venue

CARD = "4111111111111111"
TOKEN = "tok-7nAbCdEfGhIjKlMnOpQr"
TRACK = "%B4111111111111111^GUEST/GRACE^3009101?"
SECRETS = (API_KEY, PASSWORD, PUBLISHABLE_KEY, TOKEN, CARD, TRACK)

ROWS = spec.operations()


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """Collect what anybody logs, at the lowest level; httpx and httpcore log every request."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    loggers = [logging.getLogger(name) for name in ("", "httpx", "httpcore", "acme_ticketing")]
    levels = [each.level for each in loggers]
    for each in loggers:
        each.setLevel(1)
    loggers[0].addHandler(handler)
    yield stream
    loggers[0].removeHandler(handler)
    for each, level in zip(loggers, levels, strict=True):
        each.setLevel(level)


@pytest.fixture(autouse=True)
def _small_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transport, "LONGEST_ANSWER", LONGEST_ANSWER)


def everything_of(error: BaseException) -> str:
    """Print an error in every way that people and tools do, local variables included."""
    trace = Traceback.extract(
        type(error), error, error.__traceback__,
        show_locals=True, locals_max_string=None, locals_max_length=None,
    )  # fmt: skip
    rich = [
        str(node)
        for stack in trace.stacks
        for frame in stack.frames
        for node in (frame.locals or {}).values()
    ]
    with_locals = traceback.TracebackException.from_exception(error, capture_locals=True)
    attributes = {n: getattr(error, n) for n in dir(error) if not n.startswith("_")}
    parts = [*rich, *with_locals.format(), str(error), repr(error), repr(attributes)]
    if isinstance(error, AcmeError):
        again = pickle.loads(pickle.dumps(error))
        assert str(again) == str(error)
        parts.append(repr(pickle.dumps(error)))
    return "\n".join(parts)


def leaks(text: str) -> list[str]:
    """Name the secrets that stand in a text."""
    return [secret for secret in SECRETS if secret in text]


def echo(arrival: Arrival) -> None:
    """Send back, as an error, everything that came in."""
    request = arrival.request
    everything = f"{request.target} {request.headers} {request.body.decode()}"
    json_reply(400, everything.encode(), content_type="text/plain")(arrival)


def echo_json(arrival: Arrival) -> None:
    """Send back the body with an error status, as some servers do."""
    json_reply(422, arrival.request.body or b"{}")(arrival)


def outcome(operation_id: str, arguments: dict[str, Any], mode: Mode, given: dict[str, Any]) -> str:
    """Call, and give all that can be printed of what came of it."""
    try:
        value = perform(operation_id, arguments, mode, given)
    except AcmeError as error:
        return everything_of(error)
    return repr(value)


def credentials(kind: str) -> list[Any]:
    """Give credentials that open everything, by a key or by a login."""
    rest: list[Any] = [PublishableKey(PUBLISHABLE_KEY)]
    return [EmailLogin(EMAIL, PASSWORD), *rest] if kind == "login" else [ApiKey(API_KEY), *rest]


@pytest.mark.parametrize("row", ROWS, ids=[row["id"] for row in ROWS])
def test_every_operation_echoed(row: dict[str, Any], log: io.StringIO) -> None:
    """The server repeats everything that it was sent; nothing of it shows."""
    clock = VirtualClock()
    with venue(clock) as place, warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        prepare = ARGUMENTS.get(row["id"])
        arguments = arguments_of(row["id"], place, clock) if prepare else {}
        text = repr(arguments)
        for misfortune, mode in zip((echo, echo_json), MODES, strict=True):
            place.expect(misfortune)
            given = settings(place.url, clock) | {"credentials": credentials("key")}
            text += outcome(row["id"], arguments, mode, given)

    assert leaks(text + log.getvalue()) == []
    assert text


@pytest.mark.parametrize("kind", ["key", "login"])
@pytest.mark.parametrize("fault", [f for f in FAULTS if f.pace == "virtual"], ids=lambda f: f.name)
def test_every_fault(fault: Fault, kind: str, log: io.StringIO) -> None:
    """A checkout with a card, by key, and a reading call by login, through every fault."""
    clock = VirtualClock()
    operation_id = GUARDED.operation_id if kind == "key" else "b2b.events.get"
    with venue(clock) as place:
        arguments = arguments_of(operation_id, place, clock)
        text = ""
        for mode in MODES:
            place.expect(*[fault.happen] * (5 if fault.for_ever else 1))
            given = settings(place.url, clock) | {"credentials": credentials(kind)}
            text += outcome(operation_id, arguments, mode, given)

    assert leaks(text + log.getvalue()) == []


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(
    "misfortune",
    [
        json_reply(200, f'{{"session": "{TOKEN}", "expireMs": "soon"}}'.encode()),
        json_reply(200, f'{{"session": "{TOKEN}"'.encode()),
        json_reply(401, f'{{"message": "password {PASSWORD} is wrong"}}'.encode()),
        json_reply(200, f'{{"id": "1", "trackData": "{TRACK}"'.encode()),
        json_reply(400, f'{{"message": "card {CARD} ({TRACK}) declined"}}'.encode()),
    ],
)
def test_what_a_server_lets_slip(misfortune: Misfortune, mode: Mode, log: io.StringIO) -> None:
    """Tokens in answers that cannot be read, passwords and cards in messages."""
    clock = VirtualClock()
    with venue(clock) as place:
        arguments = arguments_of("b2b.events.get", place, clock)
        place.expect(misfortune)
        given = settings(place.url, clock) | {"credentials": credentials("login")}
        text = outcome("b2b.events.get", arguments, mode, given)

    assert leaks(text + log.getvalue()) == []


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("mode", MODES)
def test_a_second_host_gets_nothing(status: int, mode: Mode, log: io.StringIO) -> None:
    """However the server sends the client there."""
    clock = VirtualClock()
    with Server() as other, venue(clock) as place:
        place.server.behave = answer(b"", status, location=f"{other.url}/v2")
        for operation_id in ("b2b.events.get", "b2c.checkout.create"):
            arguments = _arguments(place, clock, operation_id)
            text = outcome(operation_id, arguments, mode, settings(place.url, clock))
            assert leaks(text) == []
        assert other.received == []

    assert leaks(log.getvalue()) == []


def _arguments(place: Venue, clock: VirtualClock, operation_id: str) -> dict[str, Any]:
    """Prepare a call over a good line, and then put the bad one back."""
    bad = place.server.behave
    place.server.behave = place._behave
    arguments = arguments_of(operation_id, place, clock)
    place.server.behave = bad
    return arguments


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("token", ["{}", "{}\n"], ids=["refused by the server", "by the client"])
@pytest.mark.parametrize("operation_id", ["b2c.checkout.create", "cors.checkout.create"])
def test_a_secret_argument_stands_in_no_frame_of_ours(operation_id: str, token: str, mode: Mode):
    """A captcha token is a plain text to the caller: generated methods and the core hide it."""
    clock = VirtualClock()
    with venue(clock) as place:
        arguments = arguments_of(operation_id, place, clock)
        place.expect(json_reply(422, b"{}"))
        given = settings(place.url, clock) | {"credentials": credentials("key")}
        with pytest.raises(AcmeError) as caught:
            perform(operation_id, {**arguments, "captcha_token": token.format(TOKEN)}, mode, given)
        heard = [request.headers.get("x-acme-captcha-token") for request in place.server.received]

    ours = [
        (frame.f_code.co_qualname, repr(frame.f_locals))
        for frame, _ in traceback.walk_tb(caught.value.__traceback__)
        if frame.f_globals["__name__"].startswith("acme_ticketing")
    ]
    assert heard[-1] == (None if "\n" in token else TOKEN)
    assert any(name.endswith("Checkout.create") for name, _ in ours)
    assert [name for name, text in ours if TOKEN in text] == []


def test_a_client_and_what_it_is_made_of() -> None:
    """Client, credentials and their parts print without secrets and are not pickled."""
    given = [*credentials("key"), EmailLogin(EMAIL, PASSWORD), SessionToken(TOKEN)]
    client = AcmeClient(given, environment=BaseUrl("http://127.0.0.1:1"), tenant_id=TENANT_ID)
    seen: set[int] = set()
    text = "\n".join(_reprs(client, seen, 6))

    assert len(seen) > 20
    assert leaks(text) == []
    for each in (client, *given):
        with pytest.raises(TypeError, match="pickled"):
            pickle.dumps(each)


def _reprs(thing: object, seen: set[int], depth: int) -> Iterator[str]:
    """Print a thing and, as debuggers do, its attributes and theirs."""
    if id(thing) in seen or depth == 0 or isinstance(thing, (str, bytes, type)):
        return
    seen.add(id(thing))
    yield repr(thing)
    names = set(getattr(thing, "__dict__", ())) | {
        name for kind in type(thing).__mro__ for name in getattr(kind, "__slots__", ())
    }
    for name in names - {"_value", "_pairs", "__dict__", "__weakref__"}:
        if type(thing).__module__.startswith("acme_"):
            yield from _reprs(getattr(thing, name, None), seen, depth - 1)


def test_the_search_finds_what_stands_there(log: io.StringIO) -> None:
    """Httpx's own log would show a key: the tests above look where it would be."""
    with Server() as server:
        server.behave = _slip
        with httpx.Client() as client:
            client.get(server.url, headers={"x-acme-api-key": API_KEY})

    assert leaks(log.getvalue()) == [API_KEY]
    with pytest.raises(ValueError, match=PASSWORD) as caught:
        raise ValueError(PASSWORD)
    assert leaks(everything_of(caught.value)) == [PASSWORD]


def _slip(request: Received, connection: Any) -> None:
    answer(b"{}", x_slip=request.headers["x-acme-api-key"])(request, connection)
