"""Calls every operation of a generated package against a mock, sync and async; run as a script.

It knows of the package only what its document says: values are made from the schemas, and what is
sent and returned is compared with them.
"""

from __future__ import annotations

import asyncio
import dataclasses
import datetime as dt
import email
import json
import re
import sys
import types
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, Union, get_args, get_origin, get_type_hints
from urllib.parse import parse_qs, unquote
from uuid import UUID

import httpx

from acme_ticketing import AcmeClient, AsyncAcmeClient, BaseUrl
from acme_ticketing_core.auth.credentials import Credential
from acme_ticketing_core.models.codec import write_any
from acme_ticketing_core.models.model import Model
from acme_ticketing_core.redaction.redaction import Secret
from acme_ticketing_core.request.multipart import File
from acme_ticketing_core.runtime.unset import Unset
from acme_ticketing_spec import document, operations
from generator.names import argument_names, branch_name, method_name
from generator.operation_table import resolve

DEEPEST = 4
DELIMITERS = {"pipeDelimited": "|", "spaceDelimited": " "}
TEXTS = {
    "date-time": "2024-05-29T10:00:00Z",
    "date": "2024-05-29",
    "uuid": "8270b929-44ea-46fc-b399-cfe6fa960f24",
    "decimal": "12.50",
    "byte": "aGk=",
    "uri": "https://example.com/",
}


def sample(schema: dict[str, Any], depth: int = 0) -> Any:
    """Return a JSON value that a schema lets through."""
    schema = resolve(document(), schema)
    if "const" in schema:
        return schema["const"]
    if "enum" in schema:
        return next((value for value in schema["enum"] if value is not None), None)
    for key in ("oneOf", "anyOf"):
        if key in schema:
            first = next(each for each in schema[key] if each.get("type") != "null")
            return sample(first, depth)
    for part in schema.get("allOf", ()):
        if not isinstance(made := sample(part, depth), dict):
            return made
    kind = schema.get("type")
    if isinstance(kind, list):
        kind = next(each for each in kind if each != "null")
    if kind == "array":
        items = [*schema.get("prefixItems", ()), *([schema["items"]] if "items" in schema else ())]
        return [sample(each, depth + 1) for each in items] if depth < DEEPEST else []
    if kind == "object" or "properties" in schema or "allOf" in schema:
        return _object(schema, depth)
    simple = {"integer": 3, "number": 2.5, "boolean": True, "null": None, None: {"any": [1]}}
    return TEXTS.get(schema.get("format", ""), "A text") if kind == "string" else simple[kind]


def _object(schema: dict[str, Any], depth: int) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for part in schema.get("allOf", ()):
        made |= sample(part, depth)
    required = schema.get("required", ())
    for name, inner in schema.get("properties", {}).items():
        if name in required or depth < DEEPEST:
            made[name] = sample(inner, depth + 1)
    extra = schema.get("additionalProperties")
    if isinstance(extra, dict) and extra and depth < DEEPEST:
        made["another"] = sample(extra, depth + 1)
    return made


def build(annotation: Any, value: Any) -> Any:
    """Return the Python value that an annotated argument takes for a JSON value."""
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin in {Union, types.UnionType}:
        options = [each for each in inner if each is not type(None)]
        fitting = [
            each for each in options if isinstance(value, dict) == hasattr(each, "from_dict")
        ]
        return build((fitting or options)[0], value)
    if isinstance(value, list) and inner:
        return [build(inner[0], each) for each in value]
    if isinstance(value, dict) and hasattr(annotation, "from_dict"):
        model = annotation.from_dict(json.loads(json.dumps(value)))
        for name in model._names():
            setattr(model, name, _named(getattr(model, name)))
        return model
    if annotation is bytes:
        return value.encode()
    if annotation is File:
        return File(value.encode(), 'a "file".txt', "text/plain")
    readers = {
        dt.datetime: dt.datetime.fromisoformat, dt.date: dt.date.fromisoformat,
        UUID: UUID, Decimal: Decimal,
    }  # fmt: skip
    return readers[annotation](value) if annotation in readers else value


def _named(value: Any) -> Any:
    """Give files a name and a type that must be on the wire."""
    if isinstance(value, list):
        return [_named(each) for each in value]
    return File(value.read(), 'a "file"', "image/png") if isinstance(value, File) else value


