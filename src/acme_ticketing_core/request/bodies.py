"""From a Python value to the bytes of a request body, by its media type (RFC 7578)."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any, BinaryIO, Final, cast, final
from urllib.parse import urlencode

from acme_ticketing_core.errors import InvalidArgument
from acme_ticketing_core.models import json
from acme_ticketing_core.models.model import Model
from acme_ticketing_core.models.values import write_any

_OCTETS: Final = "application/octet-stream"
# As browsers write names; whatever else is in them travels as UTF-8.
_ESCAPES: Final = str.maketrans({'"': "%22", "\r": "%0D", "\n": "%0A"})


@final
class File:
    """A file to send.

    Args:
        content: its bytes, or an open binary file; that one is read when the call is made.
        name: what the server is told that it is called.
        media_type: what the server is told that it is.

    """

    def __init__(
        self, content: bytes | BinaryIO, name: str = "file", media_type: str = _OCTETS
    ) -> None:
        self._content = content
        self.name: Final = name
        self.media_type: Final = media_type

    @classmethod
    def read_text(cls, text: str) -> File:
        """Read the text that a file is in JSON."""
        return cls(text.encode())

    def read(self) -> bytes:
        """Give its bytes, as often as they are asked for."""
        if not isinstance(self._content, bytes):
            self._content = self._content.read()
        return self._content

    def encode(self) -> str:
        """Give it as JSON can hold it: `InvalidArgument` if it is not text in UTF-8."""
        try:
            return self.read().decode()
        except UnicodeDecodeError:
            problem = f"the file {self.name} is not text, and JSON holds nothing else"
        raise InvalidArgument(problem)

    def __repr__(self) -> str:
        return f"<File {self.name!r} {self.media_type}>"


def form_data(pairs: list[tuple[str, Any]]) -> tuple[str, bytes]:
    """Write parts; give the content type with the line between them, and the body."""
    boundary = os.urandom(16).hex()
    pieces: list[bytes] = []
    for name, item in pairs:
        header, content = _part(item)
        header = f'content-disposition: form-data; name="{name.translate(_ESCAPES)}"{header}'
        pieces += f"--{boundary}\r\n{header}\r\n\r\n".encode(), content, b"\r\n"
    pieces.append(f"--{boundary}--\r\n".encode())
    return f"multipart/form-data; boundary={boundary}", b"".join(pieces)


def _part(value: Any) -> tuple[str, bytes]:
    """Give what follows the name in a part's headers, and its content."""
    if isinstance(value, File):
        if not value.media_type.isprintable() or not value.media_type.isascii():
            raise InvalidArgument(f"{value.media_type!r} is no media type")
        name = value.name.translate(_ESCAPES)
        return f'; filename="{name}"\r\ncontent-type: {value.media_type}', value.read()
    if isinstance(value, (bytes, bytearray)):
        return f'; filename="file"\r\ncontent-type: {_OCTETS}', bytes(value)
    if isinstance(value, (Model, Mapping, list, tuple)):
        return "\r\ncontent-type: application/json", _json(value)
    return "", _content(value)


def _content(value: Any) -> bytes:
    written = write_any(value)
    return written.encode() if isinstance(written, str) else json.dumps(written)


_FORM: Final = "application/x-www-form-urlencoded"
_PARTS: Final = "multipart/form-data"


def encode(media_type: str, body: Any) -> tuple[str, bytes]:
    kind = media_type.partition(";")[0].strip().lower()
    if kind == _FORM:
        return media_type, _form(_pairs(body.to_dict() if isinstance(body, Model) else body))
    if kind == _PARTS:
        return form_data(_pairs(body.encode() if isinstance(body, Model) else body))
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


def _pairs(body: Any) -> list[tuple[str, Any]]:
    """Give the fields of a form: several times for a list, and never null."""
    if not isinstance(body, Mapping):
        raise InvalidArgument(f"the body of a form is no {type(body).__name__}")
    pairs: list[tuple[str, Any]] = []
    for name, value in cast("Mapping[str, Any]", body).items():
        items = cast("list[Any]", value) if isinstance(value, (list, tuple)) else [value]
        pairs += [(name, item) for item in items if item is not None]
    return pairs


def _form(pairs: list[tuple[str, Any]]) -> bytes:
    for name, item in pairs:
        if isinstance(item, (Mapping, list, tuple)):
            raise InvalidArgument(f"the field {name} holds what a form cannot: fields or lists")
    return urlencode([(name, _content(item)) for name, item in pairs]).encode()
