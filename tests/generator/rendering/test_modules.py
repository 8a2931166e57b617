"""Rendering: which module of the package a resource stands in."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.generator.museum import edited, regenerate
from tests.generator.specs.edits import Edit

_ROOMS = "paths/b2b/house/rooms.yaml"
_ROOMS_FILE = """\
/v2/b2b/rooms/{id}:
  parameters:
    - $ref: ../../../headers.yaml#/parameters/RequestId
  get:
    operationId: b2b.rooms.get
    tags: [b2b.rooms]
    summary: Read a room
    description: Reads one.
    x-acme-source: {file: museum.md, support: A}
    x-acme-limit: b2b
    parameters:
      - {name: id, in: path, required: true, description: Which., schema: {type: string}}
    responses:
      '200':
        description: It.
        content: {application/json: {schema: {type: string}, examples: {usual: {value: Hall}}}}
      '400': {$ref: ../../../responses.yaml#/BadRequest}
      '401': {$ref: ../../../responses.yaml#/Unauthorized}
      '403': {$ref: ../../../responses.yaml#/Forbidden}
      '404': {$ref: ../../../responses.yaml#/NotFound}
      '429': {$ref: ../../../responses.yaml#/RateLimited}
      '500': {$ref: ../../../responses.yaml#/ServerError}
"""
_ROOMS_NAMED = Edit(
    "openapi.yaml",
    "x-acme-path-files:",
    f"  - {{name: b2b.rooms, description: Rooms.}}\nx-acme-path-files:\n  - {_ROOMS}",
)


def test_a_folder_is_a_module(tmp_path: Path):
    """Resources and models that are described in one folder stand in one module each."""
    root = edited(
        tmp_path,
        Edit("openapi.yaml", "  - paths/exhibits.yaml", "  - paths/b2b/house/exhibits.yaml"),
        _ROOMS_NAMED,
    )
    exhibits = root.parent / "paths" / "exhibits.yaml"
    for file, text in (
        ("exhibits.yaml", exhibits.read_text(encoding="utf-8").replace("../", "../../../")),
        ("rooms.yaml", _ROOMS_FILE),
    ):
        target = root.parent / "paths" / "b2b" / "house" / file
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    exhibits.unlink()
    output = tmp_path / "generated"
    assert regenerate(root, output) == 0
    resources = output / "acme_ticketing" / "resources" / "b2b"
    assert [file.name for file in sorted(resources.iterdir())] == ["__init__.py", "house.py"]
    module = (resources / "house.py").read_text(encoding="utf-8")
    assert module.startswith('"""Of `client.b2b`: `exhibits`, `rooms`.')
    assert "EXHIBITS_GET: " in module
    assert "ROOMS_GET: " in module
    assert "class AsyncRooms(AsyncResource):" in module


def test_a_resource_stands_in_one_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    """An operation of it in another folder is refused: it would be two classes of one name."""
    named = replace(_ROOMS_NAMED, new=f"x-acme-path-files:\n  - {_ROOMS}")
    root = edited(tmp_path, named)
    target = root.parent / _ROOMS
    target.parent.mkdir(parents=True)
    target.write_text(_ROOMS_FILE.replace("b2b.rooms", "b2b.exhibits").replace(".get", ".seek"))
    assert regenerate(root, tmp_path / "generated") == 1
    said = capsys.readouterr().err
    assert "resource-folder" in said
    assert f"{_ROOMS}:5" in said
