"""What visitors see of events: lighter lists, all times, calendars, the next event."""

from __future__ import annotations

from acme_ticketing_sandbox import VirtualClock
from tests.sandbox.caller import Caller

TEMPLATES = "/v2/b2c/event/templates"
TOUR = "5d96453460309f26d082bca0"


def members_only(caller: Caller) -> tuple[str, str]:
    """Return a members' template and one of its events to come."""
    event = caller.event("Members' morning", 1)
    return event["templateId"], event["id"]


def test_lighter_lists_hold_the_same_templates(caller: Caller) -> None:
    """With numbers for moments in one, and a time that is not ISO 8601 in the other."""
    ids = [template["id"] for template in caller.done("GET", TEMPLATES)]
    summaries = caller.done("GET", f"{TEMPLATES}/summaries")
    slim = caller.done("GET", f"{TEMPLATES}/slim")
    assert [t["id"] for t in summaries] == [t["id"] for t in slim] == ids
    assert summaries[0]["lastUpdated"] == 1780318800000
    assert slim[0]["startTime"] == "05/29/2026 10:00 AM"


def test_times_of_all_templates_are_today_s(caller: Caller) -> None:
    """Templates without an event today are left out."""
    today = caller.done("GET", f"{TEMPLATES}/times")
    assert {time["date"] for entry in today for time in entry["times"]} == {"2026-06-01"}
    assert all(entry["times"] for entry in today)
    monday = {entry["eventTemplateId"] for entry in today}
    assert caller.event("Night at the lantern", 0)["templateId"] not in monday


def test_the_calendar_of_all_has_something_on_every_day(caller: Caller) -> None:
    """As far as events were made."""
    days = caller.done("GET", f"{TEMPLATES}/calendar")["days"]
    assert [day["active"] for day in days] == [True] * 11 + [False] * 19


def test_a_template_s_events_are_listed(caller: Caller) -> None:
    """All of them, or those of a period."""
    assert len(caller.done("GET", f"{TEMPLATES}/{TOUR}/instances")) == 28
    query = {"startTime": "2026-06-01T00:00:00-04:00", "endTime": "2026-06-01T23:59:00-04:00"}
    assert len(caller.done("GET", f"{TEMPLATES}/{TOUR}/instances", **query)) == 2


def test_the_next_event_is_on_sale(caller: Caller, clock: VirtualClock) -> None:
    """Not the one that has begun; when all are over there is none."""
    path = f"/v2/b2c/events/{TOUR}/nextAvailable"
    assert caller.done("GET", path)["startTime"] == "2026-06-01T10:00:00-04:00"
    clock.advance(3600 + 900)
    assert caller.done("GET", path)["startTime"] == "2026-06-01T14:00:00-04:00"
    later = caller.done("GET", path, startTime="2026-06-03T00:00:00-04:00")
    assert later["startTime"] == "2026-06-03T10:00:00-04:00"
    clock.advance(30 * 86_400)
    assert caller.send("GET", path).status == 404


def test_members_events_are_read_with_a_membership_or_a_card(caller: Caller) -> None:
    """Others do not see them."""
    template, event = members_only(caller)
    member = next(iter(caller.sandbox.state.memberships))
    barcode = member["cardholders"][0]["barcode"]
    assert caller.send("GET", f"/v2/b2c/events/{event}").status == 404
    assert caller.send("GET", f"/v2/b2c/events/{template}/nextAvailable").status == 404
    for query in (
        {"membershipId": member["id"]},
        {"membershipCategoryId": member["categoryId"]},
        {"barcode": barcode},
    ):
        assert caller.done("GET", f"/v2/b2c/events/{event}", **query)["id"] == event
    known = {"membershipId": member["id"]}
    assert caller.done("GET", f"/v2/b2c/events/{template}/nextAvailable", **known)["id"] == event
