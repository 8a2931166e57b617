"""No secret in anything that is printed, logged, raised or pickled."""

from __future__ import annotations

import io
import logging
import pickle
import socket
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from rich.console import Console
from rich.traceback import Traceback

from acme_ticketing_core.auth.credentials import (
    ApiKey,
    EmailLogin,
    PublishableKey,
    SessionToken,
    UserNameLogin,
)
from acme_ticketing_core.errors import AcmeError, InvalidArgument
from acme_ticketing_core.settings.configuration import configuration, environment_named
from acme_ticketing_core.settings.environments import BaseUrl
from acme_ticketing_core.settings.profiles import read_profiles
from acme_ticketing_sandbox import VirtualClock
from tests.core.server import Behaviour, Received, Server, answer, hang_up, raw
from tests.core.world import API_KEY, CHECK_OUT, GET_EVENT, PASSWORD, Client

CARD = "4111111111111111"
TOKEN = "7nAbCdEfGhIjKlMnOpQr"
SECRETS = (API_KEY, PASSWORD, CARD, TOKEN)


class Purchase:
    """A body that hides its card number, as generated models do."""

    def to_dict(self) -> dict[str, str]:
        """Give what is sent."""
        return {"manualEntryCardNumber": CARD, "cvc": "123"}


def echo(request: Received, connection: socket.socket) -> None:
    """Answer with everything that came in."""
    everything = f"{request.headers} {request.body!r}".encode()
    answer(everything, 400, "text/plain")(request, connection)


def wrong_login(request: Received, connection: socket.socket) -> None:
    """Open a session, and then answer with its token where it does not belong."""
    answer(b'{"session": "%s", "expireMs": 1}' % TOKEN.encode())(request, connection)


BEHAVIOURS: list[Behaviour] = [
    echo,
    hang_up,
    answer(b"", 429),
    answer(b"", 503),
    answer(b'{"manualEntryCardNumber": "%s"' % CARD.encode()),
    answer(b"<html>%s</html>" % CARD.encode(), content_type="text/html"),
    answer(b'{"message": "card %s declined"}' % CARD.encode(), 422),
    answer(b'{"message": "card %s declined", "code": 1}' % CARD.encode()),
    answer(b'{"vendorAddition": "%s"}' % CARD.encode(), 201),
    raw(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n" + CARD.encode()),
    wrong_login,
]


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """Collect everything that is logged by anybody, at the lowest level."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(1)
    yield stream
    root.setLevel(level)
    root.removeHandler(handler)


def printed(error: BaseException) -> str:
    """Print an error in every way that people print errors, local variables included."""
    stream = io.StringIO()
    console = Console(file=stream, width=5000)
    shown = Traceback.from_exception(
        type(error), error, error.__traceback__, show_locals=True, locals_max_string=None
    )
    console.print(shown)
    with_locals = "".join(
        traceback.TracebackException.from_exception(error, capture_locals=True).format()
    )
    attributes = {n: getattr(error, n) for n in dir(error) if not n.startswith("_")}
    return f"{stream.getvalue()} {with_locals} {error} {error!r} {attributes}"


@pytest.mark.parametrize("behave", BEHAVIOURS)
@pytest.mark.parametrize("credential", ["key", "login"])
def test_no_secret_shows_whatever_goes_wrong(
    server: Server, log: io.StringIO, behave: Behaviour, credential: str
):
    """Tracebacks with locals, logs of every library, pickles: none has a secret in it."""
    server.behave = behave
    given = ApiKey(API_KEY) if credential == "key" else EmailLogin("ops@example.com", PASSWORD)
    operation = CHECK_OUT if credential == "key" else GET_EVENT
    arguments = {"browser_ip": "203.0.113.7"} if credential == "key" else {"id": "1"}

    with Client(
        given, environment=BaseUrl(server.url), tenant_id=999, clock=VirtualClock(), deadline=30
    ) as client:
        try:
            client.call(operation, arguments, body=Purchase())
        except AcmeError as error:
            text = printed(error) + repr(pickle.dumps(error))
        else:
            text = ""
    everything = text + log.getvalue()

    assert [secret for secret in SECRETS if secret in everything] == []
    assert server.received


@pytest.mark.parametrize("request_uuid", ["no uuid", "3f2b8c1e-5d4a-4f6b-9c7d-8e9f0a1b2c3d"])
def test_the_client_s_own_frames_forget_what_they_were_given(server: Server, request_uuid: str):
    """Refused before the wire or after it: a token among the arguments stands in no frame of ours."""
    server.behave = answer(b"", 422)
    with (
        Client(ApiKey(API_KEY), environment=BaseUrl(server.url), tenant_id=999) as client,
        pytest.raises(AcmeError) as caught,
    ):
        client.call(
            CHECK_OUT,
            {"browser_ip": "203.0.113.7", "request_uuid": request_uuid, "captcha": TOKEN},
            body={"cvc": TOKEN},
        )
    ours = [
        frame.f_locals
        for frame, _ in traceback.walk_tb(caught.value.__traceback__)
        if frame.f_globals["__name__"].startswith("acme_ticketing_core")
    ]

    assert ours
    assert TOKEN not in repr(ours)


def secret() -> str:
    """Give a token that no variable of a test holds, with a line end that a file left on it."""
    return f"{TOKEN}\n"


@pytest.mark.parametrize(
    "refused",
    [
        lambda: ApiKey(secret()),
        lambda: PublishableKey(secret()),
        lambda: SessionToken(secret()),
        lambda: EmailLogin("ops@example.com", secret()),
        lambda: UserNameLogin("ops", secret(), 7),
        lambda: UserNameLogin("ops", secret().strip(), 7, header="x-other"),  # refused
        lambda: BaseUrl(f"https://ops:{secret().strip()}@api.example.com"),
        lambda: environment_named(f"https://ops:{secret().strip()}@api.example.com"),
        lambda: Client(secret().strip()),  # a bare key, as people write
        lambda: Client([ApiKey(API_KEY), secret().strip()]),  # as above
        lambda: Client(
            SessionToken(secret().strip()), deadline=-1, environment=BaseUrl("https://x")
        ),
        lambda: configuration(environ={"ACME_API_KEY": secret(), "ACME_CONFIG_FILE": "none"}),
        lambda: configuration(
            environ={
                "ACME_API_KEY": secret().strip(),
                "ACME_ENVIRONMENT": "moon",
                "ACME_CONFIG_FILE": "none",
            }
        ),
        lambda: configuration(
            environ={
                "ACME_API_KEY": secret().strip(),
                "ACME_PROFILE": "b",
                "ACME_CONFIG_FILE": "none",
            }
        ),
    ],
)
def test_what_is_refused_stands_in_no_frame_of_ours(refused: Callable[[], object]):
    """A key with a line end, a bare key, a URL with a password: refused, and in no traceback."""
    with pytest.raises(InvalidArgument) as caught:
        refused()

    assert TOKEN not in printed(caught.value)
    assert TOKEN not in repr(caught.value.__context__)


def test_a_file_of_profiles_that_is_broken_shows_in_no_frame(tmp_path: Path):
    """What was read of it before the mistake holds a key."""
    file = tmp_path / "config.toml"
    for mistake in ("=", "[more]\n", '[profiles.b]\nkey = "1"\n'):
        file.write_text(f'[profiles.default]\napi_key = "{TOKEN}"\n{mistake}', "utf-8")
        with pytest.raises(InvalidArgument, match=r"config\.toml") as caught:
            read_profiles({"ACME_CONFIG_FILE": str(file)})

        assert TOKEN not in printed(caught.value)
