"""An edit changes what its block changed and nothing else, or says what came in between."""

from __future__ import annotations

import pickle
from copy import deepcopy
from typing import Any

import attrs
import httpx
import pytest

from acme_ticketing import UNSET
from acme_ticketing.errors import (
    EditConflict,
    EditDamaged,
    EditInDoubt,
    InvalidArgument,
    NotFound,
)
from acme_ticketing.models import Address, Customer

from .conftest import Venue

ADDRESS = Address(state="ND", zip_code="58503", country="United States")


def test_nothing_changed_sends_nothing(venue: Venue) -> None:
    """Reading is all that happens."""
    with venue.client.b2b.customers.edit(id=venue.id):
        pass
    assert venue.way.sent == ["GET"]


def test_a_change_is_read_written_and_read_back(venue: Venue) -> None:
    """Read, read again, write whole, read back."""
    before = venue.customer()
    with venue.client.b2b.customers.edit(id=venue.id) as customer:
        customer.address = [ADDRESS]
    after = venue.customer()
    assert venue.way.sent == ["GET", "GET", "PUT", "GET"]
    assert after.address == [ADDRESS]
    assert (after.first_name, after.email) == (before.first_name, before.email)


def test_without_verifying_it_is_not_read_back(venue: Venue) -> None:
    """Three calls."""
    with venue.client.b2b.customers.edit(id=venue.id, verify=False) as customer:
        customer.suffix = "Jr."
    assert venue.way.sent == ["GET", "GET", "PUT"]


