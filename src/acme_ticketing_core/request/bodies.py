"""From a Python value to the bytes of a request body, by its media type."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final, cast
from urllib.parse import quote_plus

from acme_ticketing_core.errors import InvalidArgument
from acme_ticketing_core.models import json
from acme_ticketing_core.models.model import Model
from acme_ticketing_core.models.values import write_any

_FORM: Final = "application/x-www-form-urlencoded"
_PARTS: Final = "multipart/form-data"


def encode(media_type: str, body: Any) -> tuple[str, bytes]:
    """Write a body: JSON, the fields of a form, parts, or bytes and text as they are.

    Returns:
        The content type, and the bytes.

    Raises:
        InvalidArgument: it cannot be written so.

    """
    kind = media_type.partition(";")[0].strip().lower()
    if kind == _FORM:
        return media_type, _form(_fields(body.to_dict() if isinstance(body, Model) else body))
    if kind == _PARTS:
        from acme_ticketing_core.request.multipart import form_data

        return form_data(_fields(body.encode() if isinstance(body, Model) else body))
    if isinstance(body, (bytes, bytearray, memoryview)):
        return media_type, bytes(cast("bytes", body))
    if kind.endswith(("/json", "+json")):
        return media_type, _json(body)
    if isinstance(body, str):
        return media_type, body.encode()
    raise InvalidArgument(f"a body of {media_type} is bytes or text, no {type(body).__name__}")


def _json(body: Any) -> bytes:
    try:
        return json.dumps(body if isinstance(body, Model) else write_any(body))
    except RecursionError:
        problem = "the body contains itself, or is nested too deeply"
    raise InvalidArgument(problem)


def _fields(body: Any) -> Mapping[str, Any]:
    if not isinstance(body, Mapping):
        raise InvalidArgument(f"the body of a form is no {type(body).__name__}")
    return cast("Mapping[str, Any]", body)


def _form(fields: Mapping[str, Any]) -> bytes:
    pairs = (
        f"{quote_plus(name)}={quote_plus(text)}"
        for name, value in fields.items()
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
