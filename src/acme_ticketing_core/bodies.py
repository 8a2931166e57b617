"""From a Python value to the bytes of a request body, by its media type."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final, cast
from urllib.parse import quote_plus

from acme_ticketing_core import json
from acme_ticketing_core.codec import write_any
from acme_ticketing_core.errors import InvalidArgument
from acme_ticketing_core.model import Model

_FORM: Final = "application/x-www-form-urlencoded"


def encode(media_type: str, body: Any) -> bytes:
    """Write a body: JSON, the fields of a form, or bytes as they are.

    Raises:
        InvalidArgument: it cannot be written so.

    """
    if media_type == _FORM:
        return _form(body)
    if isinstance(body, (bytes, bytearray, memoryview)):
        return bytes(cast("bytes", body))
    try:
        return json.dumps(body if isinstance(body, Model) else write_any(body))
    except RecursionError:
        problem = "the body contains itself, or is nested too deeply"
    raise InvalidArgument(problem)


def _form(body: Any) -> bytes:
    fields: Any = body.to_dict() if isinstance(body, Model) else body
    if not isinstance(fields, Mapping):
        raise InvalidArgument(f"the body of a form is no {type(body).__name__}")
    pairs = (
        f"{quote_plus(name)}={quote_plus(text)}"
        for name, value in cast("Mapping[str, Any]", fields).items()
        for text in _texts(name, value)
    )
    return "&".join(pairs).encode()


def _texts(name: str, value: Any) -> Iterator[str]:
    """Yield the texts of one field; a list is the field several times, null is left out."""
    if isinstance(value, bool):
        yield "true" if value else "false"
    elif isinstance(value, (list, tuple)):
        for item in cast("list[Any]", value):
            yield from _texts(name, item)
    elif isinstance(value, Mapping):
        raise InvalidArgument(f"the field {name} holds an object, which a form cannot")
    elif value is not None:
        yield str(value)
