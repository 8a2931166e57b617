"""Validation against OpenAPI 3.1 and JSON Schema, and of every example against its schema."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.checking.validate import FORMATS, validate
from generator.reading.join import join
from generator.reading.problem import Problem
from tests.generator.specs.edits import MINIMAL, Edit, edited


def _problems(folder: Path, *edits: Edit) -> list[Problem]:
    return validate(join(edited(folder, *edits)))


def _line(problem: Problem) -> str:
    lines = problem.location.file.read_text(encoding="utf-8").splitlines()
    return lines[problem.location.line - 1].strip()


def test_the_minimal_specification_is_valid():
    """The specification that all tests edit follows the standards."""
    assert validate(join(MINIMAL / "openapi.yaml")) == []


@pytest.mark.parametrize(
    ("edit", "line", "says"),
    [
        (Edit("openapi.yaml", "3.1.0", "3.0.3"), "openapi: 3.0.3", "'3.0.3' does not match"),
        (
            Edit("openapi.yaml", "title: A small API, ", ""),
            "info: {version: 1.2.3}",
            "info: 'title' is a required property",
        ),
        (
            Edit("openapi.yaml", "tags:\n", "tagz: []\ntags:\n"),
            "tagz: []",
            "('tagz' was unexpected)",
        ),
        (
            Edit("paths/events.yaml", "  get:\n", "  gett: {}\n  get:\n"),
            "gett: {}",
            "('gett' was unexpected)",
        ),
        (
            Edit("paths/events.yaml", "/v2/b2b/events:", "v2/b2b/events:"),
            "v2/b2b/events:",
            "('v2/b2b/events' was unexpected)",
        ),
        (
            Edit("paths/events.yaml", "    responses:\n", "    response: {}\n    responses:\n"),
            "response: {}",
            "('response' was unexpected)",
        ),
        (
            Edit("paths/events.yaml", "in: query", "in: queries"),
            "in: queries",
            "'queries' is not one of",
        ),
        (
            Edit("paths/events.yaml", "        description: A page of events.\n", ""),
            '"200":',
            "'description' is a required property",
        ),
        (
            Edit("paths/events.yaml", "        schema: {type: string, format: date-time}\n", ""),
            "- name: startTime",
            "no alternative fits: 'schema' is a required property; 'content' is",
        ),
        (
            Edit(
                "paths/checkout.yaml",
                "      required: true\n      content:\n",
                "      required: 5\n      content:\n",
            ),
            "required: 5",
            "5 is not of type 'boolean'",
        ),
        (
            Edit("parameters.yaml", "  in: query\n", "  in: query\n  requird: true\n"),
            "requird: true",
            "('requird' was unexpected)",
        ),
        (
            Edit("headers.yaml", "in: header, name: x-b2c-tenant-id", "in: header"),
            "tenantId: {type: apiKey, in: header}",
            "'name' is a required property",
        ),
    ],
)
def test_what_openapi_forbids_is_found(tmp_path: Path, edit: Edit, line: str, says: str):
    """A mistake of structure is one problem, at the line to correct."""
    (problem,) = _problems(tmp_path, edit)
    assert problem.rule == "form"
    assert _line(problem) == line
    assert says in problem.message
    assert problem.remedy.endswith(".")


_EVENTS = "paths/events.yaml"
_SUMMARY = "    summary: List events\n"
_NAME = "    name: {type: string}"


@pytest.mark.parametrize(
    ("edit", "line", "says", "remedy"),
    [
        (Edit(_EVENTS, "operationId: b2b.events.list", "operationId: b2b.events.List"),
         "operationId: b2b.events.List", "'b2b.events.List' does not match", "as a person would"),
        (Edit(_EVENTS, "operationId: b2b.events.list", "operationId: b2b.all.events.list"),
         "operationId: b2b.all.events.list", "does not match", "as a person would"),
        (Edit(_EVENTS, "    operationId: b2b.events.list\n", ""),
         "get:", "/v2/b2b/events.get: 'operationId' is a required", "as a person would"),
        (Edit(_EVENTS, _SUMMARY, ""), "get:", "'summary' is a required", "one imperative line"),
        (Edit(_EVENTS, _SUMMARY, "    summary: List events.\n"),
         "summary: List events.", "'List events.' does not match", "without a full stop"),
        (Edit(_EVENTS, _SUMMARY, '    summary: "List\\nevents"\n'),
         'summary: "List\\nevents"', "does not match", "one imperative line"),
        (Edit(_EVENTS, "    description: Ask for one day at a time.\n", ""),
         "get:", "'description' is a required", "what a caller should know"),
        (Edit(_EVENTS, "description: Ask for one day at a time.", 'description: " "'),
         'description: " "', "' ' does not match", "what a caller should know"),
        (Edit("openapi.yaml", "{name: b2b.events, description: Events.}", "{name: b2b.events}"),
         "- {name: b2b.events}", "'description' is a required", "in one line what its operations"),
        (Edit(_EVENTS, "    x-acme-source: {file: events.md, support: A}\n", ""),
         "get:", "'x-acme-source' is a required", "`x-acme-source: {file: events-b2b.md"),
        (Edit(_EVENTS, "events.md, support: A", "events.txt, support: A"),
         "x-acme-source: {file: events.txt, support: A}", "'events.txt' does not", "file of facts"),
        (Edit(_EVENTS, "events.md, support: A", "events.md, support: E"),
         "x-acme-source: {file: events.md, support: E}", "'E' is not one of ['A',", "Write one of"),
        (Edit(_EVENTS, "    x-acme-limit: b2b\n", ""),
         "get:", "'x-acme-limit' is a required", "that of its area"),
        (Edit(_EVENTS, "x-acme-limit: b2b", "x-acme-limit: fast"),
         "x-acme-limit: fast", "'fast' is not one of ['b2b', 'b2c', 'cors']", "that of its area"),
        (Edit("paths/checkout.yaml", "    security:\n      - {apiKey: [], tenantId: []}\n", "    security: []\n"),
         "security: []", "[] should be non-empty", "List the alternatives"),
        (Edit("paths/checkout.yaml", "- {apiKey: [], tenantId: []}", "- {apiKey: [], tenantId: []}\n      - {}"),
         "- {}", "{} should be non-empty", "each names at least one security scheme"),
        (Edit("openapi.yaml", "security:\n  - apiKey: []\n  - session: []\n", ""),
         "openapi: 3.1.0", "'security' is a required", "List the alternatives"),
        (Edit("headers.yaml", "session: {type: apiKey, in: header,", "session: {type: apiKey, in: query,"),
         "session: {type: apiKey, in: query,", "'header' was expected", "keys in headers"),
        (Edit(_EVENTS, "x-acme-pagination:", "x-acme-paginaton:"),
         "x-acme-paginaton:", "('x-acme-paginaton' was unexpected)", "Correct its spelling"),
        (Edit(_EVENTS, "  get:", "  x-acme-note: Old.\n  get:"),
         "x-acme-note: Old.", "('x-acme-note' was unexpected)", "Move it to its operation or param"),
        (Edit("openapi.yaml", "openapi: 3.1.0\n", "openapi: 3.1.0\nx-acme-limit: b2b\n"),
         "x-acme-limit: b2b", "the document: Unevaluated", "Move it to its operation."),
        (Edit("openapi.yaml", "{name: sessions, ", "{name: sessions, x-acme-limit: b2b, "),
         "- {name: sessions, x-acme-limit: b2b,", "('x-acme-limit' was", "Move it to its operation."),
        (Edit("openapi.yaml", "info: {", "info: {x-acme-limit: b2b, "),
         "info: {x-acme-limit: b2b,", "info: Unevaluated", "Move it to its operation."),
        (Edit(_EVENTS, "      style: page\n", "      style: cursor\n"),
         "style: cursor", "'cursor' is not one of ['page']", "Write one of the values listed."),
        (Edit("paths/sessions.yaml", "{token: session, expires: expireMs}", "{token: session}"),
         "x-acme-opens-session: {token: session}", "'expires' is a required", "Add it."),
        (Edit("schemas/events.yaml", _NAME, "    name: {type: string, x-acme-role: buyer-ip}"),
         "name: {type: string, x-acme-role", "('x-acme-role' was unexp", "Move it to its parameter."),
        (Edit("schemas/sessions.yaml", "x-acme-sensitive: true", 'x-acme-sensitive: "true"'),
         "session: {type: string,", "'true' is not of type 'boolean'", "Write a value of that type."),
        (Edit("schemas/sessions.yaml", "session: {type: string,", "session: {type: string, nullable: true,"),
         "session: {type: string, nullable", "should not be valid", "Write `type: [string, 'null']`."),
        (Edit("schemas/events.yaml", _NAME, "    name: {type: string, lenght: 5}"),
         "name: {type: string, lenght: 5}", "('lenght' was unexpected)", "Correct its spelling"),
        (Edit("schemas/reports.yaml", "    status: {type: string}",
              "    status: {type: string, enum: [Pending], x-acme-closed: 1}"),
         "status: {type: string, enum", "True was expected", "Write that value."),
    ],
)  # fmt: skip
def test_what_this_specification_asks_for_is_found(
    tmp_path: Path, edit: Edit, line: str, says: str, remedy: str
):
    """Our own words are held to their form and place, and each operation says what it must."""
    (problem,) = _problems(tmp_path, edit)
    assert problem.rule == "form"
    assert _line(problem).startswith(line)
    assert says in problem.message
    assert remedy in problem.remedy


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        (
            "name: {type: string}",
            "name: {type: text}",
            "name: {type: text}",
            "no alternative fits",
        ),
        (
            "name: {type: string}",
            "name: {type: string, minLength: -1}",
            "name: {type: string, minLength: -1}",
            "-1 is less than the minimum of 0",
        ),
        (
            "name: {type: string}",
            'name: {type: string, pattern: "["}',
            'name: {type: string, pattern: "["}',
            "'[' is not a 'regex'",
        ),
        (
            "    parts:\n      type: array\n",
            "    parts:\n      type: array\n      required: id\n",
            "required: id",
            "'id' is not of type 'array'",
        ),
        ("parts:\n      type: array", "parts: []\n    more:\n      type: array", "parts: []", "[]"),
    ],
)
def test_what_json_schema_forbids_is_found(
    tmp_path: Path, old: str, new: str, line: str, says: str
):
    """A malformed schema is a problem at its line, and its examples are not judged by it."""
    problems = _problems(tmp_path, Edit("schemas/events.yaml", old, new))
    assert {problem.rule for problem in problems} == {"form"}
    assert any(_line(each) == line and says in each.message for each in problems), problems


@pytest.mark.parametrize(
    ("edit", "line", "says"),
    [
        (
            Edit("examples/b2b.events.list.response.json", '"count": 1', '"count": "1"'),
            '"count": "1"',
            "the example at pagination.count does not fit its schema: '1' is not of type",
        ),
        (
            Edit("examples/b2b.events.list.response.json", "10:00:00-07:00", "10:00:00"),
            '"startTime": "2024-05-29T10:00:00",',
            "'2024-05-29T10:00:00' is not a 'date-time'",
        ),
        (
            Edit("paths/events.yaml", 'example: "2024-05-29T10:00:00-07:00"', "example: today"),
            "example: today",
            "'today' is not a 'date-time'",
        ),
        (
            Edit("paths/checkout.yaml", 'amount: "25.00"', "amount: 25.00"),
            'usual: {value: {amount: 25.00, manualEntryCardNumber: "4111111111111111"}}',
            "at amount",
        ),
        (
            Edit("paths/checkout.yaml", 'amount: "25.00"', "amount: 25 dollars"),
            'usual: {value: {amount: 25 dollars, manualEntryCardNumber: "4111111111111111"}}',
            "'25 dollars' is not a 'decimal'",
        ),
        (
            Edit("paths/reports.yaml", "{reportUuid: 5d9645346b309f26d082bcc0}", "{}"),
            "usual: {value: {}}",
            "'reportUuid' is a required property",
        ),
        (
            Edit("headers.yaml", "8270b929-44ea-46fc-b399-cfe6fa960f24", "8270b929"),
            "example: 8270b929",
            "'8270b929' is not a 'uuid'",
        ),
        (
            Edit("headers.yaml", "example: 203.0.113.24", "example: 203.0.113.240.1"),
            "example: 203.0.113.240.1",
            "no alternative fits",
        ),
        (
            Edit("responses.yaml", 'example: "60"', "example: 60"),
            "Retry-After: {schema: {type: string}, example: 60}",
            "60 is not of type 'string'",
        ),
        (
            Edit("parameters.yaml", "{type: integer, default: 1}", "{type: integer, default: one}"),
            "schema: {type: integer, default: one}",
            "'one' is not of type 'integer'",
        ),
        (
            Edit("schemas/events.yaml", "name: {type: string}", "name: {type: string, examples: [1]}"),
            "name: {type: string, examples: [1]}",
            "1 is not of type 'string'",
        ),
        (
            Edit("parameters.yaml", "  schema: {type: integer, default: 1}", "  schema: {type: integer}\n  examples: {first: {value: x}}"),
            "examples: {first: {value: x}}",
            "'x' is not of type 'integer'",
        ),
    ],
)  # fmt: skip
def test_examples_that_do_not_fit_are_found(tmp_path: Path, edit: Edit, line: str, says: str):
    """Every example and default is held against its schema; the problem is where it is written."""
    (problem,) = _problems(tmp_path, edit)
    assert problem.rule == "example"
    assert _line(problem) == line
    assert says in problem.message
    assert "or the schema at" in problem.remedy


def test_each_of_several_examples_is_held_against_the_schema(tmp_path: Path):
    """Of one schema, in a list and by name; one that stands elsewhere is not fetched."""
    problems = _problems(
        tmp_path,
        Edit("schemas/events.yaml", "name: {type: string}", "name: {type: string, examples: [a, 1, 2]}"),
        Edit("parameters.yaml", "  schema: {type: integer, default: 1}",
             "  schema: {type: integer}\n  examples:\n    one: {value: 1}\n"
             "    two: {externalValue: https://example.com/2}\n    three: {value: x}"),
    )  # fmt: skip
    assert sorted(problem.message.rpartition(": ")[2] for problem in problems) == [
        "'x' is not of type 'integer'", "1 is not of type 'string'", "2 is not of type 'string'",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("format", "good", "bad"),
    [
        ("date-time", "2024-05-29T10:00:00-07:00", "2024-05-29T10:00:00-0700"),
        ("date-time", "2024-05-29T10:00:00.5Z", "2024-05-29 10:00:00Z"),
        ("date-time", "2024-02-29T23:59:59Z", "2023-02-29T23:59:59Z"),
        ("date", "2024-05-29", "2024-5-29"),
        ("date", "2024-02-29", "20240229"),
        ("uuid", "8270b929-44ea-46fc-b399-cfe6fa960f24", "8270B929-44EA-46FC-B399-CFE6FA960F24"),
        ("uuid", "00000000-0000-0000-0000-000000000000", "8270b92944ea46fcb399cfe6fa960f24"),
        ("ipv4", "203.0.113.24", "203.0.113.256"),
        ("ipv6", "2001:db8::1", "203.0.113.24"),
        ("decimal", "-25.00", "25,00"),
        ("decimal", "0", "NaN"),
        ("decimal", "1234567890.1234567890", "1e3"),
    ],
)
def test_formats_are_checked(format: str, good: str, bad: str):
    """The formats of the specification mean what the generated client writes."""
    assert FORMATS.conforms(good, format)
    assert not FORMATS.conforms(bad, format)
    assert FORMATS.conforms(5, format)


def test_a_schema_that_consists_of_itself_is_found(tmp_path: Path):
    """A circle without a property or list in between can never be checked; nothing hangs."""
    problems = _problems(
        tmp_path,
        Edit(
            "schemas/checkout.yaml",
            "Order:\n  type: object\n",
            "Order:\n  anyOf: [{$ref: '#/Again'}]\n\nAgain:\n  allOf: [{$ref: '#/Order'}]\n",
        ),
    )
    assert {(problem.rule, _line(problem)) for problem in problems} == {
        ("reference-circle", "Order:"),
        ("reference-circle", "Again:"),
    }


def test_a_schema_that_denies_itself_is_found(tmp_path: Path):
    """No example can be checked against it."""
    edit = Edit("schemas/checkout.yaml", "Order:\n", "Order:\n  not: {$ref: '#/Order'}\n")
    (problem,) = _problems(tmp_path, edit)
    assert problem.message == "a schema refers to itself in vain"


def test_components_that_refer_to_each_other_only_are_found(tmp_path: Path):
    """Whatever kind they are of."""
    problems = _problems(
        tmp_path,
        Edit("responses.yaml", "NotFound:", "NotFound: {$ref: '#/Lost'}\nLost: {$ref: '#/NotFound'}\nOld:"),
    )  # fmt: skip
    assert {(problem.rule, _line(problem)) for problem in problems} == {
        ("reference-circle", "NotFound: {$ref: '#/Lost'}"),
        ("reference-circle", "Lost: {$ref: '#/NotFound'}"),
    }


def test_a_reference_that_cannot_be_followed_is_found(tmp_path: Path):
    """An `$id` that moves the base of the references below it makes no traceback."""
    edit = Edit("schemas/events.yaml", '{$ref: "#/Admission"}', '{$id: x, $ref: "#/Admission"}')
    assert {problem.rule for problem in _problems(tmp_path, edit)} == {"reference-resolves"}


def test_long_messages_are_shortened(tmp_path: Path):
    """A problem stays one readable line however long the value is that it is about."""
    edit = Edit("paths/checkout.yaml", '"25.00"', f"[{', '.join(['long'] * 200)}]")
    (problem,) = _problems(tmp_path, edit)
    assert len(problem.message) < 300
    assert "… " in problem.message
