"""Joining files: where references lead, what is refused, and where everything was written."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from generator.reading.join import JoinedDocument, join
from generator.reading.problem import Location, Problem, SpecificationError
from tests.generator.specs.edits import MINIMAL, Edit, edited

_ROOT = "openapi: 3.1.0\n"


def _write(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return folder / "openapi.yaml"


def _join(folder: Path, **files: str) -> JoinedDocument:
    return join(_write(folder, {name.replace("__", "/"): text for name, text in files.items()}))


def _refused(root: Path) -> Problem:
    with pytest.raises(SpecificationError) as caught:
        join(root)
    (problem,) = caught.value.problems
    return problem


def _references(value: Any) -> list[str]:
    if isinstance(value, list):
        return [reference for item in value for reference in _references(item)]
    if isinstance(value, dict):
        own = [value["$ref"]] if isinstance(value.get("$ref"), str) else []
        return own + [each for child in value.values() for each in _references(child)]
    return []


def test_every_reference_is_local_and_leads_somewhere():
    """After joining no reference leaves the document or dangles."""
    document = join(MINIMAL / "openapi.yaml").data
    references = _references(document)
    assert references
    for reference in references:
        value = document
        for step in reference.removeprefix("#/").split("/"):
            value = value[step]


def test_components_come_from_their_files():
    """Schemas, parameters, responses and schemes become components under their names."""
    document = join(MINIMAL / "openapi.yaml")
    components = document.data["components"]
    assert set(components) == {"parameters", "responses", "schemas", "securitySchemes"}
    assert "RequestUuid" in components["parameters"]
    assert "SortDirection" in components["parameters"]
    assert document.schema_files["Pagination"] == "common"
    for section in components.values():
        assert list(section) == sorted(section)


def test_path_files_are_merged_in_order():
    """Paths stand in the order of the path files and of the paths in them."""
    assert list(join(MINIMAL / "openapi.yaml").data["paths"])[:3] == [
        "/v2/b2b/session",
        "/v2/b2b/events",
        "/v2/b2b/events/{id}",
    ]


def test_paths_may_be_references(tmp_path: Path):
    """The long form, one `$ref` with a JSON pointer for each path, means the same."""
    joined = _join(
        tmp_path,
        **{
            "openapi.yaml": _ROOT + "paths:\n  /v2/a/{id}:\n    $ref: a.yaml#/~1v2~1a~1%7Bid%7D\n",
            "a.yaml": "/v2/a/{id}:\n  summary: A\n",
        },
    )
    assert joined.data["paths"] == {"/v2/a/{id}": {"summary": "A"}}
    assert joined.locate("paths", "/v2/a/{id}", "summary") == Location(tmp_path / "a.yaml", 2)


def test_examples_are_put_in_place():
    """An example file's content stands where its reference stood."""
    document = join(MINIMAL / "openapi.yaml")
    pointer = ("paths", "/v2/b2b/session", "get", "responses", "200", "content")
    value = document.data
    for step in pointer:
        value = value[step]
    example = value["application/json"]["examples"]["usual"]["value"]
    assert example == json.loads((MINIMAL / "examples/sessions.create.response.json").read_text())


def test_locations_lead_into_the_file_that_holds_the_value():
    """Values of paths, components and examples are located in their own files."""
    document = join(MINIMAL / "openapi.yaml")
    listing = ("paths", "/v2/b2b/events", "get")
    example = (*listing, "responses", "200", "content", "application/json", "examples", "usual")
    for pointer, name, text in (
        (("info", "version"), "openapi.yaml", "info:"),
        ((*listing, "summary"), "paths/events.yaml", "summary: List events"),
        ((*listing, "parameters", 0), "paths/events.yaml", "parameters.yaml#/Page"),
        (("components", "parameters", "Page", "schema"), "parameters.yaml", "schema: {type"),
        (("components", "schemas", "Event", "properties"), "schemas/events.yaml", "properties:"),
        (("components", "responses", "NotFound"), "responses.yaml", "NotFound:"),
        ((*example, "value"), "examples/b2b.events.list.response.json", "{"),
        (
            (*example, "value", "pagination", "count"),
            "examples/b2b.events.list.response.json",
            '"count"',
        ),
        ((*listing, "nothing", "there"), "paths/events.yaml", "get:"),
        (("nothing",), "openapi.yaml", "openapi:"),
    ):
        location = document.locate(*pointer)
        assert location.file == MINIMAL / name
        assert text in location.file.read_text(encoding="utf-8").splitlines()[location.line - 1]


