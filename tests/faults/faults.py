"""What can happen to a request on its way: each a name for the table, and what the server does."""

from __future__ import annotations

import gzip
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from .venue import Arrival, Misfortune, json_reply, wire

LONGEST_ANSWER = 1_000_000
"""Bytes that the client is to take in a drill; the true limit would be slow to reach."""

HTML = b"<!DOCTYPE html><html><title>Just a moment...</title></html>"
JSON = "application/json"
_DONE = b"HTTP/1.1 200 "
_SEPARATOR = b"\r\n\r\n"


@dataclass(frozen=True)
class Fault:
    """One fault.

    Attributes:
        name: how the table calls it.
        happen: what the server does with a request.
        for_ever: whether every attempt meets it, or the first only.
        pace: `virtual`: nobody waits, time is the test's. `stall`: the server says nothing, and
            the client's read timeout ends it. `drip`: bytes keep coming, and only the deadline ends it.

    """

    name: str
    happen: Misfortune
    for_ever: bool = False
    pace: Literal["virtual", "stall", "drip"] = "virtual"


def _carried_out(then: Callable[[Arrival, bytes], None]) -> Misfortune:
    """Carry the request out first."""
    return lambda arrival: then(arrival, arrival.carry_out())


def _with_body(change: Callable[[bytes], bytes], **headers: str) -> Misfortune:
    """Carry the request out and answer with a body that became something else."""

    def happen(arrival: Arrival) -> None:
        whole = arrival.carry_out()
        if whole.startswith(_DONE):
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            body = change(whole.partition(_SEPARATOR)[2])
            whole = wire(200, body, {"content-type": "application/json"} | named)
        arrival.send(whole)

    return happen


def _instead(status: int, body: bytes = b"", **headers: str) -> Misfortune:
    """Carry the request out and answer with something else."""

    def happen(arrival: Arrival) -> None:
        arrival.carry_out()
        json_reply(status, body, **headers)(arrival)

    return happen


def _received(status: int, body: bytes) -> Misfortune:
    """Let the server note that a request arrived, and fail before it does anything."""

    def happen(arrival: Arrival) -> None:
        arrival.receive()
        json_reply(status, body, content_type="text/html" if body == HTML else JSON)(arrival)

    return happen


def _page(status: int) -> Misfortune:
    return json_reply(status, HTML, content_type="text/html")


def _send_and_hang_up(part: Callable[[bytes], bytes]) -> Misfortune:
    def happen(arrival: Arrival) -> None:
        arrival.send(part(arrival.carry_out()))
        arrival.hang_up()

    return happen


def _nothing(_arrival: Arrival) -> None:
    """Keep the connection and say nothing."""


def _body_begins(whole: bytes) -> int:
    return whole.index(_SEPARATOR) + len(_SEPARATOR)


