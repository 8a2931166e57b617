"""Events and their templates, in the back office and in online sales."""

from __future__ import annotations

import struct

import pytest

from acme_ticketing_sandbox import VirtualClock
from tests.sandbox.caller import Caller

EVENTS = "/v2/b2b/event/instances"
TEMPLATES = "/v2/b2c/event/templates"
TODAY = {"startTime": "2026-06-01T00:00:00-04:00", "endTime": "2026-06-01T23:59:00-04:00"}


def template_id(caller: Caller, name: str = "General admission") -> str:
    """Return a template's id."""
    return next(str(t["id"]) for t in caller.sandbox.state.event_templates if t["name"] == name)


def test_the_seed_is_a_fortnight_of_events(caller: Caller) -> None:
    """Twelve templates, about 150 events around today."""
    page = caller.done("GET", f"{EVENTS}/summaries", pageSize=-1, type="all")
    assert page["pagination"]["count"] == len(page["list"]) == 160
    starts = [event["startTime"] for event in page["list"]]
    assert starts == sorted(starts)
    assert (starts[0], starts[-1][:10]) == ("2026-05-29T09:00:00-04:00", "2026-06-11")
    assert len(caller.done("GET", "/v2/b2b/event/template", type="all")) == 12


def test_events_are_paged(caller: Caller) -> None:
    """The pages together are the list, without a gap or a repetition."""
    numbers = range(1, 6)
    pages = [caller.done("GET", f"{EVENTS}/summaries", page=n, pageSize=40) for n in numbers]
    ids = [event["id"] for page in pages for event in page["list"]]
    assert [len(page["list"]) for page in pages] == [40, 40, 40, 36, 0]
    assert len(set(ids)) == 156
    assert pages[0]["pagination"] == {
        "page": 1,
        "pageSize": 40,
        "sortField": "startTime",
        "sortDirection": "asc",
        "count": 156,
    }


def test_events_are_sorted_as_asked(caller: Caller) -> None:
    """`sortField` and `sortDirection` count."""
    page = caller.done("GET", EVENTS, sortField="name", sortDirection="desc", pageSize=1)
    assert page["list"][0]["name"] == "Whale hall"


@pytest.mark.parametrize("size", [0, -2])
def test_a_page_size_that_is_none_is_refused(caller: Caller, size: int) -> None:
    """Only -1 means everything."""
    assert caller.send("GET", EVENTS, pageSize=size).status == 400


def test_events_are_filtered(caller: Caller) -> None:
    """By period, type, template, channel and word."""
    today = caller.done("GET", EVENTS, **TODAY)["list"]
    assert {event["startTime"][:10] for event in today} == {"2026-06-01"}
    private = caller.done("GET", EVENTS, type="private")["list"]
    assert {event["name"] for event in private} == {"School visit"}
    wanted = template_id(caller, "Behind the scenes")
    tours = caller.done("GET", EVENTS, templateId=wanted, **TODAY)["list"]
    assert [event["name"] for event in tours] == ["Behind the scenes"]
    assert caller.done("GET", EVENTS, search="rope", pageSize=1)["pagination"]["count"] == 8
    assert (
        caller.done("GET", EVENTS, salesChannel="online", pageSize=1)["pagination"]["count"] == 156
    )
    assert caller.done("GET", EVENTS, salesChannel="carrierPigeon")["list"] == []


def test_a_template_is_honoured_only_with_a_start(caller: Caller) -> None:
    """As the vendor says of its own list."""
    alone = caller.done("GET", EVENTS, templateId=template_id(caller), pageSize=1)
    assert alone["pagination"]["count"] == 156


def test_one_event_is_read_with_its_prices(caller: Caller) -> None:
    """Prices are numbers there, one for each person type."""
    event = caller.done("GET", f"{EVENTS}/{caller.event()['id']}")
    prices = {p["personType"]["name"]: p["price"] for p in event["priceList"]["prices"]}
    assert prices["Child"] == 12.0
    assert event["available"] is True
    assert caller.send("GET", f"{EVENTS}/unknown").status == 404


def test_summaries_and_statements_count(caller: Caller) -> None:
    """What is sold and held is no longer available."""
    event = caller.event("Behind the scenes", 5)
    caller.buy(caller.tickets(3, event=event))
    caller.done(
        "POST",
        "/v2/b2b/reservations",
        {"reservationItems": [{"eventId": event["id"], "quantity": 2}]},
    )
    for kind in ("summaries", "statements"):
        found = caller.done("GET", f"{EVENTS}/{kind}", pageSize=-1)["list"]
        counted = next(entry for entry in found if entry["id"] == event["id"])
        assert (counted["sold"], counted["available"], counted["checkedIn"]) == (3, 10, 0)
    summary = caller.done("GET", f"{EVENTS}/summaries", pageSize=-1)["list"]
    assert next(entry for entry in summary if entry["id"] == event["id"])["reserved"] == 2


