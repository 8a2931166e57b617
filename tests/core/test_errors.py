"""The tree of errors."""

from __future__ import annotations

import copy
import inspect
import pickle
from datetime import UTC, datetime
from typing import Any

import pytest

from acme_ticketing_core import errors
from acme_ticketing_core.errors import (
    AcmeError,
    Body,
    Conflict,
    DecodeError,
    DuplicateRequest,
    InvalidArgument,
    PurchaseInDoubt,
    RateLimited,
    ServerError,
    StatusError,
    class_for_status,
)

CLASSES = [
    member
    for member in vars(errors).values()
    if inspect.isclass(member) and issubclass(member, AcmeError)
]
CONTEXT = {
    "operation_id": "b2c.checkout.create",
    "method": "POST",
    "path_template": "/v2/b2c/checkout",
    "attempts": 3,
    "waited": 61.5,
    "request_uuid": "3f2b8c1e-5d4a-4f6b-9c7d-8e9f0a1b2c3d",
    "request_id": "ec01-ec6f5d47",
    "retry_at": datetime(2030, 1, 1, tzinfo=UTC),
}


def full(error_class: type[AcmeError]) -> AcmeError:
    """Make an error with all the context that a call gives it."""
    error = error_class("went\nwrong")
    for name, value in CONTEXT.items():
        setattr(error, name, value)
    return error


@pytest.mark.parametrize("error_class", CLASSES)
@pytest.mark.parametrize(
    "again", [lambda e: pickle.loads(pickle.dumps(e)), copy.copy, copy.deepcopy]
)
def test_every_error_pickles_and_copies_whole(error_class: type[AcmeError], again: Any):
    """Context, cause of the text and text survive the way to another process."""
    error = full(error_class)
    twin = again(error)

    assert type(twin) is error_class
    assert {name: getattr(twin, name) for name in CONTEXT} == CONTEXT
    assert str(twin) == str(error)


@pytest.mark.parametrize("error_class", CLASSES)
def test_every_error_prints_on_one_line(error_class: type[AcmeError]):
    """A log line stays one line, whatever the server put into its message."""
    text = str(full(error_class))

    assert text.isprintable()
    assert text.startswith("b2c.checkout.create: ")
    assert "went wrong" in text
    assert "(POST /v2/b2c/checkout, 3 attempts, waited 62 s" in text
    assert "retry at 2030-01-01T00:00:00+00:00" in text
    assert "request id ec01-ec6f5d47, request uuid 3f2b8c1e" in text


@pytest.mark.parametrize("error_class", CLASSES)
def test_every_error_can_be_empty(error_class: type[AcmeError]):
    """The defaults of the context make a printable error."""
    assert str(error_class()).isprintable()


def test_the_drawing_shows_the_tree():
    """The tree at the top of the module names every class, below its parent."""
    drawing = errors.__doc__ or ""
    for error_class in CLASSES:
        assert error_class.__name__ in drawing
    assert sorted(errors.__all__) == sorted(
        [
            *(c.__name__ for c in CLASSES),
            "KeyFileReadable",
            "SessionInProduction",
            "class_for_status",
        ]
    )


@pytest.mark.parametrize(
    ("status", "name"),
    [
        (400, "BadRequest"),
        (401, "Unauthorized"),
        (403, "Forbidden"),
        (404, "NotFound"),
        (409, "Conflict"),
        (422, "UnprocessableRequest"),
        (429, "RateLimited"),
        (500, "ServerError"),
        (503, "ServerError"),
        (520, "ServerError"),
        (561, "ServerError"),
        (402, "StatusError"),
        (499, "StatusError"),
    ],
)
def test_every_status_has_a_class(status: int, name: str):
    """Statuses that nobody has heard of are errors like others."""
    assert class_for_status(status).__name__ == name


def test_a_status_error_says_what_the_vendor_says():
    """Code, type and message stand in the text, else the beginning of the body."""
    error = StatusError("409 Conflict")
    error.code, error.type, error.vendor_message = "16003", "DUPLICATE", "seen before"
    bare = ServerError("502 Bad Gateway")
    bare.body_excerpt = "upstream " * 100

    assert str(error) == "409 Conflict: 16003 DUPLICATE seen before"
    assert str(bare).startswith("502 Bad Gateway: upstream upstream")
    assert len(str(bare)) < 250


def test_a_duplicate_request_says_what_it_means():
    """It leaves a purchase in doubt, and says nothing of what was bought."""
    error = DuplicateRequest("409 Conflict")

    assert isinstance(error, Conflict)
    assert isinstance(error, PurchaseInDoubt)
    with pytest.raises(InvalidArgument, match="own settle"):
        error.settle()
    assert isinstance(full(RateLimited), StatusError)


def test_a_decode_error_says_where():
    """The path is built from the inside out, and reads from the outside in."""
    error = DecodeError("expected number, found string")
    error.at("prices", 0, "price").at("list", 3, "priceList")

    assert error.path == "$.list[3].priceList.prices[0].price"
    assert str(error) == "$.list[3].priceList.prices[0].price: expected number, found string"
    assert DecodeError("x").at("odd key", "it's").path == "$['odd key'][\"it's\"]"


def test_a_decode_error_keeps_the_answer_and_does_not_pickle_it():
    """The body may be rescued where the error is caught, and goes nowhere else."""
    error = DecodeError("no").at("list", 3)
    error.body = Body(b"4111111111111111")
    twin = pickle.loads(pickle.dumps(error))

    assert error.body == b"4111111111111111"
    assert twin.body is None
    assert twin.path == "$.list[3]"
    assert "4111" not in f"{error!r} {error}"
