"""The contract check: every operation that only reads is called once, and its answer compared."""

from __future__ import annotations

import importlib
import pkgutil
import warnings
from collections.abc import Collection, Iterator, Mapping
from types import ModuleType
from typing import Any, Final, Literal, NamedTuple, TypeAlias, cast

from acme_ticketing_core import errors
from acme_ticketing_core.client.sync_client import SyncClient
from acme_ticketing_core.exchange.answers import in_utf_8
from acme_ticketing_core.models import json
from acme_ticketing_core.models.values import value_at
from acme_ticketing_core.observability.drift import Drift
from acme_ticketing_core.operations.names import first_value, resolved
from acme_ticketing_core.operations.operation import Operation
from acme_ticketing_core.operations.options import CallOptions
from acme_ticketing_core.runtime.unset import UNSET

_PATH: Final = "$request.path."
_BODY: Final = "$response.body#"


def operations_that_read(resources: ModuleType) -> dict[str, Operation[Any]]:
    found: dict[str, Operation[Any]] = {
        value.id: value
        for module in pkgutil.walk_packages(resources.__path__, f"{resources.__name__}.")
        for value in vars(importlib.import_module(module.name)).values()
        if isinstance(value, Operation) and value.replay == "safe"
    }
    return dict(sorted(found.items()))


def links_of(document: Mapping[str, Any], operation: Operation[Any]) -> Iterator[Mapping[str, Any]]:
    """Give what its answers tell for others, as OpenAPI writes it."""
    for response in _described(document, operation)["responses"].values():
        yield from response.get("links", {}).values()


def told(link: Mapping[str, Any], body: Any, path: Mapping[str, Any]) -> dict[str, Any] | None:
    """Give the parameters that a link finds in an answer; None if not all."""
    found: dict[str, Any] = {}
    for name, expression in link["parameters"].items():
        if expression.startswith(_PATH):
            value = path.get(expression.removeprefix(_PATH))
        elif expression.startswith(_BODY):
            value = next(_at(body, expression.removeprefix(_BODY).split("/")[1:]), None)
        else:
            value = expression  # a constant
        if value is None:
            return None
        found[name] = value
    return found


def _at(value: Any, steps: list[str]) -> Iterator[str | int]:
    """Yield what stands there; for an item of a list any one."""
    if not steps:
        if isinstance(value, (str, int)) and not isinstance(value, bool) and value != "":
            yield value
    elif isinstance(value, dict):
        yield from _at(cast("dict[str, Any]", value).get(steps[0]), steps[1:])
    elif isinstance(value, list) and steps[0].isdecimal():
        for each in cast("Any", value):
            yield from _at(each, steps[1:])


def _described(document: Mapping[str, Any], operation: Operation[Any]) -> dict[str, Any]:
    item = document["paths"][operation.path]
    described = item[operation.method.lower()]
    parameters = (*item.get("parameters", ()), *described.get("parameters", ()))
    return {**described, "parameters": [resolved(document, each) for each in parameters]}


def _usual(document: Mapping[str, Any], operation: Operation[Any]) -> dict[str, Any]:
    """Give what the specification has for required parameters; None for an id."""
    found: dict[str, Any] = {}
    for each in _described(document, operation)["parameters"]:
        if each.get("required") and "x-acme-role" not in each:
            schema = resolved(document, each["schema"])
            word = first_value(document, schema)
            # An id is none of a boolean, a list or an enumeration.
            told = word is not None or schema.get("type") in ("boolean", "array")
            found[each["name"]] = each.get("example", word) if told else None
    return found


def _body(document: Mapping[str, Any], operation: Operation[Any]) -> Any:
    body = resolved(document, _described(document, operation).get("requestBody", {}))
    examples = value_at(body, ("content", "application/json", "examples"), {})
    return next((each.get("value", UNSET) for each in examples.values()), UNSET)


Outcome: TypeAlias = Literal["as specified", "differs", "refused", "nothing to try", "failed"]

_TOLERANT: Final = CallOptions(strict=False)


class Verified(NamedTuple):
    """What came of one operation.

    Attributes:
        operation_id: the operation, `b2b.events.get`.
        outcome: `as specified`; `differs`; `refused`: the credentials do not open it;
            `nothing to try`: no id for it was found; `failed`: another error.
        reason: why, in words; empty where the outcome says it all.
        differences: how its answer differs.

    """

    operation_id: str
    outcome: Outcome
    reason: str = ""
    differences: tuple[Drift, ...] = ()


