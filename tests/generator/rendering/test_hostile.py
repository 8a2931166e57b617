"""Hostile specifications: no text of a document ever becomes code, in any place.

The suite tries one place per payload. To try more, say how many for each:

    HOSTILE_PLACES=200 python -m pytest tests/generator/rendering/test_hostile.py
"""

from __future__ import annotations

import ast
import json
import os
import random
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from generator.reading.join import JoinedDocument, join
from generator.reading.load import Pointer
from generator.reading.problem import SpecificationError
from generator.rendering.pydantic_edition import render_pydantic
from generator.rendering.render import render_client
from generator.rendering.write import write
from tests.generator.documents import document, json_answer, operation
from tests.generator.hostile import PAYLOADS, PLANTED, Mutation, assert_harmless, outcome, places
from tests.generator.museum import SPECIFICATION, edited, regenerate

ROOT = Path(__file__).parents[3]
PLACES = int(os.environ.get("HOSTILE_PLACES", "1"))

_MUSEUM = join(SPECIFICATION)
_EVERYWHERE = list(places(_MUSEUM.data))


@pytest.mark.parametrize("number", range(len(PAYLOADS)))
def test_a_hostile_text_anywhere(number: int):
    """Each payload, in places chosen by lot, is refused or comes out as text and names only."""
    chosen = random.Random(number).sample(_EVERYWHERE, min(PLACES, len(_EVERYWHERE)))
    for pointer, is_key in chosen:
        mutation = Mutation(pointer, is_key, PAYLOADS[number])
        try:
            outcome(mutation.applied(_MUSEUM))
        except Exception as error:
            error.add_note(str(mutation))
            raise


@pytest.mark.parametrize(
    ("pointer", "payload", "expected"),
    [
        (("paths", "/v2/b2b/exhibits", "get", "x-acme-pagination", "pageSize"), "print", "failed"),
        (
            (
                *("paths", "/v2/b2b/exhibits/{id}", "put", "requestBody", "content"),
                *("application/json", "examples", "usual", "value", "place", "exhibits"),
            ),
            "$ref",
            "generated",
        ),
    ],
    ids=["a parameter called as an argument", "an example that looks like a reference"],
)
def test_what_fuzzing_found(pointer: Pointer, payload: str, expected: str):
    """A key that is called otherwise."""
    assert outcome(Mutation(pointer, is_key=True, payload=payload).applied(_MUSEUM)) == expected


def test_the_harness_sees_foreign_code():
    """What the other tests look for would be found: calls, imports, statements, hidden text."""
    for foreign in (
        '__import__("os").system("touch PWNED")\n',
        "import os\n",
        "from subprocess import run\n",
        "for _ in (): pass\n",
        "1 + 1\n",
        'X = eval("1")\n',
        'X = "\u202e"\n',
        "X = lambda: open('PWNED')\n",
    ):
        with pytest.raises(AssertionError):
            assert_harmless("foreign", foreign)
    assert_harmless("ours", 'X = Field(description="__import__")\n"""import os"""\n')


# Everything at once


def _planted(value: Any, key: str = "") -> Any:
    """Return a document with the payload in everything that is only for people to read."""
    if isinstance(value, dict):
        return {name: _planted(child, name) for name, child in value.items()}
    if isinstance(value, list):
        return [_planted(child, key) for child in value]
    if isinstance(value, str) and key in {"description", "summary", "x-acme-note", "enum"}:
        return f"{value}{PLANTED}{{{{ 7 * 7 }}}}\\"
    return value


def _import_everything(folder: Path) -> None:
    modules = [
        ".".join(path.relative_to(folder).with_suffix("").parts).removesuffix(".__init__")
        for path in sorted(folder.rglob("*.py"))
    ]
    subprocess.run(
        [sys.executable, "-W", "error", "-c", "\n".join(f"import {name}" for name in modules)],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(map(str, (folder, ROOT / "src")))},
        check=True,
    )


def test_a_document_full_of_plants_is_only_text(tmp_path: Path):
    """Planted in every description, summary and value at once, the code still does nothing."""
    data = _planted(_MUSEUM.data)
    planted = JoinedDocument(data, _MUSEUM.locations, _MUSEUM.schema_files)
    files = render_client(planted) | render_pydantic(planted)
    write(files, tmp_path / "acme_ticketing")
    for path in tmp_path.rglob("*.py*"):
        assert_harmless(path.name, path.read_text("utf-8"))
    _import_everything(tmp_path)
    assert not list(tmp_path.rglob("PWNED"))
    kinds = (tmp_path / "acme_ticketing" / "models" / "exhibits.py").read_text("utf-8")
    assert f"painting{PLANTED}{{{{ 7 * 7 }}}}\\" in [
        node.value for node in ast.walk(ast.parse(kinds)) if isinstance(node, ast.Constant)
    ]


def test_planted_files_go_through_the_command_line(tmp_path: Path):
    """The same from files: what lint lets pass is written, imported, and does nothing."""
    root, output = edited(tmp_path), tmp_path / "generated"
    for name in ("schemas/exhibits.yaml", "schemas/rooms.yaml", "openapi.yaml"):
        path = root.parent / name
        lines = path.read_text("utf-8").splitlines(keepends=True)
        path.write_text("".join(map(_with_plant, lines)), "utf-8")
    assert regenerate(root, output) == 0
    _import_everything(output)
    assert not list(tmp_path.rglob("PWNED"))
    assert "PWNED" in (output / "acme_ticketing" / "models" / "rooms.py").read_text("utf-8")


