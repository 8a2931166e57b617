"""Organizations, customers, forms, template locks and schedules, event changes and searches."""

from __future__ import annotations

from typing import Any

import pytest

from acme_ticketing_sandbox import EMAIL, PASSWORD, TENANT_ID, USER_NAME, VirtualClock
from tests.sandbox.caller import B2B, Caller

ORGANIZATIONS = "/v2/b2b/organization"
HARBOR_TOURS = f"{ORGANIZATIONS}/5120"
EVENTS = "/v2/b2b/event/instances"
TEMPLATE = "/v2/b2b/event/template"
TOUR = "5d96453460309f26d082bca0"
LOCK = f"/v2/b2b/locks/lock/EventTemplate/{TOUR}"
FORMS = "/v2/b2c/forms/responses"


def test_an_organization_is_made_with_its_contact_and_address(caller: Caller) -> None:
    """Fields have other names on the way in than on the way out."""
    body = {
        "companyName": "Sea Scouts",
        "companyPhone": "555-0300",
        "billingAddress1": "3 Pier",
        "billingCity": "Port Example",
        "billingState": "ME",
        "billingZip": "04101",
        "country": "US",
        "contactFirstName": "Sue",
        "contactLastName": "Scout",
        "contactEmail": "sue@example.com",
    }
    made = caller.done("POST", ORGANIZATIONS, body)
    assert (made["name"], made["streetAddress1"], made["zipCode"]) == (
        "Sea Scouts",
        "3 Pier",
        "04101",
    )
    path = f"{ORGANIZATIONS}/{made['id']}"
    assert caller.done("GET", f"{path}/contact/primary")["email"] == "sue@example.com"
    assert caller.done("GET", f"{path}/address/primary")["id"] == made["addressId"]
    assert [o["id"] for o in caller.done("GET", ORGANIZATIONS)] == [5120, made["id"]]
    changed = caller.done("PUT", ORGANIZATIONS, {"id": made["id"], "name": "Sea Rangers"})
    assert (changed["name"], changed["version"], changed["zipCode"]) == ("Sea Rangers", 2, "04101")
    assert caller.done("GET", path) == changed
    del body["companyName"]
    reply = caller.send("POST", ORGANIZATIONS, body)
    assert (reply.status, "body.companyName is missing" in reply.text) == (400, True)


@pytest.mark.parametrize(("kind", "field"), [("contact", "firstName"), ("address", "city")])
def test_contacts_and_addresses_are_made_changed_and_deleted(
    caller: Caller, kind: str, field: str
) -> None:
    """Each belongs to its organization alone."""
    path = f"{HARBOR_TOURS}/{kind}"
    made = caller.done("POST", path, {field: "One"})
    assert caller.done("GET", path)["pagination"]["count"] == 2
    assert caller.done("GET", f"{path}/{made['id']}")[field] == "One"
    assert caller.done("PUT", path, {**made, field: "Two"})[field] == "Two"
    assert caller.send("PUT", path, {field: "Two", "id": 1}).status == 400
    assert caller.done("DELETE", f"{path}/{made['id']}")[field] == "Two"
    assert caller.send("GET", f"{path}/{made['id']}").status == 404
    assert caller.send("GET", f"{ORGANIZATIONS}/1/{kind}").status == 404
    first = caller.done("GET", path)["list"][0]["id"]
    caller.done("DELETE", f"{path}/{first}")
    assert caller.send("GET", f"{path}/primary").status == 404


def test_one_address_is_primary(caller: Caller) -> None:
    """A new primary one takes the place of the former."""
    path = f"{HARBOR_TOURS}/address"
    second = caller.done("POST", path, {"city": "Elsewhere", "isPrimary": True})
    assert caller.done("GET", f"{path}/primary")["id"] == second["id"]
    third = caller.done("POST", path, {"city": "Third"})
    assert third["isPrimary"] is False
    caller.done("PUT", path, {**third, "isPrimary": True})
    assert caller.done("GET", f"{path}/primary")["id"] == third["id"]


def test_contacts_are_found_by_address(caller: Caller) -> None:
    """Those who live there."""
    path = f"{HARBOR_TOURS}/address/7401/contacts"
    assert [c["id"] for c in caller.done("GET", path)] == [6301]
    assert caller.send("GET", f"{HARBOR_TOURS}/address/1/contacts").status == 404


