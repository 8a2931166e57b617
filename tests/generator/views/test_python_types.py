"""Properties of the API as Python types: what is annotated, read, refused and written."""

from __future__ import annotations

import builtins
import datetime as dt
from decimal import Decimal
from typing import Any, Literal
from uuid import UUID

import pytest

from acme_ticketing_core.errors import DecodeError
from acme_ticketing_core.models.declaration import type_of
from acme_ticketing_core.models.model import DecimalNumber, Model, define
from acme_ticketing_core.models.reading import Reading
from acme_ticketing_core.models.types import Type
from acme_ticketing_core.runtime.unset import UNSET, Unset
from generator.parsing.parse import parse
from generator.reading.problem import SpecificationError
from generator.views.python_types import PythonType, type_at
from tests.generator.documents import PLACE, document

TEXT = {"type": "string"}
MOMENT = {"type": "string", "format": "date-time"}
NULL = {"type": "null"}


@define(kw_only=True, eq=False, repr=False)
class Thing(Model):
    """Stands for a generated model."""

    id: str | Unset = UNSET


class _Names(dict[str, Any]):
    """What annotations may name; any further name is an open enumeration."""

    def __missing__(self, name: str) -> Any:
        if hasattr(builtins, name):
            return getattr(builtins, name)
        return int | Literal[7] if name == "Level" else str | Literal["red"]


NAMES = _Names(dt=dt, Decimal=Decimal, UUID=UUID, Any=Any, Thing=Thing, DecimalNumber=DecimalNumber)


def _property(schema: dict[str, Any]) -> Any:
    schemas = {
        "Owner": {"type": "object", "properties": {"it": schema}},
        "Thing": {"type": "object", "properties": {"id": TEXT}},
        "Colour": {"anyOf": [{"type": "string", "enum": ["red", "blue"]}, TEXT]},
        "Level": {"type": "integer", "enum": [1, 2]},
    }
    data = parse(document(schemas))
    (owner,) = (model for model in data.models if model.class_info.name == "Owner")
    assert owner.optional_properties is not None
    (it,) = owner.optional_properties
    return it


def _type(schema: dict[str, Any]) -> PythonType:
    return type_at(_property(schema), PLACE)


