"""Joins the files of `spec/` into one document whose references are all local.

`$ref`s are followed across files. What they lead to decides the place in the joined document:

- `schemas/<resource>.yaml#/<Name>` becomes `#/components/schemas/<Name>`;
- `headers.yaml#/parameters/<Name>` and `headers.yaml#/securitySchemes/<Name>`, and
  `responses.yaml#/<Name>`, become components of their kind;
- anything else (path items, examples) is put in place of the reference.

Path files are named in the root document under `x-acme-path-files`: every path item in them is
merged into `paths`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .load import Pointer, SourceFile, load
from .problem import Location, Problem, SpecificationError

PATH_FILES = "x-acme-path-files"
_NOT_JOINED = (PATH_FILES, "x-acme-path-files-next")


@dataclass(frozen=True)
class JoinedDocument:
    """One self-contained OpenAPI document and where each part of it was written.

    Attributes:
        data: the document as JSON values.
        locations: the file and line of each value, by its pointer in `data`.
        schema_files: for each component schema, the stem of the file that defines it.
    """

    data: dict[str, Any]
    locations: dict[Pointer, Location]
    schema_files: dict[str, str]

    def locate(self, *pointer: str | int) -> Location:
        """Return where the value at `pointer` was written (or its nearest parent)."""
        while pointer not in self.locations and pointer:
            pointer = pointer[:-1]
        return self.locations[pointer]


def join(root: Path) -> JoinedDocument:
    """Join the document whose root file is `root`.

    Raises:
        SpecificationError: a file is missing or malformed, a `$ref` leads nowhere, or two
            components have one name.
    """
    return _Joiner(root).join()


@dataclass
class _Joiner:
    root: Path
    files: dict[Path, SourceFile] = field(default_factory=dict)
    locations: dict[Pointer, Location] = field(default_factory=dict)
    components: dict[tuple[str, str], tuple[Path, Pointer]] = field(default_factory=dict)
    document: dict[str, Any] = field(default_factory=dict)
    schema_files: dict[str, str] = field(default_factory=dict)

    def join(self) -> JoinedDocument:
        source = self._load(self.root)
        if not isinstance(source.data, dict):
            raise SpecificationError(
                Problem(
                    Location(self.root, 1), "document-object", "the root document is no mapping",
                    "Begin it with `openapi: 3.1.0`.",
                )
            )
        self.locations[()] = Location(self.root, 1)
        for key in source.data:
            if key not in (*_NOT_JOINED, "components", "paths"):
                self.document[key] = self._walk(source, (key,), (key,))
        self.document["paths"] = self._paths(source)
        self._root_components(source)
        components = self.document.get("components", {})
        for kind in sorted(components):
            components[kind] = dict(sorted(components[kind].items()))
        return JoinedDocument(self.document, self.locations, self.schema_files)

    def _paths(self, source: SourceFile) -> dict[str, Any]:
        paths: dict[str, Any] = {}
        places = [(source, ("paths", path)) for path in source.data.get("paths") or {}]
        for index, name in enumerate(source.data.get(PATH_FILES) or []):
            file = self._load(self.root.parent / str(name), source.locate((PATH_FILES, index)))
            places += [(file, (path,)) for path in file.data or {}]
        for file, pointer in places:
            path = str(pointer[-1])
            if path in paths:
                raise SpecificationError(
                    Problem(
                        file.locate(pointer), "unique-paths", f"the path {path} is described twice",
                        f"It already stands at {self.locations['paths', path]}; merge the two.",
                    )
                )
            paths[path] = self._walk(file, pointer, ("paths", path))
        self.locations.setdefault(("paths",), source.locate(("paths",)))
        return paths

    def _root_components(self, source: SourceFile) -> None:
        for kind, entries in (source.data.get("components") or {}).items():
            target, target_source, pointer = entries, source, ("components", kind)
            if isinstance(entries, dict) and set(entries) == {"$ref"}:
                target_source, pointer = self._resolve(source, (*pointer, "$ref"), entries["$ref"])
                target = _at(target_source.data, pointer)
            for name in target:
                self._component(kind, name, target_source, (*pointer, name))

    def _load(self, path: Path, asked_for_by: Location | None = None) -> SourceFile:
        path = Path(*_without_dots(path.parts))
        if path not in self.files:
            if asked_for_by is not None and not path.is_file():
                raise SpecificationError(
                    Problem(
                        asked_for_by, "reference-resolves", f"there is no file {path}",
                        "Correct the file name, relative to the file that holds the reference.",
                    )
                )
            self.files[path] = load(path)
        return self.files[path]

    def _walk(self, source: SourceFile, pointer: Pointer, target: Pointer) -> Any:
        """Copy the value at `pointer` of `source` to `target`, following references."""
        self.locations.setdefault(target, source.locate(pointer))
        value = _at(source.data, pointer)
        if isinstance(value, list):
            return [
                self._walk(source, (*pointer, index), (*target, index))
                for index in range(len(value))
            ]
        if not isinstance(value, dict):
            return value
        reference = value.get("$ref")
        if isinstance(reference, str):
            return self._follow(source, pointer, target, reference)
        return {key: self._walk(source, (*pointer, key), (*target, key)) for key in value}

    def _follow(
        self, source: SourceFile, pointer: Pointer, target: Pointer, reference: str
    ) -> Any:
        found, found_pointer = self._resolve(source, (*pointer, "$ref"), reference)
        kind = self._component_kind(found, found_pointer)
        if kind is None:
            return self._walk(found, found_pointer, target)
        name = str(found_pointer[-1])
        self._component(kind, name, found, found_pointer)
        siblings = {
            key: self._walk(source, (*pointer, key), (*target, key))
            for key in _at(source.data, pointer)
            if key != "$ref"
        }
        return {"$ref": f"#/components/{kind}/{name}", **siblings}

    def _component_kind(self, file: SourceFile, pointer: Pointer) -> str | None:
        relative = file.path.relative_to(self.root.parent).parts
        if relative[0] == "schemas" and len(pointer) == 1:
            return "schemas"
        if relative == ("responses.yaml",) and len(pointer) == 1:
            return "responses"
        if relative == ("headers.yaml",) and len(pointer) == 2:
            return str(pointer[0])
        if file.path == self.files[self.root].path and pointer[:1] == ("components",):
            return str(pointer[1]) if len(pointer) == 3 else None
        return None

    def _component(self, kind: str, name: str, file: SourceFile, pointer: Pointer) -> None:
        origin = (file.path, pointer)
        known = self.components.setdefault((kind, name), origin)
        if known != origin:
            raise SpecificationError(
                Problem(
                    file.locate(pointer), "unique-components",
                    f"two components of kind {kind} are called {name}",
                    f"The other stands at {self.files[known[0]].locate(known[1])}; rename one.",
                )
            )
        section = self.document.setdefault("components", {}).setdefault(kind, {})
        if name in section:
            return
        section[name] = None  # marks it as begun: schemas may refer to themselves
        if kind == "schemas":
            self.schema_files[name] = file.path.stem
        section[name] = self._walk(file, pointer, ("components", kind, name))

    def _resolve(
        self, source: SourceFile, pointer: Pointer, reference: str
    ) -> tuple[SourceFile, Pointer]:
        name, _, fragment = reference.partition("#")
        place = source.locate(pointer)
        file = self._load(source.path.parent / name, place) if name else source
        steps = _steps(file.data, fragment)
        if steps is None:
            raise SpecificationError(
                Problem(
                    place, "reference-resolves", f"{reference} leads to nothing in {file.path}",
                    "Correct the part after '#', or add what it should lead to.",
                )
            )
        return file, steps


def _steps(data: Any, fragment: str) -> Pointer | None:
    steps: list[str | int] = []
    for raw in fragment.split("/")[1:]:
        step = raw.replace("~1", "/").replace("~0", "~")
        if isinstance(data, dict) and step in data:
            steps.append(step)
            data = data[step]
        elif isinstance(data, list) and step.isdecimal() and int(step) < len(data):
            steps.append(int(step))
            data = data[int(step)]
        else:
            return None
    return tuple(steps)


def _at(data: Any, pointer: Pointer) -> Any:
    for step in pointer:
        data = data[step]
    return data


def _without_dots(parts: tuple[str, ...]) -> list[str]:
    kept: list[str] = []
    for part in parts:
        if part == ".." and kept and kept[-1] != "..":
            kept.pop()
        elif part != ".":
            kept.append(part)
    return kept