def test_customers_come_from_members_and_buyers(caller: Caller) -> None:
    """Who buys twice is one customer; who says too little is none."""
    before = caller.done("GET", "/v2/b2b/customers")["pagination"]["count"]
    first, second = caller.buy(), caller.buy(caller.tickets(1))
    assert first["customerId"] == second["customerId"]
    anonymous = caller.done("POST", "/v2/b2b/orders/checkout", {"shoppingCart": caller.tickets()})
    assert "customerId" not in anonymous
    assert caller.done("GET", "/v2/b2b/customers")["pagination"]["count"] == before + 1


def test_customers_are_listed_and_searched(caller: Caller) -> None:
    """Without addresses unless asked; the search has an envelope of its own."""
    ana = caller.done("GET", "/v2/b2b/customers", search="ana exa")["list"][0]
    assert (ana["id"], ana["acmeCustomerNumber"]) == (70012, "A012345678")
    assert "address" not in ana
    shown = caller.done("GET", "/v2/b2b/customers", search="ana exa", includeAddress="true")
    assert shown["list"][0]["address"][0]["streetAddress1"] == "1 Harbor Way"
    late = caller.done("GET", "/v2/b2b/customers", updatedAfter="2027-01-01T00:00:00Z")
    assert late["list"] == []
    answer = caller.done("GET", "/v2/b2b/customers/advancedsearch", lastName="exam", zip="041")
    assert (answer["success"], len(answer["payload"]["list"])) == (True, 1)


def test_customers_are_found_by_the_number_of_reports(caller: Caller) -> None:
    """It is not their id; what the list does not know is ignored, and everybody comes."""
    everybody = caller.done("GET", "/v2/b2b/customers")["list"]
    found = caller.done("GET", "/v2/b2b/customers", search="012345678")["list"]
    assert [customer["id"] for customer in found] == [70012]
    for ignored in ({"customerId": "012345678"}, {"email": "guest@example.com"}):
        assert caller.done("GET", "/v2/b2b/customers", **ignored)["list"] == everybody


def test_a_replacement_blanks_what_it_leaves_out(caller: Caller) -> None:
    """Names and mail address included, and with a stale version: the last write wins."""
    path = "/v2/b2b/customers/70012"
    before = caller.done("GET", path)
    assert before["address"][0]["zipCode"] == "04101"
    whole = {**before, "phoneNumber": "call me", "vendorField": None}
    changed = caller.done("PUT", "/v2/b2b/customers", whole)
    assert changed == {**whole, "version": before["version"] + 1}
    part = {"id": 70012, "address": [{"state": "ND"}], "version": before["version"]}
    blanked = caller.done("PUT", "/v2/b2b/customers", part)
    assert blanked == caller.done("GET", path)
    assert (blanked["firstName"], blanked["email"], blanked["phoneNumber"]) == ("", "", "")
    assert blanked["acmeCustomerNumber"] == before["acmeCustomerNumber"]
    assert (blanked["address"], blanked["version"]) == ([{"state": "ND"}], before["version"] + 2)
    new = caller.done("PUT", "/v2/b2b/customers", {"firstName": "Bo", "lastName": "New"})
    assert caller.done("GET", f"/v2/b2b/customers/{new['id']}") == new
    assert caller.send("GET", "/v2/b2b/customers/1").status == 404
    assert caller.send("PUT", "/v2/b2b/customers", {"id": 1}).status == 400


def test_forms_are_answered(caller: Caller) -> None:
    """Required fields are needed; the definition comes back inside the answer."""
    field = {"name": "text-1591122410", "value": "Sea School"}
    body = {"formId": "5d96453460309f26d082c000", "responseData": {"fields": [field]}}
    made = caller.done("POST", FORMS, body)
    assert made["responseData"]["fields"][0]["label"] == "Name of the school"
    assert made["publishedFormTemplate"]["sourceFormDefinition"].startswith("[{")
    assert caller.done("GET", f"{FORMS}/{made['id']}") == made
    assert caller.done("GET", FORMS)["pagination"]["count"] == 2
    reply = caller.send("POST", FORMS, {**body, "responseData": {"fields": []}})
    assert (reply.status, "lacks Name of the school" in reply.text) == (400, True)
    assert caller.send("POST", FORMS, {"formId": "unknown"}).status == 400


def session(caller: Caller, user: dict[str, str]) -> dict[str, str]:
    """Return the headers of a user's session."""
    login = {"x-acme-password": PASSWORD, **user}
    opened = caller.done("GET", "/v2/b2b/customer/session", headers=login)
    return {"x-acme-session": opened["session"]}


