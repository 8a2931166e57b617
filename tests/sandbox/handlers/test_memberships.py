"""Memberships listed and verified."""

from __future__ import annotations

from tests.sandbox.caller import Caller

MEMBERSHIPS = "/v2/b2b/memberships"
WHOLE = "/v3/b2b/memberships"
VERIFY = "/v2/b2c/membership/validate"


def test_the_older_list_has_no_pages_and_no_cards(caller: Caller) -> None:
    """As a bare list, whatever page is asked for; nor has it the ids elsewhere."""
    every = caller.done("GET", MEMBERSHIPS)
    assert len(every) == 8
    assert caller.done("GET", MEMBERSHIPS, page=2, pageSize=5) == every
    whole = caller.done("GET", WHOLE)["list"]
    assert [{*new} - {*old} for new, old in zip(whole, every, strict=True)] == [
        {"importId", "cardholders"}
    ] * 8


def test_whole_memberships_tell_whether_more_follow(caller: Caller) -> None:
    """At the third version, with their cards and their ids elsewhere."""
    pages = [caller.done("GET", WHOLE, page=page, pageSize=3) for page in (1, 2, 3, 4)]
    assert [(len(p["list"]), p["hasMore"]) for p in pages] == [
        (3, True), (3, True), (2, False), (0, False),
    ]  # fmt: skip
    everything = caller.done("GET", WHOLE, pageSize=-1)
    assert (len(everything["list"]), everything["hasMore"]) == (8, False)
    assert all(row["importId"] and row["cardholders"] for row in everything["list"])


def test_memberships_are_filtered(caller: Caller) -> None:
    """By what changed since, and by their words."""
    recent = caller.done("GET", WHOLE, updatedStartTime="2026-05-01T00:00:00-04:00")["list"]
    assert [m["cardholders"][0]["lastName"] for m in recent] == ["Fixture"]
    old = caller.done("GET", WHOLE, updatedEndTime="2024-12-31T00:00:00Z")["list"]
    assert {m["cardholders"][0]["lastName"] for m in old} == {"Dummy"}
    families = caller.done("GET", WHOLE, category="Family")["list"]
    assert len(families) == 3
    assert {len(m["cardholders"]) for m in families} == {2}


def test_a_member_is_verified_by_number_and_name(caller: Caller) -> None:
    """In any case; one entry for each card that fits."""
    number = next(iter(caller.sandbox.state.memberships))["acmeMembershipNumber"]
    answer = caller.done("GET", VERIFY, membershipId=number, lastName="EXAMPLE")
    assert [entry["status"] for entry in answer] == ["verified", "verified"]
    assert answer[0]["memberListEntry"]["email"] == "guest@example.com"
    assert answer[0]["memberListEntry"]["primaryCard"] is True


def test_an_unknown_member_is_not_found_with_200(caller: Caller) -> None:
    """The wrong name of a right number is unknown too."""
    for query in ({"membershipId": "1"}, {"membershipId": "M00010482", "lastName": "Other"}):
        assert caller.done("GET", VERIFY, **query) == [{"status": "not_found"}]
    reply = caller.send("GET", VERIFY)
    assert reply.status == 400
    assert "query membershipId is missing" in reply.json()["message"]
