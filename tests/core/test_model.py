"""The base of every generated model."""

from __future__ import annotations

import copy
import pickle
from typing import Any, ClassVar, Self

import pytest
from attrs import define, field
from rich.pretty import pretty_repr

from acme_ticketing_core.errors import DecodeError
from acme_ticketing_core.models.model import Model
from acme_ticketing_core.runtime.unset import UNSET, Unset


@define(kw_only=True, eq=False, repr=False)
class Card(Model):
    """A model as the templates write them, small enough to read."""

    _sensitive: ClassVar[frozenset[str]] = frozenset({"number"})

    number: str | Unset = UNSET
    holder: str | Unset = UNSET
    unknown_fields: dict[str, Any] = field(factory=dict)

    @classmethod
    def decode(cls, data: dict[str, Any], /) -> Self:
        """Take over parsed JSON."""
        return cls(
            number=data.pop("number", UNSET), holder=data.pop("holder", UNSET), unknown_fields=data
        )

    def encode(self) -> dict[str, Any]:
        """Give JSON values."""
        known = {"number": self.number, "holder": self.holder}
        return {**self.unknown_fields, **{k: v for k, v in known.items() if v is not UNSET}}


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
