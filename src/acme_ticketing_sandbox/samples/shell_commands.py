"""A call as a command for a shell: `acme`, curl."""

from __future__ import annotations

import json
import shlex
from typing import Any
from urllib.parse import quote

from acme_ticketing.definition import DEFINITION
from acme_ticketing_core.operations.names import kebab_case

from .operation import Example, text_of

# The environment variables that credentials are taken from, by security scheme.
VARIABLES = {
    "apiKey": "ACME_API_KEY",
    "publishableKey": "ACME_PUBLISHABLE_KEY",
    "session": "ACME_SESSION_TOKEN",
    "tenantId": "ACME_TENANT_ID",
    "email": "ACME_EMAIL",
    "userName": "ACME_USER_NAME",
    "password": "ACME_PASSWORD",
    "loginTenantId": "ACME_TENANT_ID",
}


def acme_command(example: Example) -> str:
    way = [each for each in example.values if each.parameter.location == "path"]
    words = ["acme", *map(kebab_case, example.row["id"].split("."))]
    words += [shlex.quote(each.text) for each in way]
    lines = [" ".join(words)]
    lines += [
        f"--{kebab_case(each.words)} {shlex.quote(text_of(item))}"
        for each in example.values
        if each not in way and each.parameter.role != "idempotency-key"
        for item in (each.value if isinstance(each.value, list) else [each.value])
    ]
    if example.body is not None:
        lines.append(f"--body {shlex.quote(_json(example.body))}")
    if example.row["replaces"]:
        lines.append("--whole")
    return " \\\n  ".join(lines)


def curl_command(example: Example) -> str:
    """Write the call as curl; `ACME_URL` says where to."""
    row = example.row
    path, query, headers = row["path"], [], []
    for each in example.values:
        name, value = each.parameter.name, each.value
        if each.parameter.location == "path":
            path = path.replace(f"{{{name}}}", quote(each.text, safe=""))
        elif each.parameter.location == "query":
            items = value if isinstance(value, list) else [each.text]
            texts = items if each.parameter.explode else [",".join(map(str, items))]
            query += [f"{name}={quote(str(item), safe=',')}" for item in texts]
        elif each.parameter.role == "idempotency-key":
            headers.append(f'-H "{name}: $(uuidgen)"')
        else:
            headers.append(f"-H {_quoted(f'{name}: {each.text}')}")
    schemes = DEFINITION.security_schemes
    secure = [f'-H "{schemes[scheme].header}: ${VARIABLES[scheme]}"' for scheme in example.security]
    url = f'"$ACME_URL{path}{"?" if query else ""}{"&".join(query)}"'
    verb = "" if row["method"] == "GET" else f"-X {row['method']} "
    lines = [f"curl {verb}{url}", *secure, *headers]
    if example.body is not None:
        body = shlex.quote(_json(example.body))
        lines += ['-H "content-type: application/json"', f"-d {body}"]
    return " \\\n  ".join(lines)


def _json(body: Any) -> str:
    """Write JSON; what hides in a terminal, or turns its text around, is written as an escape."""
    text = json.dumps(body, indent=2, ensure_ascii=False)
    return text if text.replace("\n", "").isprintable() else json.dumps(body, indent=2)


def _quoted(text: str) -> str:
    """Quote a header as the others are quoted, unless a shell would read something in it."""
    return shlex.quote(text) if set(text) & set('"$`\\!') else f'"{text}"'
