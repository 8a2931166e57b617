"""The base of every generated model."""

from __future__ import annotations

import copy
import datetime as dt
import pickle
from decimal import Decimal
from typing import Annotated, Any, ClassVar
from zoneinfo import ZoneInfo

import attrs
import pytest
from rich.pretty import pretty_repr

from acme_ticketing_core.errors import DecodeError, InvalidArgument
from acme_ticketing_core.models.model import DecimalNumber, Model, define
from acme_ticketing_core.runtime.unset import UNSET, Unset


@define(kw_only=True, eq=False, repr=False)
class Card(Model):
    """A model as the templates write them, small enough to read."""

    _sensitive: ClassVar[frozenset[str]] = frozenset({"number"})

    number: str | Unset = UNSET
    holder: str | Unset = UNSET
    valid_until: Annotated[dt.date | Unset, "validUntil"] = UNSET
    uses: list[Use] | Unset = UNSET


@define(kw_only=True, eq=False, repr=False)
class Use(Model):
    """One use of a card."""

    at: dt.datetime
    amount: DecimalNumber | Unset = UNSET


def test_unknown_fields_survive_a_read_and_a_write():
    """What the spec does not know yet is written back."""
    card = Card.from_json(b'{"holder": "A", "vendorAddition": {"x": 1}}')

    assert card.unknown_fields == {"vendorAddition": {"x": 1}}
    assert card.to_json() == b'{"vendorAddition":{"x":1},"holder":"A"}'


def test_reading_a_mapping_leaves_it_as_it_is():
    """A caller's own dict is not eaten up."""
    data = {"holder": "A", "extra": [1]}
    card = Card.from_dict(data)
    card.unknown_fields["extra"].append(2)

    assert data == {"holder": "A", "extra": [1]}


def test_models_compare_by_their_fields():
    """Equal fields, equal models; another class is another thing; no hash, for models change."""
    assert Card(holder="A") == Card(holder="A") != Card(holder="B")
    assert Card(holder="A") != "A"
    with pytest.raises(TypeError, match="unhashable"):
        hash(Card())


def test_models_copy_and_pickle():
    """A field that was not given stays not given."""
    card = Card(holder="A", unknown_fields={"x": 1})

    for twin in (copy.deepcopy(card), pickle.loads(pickle.dumps(card))):
        assert twin == card
        assert twin.number is UNSET


def test_the_text_of_a_model_has_no_secret():
    """Sensitive fields show stars, unknown fields their names, absent fields nothing."""
    card = Card(number="4111111111111111", unknown_fields={"cvc": "123"})

    assert repr(card) == "Card(number=***, unknown_fields=['cvc'])"
    assert repr(Card()) == "Card()"


def test_rich_sees_what_repr_shows():
    """It looks into attrs classes past their repr, in tracebacks too; our word goes first."""
    card = Card(number="4111111111111111", holder="A", unknown_fields={"cvc": "123"})
    shown = pretty_repr(card, max_width=200)

    assert shown == "Card(number='***', holder='A', unknown_fields=['cvc'])"


def test_what_is_no_json_is_a_decode_error():
    """The one error that reading raises."""
    with pytest.raises(DecodeError):
        Card.from_json(b"{")


def test_a_model_is_an_attrs_class_to_attrs():
    """`fields`, `evolve` and `asdict` work, and nothing that came is lost by a change."""
    card = Card.from_dict({"holder": 7, "validUntil": "soon", "x": 1})
    other = attrs.evolve(card, number="4")

    assert attrs.has(Card)
    assert [each.name for each in attrs.fields(Card)][:2] == ["number", "holder"]
    assert attrs.asdict(card)["holder"] == "7"
    assert other.to_dict() == {"number": "4", "holder": 7, "validUntil": "soon", "x": 1}
    assert card.number is UNSET


def test_rich_shows_the_class_of_a_model():
    """Among the variables of a traceback, for one: it is no instance of an attrs class."""
    assert pretty_repr(Card) == repr(Card)
    with pytest.raises(AttributeError, match="type object 'Card' has no attribute 'colour'"):
        getattr(Card, "colour")  # noqa: B009 - no type checker knows it


def test_a_model_matches_a_pattern():
    """By the names of its attributes."""
    match Card(holder="A", number="4"):
        case Card(holder="A", number=str(number)):
            assert number == "4"
        case _:
            pytest.fail("the pattern fits")


def test_a_model_takes_only_what_it_declares():
    """As any class: an unknown argument and a missing one are a mistake of the program."""
    with pytest.raises(TypeError, match="unexpected keyword argument 'colour'"):
        Card(colour="red")
    with pytest.raises(TypeError, match="missing the keyword argument 'at'"):
        Use()
    with pytest.raises(AttributeError):
        Card().colour = "red"


