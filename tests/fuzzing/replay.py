"""Reads kept answers by the generated client that this process finds; prints what differs.

Answers come on stdin, as `learning.py` keeps them.
"""

from __future__ import annotations

import base64
import importlib
import json
import pkgutil
import sys
from typing import Any

import acme_ticketing.resources
from acme_ticketing.errors import AcmeError
from acme_ticketing_core.exchange.answers import read_answer
from acme_ticketing_core.models.reading import Tolerance
from acme_ticketing_core.observability.hooks import Hooks
from acme_ticketing_core.operations.operation import Operation
from acme_ticketing_core.redaction import Redactor
from acme_ticketing_core.transport.steps import Response
from tests.core.world import answered_call


def operations() -> dict[str, Operation[Any]]:
    """Return every operation of the generated client."""
    found: dict[str, Operation[Any]] = {}
    package = acme_ticketing.resources
    for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        for value in vars(importlib.import_module(module.name)).values():
            if isinstance(value, Operation):
                found[value.id] = value
    return found


def main() -> None:
    """Read each answer twice."""
    known, redactor = operations(), Redactor(lambda: ())
    found: list[dict[str, Any]] = []
    for operation_id, status, headers, body in json.load(sys.stdin):
        content = base64.b64decode(body)
        response = Response(status, headers, content)
        operation = known[operation_id]
        drifts: list[Any] = []
        for tolerance, hooks in (
            (Tolerance(), Hooks(on_drift=(drifts.append,))),
            (Tolerance(strict=True), Hooks()),
        ):
            try:
                read_answer(answered_call(operation, redactor, tolerance, hooks), response)
            except AcmeError as error:
                told = f"{type(error).__name__}: {error}"
                found.append(
                    {"operation": operation_id, "path": "", "kind": "refused", "found": told}
                )
        found += [
            {"operation": operation_id, "path": each.path, "kind": each.kind, "found": each.shape}
            for each in drifts
        ]
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main()
