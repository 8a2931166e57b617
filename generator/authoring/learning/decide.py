"""What drift logs ask for: edits that can be decided, and questions for a person."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from itertools import accumulate, chain, count
from typing import Any

from acme_ticketing_core.models.shapes import shape_of
from acme_ticketing_core.observability.drift_file import Difference, Document

from ...naming.names import UnusableNameError, class_name
from ...reading.join import JoinedDocument
from .places import Found, Place, Places
from .schemas import MEANING, Name, UndecidedError, check_names, of_new, same, widened

_STEERING = ("items", "count", "more")
# Answers without exception after which a field is described anew, and not only as more.
_SURE = 20
_CLAIM = ("$ref", "type", "format", "enum", "anyOf", "items", "pattern")
_OF_PAGES = frozenset({"list", "pagination"})


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


@dataclass
class Proposal:
    """What becomes of a set of differences."""

    edits: list[Edit] = field(default_factory=list)  # what is written
    questions: list[Question] = field(default_factory=list)  # what is left


class Decider:
    """Decides about differences, all those of a field together."""

    def __init__(self, places: Places, document: JoinedDocument) -> None:
        self._places = places
        self._document = Document(document.data)
        self._names = set(document.data["components"]["schemas"])
        self._examples: dict[Place, list[Any]] = {}
        self._sent = places.sent()
        for place, value in places.examples():
            self._examples.setdefault(place, []).append(shape_of(value))
        self._steering = set(self._steered())
        self._new: dict[str, tuple[Place, dict[str, Any]]] = {}
        self._fields: dict[Place, list[str]] = {}
        self._proposal = Proposal()
        # The differences of fields that are described, and of those that are not.
        self._known: dict[Place, tuple[Found, list[Difference]]] = {}
        self._unknown: dict[Place, tuple[Found, str, list[Difference]]] = {}

    def decide(self, differences: Iterable[Difference]) -> Proposal:
        """Return what to write, and what to ask."""
        for one in differences:
            if not self._document.differs(one):
                continue
            try:
                self._sort(one)
            except UndecidedError as error:
                self._ask(one, str(error))
        for found, seen in self._known.values():
            self._widen(found, seen)
        for holder, name, seen in self._unknown.values():
            self._add(holder, name, seen)
        return self._proposal

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
            case "status":
                self._add_status(one)
            case "unknown field" if one.path in _OF_PAGES:
                raise UndecidedError("an answer like this is a page: does it list?")
            case "unknown field" if self._places.at(answer, one.path) is None:
                owner = self._places.owner(answer, one.path)
                if owner is None or "*" in one.path or one.path.endswith("…"):
                    raise UndecidedError("no object is described that could hold it: what is it?")
                holder, name = owner
                place = holder.place / "properties" / name
                self._unknown.setdefault(place, (holder, name, []))[2].append(one)
            case "missing":
                self._not_required(answer, one)
            case _:
                found = self._places.at(answer, one.path)
                if found is None:
                    raise UndecidedError("nothing that could be widened is described: what is it?")
                if found.place in self._steering:
                    raise UndecidedError("the client finds its way by this field: is it so always?")
                if one.kind == "unknown value":
                    self._add_word(found, one)
                else:
                    self._known.setdefault(found.place, (found, []))[1].append(one)

    def _widen(self, found: Found, seen: list[Difference]) -> None:
        hint, name = f"{seen[0].schema}-{found.place.pointer[-1]}", partial(self._named, found)
        about = {"x-acme-source": _source(seen)}
        with self._deciding(seen):
            if (changed := self._changed(found, seen, name)) is not None:
                claim = json.dumps({k: v for k, v in found.schema.items() if k in _CLAIM})
                comment = f"Documented as {claim}; in {_always(seen)} answers it never came so."
                self._edit(found.place, changed | about, seen, comment)
                return
            self._edit(found.place, widened(found.schema, _shapes(seen), hint, name) | about, seen)

    @contextmanager
    def _deciding(self, seen: list[Difference]) -> Iterator[None]:
        """Make questions of what cannot be decided, and leave nothing of its edit."""
        edits, new, names = len(self._proposal.edits), dict(self._new), set(self._names)
        try:
            yield
        except UndecidedError as error:
            del self._proposal.edits[edits:]
            self._new, self._names = new, names
            for one in seen:
                self._ask(one, str(error))

    def _changed(self, found: Found, seen: list[Difference], name: Name) -> dict[str, Any] | None:
        """Return what a field is described as that never came as it was; None if it did, or may."""
        component = str(found.place.pointer[0])
        shapes = _shapes(seen)
        plain = all(isinstance(each, str) for each in shapes)
        if _always(seen) < _SURE or component in self._sent or not plain or "null" in shapes:
            return None
        schema = of_new(shapes, "", name)
        examples = self._examples.get(found.place, ())
        if not all(self._document.takes(schema, each, deep=True) for each in examples):
            return None
        about = {key: found.schema[key] for key in found.schema if key not in {*_CLAIM, "examples"}}
        return schema | about

    def _add(self, holder: Found, name: str, seen: list[Difference]) -> None:
        place = holder.place / "properties" / name
        shapes = _shapes(seen) + list(self._examples.get(place, ()))
        fields = self._fields.setdefault(holder.place, [*holder.schema.get("properties", ())])
        with self._deciding(seen):
            check_names([*fields, name])
            schema = of_new(shapes, name, partial(self._named, holder))
            about = {"description": MEANING, "x-acme-source": _source(seen)}
            self._edit(place, schema | about, seen)
            fields.append(name)

    def _add_word(self, found: Found, one: Difference) -> None:
        if one.value is None:
            raise UndecidedError("a new value came that does not look like a word: which is it?")
        known = next(each for each in self._places.followed(found) if "enum" in each.schema)
        self._edit(known.place / "enum" / "+", one.value, [one])

    def _add_status(self, one: Difference) -> None:
        response = self._places.response(one.operation, one.status)
        assert response is not None  # its answer was found
        *steps, _ = response.pointer
        self._edit(Place(response.file, (*steps, str(one.status))), response, [one])

    def _not_required(self, answer: Found, one: Difference) -> None:
        owner = self._places.owner(answer, one.path)
        if owner is None:
            raise UndecidedError("no object is described that could hold it: what is it?")
        holder, name = owner
        for each in self._places.followed(holder):
            if name in each.schema.get("required", ()):
                self._edit(each.place / "required" / "-", name, [one])

    def _named(self, near: Found, hint: str, schema: dict[str, Any]) -> dict[str, Any]:
        """Give a new object a name, the same to equal ones, in the file of what needs it."""
        try:
            words = class_name(hint)
        except UnusableNameError as error:
            raise UndecidedError(f"{error}: how is it called?") from None
        numbered = chain([words], (f"{words}{number}" for number in count(2)))
        name = next(
            name
            for name in numbered
            if name not in self._names or (name in self._new and same(self._new[name][1], schema))
        )
        if name not in self._names:
            file = near.place.file
            if not near.name and file.parts[0] != "schemas":
                raise UndecidedError("it stands in no schema that has a name: give it one?")
            self._names.add(name)
            self._new[name] = (Place(file, (name,)), schema)
            self._edit(*self._new[name], [])
        return {"$ref": f"#/components/schemas/{name}"}

    def _edit(self, place: Place, value: Any, seen: list[Difference], comment: str = "") -> None:
        self._proposal.edits.append(Edit(place, value, tuple(seen), comment))

    def _ask(self, one: Difference, asks: str) -> None:
        self._proposal.questions.append(Question(one, asks))

    def new_file_of(self, name: str) -> Place | None:
        """Return where a new schema is written."""
        return self._new[name][0] if name in self._new else None

    def _steered(self) -> Iterable[Place]:
        """Yield the fields by which the client goes on: those of pages, reports and sessions."""
        for operation_id, (_, _, operation) in self._places.operations.items():
            answer = self._places.answer(operation_id, 0)
            if answer is None:
                continue
            paging: dict[str, Any] = operation.get("x-acme-pagination", {})
            paths = [paging[key] for key in _STEERING if key in paging]
            paths += [f"{paging['items']}[]"] if "items" in paging else ["[]"] if paging else []
            polling = operation.get("x-acme-polling", {})
            paths += [polling[key] for key in ("id", "statusField") if key in polling]
            paths += operation.get("x-acme-opens-session", {}).values()
            for path in paths:
                for part in _beginnings(path):
                    if found := self._places.at(answer, part):
                        yield found.place


def _always(seen: list[Difference]) -> int:
    """Return in how many answers a field differed, if it did in all that are known; else 0."""
    for operation in {one.operation for one in seen}:
        of_it = [one for one in seen if one.operation == operation]
        in_all = max(one.answers_in_all for one in of_it)
        if sum(one.answers for one in of_it) < in_all or any(one.as_specified for one in of_it):
            return 0
    return sum(one.answers for one in seen)


def _beginnings(path: str) -> Iterable[str]:
    """Return a path and all that lead to it."""
    return accumulate(path.split("."), "{}.{}".format)


def _shapes(seen: list[Difference]) -> list[Any]:
    shapes: list[Any] = []
    for one in seen:
        if one.shape not in shapes:
            shapes.append(one.shape)
    return shapes


def _source(seen: list[Difference]) -> dict[str, Any]:
    return {
        "file": "observed.md",
        "support": "observed",
        "day": max(one.last for one in seen),
        "answers": sum(one.answers for one in seen),
    }
