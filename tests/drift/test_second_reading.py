"""A second reading by another tool: what jsonschema finds in an answer, the client tells too."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from acme_ticketing import spec
from acme_ticketing_core.observability.drift_file import read_drift
from tests.fuzzing.learning import Reply, recorded


def path_of(steps: Any) -> str:
    """Return a path of jsonschema as the client writes it."""
    words = ("[]" if isinstance(step, int) else f".{step}" for step in steps)
    return "".join(words).removeprefix(".")


def found_by_jsonschema(document: dict[str, Any], reply: Reply) -> set[str]:
    """Return where an answer breaks the schema that the specification has for it."""
    operation = next(
        each
        for item in document["paths"].values()
        for each in item.values()
        if isinstance(each, dict) and each.get("operationId") == reply.operation
    )
    response = operation["responses"].get(str(reply.status), {})
    content = response.get("content", {}).get("application/json")
    if content is None:
        return set()
    body = base64.b64decode(reply.body)
    text = body.decode("utf-16" if body.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8")
    schema = {**content["schema"], "components": document["components"]}
    validator = Draft202012Validator(schema, format_checker=FormatChecker())
    return {path_of(error.absolute_path) for error in validator.iter_errors(json.loads(text))}


@pytest.mark.parametrize("seed", [11, 12])
def test_what_another_tool_finds_is_told(seed: int, tmp_path: Path) -> None:
    """At the same place, or at one inside it; each operation once."""
    log = tmp_path / "drift.jsonl"
    replies = recorded(seed, log, {row["id"] for row in spec.operations()[seed % 2 :: 2]})
    told: dict[str, set[str]] = {}
    for each in read_drift([str(log)]).differences:
        told.setdefault(each.operation, set()).add(each.path)
    found = {
        (reply.operation, path)
        for reply in replies
        for path in found_by_jsonschema(spec.document(), reply)
    }
    missed = {
        (operation, path)
        for operation, path in found
        if not any(each.startswith(path) for each in told.get(operation, ()))
    }

    assert len(found) > 50
    assert missed == set()
