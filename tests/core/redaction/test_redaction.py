"""What keeps secrets out of text."""

from __future__ import annotations

import copy
import pickle
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acme_ticketing_core.models import json
from acme_ticketing_core.redaction import Headers, Redactor, Secret, is_sensitive
from acme_ticketing_core.runtime.unset import UNSET

CARD = "4111111111111111"


def test_a_secret_shows_only_when_it_is_asked_to():
    """No formatting, pickling or copying gives the value away."""
    secret = Secret("hunter2")

    assert f"{secret} {secret!r} {[secret]}" == "'***' '***' ['***']"
    assert secret.reveal() == "hunter2"
    for leave in (pickle.dumps, copy.copy):
        with pytest.raises(TypeError, match="not pickled or copied"):
            leave(secret)


def test_a_text_becomes_a_secret_and_nothing_else_does():
    """What was not given stays what it is."""
    assert Secret.of("hunter2").reveal() == "hunter2"
    assert Secret.of(UNSET) is UNSET
    assert Secret.of(None) is None


def test_headers_print_through_an_allow_list():
    """A header shows its value only if it is known to be harmless; a new one does not."""
    headers = Headers([("Accept", "*/*"), ("x-acme-api-key", "hunter2")]) + Headers(
        [("x-new-secret", "hunter3")]
    )

    assert repr(headers) == "<Headers Accept: */*, x-acme-api-key: ***, x-new-secret: ***>"
    assert list(headers)[1] == ("x-acme-api-key", "hunter2")


@pytest.mark.parametrize(
    "name",
    [
        "manualEntryCardNumber",
        "cvc",
        "cvv2",
        "track1Data",
        "track2",
        "acmeToken",
        "paymentProcessorToken",
        "paymentProcessorFingerPrint",
        "password",
        "session",
        "x-acme-session",
        "apiKey",
        "x-acme-api-key",
        "expDate",
        "authorization",
        "captcha_token",
    ],
)
def test_sensitive_names_are_known(name: str):
    """Card data, tokens, passwords and sessions are known by their names, however written."""
    assert is_sensitive(name)


@pytest.mark.parametrize("name", ["name", "startTime", "price", "cardType", "email", "giftCards"])
def test_ordinary_names_are_left_alone(name: str):
    """An excerpt that hides everything helps nobody."""
    assert not is_sensitive(name)


def test_an_excerpt_hides_the_values_of_sensitive_keys():
    """Strings, numbers, lists and objects below a sensitive key go; the rest stays."""
    body = json.dumps(
        {
            "message": "declined",
            "cvc": "123",
            "expDate": 928,
            "session": "7nAbCdEfGhIjKlMnOpQr",
            "tokens": ["abc", "def"],
            "trackData": {"raw": "%B4111"},
            "password": 'quo"ted',
        }
    )
    excerpt = Redactor().excerpt(body)

    assert '"message":"declined"' in excerpt
    for secret in ("123", "928", "7nAb", "abc", "def", "%B4111", "quo", "ted"):
        assert secret not in excerpt


def test_an_excerpt_that_cuts_a_secret_in_two_shows_no_half_of_it():
    """The end of the excerpt may fall into a value."""
    excerpt = Redactor().excerpt(b'{"password": "hunter2hunter2')

    assert "hunter" not in excerpt


@pytest.mark.parametrize(
    "body",
    [
        '{"cardData": {"number": {"value": "hunter2"}, "holder": "hunter2"}, "id": 7}',
        '{"tracks": 1, "trackData": [["]", "hunter2"], "hunter2"], "id": 7}',
        '{"detail": "{\\"cvc\\": \\"hunter2\\", \\"id\\": 7}"}',
        "{'cvc': 'hunter2 hunter2', 'id': 7}",
        "{'cvc': 'hunter2\nhunter2', 'id': 7}",
        "cvc=hunter2&id=7",
        "x-acme-session: hunter2\r\nid: 7",
        "<order><ns:cvc kind='code'>hunter2</ns:cvc><id>7</id></order>",
        "the cvc = hunter2, id 7",
        '{"id": 7, "cvc": {"a": ["hunter2"',
        '{"id": 7, "cvc": "hunter2',
        "id=7&cvc='hunter2",
        '{"cvc": }, "id": 7, "cvc": hunter2',
    ],
)
def test_a_sensitive_value_goes_in_whatever_notation_it_stands(body: str):
    """JSON of any depth, JSON within JSON, forms, headers, XML, the print of a dict, prose."""
    excerpt = Redactor().excerpt(body.encode())

    assert "hunter2" not in excerpt
    assert "7" in excerpt
    assert "***" in excerpt