def _with_plant(line: str) -> str:
    key, colon, text = line.partition("description: ")
    if not colon or text.startswith("|-") or "{" in line:
        return line
    return f"{key}{colon}{json.dumps(text.strip() + PLANTED)}\n"


# Names and places of special interest

TEXT = {"type": "string"}
BREAKING = (
    PLANTED, PLANTED.replace('"', "'"), PLANTED[2:-2], f"\\{PLANTED}", "\\", '"',
    "a\n\nimport os\nos.system('touch PWNED')\n#", "x\u2028import os\u202e\ufeff", "{{ 7 }}{% raw %}",
)  # fmt: skip


def _property(payload: str) -> JoinedDocument:
    schema = {"type": "object", "properties": {payload: TEXT | {"x-acme-sensitive": True}}}
    return document(
        {"Thing": schema},
        {"/a": {"get": operation(responses=json_answer({"$ref": "#/components/schemas/Thing"}))}},
    )


def _schema(payload: str) -> JoinedDocument:
    return document(
        {payload: {"type": "object", "properties": {"id": TEXT}}}, {"/a": {"get": operation()}}
    )


def _parameter(payload: str) -> JoinedDocument:
    parameter = {"name": payload, "in": "query", "schema": TEXT}
    return document(paths={"/a": {"get": operation(parameters=[parameter])}})


def _path(payload: str) -> JoinedDocument:
    return document(paths={f"/a/{payload.replace('{', '').replace('}', '')}": {"get": operation()}})


def _operation_id(payload: str) -> JoinedDocument:
    return document(paths={"/a": {"get": operation(f"things.{payload.replace('.', '')}")}})


def _replacement(payload: str) -> JoinedDocument:
    rest = {"deprecated": True, "x-acme-replacement": payload, "x-acme-limit": payload}
    return document(paths={"/a": {"get": operation(**rest)}})


def _scheme(payload: str) -> JoinedDocument:
    return document(
        paths={"/a": {"get": operation(security=[{payload: []}])}},
        components={"securitySchemes": {payload: {"type": "apiKey", "name": payload}}},
    )


def _server(payload: str) -> JoinedDocument:
    servers = [{"url": payload, "x-acme-environment": payload}]
    return document(paths={"/a": {"get": operation()}}, servers=servers)


def _status(payload: str) -> JoinedDocument:
    responses = {"200": {"description": payload}, "404": {"description": payload}}
    return document(paths={"/a": {"get": operation(responses=responses)}})


def _tag(payload: str) -> JoinedDocument:
    tags = [{"name": "things", "description": payload}]
    return document(paths={"/a": {"get": operation()}}, tags=tags)


def _default(payload: str) -> JoinedDocument:
    value = {"default": payload, "example": payload, "examples": [payload], "const": payload}
    values = {"type": "string", "enum": [payload], "default": payload}
    schema = {"type": "object", "properties": {"a": value, "b": values, "c": {"items": value}}}
    return document({"Thing": schema}, {"/a": {"get": operation()}})


def _pattern(payload: str) -> JoinedDocument:
    schema = {"type": "object", "properties": {"a": TEXT | {"pattern": payload, "title": payload}}}
    return document({"Thing": schema | {"title": payload}}, {"/a": {"get": operation()}})


def _version(payload: str) -> JoinedDocument:
    given = document(paths={"/a": {"get": operation()}})
    given.data["info"] |= {"version": payload, "title": payload, "description": payload}
    return given


@pytest.mark.parametrize(
    "make",
    [
        _property, _schema, _parameter, _path, _operation_id, _replacement, _scheme, _server,
        _status, _tag, _default, _pattern, _version,
    ],
)  # fmt: skip
def test_a_hostile_text_where_it_would_hurt_most(make: Callable[[str], JoinedDocument]):
    """Unchecked by lint, what would end a string or a line is refused or stays text."""
    for payload in BREAKING:
        given = make(payload)
        for render in (
            (render_client, render_pydantic) if "Thing" in str(given) else (render_client,)
        ):
            try:
                files = render(given)
            except SpecificationError:
                continue
            for name, text in files.items():
                if name.suffix in {".py", ".pyi"}:
                    assert_harmless(f"{payload[:40]!r} in {name}", text)


@pytest.mark.parametrize(
    "keyword",
    ["customTypePath", "customBasePath", "x-python-type", "x-python-import", "x-enum-varnames"],
)
def test_no_keyword_imports_code(keyword: str):
    """Keywords by which datamodel-code-generator would import what the document names are lost."""
    for value in ("os.system", {"module": "os", "name": "system"}, ["os.system"]):
        schema = {
            "type": "object",
            keyword: value,
            "properties": {
                "a": TEXT | {keyword: value},
                "b": TEXT | {"enum": ["x"], keyword: value},
            },
        }
        for text in render_pydantic(document({"Thing": schema})).values():
            assert "system" not in text


def test_half_a_character_is_refused_where_it_is(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    """A lone surrogate can be escaped in JSON and stored nowhere."""
    root = edited(tmp_path)
    example = root.parent / "examples" / "b2b.exhibits.create.response.json"
    example.write_text('"\\ud800"\n')
    assert regenerate(root, tmp_path / "generated") == 1
    assert capsys.readouterr().err.startswith(f"{example}:1: text-unicode: ")
    example.write_text('"\\ud83c\\udfab"\n')
    assert regenerate(root, tmp_path / "generated") == 0