@pytest.mark.parametrize("times", [1, 60])
def test_a_value_of_a_wrong_type_is_refused_with_its_path(times: int):
    """Tolerance is for what the server says, never for what is sent; compiled or not."""
    use = Use(at=dt.datetime(2026, 6, 1, tzinfo=dt.UTC))
    card = Card(uses=[use, Use(at=use.at)])
    for _ in range(times):
        card.to_json()
    assert card.uses
    card.uses[1].amount = "12"

    for write in (card.to_dict, card.to_json):
        with pytest.raises(InvalidArgument) as caught:
            write()
        assert caught.value.message == "uses[1].amount: expected a Decimal, not str"
    card = Card(holder=3)
    with pytest.raises(InvalidArgument, match="holder: expected a string, not int"):
        card.to_json()


@pytest.mark.parametrize("times", [1, 60])
def test_a_field_that_was_assigned_is_written_as_the_specification_says(times: int):
    """What came in another form stays as it came until it is changed."""
    data = {"holder": 7, "uses": [None, {"at": "2026-06-01T10:00:00+00:00", "amount": "12.50"}]}
    for _ in range(times):
        card = Card.from_dict(data)
        assert card.to_dict() == data
    card.holder = "B"
    assert card.uses
    card.uses[0].amount = Decimal("13.50")

    assert card.to_dict() == {
        "holder": "B",
        "uses": [None, {"at": "2026-06-01T10:00:00+00:00", "amount": 13.5}],
    }
    card.uses.append(Use(at=dt.datetime(2026, 6, 2, tzinfo=dt.UTC)))
    assert card.to_dict()["uses"][2] == {"at": "2026-06-02T00:00:00Z"}
    card.uses.clear()
    assert card.to_dict()["uses"] == []


def test_what_was_left_out_of_a_list_stays_when_something_is_removed():
    """A PUT replaces the whole object: what could not be read is nobody's to delete."""
    card = Card.from_dict({"uses": [None, {"amount": 1}, "x", {"amount": 2}, 7]})
    assert card.uses
    del card.uses[0]

    assert card.to_dict() == {"uses": [None, {"amount": 2}, "x", 7]}
    assert Card.from_dict({"uses": [None, "x"]}).to_dict() == {"uses": [None, "x"]}


@pytest.mark.parametrize("times", [1, 60])
def test_a_field_that_is_blanked_is_not_written_as_it_came(times: int):
    """What came in another form goes like any other; what was never read stays."""
    data = {"holder": 7, "number": {"x": 1}, "uses": [None], "validUntil": None}
    for _ in range(times):
        card = Card.from_dict(data)
        card.to_dict()
    card.holder = card.uses = UNSET

    assert card.to_dict() == {"number": {"x": 1}, "validUntil": None}


@pytest.mark.parametrize("text", ["2026-06-01t10:00:00z", "2026-06-01T10:00:00z"])
@pytest.mark.parametrize("times", [1, 60])
def test_a_moment_in_lower_case_is_one(text: str, times: int):
    """RFC 3339 says so; it goes back as it came."""
    for _ in range(times):
        use = Use.from_dict({"at": text}, strict=True)

        assert use.at == dt.datetime(2026, 6, 1, 10, tzinfo=dt.UTC)
        assert use.to_dict() == {"at": text}
    assert Card.from_dict({"validUntil": text}).valid_until == dt.date(2026, 6, 1)


@pytest.mark.parametrize(
    ("zone", "assigned", "written"),
    [
        ("America/New_York", dt.datetime(2026, 6, 1, 10, tzinfo=dt.UTC), "2026-06-01T10:00:00Z"),
        ("America/New_York", dt.datetime(2026, 6, 1, 14, tzinfo=dt.UTC), "2026-06-01T10:00:00"),
        ("America/New_York", UNSET, None),
        (None, dt.datetime(2026, 6, 1, 10, tzinfo=dt.UTC), "2026-06-01T10:00:00Z"),
        (None, UNSET, "2026-06-01T10:00:00"),
    ],
)
def test_a_time_without_an_offset_goes_back_as_it_came_only_if_it_means_the_same(
    zone: str | None, assigned: Any, written: str | None
):
    """What it means is said by the zone in which it was read, not by that of the new value."""
    read_in = None if zone is None else ZoneInfo(zone)
    use = Use.from_dict({"at": "2026-06-01T10:00:00"}, time_zone=read_in)
    for each in (use, copy.deepcopy(use), pickle.loads(pickle.dumps(use)), attrs.evolve(use)):
        each.at = assigned

        assert each.to_dict().get("at") == written


@pytest.mark.parametrize(
    ("read", "problem"),
    [
        (lambda: Use.from_dict({"at": "2026-06-01T10:00:00"}, time_zone="UTC"), "is a ZoneInfo"),
        (lambda: Use.from_dict({}, strict="no"), "strict is True or False, not 'no'"),
        (lambda: Use.from_json("{}"), "content: expected bytes, not str"),
    ],
)
def test_a_wrong_way_of_reading_is_one_sentence(read: Any, problem: str):
    """Whatever the JSON holds: no field fails a read, and no text is taken for yes."""
    with pytest.raises(InvalidArgument, match=problem):
        read()