def test_a_template_is_locked_by_one_user(caller: Caller, clock: VirtualClock) -> None:
    """Nobody else changes or releases it, until four hours have passed."""
    operator = session(caller, {"x-acme-email": EMAIL})
    cashier = session(caller, {"x-acme-user-name": USER_NAME, "x-acme-tenantid": str(TENANT_ID)})
    assert caller.done("POST", LOCK, headers=operator) == {"success": True, "objectId": TOUR}
    assert caller.done("POST", LOCK, headers=operator)["success"] is True
    assert caller.done("POST", LOCK, headers=cashier)["success"] is False
    assert caller.done("DELETE", LOCK, headers=cashier)["success"] is False
    template = caller.done("GET", f"{TEMPLATE}/{TOUR}")
    assert caller.send("PUT", TEMPLATE, template).status == 403
    assert caller.send("DELETE", f"{TEMPLATE}/{TOUR}").status == 403
    changed = caller.done("PUT", TEMPLATE, {**template, "name": "Tower tour"}, headers=operator)
    assert changed["name"] == "Tower tour"
    assert caller.done("DELETE", LOCK, headers=operator)["success"] is True
    caller.done("POST", LOCK, headers=cashier)
    session_headers = B2B
    clock.advance(4 * 3600)
    assert caller.done("POST", LOCK, headers=session_headers)["success"] is True


def test_a_template_without_sales_is_deleted_with_its_events(caller: Caller) -> None:
    """One that sold tickets is not."""
    events = len(caller.sandbox.state.events)
    template = caller.event("Toddler hour", 0)["templateId"]
    reply = caller.send("DELETE", f"{TEMPLATE}/{template}")
    assert (reply.status, reply.body) == (200, b"")
    assert len(caller.sandbox.state.events) == events - 4
    assert caller.send("DELETE", f"{TEMPLATE}/{TOUR}").status == 400


def test_a_template_is_read_at_both_paths_and_in_few_fields(caller: Caller) -> None:
    """Plural and singular, summaries and schedules."""
    assert caller.done("GET", f"/v2/b2b/event/templates/{TOUR}") == caller.done(
        "GET", f"{TEMPLATE}/{TOUR}"
    )
    summaries = caller.done("GET", "/v2/b2b/event/templates/summaries", pageSize=2)
    assert (summaries["pagination"]["count"], len(summaries["list"])) == (11, 2)
    schedule = caller.done("GET", f"/v1/b2b/event/template/{TOUR}/schedules")[0]
    assert [hour["hour"] for hour in schedule["hours"]] == ["10:00", "14:00"]
    assert schedule["duration"] == {"hour": 1, "minutes": 0}


@pytest.mark.parametrize(("method", "path"), [("PUT", f"{EVENTS}/"), ("POST", EVENTS)])
def test_an_event_is_changed(caller: Caller, method: str, path: str) -> None:
    """By both calls that sources know; what is the server's stays, the rest is kept."""
    event = caller.done("GET", f"{EVENTS}/{caller.event('Lighthouse tour')['id']}")
    body = {**event, "capacity": 44, "soldQuantity": 0, "vendorAddition": "kept"}
    changed = caller.done(method, path, body)
    assert (changed["capacity"], changed["soldQuantity"]) == (44, 4)
    assert changed["vendorAddition"] == "kept"
    reply = caller.send(method, path, {**event, "capacity": 3})
    assert (reply.status, reply.json()["type"]) == (400, "CAPACITY_BELOW_SOLD")


def test_summaries_are_searched_by_the_venue_s_own_fields(caller: Caller) -> None:
    """Any of them or all of them; times may lack their offset."""
    event = caller.event("Lighthouse tour")
    own = [{"name": "customField1", "value": "Schools"}, {"name": "customField2", "value": "Rain"}]
    caller.done("PUT", f"{EVENTS}/", {**event, "customFields": own})
    fields: list[dict[str, Any]] = [
        {"name": "customField1", "values": ["Schools"]},
        {"name": "customField2", "values": ["Sun"]},
    ]

    def found(operator: str) -> int:
        body = {"customFields": {"operator": operator, "fields": fields}}
        return len(caller.done("POST", f"{EVENTS}/summaries", body)["list"])

    assert (found("or"), found("and")) == (1, 0)
    body = {
        "startTime": "2026-06-01T00:00:00",
        "endTime": "2026-06-01T23:59:59",
        "pagination": {"sortField": "startDate", "sortDirection": "desc", "pageSize": 3},
    }
    latest = caller.done("POST", f"{EVENTS}/summaries", body)["list"]
    assert [entry["startTime"][11:16] for entry in latest] == ["16:00", "15:00", "14:00"]
    reply = caller.send("POST", f"{EVENTS}/summaries", {"startTime": "soon"})
    assert (reply.status, "body.startTime" in reply.text) == (400, True)
