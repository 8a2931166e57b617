"""From Python arguments to a path, a query and headers; what cannot travel is refused here."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, Final, cast, final
from urllib.parse import quote

from acme_ticketing_core.errors import InvalidArgument
from acme_ticketing_core.models import values
from acme_ticketing_core.operations.operation import Operation, Parameter
from acme_ticketing_core.redaction import Headers, Secret
from acme_ticketing_core.runtime.record import Record
from acme_ticketing_core.runtime.unset import UNSET

_DOT_SEGMENTS: Final = frozenset({"", ".", ".."})
_DELIMITERS: Final = {None: "%2C", "pipeDelimited": "%7C", "spaceDelimited": "%20"}
_HEADER_NAME: Final = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
# How a value is written, how a text is checked, and what to give instead.
_TIMES: Final[dict[str | None, tuple[Callable[[Any], str], Callable[[str], object], str]]] = {
    "date-time": (
        values.write_datetime,
        values.read_datetime,
        "a date-time with an offset; give an aware datetime",
    ),
    "date": (values.write_date, date.fromisoformat, "a date; give a datetime.date"),
}


@final
class Target(Record):
    """A path with its query, percent-encoded, and what parameters put into headers."""

    path: str
    headers: Headers
    request_uuid: str | None
    request_id: str | None


def target(
    operation: Operation[Any],
    arguments: Mapping[str, Any],
    request_id: str | None = None,
    buyer_ip: str | None = None,
) -> Target:
    """Place every argument where the operation's parameter says."""
    path = operation.path
    query: list[str] = []
    headers: list[tuple[str, str]] = []
    cookies: list[str] = []
    by_role: dict[str | None, str] = {}
    missing: list[str] = []
    for parameter in operation.parameters:
        value = arguments.get(parameter.argument)
        if type(value) is Secret:
            value = value.reveal()
        if value is None or value is UNSET:
            # A new idempotency key is made once for the call, however often it is sent.
            value = _default(parameter, request_id, buyer_ip)
            if value is None:
                if parameter.required:
                    missing.append(_described(parameter))
                continue
        try:
            if parameter.location == "query":
                query += _query(parameter, value)
                continue
            text = ",".join(_texts(parameter, value))
            by_role[parameter.role] = text
            if parameter.location == "header":
                headers.append((parameter.name, _header_value(text)))
            elif parameter.location == "path":
                path = path.replace(f"{{{parameter.name}}}", _segment(text))
            else:
                cookies.append(f"{parameter.name}={_quoted(text)}")
        except InvalidArgument as error:
            raise InvalidArgument(f"{_described(parameter)}: {error.message}") from None
    if missing:
        raise InvalidArgument(f"missing: {', '.join(missing)}")
    if cookies:
        headers.append(("cookie", "; ".join(cookies)))
    return Target(
        path=f"{path}?{'&'.join(query)}" if query else path,
        headers=Headers(headers),
        request_uuid=by_role.get("idempotency-key"),
        request_id=by_role.get("request-id"),
    )


def further_headers(headers: Mapping[str, str], taken: frozenset[str]) -> Headers:
    for name, value in headers.items():
        if _HEADER_NAME.fullmatch(name) is None:
            raise InvalidArgument(f"headers: {name!r} is no header name")
        if name.lower() in taken:
            raise InvalidArgument(
                f"headers: {name} is set by the client; give it as a credential, setting or argument"
            )
        try:
            _header_value(value)
        except InvalidArgument as error:
            raise InvalidArgument(f"headers: {name} {error.message}") from None
    return Headers(headers.items())


def _default(parameter: Parameter, request_id: str | None, buyer_ip: str | None) -> str | None:
    if parameter.role == "idempotency-key":
        from uuid import uuid4  # whose import costs more than a client's

        return str(uuid4())
    if parameter.role == "buyer-ip":
        return buyer_ip
    return request_id if parameter.role == "request-id" else None


def _described(parameter: Parameter) -> str:
    return f"{parameter.argument} ({parameter.location} {parameter.name})"


def _query(parameter: Parameter, value: Any) -> list[str]:
    name, style = quote(parameter.name, safe=""), parameter.style
    if style in {"deepObject", "form"}:
        fields: object = values.write_any(value)
        if not isinstance(fields, Mapping):
            raise InvalidArgument(f"a {type(value).__name__} has no fields")
        pairs = [
            (quote(field, safe=""), _quoted(",".join(_texts(parameter, item))))
            for field, item in cast("Mapping[str, object]", fields).items()
            if item is not None
        ]
        if style == "deepObject":
            return [f"{name}%5B{field}%5D={text}" for field, text in pairs]
        if parameter.explode:
            return [f"{field}={text}" for field, text in pairs]
        return [f"{name}={','.join(each for pair in pairs for each in pair)}"] if pairs else []
    texts = [_quoted(text) for text in _texts(parameter, value)]
    if style is not None and not isinstance(value, (list, tuple)):
        raise InvalidArgument(f"a {type(value).__name__} is no list")
    if parameter.explode and style is None:
        return [f"{name}={text}" for text in texts]
    return [f"{name}={_DELIMITERS[style].join(texts)}"]


def _segment(text: str) -> str:
    if text in _DOT_SEGMENTS:
        raise InvalidArgument("empty, or a dot segment, would call another path")
    if not text.isprintable():
        raise InvalidArgument("has a control character")
    return _quoted(text)


def _quoted(text: str) -> str:
    try:
        return quote(text, safe="")
    except UnicodeEncodeError:
        raise InvalidArgument("has a lone surrogate, which is no character") from None


def _header_value(text: str) -> str:
    if not text.isascii() or not text.isprintable():
        raise InvalidArgument("has a character that cannot travel in a header")
    if not text or text != text.strip():
        raise InvalidArgument("is empty, or has blanks around it")
    return text


def _texts(parameter: Parameter, value: object) -> list[str]:
    """Write the items of a list, or the one value."""
    items = cast("Sequence[object]", value) if isinstance(value, (list, tuple)) else (value,)
    return [_text(parameter.format, item) for item in items]


def _text(format: str | None, value: object) -> str:
    if format == "uuid":
        return values.write_uuid(str(value))
    if format == "ip":
        return _ip_address(value)
    if format in _TIMES:
        write, read, meaning = _TIMES[format]
        if not isinstance(value, str):
            return write(value)
        try:
            read(value)
        except ValueError:
            raise InvalidArgument(f"expected {meaning}") from None
        return value
    written = values.write_any(value)
    if isinstance(written, bool):
        return "true" if written else "false"
    if not isinstance(written, (str, int, float)):
        raise InvalidArgument(f"a {type(value).__name__} cannot be sent as a parameter")
    return str(written)


def _ip_address(value: object) -> str:
    import ipaddress

    try:
        address = str(ipaddress.ip_address(str(value)))
    except ValueError:
        address = "%"
    if "%" in address:
        raise InvalidArgument("no IPv4 or IPv6 address; the API wants one such as 203.0.113.7")
    return address