def test_what_has_begun_is_no_longer_on_sale(caller: Caller, clock: VirtualClock) -> None:
    """A quarter of an hour after the start the last ticket is sold."""
    event = caller.event("Behind the scenes", 3)
    assert event["startTime"] == "2026-06-01T11:30:00-04:00"
    clock.advance(2.5 * 3600 + 899)
    assert caller.done("GET", f"{EVENTS}/{event['id']}")["available"] is True
    clock.advance(1)
    assert caller.done("GET", f"{EVENTS}/{event['id']}")["available"] is False


def test_templates_are_listed_by_their_run(caller: Caller) -> None:
    """A template that ends before the period is not in it."""
    later = caller.done("GET", "/v2/b2b/event/template", startTime="2026-06-11T16:30:00-04:00")
    assert {found["name"] for found in later} == {"Harbor in 3D"}
    assert caller.done("GET", "/v2/b2b/event/template", endTime="2020-01-01T00:00:00Z") == []


def test_a_template_counts_what_its_events_sold(caller: Caller) -> None:
    """The sum over its events, and whether any is left."""
    path = f"/v2/b2b/event/template/{template_id(caller)}"
    before = caller.done("GET", path)["soldQuantity"]
    caller.buy(caller.tickets(4))
    assert caller.done("GET", path)["soldQuantity"] == before + 4


def test_a_template_is_made(caller: Caller) -> None:
    """The answer is its id; what was left out has defaults."""
    created = caller.done(
        "POST",
        "/v2/b2b/event/template",
        {"name": "Night Market", "description": "x" * 400, "vendorAddition": [1]},
    )
    template = caller.done("GET", f"/v2/b2b/event/template/{created}")
    assert template["reviewState"] == "draft"
    assert template["shortDescription"] == "x" * 300
    assert template["vendorAddition"] == [1]
    assert caller.send("GET", f"{TEMPLATES}/{created}").status == 404


@pytest.mark.parametrize(("size", "side"), [("TN", 80), ("PV", 150), ("SN", 320), ("HR", 640)])
def test_a_picture_is_a_jpeg_of_its_size(caller: Caller, size: str, side: int) -> None:
    """Start, frame header with height and width, end."""
    reply = caller.send("GET", f"/v2/b2b/photos/program/{template_id(caller)}/{size}")
    assert reply.headers["content-type"] == "image/jpeg"
    frame = reply.body.index(b"\xff\xc0")
    assert struct.unpack(">HH", reply.body[frame + 5 : frame + 9]) == (side, side)
    assert (reply.body[:2], reply.body[-2:]) == (b"\xff\xd8", b"\xff\xd9")


def test_a_picture_has_four_sizes(caller: Caller) -> None:
    """A fifth is refused, naming the four."""
    reply = caller.send("GET", f"/v2/b2b/photos/program/{template_id(caller)}/XL")
    assert reply.status == 400
    assert "TN, PV, SN, HR" in reply.json()["message"]


def test_visitors_see_what_is_for_them(caller: Caller) -> None:
    """Members' events only with a membership or its level, private ones only on request."""
    member = next(iter(caller.sandbox.state.memberships))
    names = {t["name"] for t in caller.done("GET", TEMPLATES)}
    assert not names & {"Members' morning", "School visit"}
    for query in ({"membershipId": member["id"]}, {"membershipCategoryId": member["categoryId"]}):
        seen = {t["name"] for t in caller.done("GET", TEMPLATES, **query)}
        assert seen - names == {"Members' morning"}
    hidden = template_id(caller, "Members' morning")
    assert caller.send("GET", f"{TEMPLATES}/{hidden}").status == 404
    assert {t["name"] for t in caller.done("GET", TEMPLATES, type="private")} == {"School visit"}


def test_templates_of_a_period(caller: Caller) -> None:
    """A start alone means that day; a channel that sells nothing has none."""
    monday = caller.done("GET", TEMPLATES, startTime="2026-06-01T00:00:00-04:00")
    assert "Night at the lantern" not in {t["name"] for t in monday}
    assert caller.done("GET", TEMPLATES, saleChannel="carrierPigeon") == []


def test_times_are_today_s_by_default(caller: Caller) -> None:
    """With the seats that are neither sold nor held."""
    path = f"{TEMPLATES}/{template_id(caller)}/times"
    times = caller.done("GET", path)
    assert [(t["date"], t["time"]) for t in times] == [
        ("2026-06-01", "09:00"),
        ("2026-06-01", "13:00"),
    ]
    caller.buy(caller.tickets(5, event=caller.sandbox.state.events.get(times[1]["id"])))
    assert caller.done("GET", path)[1]["availableSeats"] == times[1]["availableSeats"] - 5


def test_a_calendar_tells_the_days_on_sale(caller: Caller) -> None:
    """From today to the end of the month by default."""
    days = caller.done("GET", f"{TEMPLATES}/{template_id(caller, 'Knot workshop')}/calendar")
    assert (days["days"][0], len(days["days"])) == (
        {"date": "2026-06-01", "name": "Monday", "active": False},
        30,
    )
    assert [d["name"] for d in days["days"] if d["active"]] == ["Saturday", "Sunday"]
