"""Whatever stands in a specification, its author gets problems and never a traceback."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.checking.coverage import coverage
from generator.checking.lint import lint
from generator.checking.validate import validate
from generator.reading.join import JoinedDocument, join
from generator.reading.load import Pointer
from tests.generator.specs.edits import MINIMAL

FACTS = MINIMAL.parent / "facts"
_GOOD = join(MINIMAL / "openapi.yaml")
_OTHER: tuple[Any, ...] = (
    None, 5, True, "", "text", "$ref", [], [None], [[]], {}, {"": {}}, {"a": None},
    {"$ref": "#/components/schemas/Event"}, {"$ref": "#/nothing/there"}, {"$ref": "#/"}, {"$ref": 5},
)  # fmt: skip


def _pointers(value: Any, pointer: Pointer = ()) -> Iterator[Pointer]:
    yield pointer
    entries = value.items() if isinstance(value, dict) else ()
    for key, child in enumerate(value) if isinstance(value, list) else entries:
        yield from _pointers(child, (*pointer, key))


def _with(pointer: Pointer, value: Any) -> JoinedDocument:
    """Return the good document with another value at `pointer`."""
    data: Any = copy.deepcopy(_GOOD.data)
    holder = data
    for step in pointer[:-1]:
        holder = holder[step]
    holder[pointer[-1]] = value
    return JoinedDocument(data, _GOOD.locations, _GOOD.schema_files)


_PLACES = [pointer for pointer in _pointers(_GOOD.data) if pointer]


@settings(max_examples=40, deadline=None)
@given(place=st.sampled_from(_PLACES), value=st.sampled_from(_OTHER))
def test_any_value_anywhere_is_survived(place: Pointer, value: Any):
    """A value of any other type, at any place, makes problems with a file and a line at most."""
    document = _with(place, value)
    for problem in (*validate(document), *lint(document, FACTS)):
        assert problem.location.file.is_file()
        assert problem.location.line >= 1
        assert problem.message
        assert problem.remedy


@pytest.mark.parametrize("value", [None, 5, "text", [], [None], {"a": None}], ids=repr)
@pytest.mark.parametrize("key", ["paths", "components", "tags", "security", "servers", "info"])
def test_any_value_at_the_root_is_survived(key: str, value: Any):
    """The large parts of a document may be of any type."""
    document = _with((key,), value)
    assert validate(document) or lint(document) or value == []


@pytest.mark.parametrize("name", ["x-acme-pagination", "x-acme-polling", "x-acme-source"])
@pytest.mark.parametrize("value", [5, "text", [], [1], {"items": 5}, {"done": "x", "results": 1}])
def test_extensions_of_another_type_are_problems(name: str, value: object):
    """A wrong type in an extension is told, not met by a traceback."""
    document = _with(("paths", "/v2/b2b/events", "get", name), value)
    assert {"form"} <= {problem.rule for problem in (*validate(document), *lint(document))}


def test_coverage_survives_malformed_paths(tmp_path: Path):
    """The report is made of what there is."""
    index = tmp_path / "index.md"
    index.write_text("| # | method | path |\n|-|-|-|\n| 1 | GET | /a |\n", encoding="utf-8")
    for value in _OTHER:
        assert not coverage(_with(("paths",), value), index).complete
