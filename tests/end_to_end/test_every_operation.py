"""Every operation of the table is called through the generated client, sync and async."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from functools import reduce
from typing import Any

import pytest

from acme_ticketing import AcmeClient, AsyncAcmeClient, AsyncPage, Page, spec
from acme_ticketing_sandbox import LocalAcme
from generator.naming.names import method_name

from .arguments import ARGUMENTS

TABLE = spec.operations()
every_operation = pytest.mark.parametrize("row", TABLE, ids=[row["id"] for row in TABLE])


def method(client: object, operation_id: str) -> Any:
    """Return the method of a client that an operationId names."""
    return reduce(getattr, map(method_name, operation_id.split(".")), client)


def arguments_of(row: dict[str, Any], client: AcmeClient) -> dict[str, Any]:
    """Prepare the sandbox for a call and return its arguments."""
    prepare = ARGUMENTS.get(row["id"])
    return prepare(client) if prepare else {}


def expected_warning(row: dict[str, Any]) -> AbstractContextManager[Any]:
    """Return a block that must warn if the operation is deprecated, and must not otherwise."""
    return nullcontext() if row["deprecated"] is None else pytest.deprecated_call()


def answers_nothing(row: dict[str, Any]) -> bool:
    """Tell whether the specification promises no body for a success."""
    operation = spec.document()["paths"][row["path"]][row["method"].lower()]
    return not any(
        "content" in response
        for status, response in operation["responses"].items()
        if status.startswith("2")
    )


def last_call(sandbox: LocalAcme) -> tuple[str, bool]:
    """Return the operation that the sandbox answered last, and whether it did it."""
    return sandbox.calls[-1].operation_id, sandbox.calls[-1].carried_out


@every_operation
def test_sync(row: dict[str, Any], client: AcmeClient, sandbox: LocalAcme) -> None:
    """The sandbox carries out exactly the operation that the method stands for."""
    arguments = arguments_of(row, client)

    with expected_warning(row):
        answer = method(client, row["id"])(**arguments)

    assert last_call(sandbox) == (row["id"], True)
    assert (answer is None) == answers_nothing(row)
    assert isinstance(answer, Page) == bool(row["pagination"])


@every_operation
async def test_async(
    row: dict[str, Any], client: AcmeClient, async_client: AsyncAcmeClient, sandbox: LocalAcme
) -> None:
    """The asynchronous method does the same."""
    arguments = arguments_of(row, client)

    with expected_warning(row):
        answer = await method(async_client, row["id"])(**arguments)

    assert last_call(sandbox) == (row["id"], True)
    assert (answer is None) == answers_nothing(row)
    assert isinstance(answer, AsyncPage) == bool(row["pagination"])


def test_the_table_of_arguments_names_only_operations() -> None:
    """A renamed operation does not leave its arguments behind."""
    assert set(ARGUMENTS) - {row["id"] for row in TABLE} == set()
