"""Bodies in parts, and files."""

from __future__ import annotations

import email
import io
from datetime import date
from email.message import Message
from typing import Any, cast

import pytest

from acme_ticketing_core.errors import InvalidArgument
from acme_ticketing_core.models.json import dumps
from acme_ticketing_core.operations.operation import EMPTY_ANSWER, Operation
from acme_ticketing_core.request.bodies import File, encode

PARTS = "multipart/form-data"


def written(fields: dict[str, Any]) -> list[tuple[Any, ...]]:
    """Give name, file name, content type and content of each part that fields become."""
    content_type, body = encode(PARTS, fields)
    message = email.message_from_bytes(
        b"content-type: " + content_type.encode() + b"\r\n\r\n" + body
    )
    parts = cast("list[Message]", message.get_payload())
    return [
        (
            part.get_param("name", header="content-disposition"),
            part.get_filename(),
            part.get_content_type(),
            part.get_payload(decode=True),
        )
        for part in parts
    ]


def test_each_field_is_a_part() -> None:
    """Plain values are text, objects are JSON, lists repeat the name, null is left out."""
    fields = {"a": "b c", "yes": True, "n": 1.5, "day": date(2026, 1, 2), "ids": [1, 2],
              "deep": {"x": [1]}, "rows": [[1], [2]], "none": None}  # fmt: skip
    assert written(fields) == [
        ("a", None, "text/plain", b"b c"),
        ("yes", None, "text/plain", b"true"),
        ("n", None, "text/plain", b"1.5"),
        ("day", None, "text/plain", b"2026-01-02"),
        ("ids", None, "text/plain", b"1"),
        ("ids", None, "text/plain", b"2"),
        ("deep", None, "application/json", b'{"x":[1]}'),
        ("rows", None, "application/json", b"[1]"),
        ("rows", None, "application/json", b"[2]"),
    ]


def test_files_have_a_name_and_a_type() -> None:
    """Bytes and open files are sent alike; a file that is sent twice is read once."""
    opened = File(io.BytesIO(b"\x00\r\n--"), "plan.bin")
    fields = {"files": [File(b"hi", "a.txt", "text/plain"), opened], "raw": b"\xff"}
    expected = [
        ("files", "a.txt", "text/plain", b"hi"),
        ("files", "plan.bin", "application/octet-stream", b"\x00\r\n--"),
        ("raw", "file", "application/octet-stream", b"\xff"),
    ]
    assert written(fields) == expected
    assert written(fields) == expected


def test_names_cannot_break_out() -> None:
    """Quotes and line ends in names are escaped; a media type of several lines is refused."""
    _, body = encode(PARTS, {'a"\r\nx: y': File(b"", 'b"\n')})
    assert b'name="a%22%0D%0Ax: y"; filename="b%22%0A"' in body
    with pytest.raises(InvalidArgument, match="no media type"):
        encode(PARTS, {"a": File(b"", media_type="a\r\nx: y")})


def test_only_fields_have_parts() -> None:
    """A body that is no object has no names for its parts."""
    with pytest.raises(InvalidArgument, match="the body of a form is no list"):
        encode(PARTS, ["a"])


def test_json_holds_the_text_of_a_file() -> None:
    """A file that is text in UTF-8 goes into JSON and comes from it; other bytes do not."""
    file = File.read_text("é")
    assert file.read() == "é".encode()
    assert dumps({"a": file}) == '{"a":"é"}'.encode()
    with pytest.raises(InvalidArgument, match="the file x is not text"):
        dumps({"a": File(b"\xff", "x")})
    assert repr(File(b"secret", "x")) == "<File 'x' application/octet-stream>"


def test_a_body_of_another_class_has_another_media_type() -> None:
    """Where the server takes several bodies, the class of a value says which it is."""
    operation: Operation[None] = Operation(
        id="a.b", method="POST", path="/a", security=(), limit="default", replay="none",
        answers={204: EMPTY_ANSWER}, body="application/json", other_bodies={bytes: "image/png"},
    )  # fmt: skip
    assert operation.media_type_of({}) == "application/json"
    assert operation.media_type_of(b"") == "image/png"
