"""What drift logs ask for: edits that can be decided, and questions for a person."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import chain, count
from pathlib import Path
from typing import Any

from acme_ticketing_core.models.shapes import shape_of, steps_of
from acme_ticketing_core.observability.drift_file import Difference, Document

from ...naming.names import UnusableNameError, class_name
from ...reading.load import Pointer
from ...reading.node import Node
from ...reading.specification import parts_of, property_at
from .places import SCHEMAS, Place, Places, holder_of
from .schemas import MEANING, Name, UndecidedError, check_names, widened

# Answers without exception after which a field is described anew, and not only as more.
_SURE = 20
_CLAIM = ("$ref", "type", "format", "enum", "anyOf", "items", "pattern")
_OF_PAGES = frozenset({"list", "pagination"})
_NO_WORD = "a new value came that does not look like a word: which is it?"
_NO_HOLDER = "no object is described that could hold it: what is it?"


@dataclass(frozen=True)
class Edit:
    """One edit of a file."""

    place: Place  # what is written
    value: Any  # what stands there then; references are those of the joined document
    seen: tuple[Difference, ...]  # the differences that ask for it
    comment: str = ""  # what is said above it; empty if nothing


@dataclass(frozen=True)
class Question:
    """A difference that a person has to decide."""

    seen: Difference  # the difference
    asks: str  # the question


class Decider:
    """Decides about differences, all those of a field together."""

    def __init__(self, places: Places) -> None:
        self.questions: list[Question] = []  # what is left
        self._edits: list[Edit] = []
        self._places = places
        self._document = Document(places.document.data)
        self._examples: dict[Pointer, list[Any]] = {}
        for pointer, value in places.examples():
            self._examples.setdefault(pointer, []).append(shape_of(value))
        self._steering = set(places.steering())
        # Objects that get a name: each with its file.
        self._new: dict[str, tuple[Path, dict[str, Any]]] = {}
        self._fields: dict[Pointer, list[str]] = {}
        # The differences of fields, be they described already or not.
        self._differing: dict[Pointer, tuple[Node, list[Difference]]] = {}

    @property
    def edits(self) -> list[Edit]:
        """What is written."""
        new = self._new.items()
        return [*self._edits, *(Edit(Place(file, (name,)), it, ()) for name, (file, it) in new)]

    def decide(self, differences: Iterable[Difference]) -> None:
        """Say of differences what to write, and what to ask."""
        for one in differences:
            if self._document.differs(one):
                with self._deciding([one]):
                    self._sort(one)
        for field, seen in self._differing.values():
            with self._deciding(seen):
                if field.exists:
                    self._widen(field, seen)
                else:
                    self._add(field, seen)

    def _sort(self, one: Difference) -> None:
        """Put a difference to others of its field, or decide it if it stands alone."""
        answer = self._places.answer(one.operation, one.status)
        if answer is None:
            raise UndecidedError("its operation is not described as answering JSON: is it another?")
        match one.kind:
            case "content type":
                raise UndecidedError(f"the answer came as {one.found}: is it JSON all the same?")
            case "other form" if one.shape is None:
                raise UndecidedError("the text came without the quotes of JSON: always?")
            case "total":
                raise UndecidedError("a list did not hold what its total told: which is right?")
            case "status":  # it answers as the first success does
                response = self._places.response(one.operation, one.status)
                assert response is not None, "its answer was found"
                like = self._places.in_file(response.pointer)
                self._edit((*response.pointer[:-1], str(one.status)), like, [one])
            case "unknown field" if one.path in _OF_PAGES:
                raise UndecidedError("an answer like this is a page: does it list?")
            case "unknown field" if not property_at(answer, one.path).exists:
                if "*" in one.path or one.path.endswith("…"):
                    raise UndecidedError(_NO_HOLDER)
                holder, name = _owner(answer, one)
                self._gather(holder["properties"][name], one)
            case "missing":
                holder, name = _owner(answer, one)
                for each in parts_of(holder):
                    if name in each["required"].texts():
                        self._edit((*each.pointer, "required", "-"), name, [one])
            case _:
                found = property_at(answer, one.path)
                if not found.exists:
                    raise UndecidedError("nothing that could be widened is described: what is it?")
                if found.pointer in self._steering:
                    raise UndecidedError("the client finds its way by this field: is it so always?")
                if one.kind != "unknown value":
                    self._gather(found, one)
                elif one.value is None:
                    raise UndecidedError(_NO_WORD)
                else:
                    known = next(each for each in parts_of(found) if "enum" in each)
                    self._edit((*known.pointer, "enum", "+"), one.value, [one])

    def _gather(self, field: Node, one: Difference) -> None:
        self._differing.setdefault(field.pointer, (field, []))[1].append(one)

    def _widen(self, found: Node, seen: list[Difference]) -> None:
        hint, name = f"{seen[0].schema}-{found.pointer[-1]}", partial(self._named, found)
        about = {"x-acme-source": _source(seen)}
        if (changed := self._changed(found, seen, name)) is not None:
            claim = json.dumps({k: v for k, v in found.value.items() if k in _CLAIM})
            comment = f"Documented as {claim}; in {_always(seen)} answers it never came so."
            self._edit(found.pointer, changed | about, seen, comment)
        else:
            wider = widened(found.value, [one.shape for one in seen], hint, name)
            self._edit(found.pointer, wider | about, seen)

    @contextmanager
    def _deciding(self, seen: list[Difference]) -> Iterator[None]:
        """Make questions of what cannot be decided, and name no object for it."""
        new = dict(self._new)
        try:
            yield
        except UndecidedError as error:
            self._new = new
            self.questions += [Question(one, str(error)) for one in seen]

    def _changed(self, found: Node, seen: list[Difference], name: Name) -> dict[str, Any] | None:
        """Return what a field is described as that never came as it was; None if it did, or may."""
        sent = found.pointer[:2] == SCHEMAS and self._places.uses(str(found.pointer[2])).sent_by
        shapes = [one.shape for one in seen]
        plain = all(isinstance(each, str) for each in shapes)
        if _always(seen) < _SURE or sent or not plain or "null" in shapes:
            return None
        schema = widened({}, shapes, "", name)
        examples = self._examples.get(found.pointer, ())
        if not all(self._document.takes(schema, each, deep=True) for each in examples):
            return None
        about = {k: v for k, v in found.value.items() if k not in {*_CLAIM, "examples"}}
        return schema | about

    def _add(self, field: Node, seen: list[Difference]) -> None:
        holder, name = field.pointer[:-1], str(field.pointer[-1])
        fields = self._fields.setdefault(holder, [*self._places.root.at(holder).keys])
        check_names([*fields, name])
        shapes = [one.shape for one in seen] + list(self._examples.get(field.pointer, ()))
        schema = widened({}, shapes, name, partial(self._named, field))
        about = {"description": MEANING, "x-acme-source": _source(seen)}
        self._edit(field.pointer, schema | about, seen)
        fields.append(name)

    def _named(self, near: Node, hint: str, schema: dict[str, Any]) -> dict[str, Any]:
        """Give a new object a name, the same to equal ones, in the file of what needs it."""
        try:
            words = class_name(hint)
        except UnusableNameError as error:
            raise UndecidedError(f"{error}: how is it called?") from None
        new = (self._places.in_file(near.pointer).file, schema)
        known = self._places.root["components"]["schemas"]
        numbered = chain([words], (f"{words}{number}" for number in count(2)))
        free = (each for each in numbered if each not in known)
        name = next(each for each in free if self._new.get(each, new)[1] == schema)
        if name not in self._new and near.pointer[:2] != SCHEMAS:
            raise UndecidedError("it stands in no schema that has a name: give it one?")
        self._new.setdefault(name, new)
        return {"$ref": f"#/components/schemas/{name}"}

    def _edit(
        self, pointer: Pointer, value: Any, seen: list[Difference], comment: str = ""
    ) -> None:
        place = self._places.in_file(pointer)
        self._edits.append(Edit(place, value, tuple(seen), comment))

    def file_of(self, name: str) -> Path:
        """Return the file of a schema, be it a new one."""
        known = self._new.get(name)
        return known[0] if known else self._places.in_file((*SCHEMAS, name)).file


def _owner(answer: Node, one: Difference) -> tuple[Node, str]:
    """Return the object that holds a field, where it declares its properties, and its name there."""
    *steps, name = steps_of(one.path) or [""]
    holder = holder_of(property_at(answer, ".".join(steps)))
    if holder is None:
        raise UndecidedError(_NO_HOLDER)
    return holder, name


def _always(seen: list[Difference]) -> int:
    """Return in how many answers a field differed, if it did in all that are known; else 0."""
    for operation in {one.operation for one in seen}:
        of_it = [one for one in seen if one.operation == operation]
        in_all = max(one.answers_in_all for one in of_it)
        if sum(one.answers for one in of_it) < in_all or any(one.as_specified for one in of_it):
            return 0
    return sum(one.answers for one in seen)


def _source(seen: list[Difference]) -> dict[str, Any]:
    return {
        "file": "observed.md",
        "support": "observed",
        "day": max(one.last for one in seen),
        "answers": sum(one.answers for one in seen),
    }
