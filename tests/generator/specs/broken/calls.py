"""What breaks the rules on credentials, headers and answers."""

from __future__ import annotations

from tests.generator.specs.edits import Edit, broken

_EVENTS = "paths/events.yaml"
_CHECKOUT = "paths/checkout.yaml"
_HEADERS = "headers.yaml"


CASES = (
    broken(
        "security-scheme",
        Edit(_CHECKOUT, "- {apiKey: [], tenantId: []}", "- {apiKey: [], tenantId: [], key: []}"),
        says="no security scheme key",
    ),
    broken(
        "area-security",
        Edit(_CHECKOUT, "- {apiKey: [], tenantId: []}", "- {apiKey: []}"),
        says="without x-b2c-tenant-id",
        also=("orphan",),
    ),
    broken(
        "area-security",
        Edit(_CHECKOUT, "    security:\n      - {apiKey: [], tenantId: []}\n", ""),
        at="  post:",
        says="without x-b2c-tenant-id",
        also=("orphan",),
    ),
    broken(
        "area-security",
        Edit(_CHECKOUT, "/v2/b2c/checkout:", "/v2/b2c/cors/checkout:"),
        at="- {apiKey: [], tenantId: []}",
        says="without x-acme-pub-api-key",
        also=("limit-profile",),
    ),
    broken(
        "limit-profile",
        Edit(_CHECKOUT, "x-acme-limit: b2c", "x-acme-limit: b2b"),
        says="in the area b2c and counts against b2b",
    ),
    broken(
        "header-once",
        Edit(
            _EVENTS,
            "- $ref: ../parameters.yaml#/SortDirection",
            "- {name: X-Acme-Browser-Ip, in: header, schema: {type: string}}",
        ),
        says="x-acme-browser-ip is described twice",
        also=("unused",),
    ),
    broken(
        "header-once",
        Edit(
            _CHECKOUT,
            "- $ref: ../headers.yaml#/parameters/BrowserIp",
            "- $ref: ../headers.yaml#/parameters/Again",
        ),
        Edit(
            _HEADERS, "BrowserIp:\n    name: x-acme-browser-ip", "Again:\n    name: X-ACME-Session"
        ),
        at="Again:",
        says="the header x-acme-session is described twice, also at",
        also=("checkout-headers", "sensitive"),
    ),
    broken(
        "header-role",
        Edit(_HEADERS, "    x-acme-role: idempotency-key\n", ""),
        at="RequestUuid:",
        says="x-acme-request-uuid does not say what it is for",
    ),
    broken(
        "header-role",
        Edit(_HEADERS, "x-acme-role: buyer-ip", "x-acme-role: request-id"),
        says="x-acme-browser-ip",
    ),
    broken(
        "request-id-everywhere",
        Edit(_EVENTS, "  parameters:\n    - $ref: ../headers.yaml#/parameters/RequestId\n", ""),
        at="/v2/b2b/events:",
        says="/v2/b2b/events does not list the request id",
    ),
    broken(
        "checkout-headers",
        Edit(_CHECKOUT, "      - $ref: ../headers.yaml#/parameters/RequestUuid\n", ""),
        at="    parameters:",
        says="does not require x-acme-request-uuid",
        also=("unused",),
    ),
    broken(
        "checkout-headers",
        Edit(
            _HEADERS,
            "name: x-acme-browser-ip\n    in: header\n    required: true\n",
            "name: x-acme-browser-ip\n    in: header\n",
        ),
        at="- $ref: ../headers.yaml#/parameters/BrowserIp",
        says="does not require x-acme-browser-ip",
    ),
    broken(
        "checkout-headers",
        Edit(
            "openapi.yaml",
            "b2b.reports, description: Reports.}",
            "b2b.reports, description: Reports.}\n  - {name: b2b.checkout, description: Buying.}",
        ),
        Edit(
            "paths/reports.yaml",
            "operationId: b2b.reports.create\n    tags: [b2b.reports]",
            "operationId: b2b.checkout.create\n    tags: [b2b.checkout]",
        ),
        Edit(
            "paths/reports.yaml",
            '"400": {$ref: ../responses.yaml#/BadRequest}',
            '"400": {$ref: ../responses.yaml#/BadRequest}\n      "409": {$ref: ../responses.yaml#/Conflict}',
        ),
        at="  post:",
        says="b2b.checkout.create is a checkout",
    ),
    broken(
        "sensitive",
        Edit(
            "schemas/checkout.yaml",
            "manualEntryCardNumber: {type: string, x-acme-sensitive: true}",
            "manualEntryCardNumber: {type: string}",
        ),
        says="the property manualEntryCardNumber",
    ),
    broken(
        "sensitive",
        Edit("schemas/checkout.yaml", "    amount:", "    encTrack2: {type: string}\n    amount:"),
        says="encTrack2",
    ),
    broken(
        "sensitive",
        Edit(_EVENTS, "name: startTime", "name: resumeToken"),
        at="- name: resumeToken",
        says="the parameter resumeToken",
    ),
    broken(
        "sensitive",
        Edit(_HEADERS, "x-acme-api-key, x-acme-sensitive: true}", "x-acme-api-key}"),
        at="apiKey:",
        says="the security scheme x-acme-api-key",
    ),
    broken(
        "error-responses",
        Edit(_EVENTS, '      "429": {$ref: ../responses.yaml#/RateLimited}\n', ""),
        at="    responses:",
        says="b2b.events.list does not list 429",
    ),
    broken(
        "error-responses",
        Edit("paths/reports.yaml", '      "404": {$ref: ../responses.yaml#/NotFound}\n', ""),
        at="    responses:",
        says="does not list 404",
    ),
    broken(
        "error-responses",
        Edit(_CHECKOUT, '      "409": {$ref: ../responses.yaml#/Conflict}\n', ""),
        at="    responses:",
        says="does not list 409",
        also=("unused",),
    ),
    broken(
        "success-response",
        Edit(_CHECKOUT, '"200":', '"302":'),
        at="    responses:",
        says="b2c.checkout.create lists no success",
    ),
    broken(
        "success-response",
        Edit(_CHECKOUT, '"400":', '"204": {description: Bought.}\n      "400":'),
        at="    responses:",
        says="lists 200, 204 success",
    ),
    broken(
        "one-media-type",
        Edit(
            _CHECKOUT,
            "        application/json:\n          schema: {$ref: ../schemas/checkout.yaml#/Purchase}",
            "        text/xml: {}\n"
            "        application/json:\n          schema: {$ref: ../schemas/checkout.yaml#/Purchase}",
        ),
        at="      content:",
        says="the request of b2c.checkout.create is one of text/xml, application/json",
    ),
    broken(
        "body-examples",
        Edit(
            _CHECKOUT,
            '          examples:\n            usual: {value: {amount: "25.00", manualEntryCardNumber: "4111111111111111"}}\n',
            "",
        ),
        at="application/json:",
        says="the request of b2c.checkout.create has no example",
    ),
    broken(
        "body-examples",
        Edit(_CHECKOUT, 'usual: {value: {id: "452966"}}', "usual: {summary: Later.}"),
        at="application/json:",
        says="the response of b2c.checkout.create has no example",
    ),
)