def test_an_exception_sends_nothing(venue: Venue) -> None:
    """And it is not swallowed."""
    with pytest.raises(ZeroDivisionError), venue.client.b2b.customers.edit(id=venue.id) as customer:
        customer.suffix = str(1 // 0)
    assert venue.way.sent == ["GET"]


def test_an_unknown_object_is_told_before_the_block(venue: Venue) -> None:
    """The block does not run."""
    with pytest.raises(NotFound), venue.client.b2b.customers.edit(id=1):
        raise AssertionError
    assert venue.way.sent == ["GET"]


def test_a_value_of_a_wrong_type_is_refused(venue: Venue) -> None:
    """With its path; nothing is sent."""
    wrong: Any = [{"state": 5}, "no address"]
    with (
        pytest.raises(InvalidArgument, match="address"),
        venue.client.b2b.customers.edit(id=venue.id) as customer,
    ):
        customer.address = wrong
    assert venue.way.sent == ["GET"]


def test_edits_of_one_object_are_not_nested(venue: Venue) -> None:
    """Those of two objects are."""
    edit = venue.client.b2b.customers.edit
    two = [each.id or 0 for each in venue.other.b2b.customers.list()][:2]
    nested = pytest.raises(InvalidArgument, match="being edited already")
    with edit(id=two[0]), edit(id=two[1]), nested, edit(id=two[0]):
        raise AssertionError
    with edit(id=two[0]):
        pass


def test_what_somebody_else_changed_is_kept(venue: Venue) -> None:
    """Other fields, changed while the block ran, are merged."""
    with venue.client.b2b.customers.edit(id=venue.id) as customer:
        customer.suffix = "Jr."
        venue.elsewhere(first_name="Ina")
    after = venue.customer()
    assert (after.suffix, after.first_name) == ("Jr.", "Ina")


def test_the_same_change_by_somebody_else_is_none(venue: Venue) -> None:
    """Nothing is left to send."""
    with venue.client.b2b.customers.edit(id=venue.id) as customer:
        customer.suffix = "Jr."
        venue.elsewhere(suffix="Jr.")
    assert venue.way.sent == ["GET", "GET"]


def _both_change_the_suffix(venue: Venue, customer: Customer) -> None:
    customer.suffix = "Junior"
    venue.elsewhere(suffix="Senior")


def test_the_same_field_changed_otherwise_is_a_conflict(venue: Venue) -> None:
    """Both versions are on the error; no value is in its text, nor in its pickle."""
    edit = venue.client.b2b.customers.edit(id=venue.id)
    with pytest.raises(EditConflict) as caught, edit as customer:
        _both_change_the_suffix(venue, customer)
    error = caught.value
    assert (error.fields, error.mine.suffix, error.theirs.suffix) == (
        ("suffix",), "Junior", "Senior",
    )  # fmt: skip
    assert venue.way.sent == ["GET", "GET"]
    assert venue.customer().suffix == "Senior"
    assert "Junior" not in str(error)
    assert b"Junior" not in pickle.dumps(error)
    assert pickle.loads(pickle.dumps(error)).fields == ("suffix",)


def test_a_field_that_was_removed_is_blank(venue: Venue) -> None:
    """`UNSET` leaves it out of the body, and the server blanks it."""
    venue.elsewhere(suffix="Jr.")
    with venue.client.b2b.customers.edit(id=venue.id) as customer:
        customer.suffix = UNSET
    assert venue.customer().suffix in ("", UNSET)


def test_a_server_that_blanks_something_is_told_of(venue: Venue) -> None:
    """What was not changed and is gone: the error can be used to put it back."""
    before = venue.customer()

    def blank(request: httpx.Request, response: httpx.Response) -> httpx.Response:
        if request.method == "PUT":
            venue.elsewhere(email="", first_name="")
        return response

    venue.way.after = blank
    with (
        pytest.raises(EditDamaged, match="different or gone: email, firstName") as caught,
        venue.client.b2b.customers.edit(id=venue.id) as customer,
    ):
        customer.suffix = "Jr."
    assert caught.value.not_kept == ()
    assert "restore(error.before)" in str(caught.value)

    venue.way.after = lambda _, response: response
    venue.client.b2b.customers.restore(caught.value.before)
    after = venue.customer()
    assert (after.email, after.first_name) == (before.email, before.first_name)


def test_a_server_that_does_not_keep_a_change_is_told_of(venue: Venue) -> None:
    """After it was looked for a while: what is written may show up late."""

    def ignore(request: httpx.Request) -> httpx.Response | None:
        return httpx.Response(200, json={"id": venue.id}) if request.method == "PUT" else None

    venue.way.before = ignore
    began = venue.clock.now()
    with (
        pytest.raises(EditDamaged, match="did not keep what was sent: suffix") as caught,
        venue.client.b2b.customers.edit(id=venue.id) as customer,
    ):
        customer.suffix = "Jr."
    assert caught.value.not_kept == ("suffix",)
    assert venue.clock.now() - began == 15.0


def test_a_write_between_reading_and_writing_is_told_of(venue: Venue) -> None:
    """The API has no guard against it; the version shows that it happened."""

    def meanwhile(request: httpx.Request) -> httpx.Response | None:
        if request.method == "PUT":
            venue.elsewhere(first_name="Ina")
        return None

    venue.way.before = meanwhile
    with (
        pytest.raises(EditDamaged, match="somebody else wrote between"),
        venue.client.b2b.customers.edit(id=venue.id) as customer,
    ):
        customer.suffix = "Jr."


@pytest.mark.parametrize("applied", [True, False])
def test_a_lost_answer_is_looked_for(venue: Venue, *, applied: bool) -> None:
    """It is sent again only if it did not arrive."""
    lost = iter([True])

    def lose(request: httpx.Request) -> httpx.Response | None:
        if request.method == "PUT" and next(lost, False):
            if applied:
                venue.way.inner.handle_request(request)
            raise httpx.ReadError("connection reset", request=request)
        return None

    venue.way.before = lose
    with venue.client.b2b.customers.edit(id=venue.id) as customer:
        customer.suffix = "Jr."
    assert venue.customer().suffix == "Jr."
    assert venue.way.sent.count("PUT") == (1 if applied else 2)


def test_what_never_answers_is_in_doubt(venue: Venue) -> None:
    """Three times sent, never answered, never there."""

    def lose(request: httpx.Request) -> httpx.Response | None:
        if request.method == "PUT":
            raise httpx.ReadError("connection reset", request=request)
        return None

    venue.way.before = lose
    with (
        pytest.raises(EditInDoubt, match="suffix") as caught,
        venue.client.b2b.customers.edit(id=venue.id) as customer,
    ):
        customer.suffix = "Jr."
    assert caught.value.__cause__ is not None
    assert venue.way.sent.count("PUT") == 3


def test_a_refusal_is_raised_as_it_is(venue: Venue) -> None:
    """The server's own word, after one attempt."""

    def refuse(request: httpx.Request) -> httpx.Response | None:
        return httpx.Response(403, json={}) if request.method == "PUT" else None

    venue.way.before = refuse
    with (
        pytest.raises(Exception, match="403"),
        venue.client.b2b.customers.edit(id=venue.id) as customer,
    ):
        customer.suffix = "Jr."
    assert venue.way.sent.count("PUT") == 1


def test_a_body_that_nobody_read_is_refused(venue: Venue) -> None:
    """It would blank what it leaves out; `whole` says that there is no more."""
    replace = venue.client.b2b.customers.replace
    body = Customer(id=venue.id, address=[ADDRESS])
    with pytest.raises(InvalidArgument, match=r"b2b\.customers\.edit"):
        replace(body=body)
    assert venue.way.sent == []
    replace(body=body, whole=True)
    assert venue.customer().address == [ADDRESS]


def test_an_evolved_body_counts_as_read(venue: Venue) -> None:
    """`attrs.evolve` gives all that the original had."""
    import attrs

    changed = attrs.evolve(venue.customer(), suffix="Jr.")
    venue.client.b2b.customers.replace(body=changed)
    assert venue.customer().suffix == "Jr."


def test_an_edit_does_not_become_one_of_another_object(venue: Venue) -> None:
    """The route has no id of its own, so the body's would say whom the replacement hits."""
    other = next(each.id for each in venue.other.b2b.customers.list() if each.id != venue.id)
    for wrong in (other, UNSET):
        with (
            pytest.raises(
                InvalidArgument, match="id: an edit does not turn an object into another"
            ),
            venue.client.b2b.customers.edit(id=venue.id) as customer,
        ):
            customer.id = wrong
    assert venue.way.sent == ["GET", "GET"]


def test_a_copy_of_a_built_object_is_a_built_one(venue: Venue) -> None:
    """`evolve` names every field, and yet nobody has read them."""
    built = Customer(id=venue.id, first_name="Ana", unknown_fields={"x": 1})
    for copy in (built, Customer(id=venue.id)):
        changed = attrs.evolve(attrs.evolve(copy, last_name="B"), suffix="Jr.")
        for each in (changed, pickle.loads(pickle.dumps(changed)), deepcopy(changed)):
            with pytest.raises(InvalidArgument, match="was not read from the server"):
                venue.client.b2b.customers.replace(body=each)
    assert venue.way.sent == []
    venue.client.b2b.customers.replace(body=attrs.evolve(venue.customer(), suffix="Jr."))
