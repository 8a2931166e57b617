"""Requests and replies, the same for every transport, and what is remembered of them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

Connection = Literal["kept", "closed", "reset", "cut"]


@dataclass(frozen=True, slots=True)
class Request:
    """One HTTP request.

    Attributes:
        method: upper-case HTTP method.
        path: the path as it is on the wire, percent-encoded, without the query.
        query: the decoded query, a pair for each parameter in the order sent.
        headers: by lower-case name.
        body: the bytes after the headers.
        ip: the address of the peer, whose budget the request uses.

    """

    method: str
    path: str
    query: tuple[tuple[str, str], ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    ip: str = "127.0.0.1"

    @classmethod
    def of(
        cls,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        json_body: object = None,
        ip: str = "127.0.0.1",
        **query: object,
    ) -> Request:
        """Make a request as a person would write it.

        Args:
            method: any case.
            url: a path, percent-encoded where needed, or a whole URL; its query is kept.
            headers: any case.
            json_body: sent as JSON with its `Content-Type`, unless it is None.
            ip: the address of the peer.
            query: further query parameters.

        """
        parts = urlsplit(url)
        sent = {name.lower(): value for name, value in (headers or {}).items()}
        body = b""
        if json_body is not None:
            body = json.dumps(json_body).encode()
            sent.setdefault("content-type", "application/json")
        pairs = parse_query(parts.query.encode())
        pairs += tuple((name, str(value)) for name, value in query.items())
        return cls(method.upper(), quote(parts.path, safe="/%:@+,"), pairs, sent, body, ip)

    @property
    def url(self) -> str:
        """The path and, if there is one, the query."""
        return self.path + ("?" + urlencode(self.query) if self.query else "")


@dataclass(frozen=True, slots=True)
class Reply:
    """One HTTP answer, and how it travels.

    Attributes:
        status: the HTTP status.
        headers: by lower-case name.
        body: the bytes after the headers.
        delay: seconds that the transport waits before it sends the answer.
        connection: `kept`: the answer is sent. `closed` and `reset`: nothing is sent, the
            connection ends with or without a good-bye. `cut`: it ends half-way through the body.

    """

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    delay: float = 0.0
    connection: Connection = "kept"

    def json(self) -> Any:
        """Return the body, read as JSON.

        Raises:
            ValueError: the body is not JSON.

        """
        return json.loads(self.body)

    @property
    def text(self) -> str:
        """The body as UTF-8 text."""
        return self.body.decode()

    @property
    def raw_headers(self) -> list[tuple[bytes, bytes]]:
        """The headers as they are sent, the length of the whole body among them."""
        length = {"content-length": str(len(self.body))}
        return [(k.encode(), v.encode()) for k, v in {**self.headers, **length}.items()]


def parse_query(raw: bytes) -> tuple[tuple[str, str], ...]:
    """Return the decoded pairs of a raw query string; blank values are kept."""
    return tuple(parse_qsl(raw.decode("latin-1"), keep_blank_values=True))


def read_json(content: bytes) -> Any:
    """Return what a body says as JSON, or None: it is empty, no JSON, or too deep to be read."""
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        return None


def json_reply(status: int, value: object, headers: Mapping[str, str] | None = None) -> Reply:
    """Return `value` as a JSON answer."""
    body = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    return Reply(status, {"content-type": "application/json", **(headers or {})}, body)


@dataclass(frozen=True, slots=True)
class RecordedCall:
    """One request, as the sandbox remembers it.

    Attributes:
        operation_id: empty for a path that leads to no operation.
        status: of the answer; 0 when the connection ended without one.
        ip: where the request came from.
        time: seconds since 1970-01-01T00:00:00Z.
        request_uuid: its `x-acme-request-uuid`, or None.
        carried_out: whether the operation was done, whatever the caller heard of it.
        lenient: what production takes all the same, and a program had better not do; a sentence each.

    """

    operation_id: str
    status: int
    ip: str
    time: float
    request_uuid: str | None
    carried_out: bool
    lenient: tuple[str, ...] = ()
