"""What breaks the rules on schemas, components, extensions and calls that belong together."""

from __future__ import annotations

from tests.generator.specs.edits import Edit, broken

_EVENTS = "paths/events.yaml"
_REPORTS = "paths/reports.yaml"
_PAGES = """    x-acme-pagination:
      style: page
      items: list
      count: pagination.count
      page: page
      pageSize: pageSize
"""
_REPLACE = """  put:
    operationId: b2b.events.replace
    tags: [b2b.events]
    summary: Replace an event
    description: The whole of it.
    x-acme-source: {file: events.md, support: observed, also: reports.md}
    x-acme-limit: b2b
    x-acme-replaces: b2b.events.get
    requestBody:
      content:
        application/json:
          schema: {$ref: ../schemas/events.yaml#/Event}
          examples:
            usual: {value: {id: "1", name: Night tour, startTime: "2024-05-29T20:00:00Z"}}
    responses: *one-event
"""
_OLD = "\n/v1/b2b/events/{id}:\n"


def _replacing(old: str, new: str) -> Edit:
    return Edit(_EVENTS, _OLD, _REPLACE.replace(old, new) + _OLD)


_EXAMPLE = "              usual: {value: {$ref: ../examples/b2b.events.list.response.json}}\n"


def _linking(operation: str, parameters: str) -> Edit:
    link = f"{{operationId: {operation}, parameters: {{{parameters}}}}}"
    return Edit(_EVENTS, _EXAMPLE, f"{_EXAMPLE}        links:\n          event: {link}\n")


