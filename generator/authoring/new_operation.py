"""Begins a new operation: path, schema, example and test from one line.

`GET /v2/b2b/doors/{id} b2b.doors.get` writes what every operation needs, valid as it stands; its
author replaces the words and adds the fields.
"""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from acme_ticketing_core.operations.names import kebab_case, snake_case

from ..comparing.side import call_name
from ..naming.names import argument_name, attribute_name, class_name
from ..reading.problem import Location, refuse
from ..reading.specification import area_of
from .yaml_text import written

PROMPT = "method, path, operationId (GET /v2/b2b/doors/{id} b2b.doors.get): "
_LINE = re.compile(r"((?i:GET|POST|PUT|PATCH|DELETE)) (/\S+) ([a-z]\w*(?:\.[a-z]\w*){1,2})")
_PARAMETER = re.compile(r"\{([^{}]+)\}")
_FAILURES = {
    "400": "BadRequest", "401": "Unauthorized", "403": "Forbidden", "404": "NotFound",
    "429": "RateLimited", "500": "ServerError",
}  # fmt: skip
_KEYS = {"b2c": ("apiKey", "tenantId"), "cors": ("publishableKey", "tenantId")}


@dataclass(frozen=True)
class NewOperation:
    """What the one line says, and what follows from it."""

    method: str  # upper-case HTTP method
    path: str  # the path template
    id: str  # the operationId
    parameters: list[str]  # the names in the path
    has_body: bool  # whether it takes one
    area: str  # `b2b`, `b2c` or `cors`, by the path; `b2b` where it tells none
    resource: str  # the class of its resource
    file: str  # the stem of its files
    schema: str  # the schema of one record

    @classmethod
    def parse(cls, line: str) -> NewOperation:
        """Read the line: a method, a path and an operationId."""
        found = _LINE.fullmatch(" ".join(line.split()))
        if found is None:
            _refuse(f"{line!r} is no method, path and operationId")
        method, path, id_ = found[1].upper(), found[2], found[3]
        word = id_.split(".")[-2]
        name = class_name(word)
        return cls(
            method, path, id_, _PARAMETER.findall(path),
            has_body=method in {"POST", "PUT", "PATCH"}, area=area_of(path) or "b2b",
            resource=name, file=kebab_case(word),
            schema=f"{name[:-3]}y" if name.endswith("ies") else name.removesuffix("s"),
        )  # fmt: skip


def write_new_operation(root: Path, tests: Path, new: NewOperation) -> list[Path]:
    """Write the files of a new operation beside the root document `root`; return what was written."""
    spec = root.parent
    paths = _home(spec / "paths" / new.area, new.file)
    schemas = _home(spec / "schemas", new.file)
    test = tests / f"test_{snake_case(new.id.replace('.', '-'))}.py"
    known = paths.read_text(encoding="utf-8") if paths.exists() else ""
    if f"{new.path}:" in known.splitlines() or test.exists():
        _refuse(f"{new.path} stands in {paths} already", "Add the method there by hand.")
    touched = [paths, schemas, test, root]
    up = os.path.relpath(spec, paths.parent)
    item = _path_item(new, up, f"{up}/{schemas.relative_to(spec).as_posix()}#/{new.schema}")
    _append(paths, written(item), heading=f"# {new.resource}.")
    if not schemas.exists() or f"{new.schema}:" not in schemas.read_text().splitlines():
        properties = {"id": {"type": "string", "description": "Id of it."}}
        record = {"type": "object", "description": "Say what one of these is."}
        described = {new.schema: {**record, "properties": properties}}
        _append(schemas, written(described), heading=f"# {new.resource}.")
    for case in ["response", *(["request"] if new.has_body else [])]:
        example = spec / "examples" / f"{new.id}.{case}.json"
        _append(example, json.dumps({"id": "1"}, indent=2) + "\n")
        touched.append(example)
    _append(test, _test(new))
    _register(root, paths.relative_to(spec).as_posix(), new.id.rpartition(".")[0])
    return sorted(touched)


