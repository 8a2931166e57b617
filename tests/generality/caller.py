"""Calls every operation of a generated package against a mock, sync and async; run as a script.

It knows of the package only what its document says: values are made from the schemas, and what is
sent and returned is compared with them.
"""

from __future__ import annotations

import asyncio
import dataclasses
import datetime as dt
import json
import re
import sys
import types
from decimal import Decimal
from typing import Any, Union, get_args, get_origin, get_type_hints
from urllib.parse import parse_qs, unquote
from uuid import UUID

import httpx

from acme_ticketing import AcmeClient, AsyncAcmeClient, BaseUrl
from acme_ticketing_core.codec import write_any
from acme_ticketing_core.credentials import Credential
from acme_ticketing_core.redaction import Secret
from acme_ticketing_spec import document, operations
from generator.names import argument_name, branch_name, method_name
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
        return next(value for value in schema["enum"] if value is not None)
    for key in ("oneOf", "anyOf"):
        if key in schema:
            first = next(each for each in schema[key] if each.get("type") != "null")
            return sample(first, depth)
    kind = schema.get("type")
    if isinstance(kind, list):
        kind = next(each for each in kind if each != "null")
    if kind == "array":
        return [sample(schema["items"], depth + 1)] if depth < DEEPEST else []
    if kind == "object" or "properties" in schema or "allOf" in schema:
        return _object(schema, depth)
    simple = {"integer": 3, "number": 2.5, "boolean": True, None: {"any": [1]}}
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
        return annotation.from_dict(json.loads(json.dumps(value)))
    if annotation is bytes:
        return value.encode()
    readers = {
        dt.datetime: dt.datetime.fromisoformat, dt.date: dt.date.fromisoformat,
        UUID: UUID, Decimal: Decimal,
    }  # fmt: skip
    return readers[annotation](value) if annotation in readers else value


@dataclasses.dataclass(frozen=True)
class Planned:
    """One call: where it goes, what it takes and what is answered."""

    row: dict[str, Any]
    written: dict[str, Any]

    def arguments(self, method: Any) -> dict[str, Any]:
        """Return every argument of the method."""
        hints = get_type_hints(method)
        given = {
            name: build(hints[name], self.values[name]) for name in hints if name in self.values
        }
        assert given.keys() == self.values.keys(), (self.row["id"], self.values, hints)
        return given

    @property
    def values(self) -> dict[str, Any]:
        """Every argument as a JSON value."""
        made = {
            argument_name(each["name"], each["location"]): sample(self.parameter(each)["schema"])
            for each in self.row["parameters"]
        }
        if "requestBody" in self.written:
            content = resolve(document(), self.written["requestBody"])["content"]
            made["body"] = sample(next(iter(content.values())).get("schema", {}))
        return made

    def parameter(self, row: dict[str, Any]) -> dict[str, Any]:
        """Return a parameter as it is written."""
        item = document()["paths"][self.row["path"]]
        both = [*item.get("parameters", ()), *self.written.get("parameters", ())]
        found = [resolve(document(), each) for each in both]
        return next(each for each in found if each["name"] == row["name"])

    def check_request(self, request: httpx.Request) -> None:
        """Hold what was sent against the document."""
        assert request.method == self.row["method"]
        path = re.sub(r"\\\{[^}]*\\\}", "[^/]+", re.escape(self.row["path"]))
        assert re.search(f"{path}$", request.url.path), (path, request.url.path)
        query = parse_qs(request.url.query.decode(), keep_blank_values=True)
        for row in self.row["parameters"]:
            value = sample(self.parameter(row)["schema"])
            self.check_parameter(row, value, request, query)
        if "body" in self.values:
            sent = request.content
            kind = request.headers["content-type"]
            body = self.values["body"]
            if kind.endswith("json"):
                assert json.loads(sent) == body, (json.loads(sent), body)
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
        elif style in DELIMITERS:
            assert query[name] == [DELIMITERS[style].join(texts)]
        elif place == "query":
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
                found.append((int(status), *_answer(int(status), content)))
        return found


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
        planned = Planned(row, written)
        for _, value, response in planned.answers():

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
