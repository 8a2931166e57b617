"""What can be tried without changing anything, and where the ids for it come from.

The specification's OpenAPI `links` say which field of an answer is a parameter of another call.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple, cast

from acme_ticketing_core.operations.references import first_value, resolved

_METHODS: Final = frozenset({"get", "post", "put", "patch", "delete"})
_PATH: Final = "$request.path."
_BODY: Final = "$response.body#"


class Link(NamedTuple):
    """What an answer tells for another call.

    Attributes:
        target: the operation that takes it.
        parameters: wire name → expression.

    """

    target: str
    parameters: Mapping[str, str]


class Target(NamedTuple):
    """An operation that only reads.

    Attributes:
        id: the operation, `b2b.events.get`.
        required: wire names of the parameters that it must be given.
        usual: wire name → a value that the specification itself gives: a known word, an example
            that is no id.
        body: an example of its body, or None.
        links: what its answer tells for others.

    """

    id: str
    required: tuple[str, ...]
    usual: Mapping[str, Any]
    body: Any
    links: tuple[Link, ...]

    @property
    def area(self) -> str:
        """The first word of its id."""
        return self.id.partition(".")[0]


def targets_of(document: Mapping[str, Any]) -> dict[str, Target]:
    """Find the operations of a joined document that read only, in its order."""
    found = (
        _target(document, item, operation)
        for item in document["paths"].values()
        for method, operation in item.items()
        if method in _METHODS and operation.get("x-acme-replay", _usually(method)) == "safe"
    )
    return {each.id: each for each in found}


def _usually(method: str) -> str:
    return "safe" if method == "get" else "never"


def told(link: Link, body: Any, path: Mapping[str, Any]) -> dict[str, Any] | None:
    """Give the parameters that a link finds in an answer, or None if it finds not all of them.

    Args:
        link: the link.
        body: the answer as parsed JSON.
        path: the path parameters of the call that was answered.

    """
    found: dict[str, Any] = {}
    for name, expression in link.parameters.items():
        if expression.startswith(_PATH):
            value = path.get(expression.removeprefix(_PATH))
        elif expression.startswith(_BODY):
            value = _at(body, expression.removeprefix(_BODY).split("/")[1:])
        else:
            value = expression  # a constant
        if value is None:
            return None
        found[name] = value
    return found


def _at(value: Any, steps: list[str]) -> Any:
    """Follow a JSON pointer to a plain value; where it says an index, to the first that has one."""
    if not steps:
        plain = isinstance(value, (str, int)) and not isinstance(value, bool) and value != ""
        return value if plain else None
    step, *rest = steps
    if isinstance(value, dict):
        return _at(cast("dict[str, Any]", value).get(step), rest)
    if isinstance(value, list) and step.isdecimal():
        items: list[Any] = cast("Any", value)
        return next((told for each in items if (told := _at(each, rest)) is not None), None)
    return None


def _target(
    document: Mapping[str, Any], item: Mapping[str, Any], operation: Mapping[str, Any]
) -> Target:
    parameters = [
        resolved(document, each)
        for each in (*item.get("parameters", ()), *operation.get("parameters", ()))
    ]
    needed = [each for each in parameters if each.get("required") and "x-acme-role" not in each]
    usual = {each["name"]: _usual(document, each) for each in needed}
    return Target(
        operation["operationId"],
        tuple(each["name"] for each in needed),
        {name: value for name, value in usual.items() if value is not None},
        _example(document, operation),
        tuple(_links(operation)),
    )


def _usual(document: Mapping[str, Any], parameter: Mapping[str, Any]) -> Any:
    """Give a value of a parameter that is no id: of a boolean, a list or an enumeration."""
    schema = resolved(document, parameter["schema"])
    word = first_value(document, schema)
    if word is not None:
        return parameter.get("example", word)
    return parameter.get("example") if schema.get("type") in ("boolean", "array") else None


def _example(document: Mapping[str, Any], operation: Mapping[str, Any]) -> Any:
    body = resolved(document, operation.get("requestBody", {}))
    described = body.get("content", {}).get("application/json", {})
    return next((each.get("value") for each in described.get("examples", {}).values()), None)


def _links(operation: Mapping[str, Any]) -> Iterator[Link]:
    for response in operation["responses"].values():
        for link in response.get("links", {}).values():
            yield Link(link["operationId"], link["parameters"])