def _chunked(arrival: Arrival) -> None:
    body = arrival.carry_out().partition(_SEPARATOR)[2]
    head = b"HTTP/1.1 200 -\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n"
    arrival.send(head + b"%x\r\n" % len(body) + body[: len(body) // 2])
    arrival.hang_up()


def _drip(head: bytes) -> Misfortune:
    def happen(arrival: Arrival) -> None:
        arrival.carry_out()
        arrival.send(head)
        while True:
            arrival.send(b"x")
            time.sleep(0.02)

    return happen


def _early_hints(arrival: Arrival) -> None:
    arrival.send(b"HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n" + arrival.carry_out())


def _two_answers(arrival: Arrival) -> None:
    """Answer, and leave a second answer in the connection for whoever comes next."""
    arrival.send(
        arrival.carry_out() + wire(200, b'{"id": "foreign"}', {"content-type": "application/json"})
    )


def _moved(arrival: Arrival) -> None:
    """Send a request on within the same origin; the repetition arrives at the old place."""
    json_reply(307, b"", location=arrival.request.target)(arrival)


ERROR = b'{"code": 50000, "message": "something broke"}'
TOO_MUCH = json_reply(429, b'{"message": "Too many requests"}')

FAULTS = (
    Fault("closed before anything was done", lambda arrival: arrival.hang_up()),
    Fault("reset before anything was done", lambda arrival: arrival.hang_up(reset=True)),
    Fault("done, then closed without an answer", _carried_out(lambda a, _: a.hang_up())),
    Fault("done, then reset without an answer", _carried_out(lambda a, _: a.hang_up(reset=True))),
    Fault("done, then closed without an answer, at every attempt",
          _carried_out(lambda a, _: a.hang_up()), for_ever=True),
    Fault("done, cut off in the status line", _send_and_hang_up(lambda whole: whole[:9])),
    Fault("done, cut off in the headers", _send_and_hang_up(lambda whole: whole[:30])),
    Fault("done, cut off at the body", _send_and_hang_up(lambda whole: whole[: _body_begins(whole)])),
    Fault("done, cut off before the last byte", _send_and_hang_up(lambda whole: whole[:-1])),
    Fault("done, cut off in a chunk", _chunked),
    Fault("silence, nothing done", _nothing, pace="stall"),
    Fault("silence after it was done", _carried_out(lambda *_: None), pace="stall"),
    Fault("done, headers drip past the deadline", _drip(b"HTTP/1.1 200 -\r\nx-slow: "), pace="drip"),
    Fault("done, the body drips past the deadline",
          _drip(b"HTTP/1.1 200 -\r\ncontent-length: 1000000\r\n\r\n"), pace="drip"),
    Fault("500, nothing done", json_reply(500, ERROR)),
    Fault("500 although it was done", _instead(500, ERROR)),
    Fault("500, received and nothing done", _received(500, ERROR)),
    Fault("504 with a proxy's page, received and nothing done", _received(504, HTML)),
    Fault("501: not implemented", json_reply(501, ERROR)),
    Fault("502 with a proxy's page, nothing done", _page(502)),
    Fault("503, nothing done", json_reply(503, b"")),
    Fault("503 with Retry-After", json_reply(503, b"", retry_after="20")),
    Fault("503 at every attempt", json_reply(503, b""), for_ever=True),
    Fault("504 although it was done", _instead(504)),
    Fault("520 although it was done", _instead(520)),
    Fault("561 although it was done", _instead(561)),
    Fault("499 although it was done", _instead(499)),
    Fault("408, nothing done", json_reply(408, b"")),
    Fault("429 without Retry-After", TOO_MUCH),
    Fault("429 with Retry-After", json_reply(429, b"", retry_after="7")),
    Fault("429 at every attempt", TOO_MUCH, for_ever=True),
    Fault("401", json_reply(401, b'{"message": "no"}')),
    Fault("400", json_reply(400, b'{"code": 400, "message": "no"}')),
    Fault("422", json_reply(422, b'{"code": 422, "message": "no"}')),
    Fault("409 at the first attempt", json_reply(409, b'{"message": "seen before"}')),
    Fault("error code 16003", json_reply(400, b'{"code": 16003, "message": "duplicate"}')),
    Fault("200 with a proxy's page, nothing done", _page(200)),
    Fault("200 with a proxy's page although it was done", _instead(200, HTML, content_type="text/html")),
    Fault("200 with an error object", json_reply(200, b'{"code": 7, "message": "sold out"}')),
    Fault("done, answered with nothing", _with_body(lambda _: b"")),
    Fault("done, answered 204", _instead(204)),
    Fault("done, half of the JSON in a whole answer", _with_body(lambda body: body[: len(body) // 2])),
    Fault("done, other JSON than promised", _with_body(lambda _: b'[{"id": 7}, 8]')),
    Fault("done, JSON nested too deeply", _with_body(lambda _: b"[" * 100_000)),
    Fault("done, no UTF-8", _with_body(lambda body: b'{"id": "\xff\xfe"' + body)),
    Fault("done, called XML", _with_body(lambda body: body, content_type="application/xml")),
    Fault("done, called plain text", _with_body(lambda body: body, content_type="text/plain")),
    Fault("done, called gzip and is none", _with_body(lambda body: body, content_encoding="gzip")),
    Fault("done, answered in gzip", _with_body(gzip.compress, content_encoding="gzip")),
    Fault("done, an unpacked bomb", _with_body(
        lambda _: gzip.compress(b"\0" * 3_000_000), content_encoding="gzip")),
    Fault("no HTTP at all", lambda arrival: arrival.send(b"SSH-2.0-OpenSSH_9.0\r\n\r\n")),
    Fault("early hints before the answer", _early_hints),
    Fault("two answers to one request", _two_answers),
    Fault("307 at the same origin", _moved),
    Fault("307 to another host", json_reply(307, b"", location="https://evil.example/v2")),
    Fault("303 after it was done", _instead(303, location="/v2/b2c/thanks")),
)  # fmt: skip