@dataclasses.dataclass(frozen=True)
class Planned:
    """One call: where it goes, what it takes and what is answered."""

    row: dict[str, Any]
    written: dict[str, Any]
    media_type: str | None

    def arguments(self, method: Any) -> dict[str, Any]:
        """Return every argument of the method."""
        hints = get_type_hints(method)
        given = {
            name: build(hints[name], value) for name, value in self.values.items() if name in hints
        }
        assert given.keys() == self.values.keys(), (self.row["id"], self.values, hints)
        if self.media_type is not None:
            kinds = [each for each in _options(hints["body"]) if each not in {type(None), Unset}]
            kind = kinds[list(bodies(self.written)).index(self.media_type)]
            given["body"] = build(kind, self.values["body"])
        return given

    @property
    def values(self) -> dict[str, Any]:
        """Every argument as a JSON value."""
        rows = self.row["parameters"]
        names = argument_names([(each["name"], each["location"]) for each in rows])
        made = {name: self.value(each) for name, each in zip(names, rows, strict=True)}
        if self.media_type is not None:
            made["body"] = sample(bodies(self.written)[self.media_type])
        return made

    def value(self, row: dict[str, Any]) -> Any:
        """Return what a parameter is given; no null travels outside a body."""
        made = sample(self.parameter(row)["schema"])
        return [each for each in made if each is not None] if isinstance(made, list) else made

    def parameter(self, row: dict[str, Any]) -> dict[str, Any]:
        """Return a parameter as it is written."""
        item = document()["paths"][self.row["path"]]
        both = [*item.get("parameters", ()), *self.written.get("parameters", ())]
        found = [resolve(document(), each) for each in both]
        found.reverse()  # what the operation says goes before what its path says
        return next(
            each for each in found if (each["name"], each["in"]) == (row["name"], row["location"])
        )

    def check_request(self, request: httpx.Request) -> None:
        """Hold what was sent against the document."""
        assert request.method == self.row["method"]
        path = re.sub(r"\\\{[^}]*\\\}", "[^/]+", re.escape(self.row["path"]))
        assert re.search(f"{path}$", request.url.path), (path, request.url.path)
        query = parse_qs(request.url.query.decode(), keep_blank_values=True)
        for row in self.row["parameters"]:
            value = self.value(row)
            self.check_parameter(row, value, request, query)
        if self.media_type is not None:
            sent = request.content
            kind = request.headers["content-type"]
            body = self.values["body"]
            assert kind.partition(";")[0] == self.media_type.partition(";")[0]
            if kind.endswith("json"):
                assert json.loads(sent) == body, (json.loads(sent), body)
            elif kind.startswith("multipart/"):
                parts, fields = sorted(_parts(kind, sent)), sorted(_fields(body))
                assert parts == fields, (parts, fields)
            elif kind.endswith("urlencoded"):
                lists = {
                    name: each if isinstance(each, list) else [each] for name, each in body.items()
                }
                expected = {name: [_text(each) for each in every] for name, every in lists.items()}
                assert parse_qs(sent.decode()) == expected
            else:
                assert sent == body.encode()

    def check_parameter(
        self, row: dict[str, Any], value: Any, request: httpx.Request, query: dict[str, list[str]]
    ) -> None:
        """Hold one parameter against the document."""
        texts = [_text(each) for each in (value if isinstance(value, list) else [value])]
        name, place = row["name"], row["location"]
        style = self.parameter(row).get("style")
        if style == "deepObject":
            for field, each in value.items():
                assert query[f"{name}[{field}]"] == [_text(each)]
        elif place == "query" and isinstance(value, dict):
            pairs = {field: _text(each) for field, each in value.items()}
            joined = {name: ",".join(each for pair in pairs.items() for each in pair)}
            for field, text in (pairs if row["explode"] else joined).items():
                assert text in query[field], (field, query)
        elif style in DELIMITERS:
            assert query[name] == [DELIMITERS[style].join(texts)]
        elif place == "query" and texts:
            assert query[name] == (texts if row["explode"] else [",".join(texts)]), (name, query)
        elif place == "header":
            assert request.headers[name] == ",".join(texts)
        elif place == "cookie":
            assert f"{name}={','.join(texts)}" in unquote(request.headers["cookie"])
        else:
            assert ",".join(texts) in unquote(request.url.raw_path.decode())

    def answers(self) -> list[tuple[int, Any, httpx.Response]]:
        """Return status, value and response for each success."""
        found = []
        for status, response in self.written["responses"].items():
            if status.startswith("2"):
                content = resolve(document(), response).get("content", {})
                code = 202 if status == "2XX" else int(status)
                found.append((code, *_answer(code, content)))
        if not found:
            content = resolve(document(), self.written["responses"]["default"]).get("content", {})
            found.append((202, *_answer(202, content)))
        return found