def _home(folder: Path, file: str) -> Path:
    """Return the file of a resource, in whichever folder inside `folder` it stands already."""
    return next(folder.rglob(f"{file}.yaml"), folder / f"{file}.yaml")


def _append(file: Path, text: str, *, heading: str = "") -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    before = file.read_text(encoding="utf-8") if file.exists() else heading
    file.write_text(f"{before.rstrip()}\n\n{text}" if before else text, encoding="utf-8")


def _register(root: Path, path_file: str, tag: str) -> None:
    text = root.read_text(encoding="utf-8")
    if f"  - {path_file}\n" not in text:
        text = text.replace("x-acme-path-files:\n", f"x-acme-path-files:\n  - {path_file}\n", 1)
    if f"  - name: {tag}\n" not in text:
        entry = f"  - name: {tag}\n    description: What these operations are about.\n"
        text = text.replace("x-acme-path-files:\n", f"{entry}x-acme-path-files:\n", 1)
    root.write_text(text, encoding="utf-8")


def _path_item(new: NewOperation, up: str, schema: str) -> dict[str, Any]:
    def content(case: str) -> dict[str, Any]:
        example = {"$ref": f"{up}/examples/{new.id}.{case}.json"}
        described = {"schema": {"$ref": schema}, "examples": {"usual": {"value": example}}}
        return {"application/json": described}

    tag, _, word = new.id.rpartition(".")
    operation: dict[str, Any] = {
        "operationId": new.id,
        "tags": [tag],
        "summary": f"Say in one line what {word} does",
        "description": "Tell units, limits and advice.",
        "x-acme-source": {"file": f"{new.file}.md", "support": "D"},
        "x-acme-limit": new.area,
    }
    if new.area in _KEYS:
        operation["security"] = [{key: [] for key in _KEYS[new.area]}]
    if new.parameters:
        about = {"in": "path", "required": True, "description": "Which one."}
        named = ({"name": name, **about} for name in new.parameters)
        operation["parameters"] = [{**each, "schema": {"type": "string"}} for each in named]
    if new.has_body:
        operation["requestBody"] = {"required": True, "content": content("request")}
    operation["responses"] = {
        "200": {"description": "The record.", "content": content("response")},
        **{status: {"$ref": f"{up}/responses.yaml#/{name}"} for status, name in _FAILURES.items()},
    }
    if not new.parameters:
        del operation["responses"]["404"]
    shared = [{"$ref": f"{up}/headers.yaml#/parameters/RequestId"}]
    return {new.path: {"parameters": shared, new.method.lower(): operation}}


def _test(new: NewOperation) -> str:
    call = call_name(new.id)
    given = [f'{argument_name(name, "path")}="1"' for name in new.parameters]
    given += [f'body={new.schema}(id="1")'] if new.has_body else []
    sent = _PARAMETER.sub("1", new.path)
    return f'''"""`{call}` sends what the specification says and reads its example."""

from __future__ import annotations

import httpx

from acme_ticketing import AcmeClient, ApiKey, BaseUrl, PublishableKey
from acme_ticketing.models import {new.schema}


def test_call_and_answer() -> None:
    """Method and path are those of the specification; the answer is a {new.schema}."""
    seen: list[tuple[str, str]] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append((request.method, request.url.path))
        return httpx.Response(200, json={{"id": "1"}})

    with AcmeClient(
        [ApiKey("key"), PublishableKey("key")],
        environment=BaseUrl("https://acme.example.com"),
        tenant_id=1,
        transport=httpx.MockTransport(answer),
    ) as client:
        found = {call}({", ".join(given)})
    assert seen == [("{new.method}", "{sent}")]
    assert isinstance(found, {new.schema})
    assert found.{attribute_name("id")} == "1"
'''


def _refuse(
    message: str, remedy: str = "Write, for example, GET /v2/b2b/doors b2b.doors.list."
) -> NoReturn:
    refuse(Location(Path("new-operation"), 1), "new-operation", message, remedy)
