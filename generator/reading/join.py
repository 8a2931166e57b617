"""Joins the files of `spec/` into one document whose references are all local.

`$ref`s are followed across files. What they lead to decides the place in the joined document:

- `schemas/**/<file>.yaml#/<Name>` becomes `#/components/schemas/<Name>`;
- `headers.yaml#/parameters/<Name>` and `headers.yaml#/securitySchemes/<Name>`, and
  `parameters.yaml#/<Name>` and `responses.yaml#/<Name>`, become components of their kind;
- anything else (path items, examples) is put in place of the reference.

Path files are named in the root document under `x-acme-path-files`: every path item in them is
merged into `paths`.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from .load import Pointer, SourceFile, json_pointer, load
from .problem import Location, refuse

PATH_FILES = "x-acme-path-files"
_SPECIFICATION_SUFFIXES = frozenset({".yaml", ".yml", ".json"})


@dataclass(frozen=True)
class JoinedDocument:
    """One self-contained OpenAPI document and where each part of it was written."""

    data: dict[str, Any]  # the document as JSON values
    locations: dict[Pointer, Location]  # the file and line of each value, by its pointer in `data`
    # For each component schema, the file that defines it: below `schemas/`, without its ending.
    schema_files: dict[str, str]
    # What stands beside the root file and is no part of the document: its kind and name (`schema
    # Event`, `file paths/b2b/events/events.yaml`), and where it is.
    unused: tuple[tuple[str, Location], ...] = ()

    def locate(self, *pointer: str | int) -> Location:
        """Return where the value at `pointer` was written (or its nearest parent)."""
        while pointer not in self.locations and pointer:
            pointer = pointer[:-1]
        return replace(self.locations[pointer], pointer=json_pointer(pointer))


def join(root: Path, texts: Mapping[Path, str] | None = None) -> JoinedDocument:
    """Join the document whose root file is `root`, or raise `SpecificationError`.

    What `texts` has of a file is read in place of the file.
    """
    return _Joiner(Path(os.path.normpath(root)), texts or {}).join()


@dataclass
class _Joiner:
    root: Path
    texts: Mapping[Path, str]
    files: dict[Path, SourceFile] = field(default_factory=dict)
    locations: dict[Pointer, Location] = field(default_factory=dict)
    components: dict[tuple[str, str], tuple[Path, Pointer]] = field(default_factory=dict)
    document: dict[str, Any] = field(default_factory=dict)
    schema_files: dict[str, str] = field(default_factory=dict)
    inlining: list[tuple[Path, Pointer]] = field(default_factory=list)

    def join(self) -> JoinedDocument:
        source = self._load(self.root)
        if not isinstance(source.data, dict):
            message = "the root document is no mapping"
            remedy = "Begin it with `openapi: 3.1.0`."
            refuse(Location(self.root, 1), "document-object", message, remedy)
        self.locations[()] = Location(self.root, 1)
        for key in source.data:
            if key not in {PATH_FILES, "components", "paths"}:
                self.document[key] = self._walk(source, (key,), (key,))
        self.document["paths"] = self._paths(source)
        self._root_components(source)
        components = self.document.get("components", {})
        for kind in sorted(components):
            components[kind] = dict(sorted(components[kind].items()))
        unused = tuple(self._unused())
        return JoinedDocument(self.document, self.locations, self.schema_files, unused)

    def _unused(self) -> Iterator[tuple[str, Location]]:
        """Yield what stands in the folder of the root file and was never reached."""
        folder = self.root.parent
        reached = set(self.components.values())
        for path in sorted(folder.rglob("*")):
            relative = path.relative_to(folder)
            if path.suffix not in _SPECIFICATION_SUFFIXES or not path.is_file():
                continue
            if path not in self.files:
                yield f"file {relative.as_posix()}", Location(path, 1)
                continue
            file = self.files[path]
            for pointer in file.lines if path != self.root else ():
                kind = self._component_kind(file, pointer) if len(pointer) in {1, 2} else None
                if kind and (path, pointer) not in reached:
                    yield f"{kind.removesuffix('s')} {pointer[-1]}", file.locate(pointer)

    def _paths(self, source: SourceFile) -> dict[str, Any]:
        paths: dict[str, Any] = {}
        places = [(source, pointer) for pointer in _children(source, ("paths",))]
        names = source.data.get(PATH_FILES) or []
        if not isinstance(names, list):
            remedy = "Write one file name per line, each after '- '."
            place = source.locate((PATH_FILES,))
            refuse(place, "path-files-list", f"{PATH_FILES} is no list", remedy)
        for index, name in enumerate(names):
            file = self._load(self.root.parent / str(name), source.locate((PATH_FILES, index)))
            places += [(file, pointer) for pointer in _children(file, ())]
        for file, pointer in places:
            path = str(pointer[-1])
            if path in paths:
                message = f"the path {path} is described twice"
                remedy = f"It already stands at {self.locations['paths', path]}; merge the two."
                refuse(file.locate(pointer), "unique-paths", message, remedy)
            paths[path] = self._walk(file, pointer, ("paths", path))
        self.locations.setdefault(("paths",), source.locate(("paths",)))
        return paths

    def _root_components(self, source: SourceFile) -> None:
        for _, kind in _children(source, ("components",)):
            section_source, section = self._target(source, ("components", kind))
            for pointer in _children(section_source, section):
                place = self._target(section_source, pointer)
                if place[1][-1:] != pointer[-1:]:
                    place = section_source, pointer
                self._component(str(kind), str(pointer[-1]), *place)

    def _target(self, source: SourceFile, pointer: Pointer) -> tuple[SourceFile, Pointer]:
        """Follow the value at `pointer` if it is nothing but a reference."""
        value = _at(source, pointer)
        if isinstance(value, dict) and set(value) == {"$ref"} and isinstance(value["$ref"], str):
            return self._resolve(source, (*pointer, "$ref"), value["$ref"])
        return source, pointer

    def _load(self, path: Path, asked_for_by: Location | None = None) -> SourceFile:
        path = Path(os.path.normpath(path))
        if path not in self.files:
            if asked_for_by is not None and not path.is_file():
                remedy = "Correct the file name, relative to the file that holds the reference."
                refuse(asked_for_by, "reference-resolves", f"there is no file {path}", remedy)
            if asked_for_by is not None and not path.is_relative_to(self.root.parent):
                message = f"{path} lies outside {self.root.parent}"
                remedy = "Move the file beside the root document."
                refuse(asked_for_by, "reference-inside", message, remedy)
            self.files[path] = load(path, self.texts.get(path))
        return self.files[path]

    def _walk(self, source: SourceFile, pointer: Pointer, target: Pointer) -> Any:
        """Copy the value at `pointer` of `source` to `target`, following references."""
        self.locations.setdefault(target, source.locate(pointer))
        value = _at(source, pointer)
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

    def _follow(self, source: SourceFile, pointer: Pointer, target: Pointer, reference: str) -> Any:
        found, found_pointer = self._resolve(source, (*pointer, "$ref"), reference)
        siblings = [key for key in _at(source, pointer) if key != "$ref"]
        if kind := self._component_kind(found, found_pointer):
            name = str(found_pointer[-1])
            self._component(kind, name, found, found_pointer)
            beside = {key: self._walk(source, (*pointer, key), (*target, key)) for key in siblings}
            return {"$ref": f"#/components/{kind}/{name}", **beside}
        if siblings:
            message = f"{siblings[0]!r} beside a $ref that is put in place would be lost"
            remedy = "Move it into what the $ref leads to."
            refuse(source.locate((*pointer, siblings[0])), "reference-alone", message, remedy)
        place = (found.path, found_pointer)
        if place in self.inlining:
            message = "the $ref leads back to what holds it"
            remedy = "Make the repeated part a schema of its own: only components may be recursive."
            refuse(source.locate(pointer), "reference-circle", message, remedy)
        self.locations[target] = found.locate(found_pointer)
        self.inlining.append(place)
        value = self._walk(found, found_pointer, target)
        self.inlining.pop()
        return value

    def _component_kind(self, file: SourceFile, pointer: Pointer) -> str | None:
        match file.path.parts[len(self.root.parent.parts) :], pointer:
            case ("schemas", *_), (_,):
                return "schemas"
            case (("responses.yaml" | "parameters.yaml") as name,), (_,):
                return name.removesuffix(".yaml")
            case ("headers.yaml",), (kind, _):
                return str(kind)
            case _, ("components", kind, _) if file.path == self.root:
                return str(kind)
            case _:
                return None

    def _component(self, kind: str, name: str, file: SourceFile, pointer: Pointer) -> None:
        origin = (file.path, pointer)
        known = self.components.setdefault((kind, name), origin)
        if known != origin:
            message = f"two components of kind {kind} are called {name}"
            remedy = f"The other stands at {self.files[known[0]].locate(known[1])}; rename one."
            refuse(file.locate(pointer), "unique-components", message, remedy)
        section = self.document.setdefault("components", {}).setdefault(kind, {})
        if name in section:
            return
        section[name] = None  # marks it as begun: schemas may refer to themselves
        if kind == "schemas":
            parts = file.path.relative_to(self.root.parent).with_suffix("").parts
            self.schema_files[name] = "/".join(parts[1:] or parts)
        outer, self.inlining = self.inlining, []  # a component ends the circle it stands in
        section[name] = self._walk(file, pointer, ("components", kind, name))
        self.inlining = outer

    def _resolve(
        self, source: SourceFile, pointer: Pointer, reference: str
    ) -> tuple[SourceFile, Pointer]:
        name, _, fragment = reference.partition("#")
        place = source.locate(pointer)
        file = self._load(source.path.parent / name, place) if name else source
        steps = _steps(file.data, fragment)
        if steps is None:
            message = f"{reference} leads to nothing in {file.path}"
            remedy = "Correct the part after '#', or add what it should lead to."
            refuse(place, "reference-resolves", message, remedy)
        return file, steps


def _at(file: SourceFile, pointer: Pointer) -> Any:
    found: Any = file.data
    for step in pointer:
        found = found[step]
    return found


def _children(file: SourceFile, pointer: Pointer) -> list[Pointer]:
    """Return the pointers of the entries of the mapping at `pointer` (which may be absent)."""
    absent = pointer and pointer[0] not in file.data
    value = None if absent else _at(file, pointer)
    if value is not None and not isinstance(value, dict):
        message = f"{'.'.join(map(str, pointer)) or 'the file'} is no mapping"
        refuse(file.locate(pointer), "mapping", message, "Write `name: value` entries.")
    return [(*pointer, key) for key in value or {}]


def _steps(data: Any, fragment: str) -> Pointer | None:
    steps: list[str | int] = []
    if fragment and not fragment.startswith("/"):
        return None
    for raw in unquote(fragment).split("/")[1:]:
        step: Any = raw.replace("~1", "/").replace("~0", "~")
        if isinstance(data, list) and step.isdecimal():
            step = int(step)
        steps.append(step)
        try:
            data = data[step]
        except (LookupError, TypeError):
            return None
    return tuple(steps)
