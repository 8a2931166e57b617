"""Takes in an OpenAPI document that was not written for this generator.

Our own specification says things in one way (see `lint/`). A document from elsewhere may be
OpenAPI 3.0, name its operations as it likes or not at all, and use other credentials than headers
of its own. Each is put into our way of saying it, or refused where it stands; nothing is dropped.

- OpenAPI 3.0 becomes 3.1: `nullable`, exclusive bounds that are true or false;
- an operationId becomes a path in the tree of resources: `listPets` with the tag `pets` is
  `pets.listPets`; without an operationId, method and path make one;
- a bearer token, basic authentication and OAuth are the header `Authorization`; a key in the query
  or a cookie is a parameter of the operations that it opens;
- an answer that comes in several media types is asked for in one of them, JSON if it is one.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from typing import Any, NoReturn

from .join import JoinedDocument
from .load import Pointer
from .names import UnusableNameError, method_name, snake_case
from .operation_table import METHODS
from .problem import Problem, SpecificationError
from .specification import is_json

_DATA = frozenset({"example", "examples", "default", "enum", "const"})
_IN_AUTHORIZATION = frozenset({"http", "oauth2", "openIdConnect"})
_TREE_NAME = re.compile(r"[A-Za-z]\w*(\.[A-Za-z]\w*){1,2}")
_NO_WORD = re.compile(r"[^0-9A-Za-z]+")


def adopted(document: JoinedDocument) -> JoinedDocument:
    """Return `document` in our way of saying it.

    Raises:
        SpecificationError: a part of it can be said in no way that the generator knows.

    """
    data = copy.deepcopy(document.data)
    if str(data.get("openapi", "")).startswith("3.0"):
        data = _modern(data)
        data["openapi"] = "3.1.0"
    _authorization(document, data)
    _name_operations(document, data)
    _choose_answers(data)
    return JoinedDocument(data, document.locations, document.schema_files)


def _modern(node: Any, *, names: bool = False) -> Any:
    """Return what OpenAPI 3.0 says as 3.1 says it."""
    if isinstance(node, list):
        return [_modern(each) for each in node]
    if not isinstance(node, dict):
        return node
    made = {
        key: value if key in _DATA and not names else _modern(value, names=key == "properties")
        for key, value in node.items()
    }
    if names:
        return made
    for bound, exclusive in (("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")):
        is_mark = isinstance(made.get(exclusive), bool)
        if is_mark and made.pop(exclusive) and bound in made:
            made[exclusive] = made.pop(bound)
    return _nullable(made) if isinstance(made.get("nullable"), bool) else made


def _nullable(schema: dict[str, Any]) -> dict[str, Any]:
    if not schema.pop("nullable"):
        return schema
    if isinstance(schema.get("type"), str) and "enum" not in schema:
        return {**schema, "type": [schema["type"], "null"]}
    described: dict[str, Any] = {
        key: schema.pop(key) for key in ("description", "default") if key in schema
    }
    if "enum" in schema:
        schema["enum"] = [each for each in schema["enum"] if each is not None]
    return {**described, "anyOf": [schema, {"type": "null"}]}


def _authorization(document: JoinedDocument, data: dict[str, Any]) -> None:
    schemes: dict[str, Any] = data.get("components", {}).get("securitySchemes", {})
    for name, scheme in list(schemes.items()):
        kind = scheme.get("type")
        if kind in _IN_AUTHORIZATION:
            schemes[name] = {"type": "apiKey", "in": "header", "name": "Authorization"}
        elif kind != "apiKey":
            _refuse(
                document, ("components", "securitySchemes", name), "security-scheme",
                f"the credential {name} is of the type {kind}",
                "Only headers, cookies and the query carry credentials here.",
            )  # fmt: skip
        elif scheme["in"] != "header":
            del schemes[name]
            _make_parameter(data, name, scheme)


def _make_parameter(data: dict[str, Any], name: str, scheme: dict[str, Any]) -> None:
    """Make a credential that is no header a parameter of each operation that it opens."""
    described = {
        "name": scheme["name"], "in": scheme["in"], "schema": {"type": "string"},
        "description": scheme.get("description", f"The credential {name}."),
    }  # fmt: skip
    inherited = data.get("security", [])
    for _, _, _, operation in _operations(data):
        alternatives = operation.get("security", inherited)
        if any(name in each for each in alternatives):
            operation.setdefault("parameters", []).append(described)
            operation["security"] = [
                {scheme: scopes for scheme, scopes in each.items() if scheme != name}
                for each in alternatives
            ]


def _name_operations(document: JoinedDocument, data: dict[str, Any]) -> None:
    taken: dict[str, Pointer] = {}
    for pointer, path, method, operation in _operations(data):
        identifier = operation.get("operationId") or f"{method} {path}"
        if not _TREE_NAME.fullmatch(identifier):
            tags = operation.get("tags") or [_first_word(path)]
            identifier = f"{_word(str(tags[0]), 'api')}.{_word(identifier, method)}"
        if identifier in taken:
            _refuse(
                document, pointer, "unique-operation-names",
                f"{method.upper()} {path} would be {identifier}, as another operation is",
                "Give it an operationId of its own.",
            )  # fmt: skip
        taken[identifier] = pointer
        operation["operationId"] = identifier


def _choose_answers(data: dict[str, Any]) -> None:
    """Leave of each answer the media type that is asked for."""
    responses = list(data.get("components", {}).get("responses", {}).values())
    for _, _, _, operation in _operations(data):
        responses += operation.get("responses", {}).values()
    for response in responses:
        content: dict[str, Any] = response.get("content", {})
        if len(content) > 1:
            chosen = next((each for each in content if is_json(each)), next(iter(content)))
            response["content"] = {chosen: content[chosen]}


def _operations(data: dict[str, Any]) -> Iterator[tuple[Pointer, str, str, dict[str, Any]]]:
    for path, item in data.get("paths", {}).items():
        for method in METHODS:
            if method in item:
                yield ("paths", path, method), path, method, item[method]


def _first_word(path: str) -> str:
    return next((part for part in path.split("/") if part and not part.startswith("{")), "api")


def _word(text: str, otherwise: str) -> str:
    """Return one word in camelCase of whatever text there is."""
    first, *rest = [part for part in _NO_WORD.split(text) if part] or [otherwise]
    word = first + "".join(part[:1].upper() + part[1:] for part in rest)
    try:
        method_name(word)
    except UnusableNameError:
        return otherwise
    return word if snake_case(word)[:1].isalpha() else f"{otherwise}{word}"


def _refuse(
    document: JoinedDocument, pointer: Pointer, rule: str, message: str, remedy: str
) -> NoReturn:
    raise SpecificationError(Problem(document.locate(*pointer), rule, message, remedy))