def _ref(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{name}"}


def _type_of(type_: PythonType) -> Type:
    names = _Names(NAMES)
    if type_.of_class == "int" and type_.annotation != "int":
        names[type_.annotation] = Literal[7] | int
    return type_of(eval(type_.declared, {}, names))


def _read(type_: PythonType, value: Any) -> Any:
    return _type_of(type_).read(value, Reading(strict=True))


def _written(type_: PythonType, value: Any) -> Any:
    return _type_of(type_).write(value)


def _array(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}


A_MOMENT = dt.datetime(2024, 5, 29, 10, tzinfo=dt.UTC)
AN_ID = "8270b929-44ea-46fc-b399-cfe6fa960f24"


@pytest.mark.parametrize(
    ("schema", "annotation", "json", "python"),
    [
        (TEXT, "str", "a", "a"),
        ({"type": "boolean"}, "bool", True, True),
        ({"type": "integer"}, "int", 12, 12),
        ({"type": "integer", "format": "int64"}, "int", 2**62, 2**62),
        ({"type": "number"}, "float", 1.5, 1.5),
        (MOMENT, "dt.datetime", "2024-05-29T10:00:00Z", A_MOMENT),
        ({"type": "string", "format": "date"}, "dt.date", "2024-05-29", dt.date(2024, 5, 29)),
        ({"type": "string", "format": "uuid"}, "UUID", AN_ID, UUID(AN_ID)),
        ({"type": "string", "format": "decimal"}, "Decimal", "25.00", Decimal("25.00")),
        ({"type": "number", "format": "decimal"}, "Decimal", 12.5, Decimal("12.5")),
        ({"type": "string", "format": "ipv4"}, "str", "203.0.113.1", "203.0.113.1"),
        ({}, "Any", {"any": [None]}, {"any": [None]}),
        (NULL, "None", None, None),
        ({"anyOf": [NULL, NULL]}, "None", None, None),
        (_ref("Colour"), "Colour", "green", "green"),
        (_ref("Level"), "Level", 3, 3),
        ({"const": "fixed"}, "OwnerIt", "other", "other"),
        ({"const": 7}, "OwnerIt", 8, 8),
        ({"const": True}, "bool", False, False),
        ({"const": None}, "None", None, None),
        ({"const": 1.5}, "Any", 1.5, 1.5),
        (_array(TEXT), "list[str]", ["a"], ["a"]),
        (_array(_array({"type": "number"})), "list[list[float]]", [[1.5], []], [[1.5], []]),
        (_array(_array(MOMENT)), "list[list[dt.datetime]]",
         [["2024-05-29T10:00:00Z"]], [[A_MOMENT]]),
        (_array({"type": ["string", "null"], "format": "date"}), "list[dt.date | None]",
         ["2024-05-29", None], [dt.date(2024, 5, 29), None]),
        ({"type": ["string", "null"]}, "str | None", None, None),
        ({"anyOf": [MOMENT, NULL]}, "dt.datetime | None", None, None),
        ({"oneOf": [NULL, MOMENT]}, "dt.datetime | None", "2024-05-29T10:00:00Z", A_MOMENT),
        ({"type": ["integer", "string"]}, "int | str", "12", "12"),
        ({"type": ["integer", "number"]}, "int | float", 1.5, 1.5),
        ({"anyOf": [_array(MOMENT), {"type": "integer"}, NULL]}, "list[dt.datetime] | int | None",
         ["2024-05-29T10:00:00Z"], [A_MOMENT]),
        ({"anyOf": [MOMENT, {"type": "integer"}]}, "dt.datetime | int", 12, 12),
        ({"anyOf": [{"type": "string", "enum": ["a"]}, TEXT]}, "OwnerIt", "b", "b"),
        ({"anyOf": [{"type": "string", "format": "ipv4"}, {"type": "string", "format": "ipv6"}]},
         "str", "::1", "::1"),
        ({"type": "string", "enum": ["a", None]}, "OwnerItType1 | None", None, None),
    ],
)  # fmt: skip
def test_values_are_read_and_written_back(
    schema: dict[str, Any], annotation: str, json: Any, python: Any
):
    """Each kind of property has its type; what is read is written back as it was."""
    type_ = _type(schema)
    assert type_.annotation == annotation
    value = _read(type_, json)
    assert value == python
    assert type(value) is type(python)
    assert _written(type_, value) == json


@pytest.mark.parametrize(
    ("schema", "json"),
    [
        (TEXT, 12),
        ({"type": "integer"}, "12"),
        ({"type": "integer"}, True),
        ({"type": "integer"}, 1.0),
        ({"type": "number"}, "1.5"),
        ({"type": "boolean"}, 0),
        (MOMENT, "2024-05-29T10:00:00"),
        (MOMENT, None),
        ({"type": "string", "format": "uuid"}, "no uuid"),
        ({"type": "string", "format": "decimal"}, 25),
        ({"type": "number", "format": "decimal"}, "25"),
        (NULL, 0),
        (_ref("Colour"), 1),
        (_ref("Level"), "1"),
        (_ref("Thing"), []),
        (_array(TEXT), "a"),
        (_array(TEXT), [None]),
        (_array(_array(TEXT)), [["a", 1]]),
        ({"type": ["string", "null"]}, 1),
        ({"type": ["integer", "string"]}, None),
        ({"anyOf": [MOMENT, {"type": "integer"}]}, "text"),
    ],
)
def test_values_of_another_type_are_refused(schema: dict[str, Any], json: Any):
    """Reading is strict about JSON types."""
    with pytest.raises(DecodeError):
        _read(_type(schema), json)


def test_models_read_and_write_themselves():
    """An object is its model's business, alone, in arrays and beside other types.

    Where only models can stand they are written as models: the serializer asks each of them.
    """
    plain, listed = _type(_ref("Thing")), _type(_array(_ref("Thing")))
    union = _type({"anyOf": [_ref("Thing"), TEXT]})
    assert plain.annotation == "Thing"
    assert listed.annotation == "list[Thing]"
    assert union.annotation == "Thing | str"
    model, models = _read(plain, {"id": "1"}), _read(listed, [{"id": "1"}])
    assert _written(plain, model) is model
    assert _written(listed, models) == models
    assert model.to_dict() == models[0].to_dict() == {"id": "1"}
    assert _written(union, _read(union, {"id": "1"})).to_dict() == {"id": "1"}
    assert _written(union, _read(union, "text")) == "text"
    for type_ in (plain, listed, union):
        assert type_.names == {"Thing"}


@pytest.mark.parametrize(
    ("schema", "reason"),
    [
        (
            {"anyOf": [{"type": "string", "format": "decimal"},
                       {"type": "number", "format": "decimal"}]},
            "two alternatives are both Decimal in Python",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_written_back_is_refused(schema: dict[str, Any], reason: str):
    """A property that generated code would read wrongly is an error with a place."""
    with pytest.raises(SpecificationError, match=reason) as caught:
        _type(schema)
    assert caught.value.problems[0].location == PLACE


def test_an_unknown_kind_of_property_is_refused():
    """A new kind of property in the pinned parser would not pass silently."""
    with pytest.raises(SpecificationError, match="no Python type for a object"):
        type_at(object(), PLACE)