def test_schemas_may_refer_to_themselves(tmp_path: Path):
    """A schema that contains itself, directly or through others, stays one component."""
    joined = _join(
        tmp_path,
        **{
            "openapi.yaml": _ROOT + "paths: {/a: {x: {$ref: schemas/tree.yaml#/Tree}}}\n",
            "schemas/tree.yaml": "Tree: {items: {$ref: '#/Tree'}, not: {$ref: wood.yaml#/Wood}}\n",
            "schemas/wood.yaml": "Wood: {items: {$ref: tree.yaml#/Tree}}\n",
        },
    )
    assert joined.data["components"]["schemas"] == {
        "Tree": {
            "items": {"$ref": "#/components/schemas/Tree"},
            "not": {"$ref": "#/components/schemas/Wood"},
        },
        "Wood": {"items": {"$ref": "#/components/schemas/Tree"}},
    }


def test_what_stands_beside_a_reference_to_a_component_stays(tmp_path: Path):
    """OpenAPI 3.1 allows a description beside a `$ref`."""
    joined = _join(
        tmp_path,
        **{
            "openapi.yaml": _ROOT + "x: {$ref: schemas/a.yaml#/A, description: Ours.}\n",
            "schemas/a.yaml": "A: {type: string}\n",
        },
    )
    assert joined.data["x"] == {"$ref": "#/components/schemas/A", "description": "Ours."}


def test_components_of_the_root_document_are_joined_too(tmp_path: Path):
    """Components may be written in the root, refer to files, and rename what they refer to."""
    joined = _join(
        tmp_path,
        **{
            "openapi.yaml": _ROOT
            + "components:\n  schemas:\n    A: {$ref: schemas/a.yaml#/A}\n"
            + "    B: {$ref: schemas/a.yaml#/A}\n    C: {type: integer}\n",
            "schemas/a.yaml": "A: {type: string}\n",
        },
    )
    assert joined.data["components"]["schemas"] == {
        "A": {"type": "string"},
        "B": {"$ref": "#/components/schemas/A"},
        "C": {"type": "integer"},
    }
    assert joined.schema_files["C"] == "openapi"


def test_joining_twice_gives_the_same():
    """The joined document and its order depend on nothing but the files."""
    first, second = (join(MINIMAL / "openapi.yaml") for _ in range(2))
    assert json.dumps(first.data) == json.dumps(second.data)
    assert first.unused == second.unused == ()


def test_the_root_may_be_named_with_dots(tmp_path: Path):
    """A root path with `..` in it is the same file as without."""
    root = edited(tmp_path)
    joined = join(root.parent / ".." / root.parent.name / root.name)
    assert joined.locate("paths", "/v2/b2b/events").file == root.parent / "paths/events.yaml"


def test_what_is_not_reached_is_told(tmp_path: Path):
    """Files and definitions that no reference reaches are listed, with their places."""
    root = edited(
        tmp_path,
        Edit("paths/b2c/forgotten.yaml", "", "/v2/x: {}\n"),
        Edit("examples/old.json", "", "{}\n"),
        Edit("notes.md", "", "# Not read\n"),
        Edit("schemas/events.yaml", "Admission:", "Lost: {type: string}\n\nAdmission:"),
        Edit("responses.yaml", "ServerError:", "Gone: {description: Gone.}\nServerError:"),
        Edit(
            "headers.yaml", "  BrowserIp:", "  Origin: {name: x-acme-o, in: header}\n  BrowserIp:"
        ),
    )
    told = {what: (place.file.name, place.line) for what, place in join(root).unused}
    assert told == {
        "file examples/old.json": ("old.json", 1),
        "file paths/b2c/forgotten.yaml": ("forgotten.yaml", 1),
        "schema Lost": ("events.yaml", 12),
        "response Gone": ("responses.yaml", 12),
        "parameter Origin": ("headers.yaml", 21),
    }


