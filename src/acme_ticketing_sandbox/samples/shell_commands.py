"""A call as a command for a shell: `acme`, curl."""

from __future__ import annotations

import json
import shlex
from typing import Any
from urllib.parse import quote

from acme_ticketing.definition import DEFINITION
from acme_ticketing_core.operations.names import kebab_case, snake_case

from .operation import Example


def acme_command(example: Example) -> str:
    row = example.operation.row
    words, options = ["acme", *map(kebab_case, row["id"].split("."))], []
    for parameter, value in example.values:
        if parameter.location == "path":
            words.append(shlex.quote(_text(value)))
        elif parameter.role != "idempotency-key":
            option = f"--{kebab_case(parameter.words)}"
            items = value if isinstance(value, list) else [value]
            options += [f"{option} {shlex.quote(_text(item))}" for item in items]
    if example.body is not None:
        options.append(f"--body {shlex.quote(_json(example.body))}")
    if row["replaces"]:
        options.append("--whole")
    return " \\\n  ".join([" ".join(words), *options])


def curl_command(example: Example) -> str:
    """Write the call as curl; `ACME_URL` says where to."""
    row, schemes = example.operation.row, DEFINITION.security_schemes
    path, query = row["path"], []
    headers = [
        f'-H "{schemes[scheme].header}: ${_variable(scheme)}"' for scheme in example.security
    ]
    for parameter, value in example.values:
        name = parameter.name
        if parameter.location == "path":
            path = path.replace(f"{{{name}}}", quote(_text(value), safe=""))
        elif parameter.location == "query":
            items = value if isinstance(value, list) else [_text(value)]
            texts = items if parameter.explode else [",".join(map(str, items))]
            query += [f"{name}={quote(str(item), safe=',')}" for item in texts]
        elif parameter.role == "idempotency-key":
            headers.append(f'-H "{name}: $(uuidgen)"')
        else:
            headers.append(f"-H {_quoted(f'{name}: {_text(value)}')}")
    url = f'"$ACME_URL{path}{"?" if query else ""}{"&".join(query)}"'
    verb = "" if row["method"] == "GET" else f"-X {row['method']} "
    lines = [f"curl {verb}{url}", *headers]
    if example.body is not None:
        body = shlex.quote(_json(example.body))
        lines += ['-H "content-type: application/json"', f"-d {body}"]
    return " \\\n  ".join(lines)


def _variable(scheme: str) -> str:
    """Return the environment variable from which a credential is taken."""
    name = {"session": "sessionToken", "loginTenantId": "tenantId"}.get(scheme, scheme)
    return f"ACME_{snake_case(name).upper()}"


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _json(body: Any) -> str:
    """Write JSON; what hides in a terminal, or turns its text around, is written as an escape."""
    text = json.dumps(body, indent=2, ensure_ascii=False)
    return text if text.replace("\n", "").isprintable() else json.dumps(body, indent=2)


def _quoted(text: str) -> str:
    """Quote a header as the others are quoted, unless a shell would read something in it."""
    return shlex.quote(text) if set(text) & set('"$`\\!') else f'"{text}"'
