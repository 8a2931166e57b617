"""Reads one YAML or JSON file and remembers the line of every value in it.

Scalars follow the YAML 1.2 core schema, not YAML 1.1: `no` is the text "no", and an unquoted date
is text too, because the document is JSON in YAML's clothes. What even YAML 1.2 would silently
change (`0928` into 928) is refused.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, NoReturn

import yaml

from .problem import Location, SpecificationError, refuse

Pointer = tuple[str | int, ...]

_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]*)")
_NUMBER = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_NUMBER_UNKNOWN_TO_JSON = re.compile(
    r"[-+]?0[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)"
)
_SOMEWHERE = Path()  # stands for the file of a text while it is read
_SURROGATE = re.compile("[\ud800-\udfff]")
_CONSTANTS: dict[str, Any] = {
    **dict.fromkeys(("null", "Null", "NULL", "~", "")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]  # is there
    """Leaves it to the reader what a value is, so that every tag is one that somebody wrote."""

    def resolve(self, *_: object) -> str:
        return ""


@dataclass(frozen=True)
class SourceFile:
    """A parsed file."""

    path: Path  # where it was read from
    data: Any  # its content as plain Python values
    lines: dict[Pointer, int]  # the line (from 1) of each value, by its pointer inside the file

    def locate(self, pointer: Pointer) -> Location:
        """Return the place of `pointer`, or of its nearest recorded parent."""
        while pointer not in self.lines and pointer:
            pointer = pointer[:-1]
        return Location(self.path, self.lines.get(pointer, 1))


def load(path: Path, text: str | None = None) -> SourceFile:
    """Read `path`, or `text` in its place; what cannot be read is a `SpecificationError`."""
    place = Location(path, 1)
    try:
        text = path.read_text(encoding="utf-8") if text is None else text
    except (OSError, UnicodeDecodeError) as error:
        remedy = "Check its name in the $ref that leads to it, and that it is UTF-8."
        refuse(place, "file-readable", f"the file cannot be read: {error}", remedy)
    try:
        return replace(_parsed(text, is_json=path.suffix == ".json"), path=path)
    except SpecificationError as error:
        (problem,) = error.problems
        place = replace(problem.location, file=path)
        refuse(place, problem.rule, problem.message, problem.remedy)
    except RecursionError:
        remedy = "Split the value, or correct the brackets that open it."
        refuse(place, "file-depth", "values are nested too deeply to be read", remedy)


# Of two versions of a specification most files are the same.
@lru_cache(maxsize=1000)
def _parsed(text: str, *, is_json: bool) -> SourceFile:
    """Read the text of a file, wherever it stands."""
    reader = _Reader()
    data = reader.read_json(text) if is_json else reader.read_yaml(text)
    file = SourceFile(_SOMEWHERE, data, reader.lines)
    for pointer, value in walk(file.data):
        if any(isinstance(e, str) and _SURROGATE.search(e) for e in (*pointer[-1:], value)):
            message = "an escape stands for half a character, which no file can hold"
            remedy = "Write the character itself, or both halves of it."
            refuse(file.locate(pointer), "text-unicode", message, remedy)
    return file


def json_pointer(pointer: Pointer) -> str:
    """Return a pointer as JSON writes it."""
    steps = (str(step).replace("~", "~0").replace("/", "~1") for step in pointer)
    return "".join(f"/{step}" for step in steps)


def walk(value: Any, pointer: Pointer = ()) -> Iterator[tuple[Pointer, Any]]:
    """Yield a value and everything inside it, outermost first, each with the way to it."""
    yield pointer, value
    entries = value.items() if isinstance(value, dict) else ()
    for key, child in enumerate(value) if isinstance(value, list) else entries:
        yield from walk(child, (*pointer, key))


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(f"{text} is no number that JSON can write")
    return number


@dataclass
class _Reader:
    """Makes plain values of one file's nodes; `lines` fills up on the way."""

    lines: dict[Pointer, int] = field(default_factory=dict)
    _open: set[int] = field(default_factory=set)

    def read_json(self, text: str) -> Any:
        try:
            data = json.loads(text, parse_float=_finite, parse_constant=_finite)
        except ValueError as error:
            line = getattr(error, "lineno", 1)
            self.refuse(line, "json-syntax", f"not JSON: {error}", "Correct the syntax.")
        try:
            root = yaml.compose(text, Loader=_Loader)
            assert root is not None, "what is JSON is a value"
            self.construct(root, ())
        except yaml.YAMLError:
            # The few texts that are JSON but not YAML lose their lines, nothing else.
            self.lines = {(): 1}
            json.loads(text, object_pairs_hook=self.refuse_twins)
        return data

    def read_yaml(self, text: str) -> Any:
        try:
            root = yaml.compose(text, Loader=_Loader)
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            line = mark.line + 1 if mark else 1
            reason = getattr(error, "problem", None) or " ".join(str(error).split())
            self.refuse(line, "yaml-syntax", f"not YAML: {reason}", "Correct the syntax.")
        return None if root is None else self.construct(root, ())

    def refuse(self, line: int, rule: str, message: str, remedy: str) -> NoReturn:
        refuse(Location(_SOMEWHERE, line), rule, message, remedy)

    def refuse_repeated(self, key: str, line: int) -> NoReturn:
        message = f"the key {key!r} stands twice in one mapping"
        remedy = "Keep one of them: the other would be lost silently."
        self.refuse(line, "unique-keys", message, remedy)

    def refuse_twins(self, pairs: list[tuple[str, Any]]) -> None:
        keys = [key for key, _ in pairs]
        for key in keys:
            if keys.count(key) > 1:
                self.refuse_repeated(key, 1)

    def construct(self, node: yaml.Node, pointer: Pointer) -> Any:
        line = node.start_mark.line + 1
        self.lines.setdefault(pointer, line)
        if node.tag:
            message = f"the tag {node.tag} is not understood"
            remedy = "Write the value without a tag: text in quotes, numbers without."
            self.refuse(line, "yaml-tag", message, remedy)
        if isinstance(node, yaml.ScalarNode):
            return self._scalar(node)
        if id(node) in self._open:
            self.refuse(line, "yaml-alias", "the value contains itself", "Write a $ref instead.")
        self._open.add(id(node))
        value: Any
        if isinstance(node, yaml.MappingNode):
            value = self._mapping(node, pointer)
        else:
            value = [self.construct(item, (*pointer, i)) for i, item in enumerate(node.value)]
        self._open.discard(id(node))
        return value

    def _mapping(self, node: yaml.MappingNode, pointer: Pointer) -> dict[str, Any]:
        mapping: dict[str, Any] = {}
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            if not isinstance(key_node, yaml.ScalarNode):
                self.refuse(line, "yaml-key", "a key is no text", "Write one word as the key.")
            key = str(key_node.value)
            if key == "<<" and not key_node.style:
                message = "the merge key '<<' is no part of YAML 1.2"
                remedy = "Write the keys out, or a $ref to what they share."
                self.refuse(line, "yaml-merge-key", message, remedy)
            if key in mapping:
                self.refuse_repeated(key, line)
            self.lines[*pointer, key] = line
            mapping[key] = self.construct(value_node, (*pointer, key))
        return mapping

    def _scalar(self, node: yaml.ScalarNode) -> Any:
        text = str(node.value)
        if node.style:  # quoted or block: text, whatever it looks like
            return text
        if text in _CONSTANTS:
            return _CONSTANTS[text]
        number = float(text) if _NUMBER.fullmatch(text) else None
        if _NUMBER_UNKNOWN_TO_JSON.fullmatch(text) or (number and math.isinf(number)):
            message = f"the unquoted {text} is a number that JSON cannot write"
            remedy = "Put it in quotes if it is text, else write it as JSON does."
            self.refuse(node.start_mark.line + 1, "yaml-number", message, remedy)
        if _INTEGER.fullmatch(text):
            return int(text)
        return text if number is None else number