def test_a_message_that_only_names_a_secret_stays():
    """What is wrong with a session or a token is what one wants to read."""
    text = b'{"message": "Session expired, log in again", "token": "x", "path": "/session/1"}'

    assert Redactor().excerpt(text) == text.decode().replace('"x"', '"***"')


@pytest.mark.parametrize("before", [0, 3000, 3970, 3990, 4000, 4100])
def test_a_body_that_is_cut_shows_no_half_of_a_card(before: int):
    """A long secret shrinks to three asterisks, and what stands at the cut moves to the front."""
    body = f'{{"token": "{"x" * before}", "note": "{CARD}", "cvc": "hunter2", "{"y" * 9000}": 1}}'
    excerpt = Redactor().excerpt(body.encode())

    assert CARD[:7] not in excerpt
    assert "hunter" not in excerpt
    assert "***" in excerpt
    assert "x" not in excerpt


@pytest.mark.parametrize(
    "number",
    [
        "4111111111111111",
        "4111 1111 1111 1111",
        "4111-1111-1111-1111",
        "4111\u00a01111\u00a01111\u00a01111",
        "4111+1111+1111+1111",
        "4111%201111%201111%201111",
        "378282246310005",
    ],
)
def test_card_numbers_go_wherever_they_stand(number: Any):
    """A number that passes the check of card numbers is one, also in free text."""
    excerpt = Redactor().excerpt(f"card {number} was declined".encode())

    assert excerpt == "card *** was declined"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("declined: 4111111111111111.", "declined: ***."),
        ("4111111111111111 0930 123", "*** 0930 123"),
        ("0930 4111 1111 1111 1111 12", "0930 *** 12"),
        ("4111111111111111 5555555555554444", "*** ***"),
        ("card_4111111111111111_visa", "card_***_visa"),
        ("nr4111111111111111x", "nr***x"),
    ],
)
def test_a_card_number_goes_whatever_stands_beside_it(text: str, shown: str):
    """A full stop, a date, a code, another card, letters."""
    assert Redactor().excerpt(text.encode()) == shown


def test_other_long_numbers_stay():
    """An order number that is no card number helps to find the order."""
    text = (
        b"order 1234567890123, id 5d96453460309f26d082bcc0, 11.4111111111111111, 4111111111111111.5"
    )
    text += b", 41111111111111110000, 2030-01-06 10:00:00.123456"

    assert Redactor().excerpt(text) == text.decode()


def test_live_credentials_go_wherever_they_stand():
    """A server that echoes the key does not get it into a log."""
    redactor = Redactor(lambda: [Secret("hunter2")])

    assert redactor.clean("bad key hunter2, hunter2!") == "bad key ***, ***!"


def test_live_credentials_go_however_they_are_spelled():
    """A password with quotes or blanks is written differently in JSON and in a URL."""
    redactor = Redactor(lambda: [Secret('pa"ss word\\1')])

    for echo in ('pa\\"ss word\\\\1', "pa%22ss%20word%5C1", "pa%22ss+word%5C1", 'pa"ss word\\1'):
        assert redactor.clean(f"bad: {echo}.") == "bad: ***."


def test_an_excerpt_is_short_and_on_one_line():
    """Bytes that are no text, and long bodies, make a short line."""
    excerpt = Redactor().excerpt(b"\xff\xfe line\r\n" * 1000)

    assert len(excerpt) <= 500
    assert "\n" not in excerpt


@given(
    secret=st.text(
        st.characters(codec="ascii", categories=["L", "N"]), min_size=12, max_size=40
    ).filter(lambda s: not s.isdigit()),
    key=st.sampled_from(["password", "cvc", "apiKey", "manualEntryCardNumber", "session"]),
    around=st.dictionaries(st.text(max_size=8), st.integers() | st.text(max_size=8), max_size=4),
)
def test_no_sensitive_value_survives_wherever_its_key_stands(secret: str, key: str, around: Any):
    """Whatever JSON stands around it, the value of a sensitive key does not show."""
    body = json.dumps({**{k: str(v) for k, v in around.items()}, key: secret, "z": 1})

    assert secret not in Redactor().excerpt(body)


@pytest.mark.parametrize(
    "track",
    [
        "%B4111111111111111^GUEST/GRACE^30091010000?",
        ";4111111111111111=30091010000?",
        "B41111111^X",
    ],
)
def test_the_stripe_of_a_card_goes_wherever_it_stands(track: str):
    """Number, name and date, also where no check of card numbers would see them."""
    assert Redactor().excerpt(f"read {track}".encode()) == "read ***"