CASES = (
    broken(
        "dangling-name",
        _linking("b2b.events.find", "id: $response.body#/list/0/id"),
        at="event: {operationId",
        says="names the operation 'b2b.events.find', which does not exist",
    ),
    broken(
        "dangling-name",
        _linking("b2b.events.get", "key: $response.body#/list/0/id"),
        at="event: {operationId",
        says="names the parameter of what it links to 'key'",
    ),
    broken(
        "dangling-name",
        _linking("b2b.events.get", "id: $response.body#/list/0/key"),
        at="event: {operationId",
        says="to link by '$response.body#/list/0/key'",
    ),
    broken(
        "dangling-name",
        _linking("b2b.events.get", "id: $request.path.id"),
        at="event: {operationId",
        says="to link by '$request.path.id'",
    ),
    broken(
        "pagination-declared",
        Edit(_EVENTS, _PAGES, ""),
        at="  get:",
        says="b2b.events.list answers pages",
    ),
    broken(
        "dangling-name",
        Edit(_EVENTS, "items: list", "items: rows"),
        says="names the list of its answer 'rows'",
    ),
    broken(
        "dangling-name",
        Edit(_EVENTS, "items: list", "items: pagination"),
        says="list of its answer 'pagination'",
    ),
    broken(
        "dangling-name",
        Edit(_EVENTS, "count: pagination.count", "count: pagination.total"),
        says="field of its answer 'pagination.total'",
    ),
    broken(
        "dangling-name",
        Edit(_EVENTS, "pageSize: pageSize", "pageSize: size"),
        says="query parameter 'size'",
    ),
    broken(
        "dangling-name",
        Edit(_EVENTS, "count: pagination.count", "more: pagination.hasMore"),
        says="field of its answer 'pagination.hasMore'",
    ),
    broken(
        "replaces-declared",
        _replacing("    x-acme-replaces: b2b.events.get\n", ""),
        at="  put:",
        says="how its object is read",
    ),
    broken(
        "replaces-target",
        _replacing("replaces: b2b.events.get", "replaces: b2b.events.read"),
        at="b2b.events.read",
        says="what no operation reads",
    ),
    broken(
        "replaces-target",
        _replacing("replaces: b2b.events.get", "replaces: b2b.events.list"),
        at="x-acme-replaces",
        says="does not take what b2b.events.list answers",
    ),
    broken(
        "replaces-target",
        Edit(
            _EVENTS,
            _OLD,
            "\n/v2/b2b/event:\n  parameters:\n    - $ref: ../headers.yaml#/parameters/RequestId\n"
            + _REPLACE
            + _OLD,
        ),
        Edit("schemas/events.yaml", "    id: {type: string}\n", ""),
        at="x-acme-replaces",
        says="does not tell the id of b2b.events.get",
    ),
    broken(
        "source",
        _replacing("also: reports.md", "also: nothing.md"),
        at="nothing.md",
        says="names no file of facts",
    ),
    broken(
        "dangling-name",
        Edit(_REPORTS, "status: b2b.reports.get\n", "status: b2b.reports.read\n"),
        says="the operation 'b2b.reports.read'",
    ),
    broken(
        "dangling-name",
        Edit(_REPORTS, "results: {json: b2b.reports.getResult}", "results: {json: reports}"),
        says="the operation 'reports'",
    ),
    broken(
        "dangling-name", Edit(_REPORTS, "id: id\n", "id: uuid\n"), says="field of its answer 'uuid'"
    ),
    broken(
        "dangling-name",
        Edit(_REPORTS, "statusField: status", "statusField: state"),
        says="field of the status 'state'",
    ),
    broken(
        "polling-resource",
        Edit(_REPORTS, "      id: id\n", "      id: id\n      resource: b2b.reports\n"),
        at="resource: b2b.reports",
        says="cannot be waited for at 'b2b.reports'",
    ),
    broken(
        "polling-resource",
        Edit(_REPORTS, "      id: id\n", "      id: id\n      resource: b2c.running\n"),
        at="resource: b2c.running",
        says="is not in the area of b2c.running",
    ),
    broken(
        "dangling-name",
        Edit(_REPORTS, "      id: id\n", "      id: id\n      definition: b2b.nothing.get\n"),
        at="definition: b2b.nothing.get",
        says="the operation 'b2b.nothing.get'",
    ),
    broken(
        "dangling-name",
        Edit("paths/sessions.yaml", "expires: expireMs", "expires: expiry"),
        at="x-acme-opens-session",
        says="field of its answer 'expiry'",
    ),
    broken(
        "extension-once",
        Edit(
            _REPORTS,
            "    requestBody:",
            "    x-acme-opens-session: {token: id, expires: status}\n    requestBody:",
        ),
        says="and so does sessions.create",
    ),
    broken(
        "replacement",
        Edit(_EVENTS, "    x-acme-replacement: b2b.events.get\n", ""),
        at="  get:",
        says="names no operation",
    ),
    broken(
        "replacement",
        Edit(_EVENTS, "x-acme-replacement: b2b.events.get", "x-acme-replacement: b2b.events.read"),
        says="names no operation",
    ),
    broken(
        "replacement",
        Edit(
            _EVENTS, "x-acme-replacement: b2b.events.get", "x-acme-replacement: b2b.events.getOld"
        ),
        says="deprecated too",
    ),
    broken(
        "replacement",
        Edit(_EVENTS, "    deprecated: true\n", ""),
        at="x-acme-replacement",
        says="is not deprecated",
    ),
    broken(
        "settled",
        Edit(
            _EVENTS,
            "    x-acme-replacement: b2b.events.get\n",
            "    x-acme-replacement: b2b.events.get\n"
            "    x-acme-settled-by: {search: b2b.events.get, read: b2b.events.get,"
            " purchase: {}, order: {}}\n",
        ),
        at="x-acme-settled-by",
        says="does not take email, page",
    ),
    broken(
        "named-objects",
        Edit(
            "schemas/events.yaml",
            "    name: {type: string}",
            "    name: {type: object, properties: {short: {type: string}}}",
        ),
        says="an object is described in the middle",
    ),
    broken(
        "named-objects",
        Edit(
            _EVENTS,
            'schema: {type: string, format: date-time}\n        example: "2024-05-29T10:00:00-07:00"',
            "schema: {type: object, properties: {day: {type: string}}}",
        ),
        says="an object is described in the middle",
    ),
    broken(
        "open-enum",
        Edit(
            "schemas/reports.yaml",
            "    status: {type: string}",
            "    status: {type: string, enum: [Pending, Complete]}",
        ),
        says="known today",
    ),
    broken(
        "open-enum",
        Edit(
            "schemas/events.yaml", "    - {type: string}\n", "    - {type: string, format: uuid}\n"
        ),
        at="enum: [timed, open]",
    ),
    broken(
        "octets-in-json",
        Edit(
            "schemas/reports.yaml",
            "    status: {type: string}",
            "    status: {type: string, format: binary}",
        ),
        at="status: {type: string, format: binary}",
        says="only JSON can",
    ),
    broken(
        "orphan",
        Edit(
            "headers.yaml",
            "  tenantId: {",
            "  other: {type: apiKey, in: header, name: x-other}\n  tenantId: {",
        ),
        says="nothing uses the securityScheme other",
    ),
    broken(
        "orphan",
        Edit(
            "openapi.yaml",
            "components:\n",
            "components:\n  schemas:\n    Lonely: {type: array, items: {$ref: '#/components/schemas/Lonely'}}\n",
        ),
        at="Lonely:",
        says="nothing uses the schema Lonely",
    ),
    broken(
        "unused",
        Edit("schemas/events.yaml", "Admission:", "Forgotten: {type: string}\n\nAdmission:"),
        says="the schema Forgotten",
    ),
    broken(
        "unused",
        Edit("paths/carts.yaml", "", "/v2/b2c/carts: {}\n"),
        says="the file paths/carts.yaml",
    ),
    broken("unused", Edit("examples/old.json", "", "[]\n"), says="the file examples/old.json"),
    broken(
        "duplicate-schema",
        Edit(
            "schemas/common.yaml",
            "Pagination:",
            "Paging:\n  description: Where in the list.\n  type: object\n  properties:\n    count: {type: integer, description: All.}\n    page: {type: integer}\n    pageSize: {type: integer, example: 50}\n\nPagination:",
        ),
        Edit(
            "schemas/events.yaml",
            "    parts:",
            "    paging: {$ref: common.yaml#/Paging}\n    parts:",
        ),
        at="Paging:",
        says="Paging and Pagination have the same properties",
    ),
)
