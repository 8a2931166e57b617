"""Edits of the minimal specification that come close to a rule without breaking it."""

from __future__ import annotations

from dataclasses import dataclass

from tests.generator.specs.edits import Edit


@dataclass(frozen=True)
class Sound:
    """What is changed, and why no rule minds."""

    why: str
    edits: tuple[Edit, ...]


def _sound(why: str, *edits: Edit) -> Sound:
    return Sound(why, edits)


SOUND = (
    _sound(
        "a link may give a constant",
        Edit(
            "paths/events.yaml",
            "              usual: {value: {$ref: ../examples/b2b.events.list.response.json}}\n",
            "              usual: {value: {$ref: ../examples/b2b.events.list.response.json}}\n"
            "        links:\n"
            "          first: {operationId: b2b.events.get, parameters: {id: first}}\n",
        ),
    ),
    _sound(
        "an enumeration that the vendor can never extend says so",
        Edit(
            "schemas/reports.yaml",
            "    status: {type: string}",
            "    status: {type: string, enum: [Pending, Complete], x-acme-closed: true}",
        ),
    ),
    _sound(
        "a path parameter that is another thing is explained in a note",
        Edit(
            "paths/reports.yaml",
            "/v2/b2b/reports/{id}/result:\n"
            "  parameters:\n"
            "    - $ref: ../headers.yaml#/parameters/RequestId\n"
            "    - {name: id,",
            "/v2/b2b/reports/{run}/result:\n"
            "  parameters:\n"
            "    - $ref: ../headers.yaml#/parameters/RequestId\n"
            "    - {name: run,",
        ),
        Edit(
            "paths/reports.yaml",
            "    description: Every column is a list.",
            "    description: Every column is a list.\n"
            "    x-acme-note: The run is the id of a run, not of a report.",
        ),
    ),
    _sound(
        "an optional header beside the required one shares its schema",
        Edit(
            "headers.yaml",
            "  BrowserIp:",
            "  OptionalBrowserIp:\n"
            "    name: x-acme-browser-ip\n"
            "    in: header\n"
            "    schema: {$ref: schemas/common.yaml#/IpAddress}\n"
            "    x-acme-role: buyer-ip\n"
            "  BrowserIp:",
        ),
        Edit(
            "paths/events.yaml",
            "- $ref: ../parameters.yaml#/SortDirection",
            "- $ref: ../parameters.yaml#/SortDirection\n"
            "      - $ref: ../headers.yaml#/parameters/OptionalBrowserIp",
        ),
    ),
    _sound(
        "a dry run of a checkout needs no request uuid",
        Edit(
            "paths/checkout.yaml",
            "/v2/b2c/checkout:",
            "/v2/b2c/orders/checkout/charges:\n"
            "  parameters:\n"
            "    - $ref: ../headers.yaml#/parameters/RequestId\n"
            "  post:\n"
            "    operationId: b2c.checkout.calculate\n"
            "    tags: [b2c.checkout]\n"
            "    summary: Tell what a checkout would cost\n"
            "    description: Nothing is charged.\n"
            "    x-acme-source: {file: checkout.md, support: B}\n"
            "    x-acme-limit: b2c\n"
            "    security:\n"
            "      - {apiKey: [], tenantId: []}\n"
            "    responses:\n"
            '      "200": {description: Nothing is answered.}\n'
            '      "400": {$ref: ../responses.yaml#/BadRequest}\n'
            '      "401": {$ref: ../responses.yaml#/Unauthorized}\n'
            '      "403": {$ref: ../responses.yaml#/Forbidden}\n'
            '      "429": {$ref: ../responses.yaml#/RateLimited}\n'
            '      "500": {$ref: ../responses.yaml#/ServerError}\n'
            "\n"
            "/v2/b2c/checkout:",
        ),
    ),
    _sound(
        "an object inside allOf belongs to the named schema around it",
        Edit(
            "schemas/checkout.yaml",
            "Order:\n  type: object\n  properties:\n    id: {type: string}\n",
            "Order:\n"
            "  allOf:\n"
            "    - {$ref: '#/Purchase'}\n"
            "    - {type: object, properties: {id: {type: string}}}\n",
        ),
        Edit(
            "paths/checkout.yaml",
            'usual: {value: {id: "452966"}}',
            'usual: {value: {id: "452966", amount: "25.00"}}',
        ),
    ),
    _sound(
        "what is named like a secret may be declared harmless",
        Edit(
            "schemas/checkout.yaml",
            "    amount:",
            "    memberCardNumber: {type: string, x-acme-sensitive: false}\n    amount:",
        ),
    ),
    _sound(
        "two schemas of two equal properties are no duplicates",
        Edit("schemas/reports.yaml", "reportUuid: {type: string}", "id: {type: integer}"),
        Edit("schemas/reports.yaml", "required: [reportUuid]", "required: [id]"),
        Edit("paths/reports.yaml", "{reportUuid: 5d9645346b309f26d082bcc0}", "{id: 7}"),
    ),
    _sound(
        "properties may be named like keywords and extensions",
        Edit(
            "schemas/events.yaml",
            "    name: {type: string}",
            "    name: {type: string}\n"
            "    properties: {type: string}\n"
            "    nullable: {type: string}\n"
            "    example: {type: string, x-acme-sensitive: true}\n"
            "    x-anything: {type: string}",
        ),
    ),
    _sound(
        "extensions inside examples are data",
        Edit(
            "paths/events.yaml",
            'usual: {value: {id: "1",',
            'usual: {value: {x-acme-unknown: 1, id: "1",',
        ),
    ),
)
