"""What breaks the rules on operations, their names, paths and descriptions."""

from __future__ import annotations

from tests.generator.specs.edits import Edit, broken

_EVENTS = "paths/events.yaml"
_LIST = "operationId: b2b.events.list"


def _events(old: str, new: str) -> Edit:
    return Edit(_EVENTS, old, new)


CASES = (
    broken(
        "operation-id-unique",
        _events("operationId: b2b.events.getOld", "operationId: b2b.events.get"),
        says="GET /v1/b2b/events/{id} is called b2b.events.get, too",
        also=("replacement",),
    ),
    broken(
        "operation-tag",
        _events("tags: [b2b.events]", "tags: [events]"),
        says="['events']",
    ),
    broken(
        "operation-tag",
        Edit("openapi.yaml", "  - {name: b2b.events, description: Events.}\n", ""),
        at="tags: [b2b.events]",
        says="not listed",
    ),
    broken(
        "tag-used",
        Edit(
            "openapi.yaml", "x-acme-path", "  - {name: b2b.carts, description: Carts.}\nx-acme-path"
        ),
        says="no operation is below the tag b2b.carts",
    ),
    broken(
        "attribute-names",
        Edit("schemas/events.yaml", "    name: {type: string}", "    ID: {type: string}"),
        says="Event: ID and id are one Python attribute",
    ),
    broken(
        "path-unique",
        _events("/v1/b2b/events/{id}:", "/v2/b2b/events/{key}:"),
        says="are one path",
        also=("path-parameters", "path-parameter-names"),
    ),
    broken(
        "path-parameters",
        _events("    - *id\n", ""),
        at="  get:",
        says="does not declare the path parameter id",
    ),
    broken(
        "path-parameters",
        _events(
            "- $ref: ../parameters.yaml#/SortDirection",
            "- {name: day, in: path, schema: {type: string}}",
        ),
        says="/v2/b2b/events lacks",
        also=("unused",),
    ),
    broken(
        "path-parameter-names",
        Edit("paths/reports.yaml", "/v2/b2b/reports/{id}/result:", "/v2/b2b/reports/{run}/result:"),
        says="calls {run} what other paths under /v2/b2b/reports/ call {id}",
        also=("path-parameters",),
    ),
    broken(
        "copied-text",
        _events(
            "description: Ask for one day at a time.",
            "description: Please DO NOT ask for more than about one day at a time!",
        ),
        says="events.md: “do not ask for more than about one”",
    ),
    broken("source", _events("events.md, support: A", "nothing.md, support: A"), at="nothing.md"),
)