class Verification:
    """Calls that only read, each with what earlier answers told; `resources` holds them."""

    def __init__(
        self, client: SyncClient, document: Mapping[str, Any], resources: ModuleType
    ) -> None:
        self._client = client
        self._document = document
        self._operations = operations_that_read(resources)
        self._values = {name: _usual(document, each) for name, each in self._operations.items()}
        self._told = set[str]()
        self._sources: dict[str, list[str]] = {}
        for source, operation in self._operations.items():
            for link in links_of(document, operation):
                self._sources.setdefault(link["operationId"], []).append(source)

    def chosen(
        self, areas: Collection[str], only: Collection[str], done: Collection[str]
    ) -> list[str]:
        area = {each: each.partition(".")[0] for each in self._operations}
        known = {*area.values()}
        if wrong := sorted({*only} - {*self._operations}):
            raise errors.InvalidArgument(f"only: {wrong[0]!r} is no operation that only reads")
        if wrong := sorted({*areas} - known):
            raise errors.InvalidArgument(
                f"areas: there is no {wrong[0]!r}; there are {', '.join(sorted(known))}"
            )
        chosen = [
            each for each in area if each in (only or area) and area[each] in (areas or known)
        ]
        if not chosen:
            raise errors.InvalidArgument("only: none of it is in one of the areas")
        return [each for each in chosen if each not in done]

    def run(self, chosen: Collection[str]) -> Iterator[Verified]:
        """Call what is chosen, and before it what tells its parameters."""
        needed = list(chosen)
        for each in needed:  # which grows by what tells of each
            needed += [one for one in self._sources.get(each, ()) if one not in needed]
        waiting = [each for each in self._operations if each in needed]
        for patient in (True, False):
            while ready := [each for each in waiting if self._is_ready(each, patient=patient)]:
                for each in ready:
                    waiting.remove(each)
                    result = self._try(self._operations[each])
                    if each in chosen:
                        yield result
        for each in waiting:
            if each in chosen:
                yield Verified(each, "nothing to try", self._what_is_missing(each))

    def _is_ready(self, target: str, *, patient: bool) -> bool:
        complete = None not in self._values[target].values()
        return complete and not (patient and target in self._sources.keys() - self._told)

    def _what_is_missing(self, target: str) -> str:
        names = [name for name, value in self._values[target].items() if value is None]
        sources = self._sources.get(target)
        told_by = f"no answer of {' or '.join(sources)} tells" if sources else "no operation lists"
        return f"{told_by} its {' and '.join(names)}"

    def _try(self, operation: Operation[Any]) -> Verified:
        values, body = self._values[operation.id], _body(self._document, operation)
        arguments = {
            each.argument: values[each.name] for each in operation.parameters if each.name in values
        }
        found: list[Drift] = []
        client = self._client.with_hooks(on_drift=found.append)
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", DeprecationWarning)
                answer = client.raw(
                    lambda copy: copy.call(operation, arguments, body=body, options=_TOLERANT)
                )
        except errors.AcmeError as error:
            return _failed(operation.id, error)
        self._learn(operation, in_utf_8(answer.content, answer.headers))
        return Verified(operation.id, "differs" if found else "as specified", "", tuple(found))

    def _learn(self, operation: Operation[Any], content: bytes) -> None:
        try:
            body = json.loads(content)
        except errors.DecodeError:
            return
        for link in links_of(self._document, operation):
            target, parameters = link["operationId"], told(link, body, self._values[operation.id])
            if parameters is not None and target in self._values:
                self._values[target].update(parameters)
                self._told.add(target)


def _failed(operation_id: str, error: errors.AcmeError) -> Verified:
    """Tell what an error means, without its data."""
    if isinstance(error, errors.MissingCredentials):
        missing = " or ".join(" and ".join(sorted(each)) for each in error.missing)
        return Verified(operation_id, "refused", f"it needs other credentials: {missing}")
    status: int | None = getattr(error, "status", None)
    if isinstance(error, (errors.Forbidden, errors.Unauthorized)):
        return Verified(operation_id, "refused", f"{status}: the credentials do not open it")
    if isinstance(error, (errors.DecodeError, errors.UnexpectedAnswer)):
        return Verified(operation_id, "differs", error.message)
    words = type(error).__name__
    return Verified(operation_id, "failed", f"{status} {words}" if status else words)