def bodies(operation: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of each media type of the body; of those with one Python type, the first."""
    content = resolve(document(), operation.get("requestBody", {})).get("content", {})
    found: dict[str, Any] = {}
    for media_type, described in content.items():
        structured = media_type.endswith(("json", "urlencoded", "form-data"))
        schema = described.get("schema", {}) if structured else {"type": "string"}
        if "$ref" not in schema or schema not in found.values():
            found[media_type] = schema
    return found


def _options(annotation: Any) -> list[Any]:
    if get_origin(annotation) in {Union, types.UnionType}:
        return [each for option in get_args(annotation) for each in _options(option)]
    return [annotation]


def _parts(content_type: str, sent: bytes) -> Iterator[tuple[str, ...]]:
    """Yield name, content type, file name and content of each part, as another parser reads them."""
    message = email.message_from_bytes(f"content-type: {content_type}\r\n\r\n".encode() + sent)
    for part in message.get_payload():
        name = part.get_param("name", header="content-disposition")
        yield name, part.get_content_type(), part.get_filename() or "", part.get_payload()


def _fields(body: dict[str, Any]) -> Iterator[tuple[str, ...]]:
    """Yield what each field must be on the wire; those whose name says so are files."""
    for name, value in body.items():
        for each in value if isinstance(value, list) else [value]:
            if isinstance(each, dict | list):
                yield name, "application/json", "", json.dumps(each, separators=(",", ":"))
            elif "file" in name:
                yield name, "image/png", "a %22file%22", each
            elif each is not None:
                yield name, "text/plain", "", _text(each)


def _answer(status: int, content: dict[str, Any]) -> tuple[Any, httpx.Response]:
    if not content:
        return None, httpx.Response(status)
    ((media, described),) = content.items()
    if media.partition(";")[0].endswith("json"):
        value = sample(described.get("schema", {}))
        text = json.dumps(value).encode()
        return value, httpx.Response(status, content=text, headers={"content-type": media})
    raw = b"a,b\n" if media.startswith("text/") else b"\x00\x01"
    value = raw.decode() if media.startswith("text/") else raw
    return value, httpx.Response(status, content=raw, headers={"content-type": media})


def _text(value: Any) -> str:
    return ("true" if value else "false") if isinstance(value, bool) else str(value)


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return [_plain(each) for each in value]
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, File):
        return value.encode()
    if isinstance(value, Model):
        return json.loads(value.to_json())
    return value if isinstance(value, bytes) else write_any(value)


def _settings() -> dict[str, Any]:
    schemes = document().get("components", {}).get("securitySchemes", {})
    credential = Credential({name: Secret("Bearer something") for name in schemes})
    return {
        "credentials": [credential] if schemes else [],
        "environment": BaseUrl("https://x.example.com"),
    }


async def main() -> None:
    """Call everything and print how much that was."""
    calls = 0
    for row in operations():
        written = document()["paths"][row["path"]][row["method"].lower()]
        plans = [Planned(row, written, each) for each in bodies(written) or [None]]
        for planned, (_, value, response) in (
            (each, answer) for each in plans for answer in each.answers()
        ):

            def handle(
                request: httpx.Request,
                planned: Planned = planned,
                response: httpx.Response = response,
            ) -> httpx.Response:
                planned.check_request(request)
                return response

            transport = httpx.MockTransport(handle)
            first, *rest = row["id"].split(".")
            steps = [branch_name(first), *map(method_name, rest)]
            with AcmeClient(transport=transport, **_settings()) as client:
                method: Any = client
                for step in steps:
                    method = getattr(method, step)
                result = method(**planned.arguments(method))
                assert _plain(result) == value, (row["id"], result, value)
            async with AsyncAcmeClient(transport=transport, **_settings()) as other:
                method = other
                for step in steps:
                    method = getattr(method, step)
                result = await method(**planned.arguments(method))
                assert _plain(result) == value
            calls += 2
    sys.stdout.write(json.dumps({"operations": len(operations()), "calls": calls}))


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