@pytest.mark.parametrize(
    ("files", "at", "rule", "says"),
    [
        ({"openapi.yaml": "- 3.1.0\n"}, "openapi.yaml:1", "document-object", "no mapping"),
        ({"openapi.yaml": ""}, "openapi.yaml:1", "document-object", "no mapping"),
        ({"openapi.yaml": "openapi: [\n"}, "openapi.yaml:2", "yaml-syntax", "not YAML"),
        ({"openapi.yaml": _ROOT + "paths: [/a]\n"}, "openapi.yaml:2", "mapping", "paths"),
        ({"openapi.yaml": _ROOT + "components: 5\n"}, "openapi.yaml:2", "mapping", "components"),
        (
            {"openapi.yaml": _ROOT + "components: {schemas: [A]}\n"},
            "openapi.yaml:2", "mapping", "components.schemas",
        ),
        (
            {"openapi.yaml": _ROOT + "x-acme-path-files: paths.yaml\n"},
            "openapi.yaml:2", "path-files-list", "no list",
        ),
        (
            {"openapi.yaml": _ROOT + "x-acme-path-files:\n  - a.yaml\n  - b.yaml\n", "a.yaml": "{}"},
            "openapi.yaml:4", "reference-resolves", "there is no file",
        ),
        (
            {"openapi.yaml": _ROOT + "x-acme-path-files: [a.yaml]\n", "a.yaml": "- /a\n"},
            "a.yaml:1", "mapping", "the file is no mapping",
        ),
        (
            {
                "openapi.yaml": _ROOT + "x-acme-path-files: [a.yaml, b.yaml]\n",
                "a.yaml": "/v2/x: {}\n",
                "b.yaml": "/v2/y: {}\n/v2/x: {}\n",
            },
            "b.yaml:2", "unique-paths", "/v2/x is described twice",
        ),
        (
            {"openapi.yaml": _ROOT + "x:\n  $ref: schemas/a.yaml#/A\n"},
            "openapi.yaml:3", "reference-resolves", "there is no file",
        ),
        (
            {"openapi.yaml": _ROOT + "x: {$ref: schemas/a.yaml#/B}\n", "schemas/a.yaml": "A: {}\n"},
            "openapi.yaml:2", "reference-resolves", "leads to nothing in",
        ),
        (
            {"openapi.yaml": _ROOT + "x: {$ref: schemas/a.yaml#A}\n", "schemas/a.yaml": "A: {}\n"},
            "openapi.yaml:2", "reference-resolves", "#A leads to nothing in",
        ),
        (
            {"openapi.yaml": _ROOT + "x: {$ref: schemas/a.yaml#/A/9}\n", "schemas/a.yaml": "A: [1]\n"},
            "openapi.yaml:2", "reference-resolves", "leads to nothing in",
        ),
        (
            {"openapi.yaml": _ROOT + "x: {$ref: 'https://example.com/a.yaml#/A'}\n"},
            "openapi.yaml:2", "reference-resolves", "there is no file",
        ),
        (
            {
                "openapi.yaml": _ROOT + "x: [{$ref: schemas/a.yaml#/A}, {$ref: schemas/b.yaml#/A}]\n",
                "schemas/a.yaml": "A: {type: string}\n",
                "schemas/b.yaml": "B: {}\nA: {type: string}\n",
            },
            "b.yaml:2", "unique-components", "two components of kind schemas are called A",
        ),
        (
            {"openapi.yaml": _ROOT + "x: {$ref: '#/x'}\n"},
            "openapi.yaml:2", "reference-circle", "leads back",
        ),
        (
            {
                "openapi.yaml": _ROOT + "x: {$ref: a.yaml#/a}\n",
                "a.yaml": "a:\n  - b: {$ref: '#/a/0'}\n",
            },
            "a.yaml:2", "reference-circle", "leads back",
        ),
        (
            {
                "openapi.yaml": _ROOT + "x:\n  $ref: a.yaml#/a\n  summary: Lost\n",
                "a.yaml": "a: {}\n",
            },
            "openapi.yaml:4", "reference-alone", "'summary' beside a $ref",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_joined_is_refused_at_its_line(
    tmp_path: Path, files: dict[str, str], at: str, rule: str, says: str
):
    """Each mistake of a reference or a file is one problem with file, line and remedy."""
    problem = _refused(_write(tmp_path, files))
    assert f"{problem.location.file.name}:{problem.location.line}" == at
    assert problem.rule == rule
    assert says in problem.message
    assert problem.remedy.endswith(".")


def test_references_stay_inside_the_folder(tmp_path: Path):
    """A reference to a file outside the specification's folder is refused."""
    (tmp_path / "outside.yaml").write_text("a: 1\n", encoding="utf-8")
    root = _write(tmp_path / "spec", {"openapi.yaml": _ROOT + "x: {$ref: ../outside.yaml}\n"})
    assert _refused(root).rule == "reference-inside"


def test_a_missing_root_is_a_problem(tmp_path: Path):
    """A root document that does not exist is named."""
    assert _refused(tmp_path / "openapi.yaml").rule == "file-readable"


def test_part_of_a_component_is_put_in_place(tmp_path: Path):
    """A reference into the middle of a schema copies that part, and circles end at components."""
    joined = _join(
        tmp_path,
        **{
            "openapi.yaml": _ROOT + "x: {$ref: schemas/a.yaml#/A/properties/b}\n",
            "schemas/a.yaml": "A: {properties: {b: {items: {$ref: '#/A'}}}}\n",
        },
    )
    assert joined.data["x"] == {"items": {"$ref": "#/components/schemas/A"}}
