"""A specification of hundreds of operations: copies of the real one, their names apart."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from .editions import DOCUMENT

OPERATIONS = 100
"""How many operations a copy has: the first ones of the real specification."""

_METHODS = ("delete", "get", "patch", "post", "put")
_SCHEMA = re.compile(r"^#/components/schemas/(\w+)$")
_HEADER = re.compile(r"^#/components/parameters/(\w+)$")
# A document has one operation that opens sessions; what is deprecated names a replacement, which a
# copy may lack.
_LEFT_OUT = frozenset({"deprecated", "x-acme-opens-session", "x-acme-replacement"})
_MARK = {"type": "string", "description": "Tells the copies apart."}


def grown(copies: int, folder: Path) -> Path:
    """Write a specification of so many copies, and return its root file.

    Each copy brings paths and models of its own, as a real specification grows.
    """
    original = json.loads(DOCUMENT.read_text(encoding="utf-8"))
    first = _Copy(original, 0)
    headers = {
        kind: first.renamed(original["components"][kind])
        for kind in ("parameters", "securitySchemes")
    }
    components = {
        "responses": first.renamed(original["components"]["responses"]),
        "securitySchemes": {"$ref": "headers.yaml#/securitySchemes"},
    }
    paths: dict[str, Any] = {}
    for number in range(copies):
        copy = _Copy(original, number)
        of_copy = copy.paths()
        paths |= of_copy
        _write(folder / "schemas" / f"{copy.file}", copy.schemas([of_copy, components, headers]))
    text = json.dumps(paths)
    headers["parameters"] = {
        name: each
        for name, each in headers["parameters"].items()
        if f"headers.yaml#/parameters/{name}" in text
    }
    _write(folder / "headers.yaml", headers)
    root = {key: value for key, value in original.items() if key not in {"paths", "components"}}
    root |= {
        "tags": [{"name": name, "description": "Copied."} for name in _tags(paths)],
        "paths": paths,
        "components": components,
    }
    return _write(folder / "openapi.yaml", root)


class _Copy:
    def __init__(self, document: dict[str, Any], number: int) -> None:
        self.document = document
        self.number = number
        self.file = f"copy{number}.yaml"
        every = [
            item[method]["operationId"]
            for item in document["paths"].values()
            for method in _METHODS
            if method in item
        ]
        self.operations = frozenset(every[:OPERATIONS])
        self.lacking = frozenset(every[OPERATIONS:])

    def paths(self) -> dict[str, Any]:
        """Return the path items of this copy."""
        paths: dict[str, Any] = {}
        for path, item in self.document["paths"].items():
            methods = [
                method
                for method in _METHODS
                if method in item and item[method]["operationId"] in self.operations
            ]
            if methods:
                shared = [key for key in item if key not in _METHODS]
                paths[f"/copy{self.number}{path}"] = {
                    key: self.renamed(item[key]) for key in [*shared, *methods]
                }
        return paths

    def schemas(self, users: Any) -> dict[str, Any]:
        """Return the schemas of this copy that `users` lead to."""
        known = {
            self._schema(name): self.renamed(schema, self.file)
            for name, schema in self.document["components"]["schemas"].items()
        }
        for model, schema in enumerate(known.values()):
            if "properties" in schema:  # no two models of a specification are the same
                schema["properties"][f"copy{self.number}Model{model}"] = _MARK
        found: dict[str, Any] = {}
        waiting = [users]
        while waiting:
            for name in re.findall(rf"{self.file}#/(\w+)", json.dumps(waiting.pop())):
                if name not in found:
                    found[name] = known[name]
                    waiting.append(known[name])
        return found

    def renamed(self, value: Any, file: str | None = None) -> Any:
        """Copy a part of the document; the schemas and operations that it names are the copy's."""
        if isinstance(value, list):
            return [self.renamed(item, file) for item in value]
        if not isinstance(value, dict):
            return self._operation(value) if value in self.operations else value
        return {
            key: self._entry(key, each, file)
            for key, each in value.items()
            if key not in _LEFT_OUT and not self._lacks(each)
        }

    def _lacks(self, value: Any) -> bool:
        """Whether a part names an operation that the copy does not have."""
        named = value.values() if isinstance(value, dict) else [value]
        return any(isinstance(each, str) and each in self.lacking for each in named)

    def _operation(self, name: str) -> str:
        tag, _, method = name.rpartition(".")
        return f"{tag}Copy{self.number}.{method}"

    def _entry(self, key: str, value: Any, file: str | None) -> Any:
        if key == "$ref" and (match := _SCHEMA.match(value)):
            return f"{file or f'schemas/{self.file}'}#/{self._schema(match[1])}"
        if key == "$ref" and (match := _HEADER.match(value)):
            return f"headers.yaml#/parameters/{match[1]}"
        if key == "tags" and isinstance(value, list):
            return [f"{tag}Copy{self.number}" for tag in value]
        return self.renamed(value, file)

    def _schema(self, name: str) -> str:
        return f"{name}Copy{self.number}"


def _tags(paths: dict[str, Any]) -> Iterator[str]:
    operations = (item[method] for item in paths.values() for method in _METHODS if method in item)
    names = {tag for operation in operations for tag in operation["tags"]}
    yield from sorted(names | {name.partition(".")[0] for name in names})


def _write(path: Path, value: Any) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value, indent=1, ensure_ascii=False), encoding="utf-8")
    return path
