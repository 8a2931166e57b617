"""Every generated method shows a call of itself that is right."""

from __future__ import annotations

import ast
import inspect
import textwrap
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest

from acme_ticketing import AcmeClient, ApiKey, AsyncAcmeClient, models
from acme_ticketing.spec import operations
from acme_ticketing_sandbox.samples.examples import BESIDES, samples
from generator.naming.names import method_name

_ROWS = [pytest.param(row, id=row["id"]) for row in operations()]
_CLIENTS = [AcmeClient, AsyncAcmeClient]


def _method(client: Any, row: dict[str, Any]) -> Any:
    for step in row["id"].split("."):
        client = getattr(client, method_name(step))
    return client


def _example(method: Any) -> ast.Module:
    documentation = inspect.getdoc(method)
    assert documentation is not None
    return ast.parse(textwrap.dedent(documentation.partition("Example:\n")[2]))


def _call(tree: ast.AST) -> ast.Call:
    return next(
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func).startswith("client.")
    )


@pytest.mark.parametrize("client_class", _CLIENTS)
@pytest.mark.parametrize("row", _ROWS)
def test_the_example_of_a_docstring_fits_the_method(row: dict[str, Any], client_class: type[Any]):
    """Its values can be made, the method takes them, and it is awaited where that is needed."""
    method = _method(client_class(ApiKey("example-key")), row)
    tree = _example(method)
    call = _call(tree)
    known = vars(models) | {
        "datetime": datetime, "date": date, "Decimal": Decimal, "uuid4": uuid4, "Any": Any,
    }  # fmt: skip
    known |= {name: getattr(models, name) for name in models.__all__}

    cut = _cut(call)

    given = {
        each.arg: eval(ast.unparse(each.value), known)
        for each in call.keywords
        if each.arg and each.arg not in cut
    }

    inspect.signature(method).bind(**given, **dict.fromkeys(cut))
    waits = any(isinstance(node, ast.Await | ast.AsyncFor) for node in ast.walk(tree))
    assert waits == (client_class is AsyncAcmeClient)
    assert set(cut) <= {"body"}


@pytest.mark.parametrize("row", _ROWS)
def test_the_example_is_the_sample_that_runs(row: dict[str, Any]):
    """Tests run each page's sample against the local ACME; the docstring makes the same call."""
    shown = _call(_example(_method(AcmeClient(ApiKey("example-key")), row)))
    sample = _call(ast.parse(samples(row).python))
    left_out = {*_cut(shown), *BESIDES.get(row["id"], {})}
    for call in (shown, sample):
        call.keywords = [each for each in call.keywords if each.arg not in left_out]

    if row["id"] not in BESIDES:
        assert ast.unparse(shown) == ast.unparse(sample)
    assert ast.unparse(shown.func) == ast.unparse(sample.func)


def _cut(call: ast.Call) -> list[str]:
    """Name the arguments that are too long to be shown whole."""
    return [
        each.arg for each in call.keywords if each.arg and ast.unparse(each.value).endswith("(...)")
    ]
