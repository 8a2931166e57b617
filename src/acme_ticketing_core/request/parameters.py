"""From Python arguments to a path, a query and headers; what cannot travel is refused here."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final, cast, final
from urllib.parse import quote

from acme_ticketing_core.errors import DecodeError, InvalidArgument
from acme_ticketing_core.models.values import (
    read_date,
    read_datetime,
    write_any,
    write_date,
    write_datetime,
    write_number,
    write_uuid,
)
from acme_ticketing_core.operations.operation import Operation, Parameter
from acme_ticketing_core.redaction import Headers, Secret
from acme_ticketing_core.runtime.record import Record
from acme_ticketing_core.runtime.unset import UNSET

_DOT_SEGMENTS: Final = frozenset({"", ".", ".."})
_DELIMITERS: Final = {"pipeDelimited": "%7C", "spaceDelimited": "%20"}
_HEADER_NAME: Final = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
# How a value is written, how a text is checked, and what to give instead.
_TIMES: Final[dict[str, tuple[type, Callable[[Any], str], Callable[[Any], object], str]]] = {
    "date-time": (datetime, write_datetime, read_datetime, "an aware datetime"),
    "date": (date, write_date, read_date, "a datetime.date"),
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
    by_role: dict[str, str] = {}
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
            if parameter.style is not None:
                query += _styled(parameter, value)
                continue
            text = _text(parameter, value)
            if parameter.role is not None:
                by_role[parameter.role] = text
            if parameter.location == "query":
                query += _query(parameter, value, text)
            elif parameter.location == "header":
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


def new_request_uuid() -> str:
    """Without the `uuid` module, whose import costs more than a client's."""
    value = bytearray(os.urandom(16))  # never shared after a fork
    value[6] = value[6] & 0x0F | 0x40
    value[8] = value[8] & 0x3F | 0x80
    digits = value.hex()
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


def _default(parameter: Parameter, request_id: str | None, buyer_ip: str | None) -> str | None:
    if parameter.role == "idempotency-key":
        return new_request_uuid()
    if parameter.role == "buyer-ip":
        return buyer_ip
    return request_id if parameter.role == "request-id" else None


def _described(parameter: Parameter) -> str:
    return f"{parameter.argument} ({parameter.location} {parameter.name})"


def _query(parameter: Parameter, value: object, text: str) -> list[str]:
    name = quote(parameter.name, safe="")
    if parameter.explode and isinstance(value, (list, tuple)):
        items = cast("Sequence[object]", value)
        return [f"{name}={_quoted(_text(parameter, item))}" for item in items]
    return [f"{name}={_quoted(text)}"]


def _styled(parameter: Parameter, value: object) -> list[str]:
    name = quote(parameter.name, safe="")
    if parameter.style in {"deepObject", "form"}:
        write = getattr(value, "to_dict", None)
        fields: object = write() if write is not None else value
        if not isinstance(fields, Mapping):
            raise InvalidArgument(f"a {type(value).__name__} has no fields")
        pairs = [
            (quote(field, safe=""), _quoted(_text(parameter, item)))
            for field, item in cast("Mapping[str, object]", fields).items()
            if item is not None
        ]
        if parameter.style == "deepObject":
            return [f"{name}%5B{field}%5D={text}" for field, text in pairs]
        if parameter.explode:
            return [f"{field}={text}" for field, text in pairs]
        return [f"{name}={','.join(each for pair in pairs for each in pair)}"] if pairs else []
    if not isinstance(value, (list, tuple)):
        raise InvalidArgument(f"a {type(value).__name__} is no list")
    texts = [_quoted(_text(parameter, item)) for item in cast("Sequence[object]", value)]
    return [f"{name}={_DELIMITERS[parameter.style or ''].join(texts)}"]


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


def _text(parameter: Parameter, value: object) -> str:
    if isinstance(value, (list, tuple)):
        items = cast("Sequence[object]", value)
        return ",".join(_scalar(parameter.format, item) for item in items)
    return _scalar(parameter.format, value)


def _scalar(format: str | None, value: object) -> str:
    if format == "uuid":
        return write_uuid(str(value))
    if format == "ip":
        return _ip_address(value)
    if format in _TIMES:
        kind, write, read, instead = _TIMES[format]
        if isinstance(value, kind):
            return write(value)
        try:
            read(value)
        except DecodeError as error:
            raise InvalidArgument(f"{error.message}; give {instead}") from None
        return str(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (str, int)):
        return str(value)
    if isinstance(value, float):
        return repr(write_number(value))
    written = write_any(value)
    if not isinstance(written, str):
        raise InvalidArgument(f"a {type(value).__name__} cannot be sent as a parameter")
    return written


def _ip_address(value: object) -> str:
    import ipaddress

    try:
        address = str(ipaddress.ip_address(str(value)))
    except ValueError:
        address = "%"
    if "%" in address:
        raise InvalidArgument("no IPv4 or IPv6 address; the API wants one such as 203.0.113.7")
    return address
