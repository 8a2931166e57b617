"""Memberships, their cards, levels and summaries."""

from __future__ import annotations

from acme_ticketing import AcmeClient, models

from .table import Arguments, arguments, example_body, first

LEVELS = {"is_published": True, "sales_channels": "online"}


def membership(client: AcmeClient) -> models.Membership:
    """Return a membership of the seed."""
    return first(client.b2b.memberships.list_with_cards())


def summary(client: AcmeClient) -> models.MembershipSummary:
    """Return the row of a card that has an address."""
    rows = client.b2b.membership_summaries.list().list_ or []
    return first(row for row in rows if row.email and row.last_name)


@arguments("b2b.memberships.get")
def _a_membership(client: AcmeClient) -> Arguments:
    return {"id": membership(client).id}


@arguments("b2b.memberships.replace")
def _a_changed_membership(client: AcmeClient) -> Arguments:
    changed = membership(client)
    assert changed.cardholders
    changed.cardholders[0].phone_number = "602-555-0188"
    return {"body": changed}


@arguments("b2b.memberships.sendCard")
def _a_membership_to_write_to(client: AcmeClient) -> Arguments:
    return {"membership_id": membership(client).id}


@arguments("b2b.memberships.validateCheckout")
def _a_renewal(client: AcmeClient) -> Arguments:
    member = membership(client)
    return {
        "action": "MembershipRenewal",
        "membership_id": member.id,
        "level_id": member.category_id,
        "offering_id": member.offering_id,
        "price_point_id": member.price_point_id,
    }


@arguments("b2b.membershipSummaries.search")
def _a_name(_client: AcmeClient) -> Arguments:
    return {"search": "a"}


@arguments("b2b.membershipSummaries.advancedSearch")
def _a_last_name(client: AcmeClient) -> Arguments:
    return {"last_name": summary(client).last_name}


@arguments("b2b.membershipCards.list")
def _cards_of_a_member(client: AcmeClient) -> Arguments:
    return {"member_id": membership(client).id}


@arguments("b2b.membershipCards.get")
def _a_card(client: AcmeClient) -> Arguments:
    return {"id": first(client.b2b.membership_cards.list(member_id=membership(client).id)).id}


@arguments("b2b.membershipLevels.list")
def _published_levels(_client: AcmeClient) -> Arguments:
    return dict(LEVELS)


@arguments("b2b.membershipLevels.get")
def _a_level(client: AcmeClient) -> Arguments:
    return {"id": first(client.b2b.membership_levels.list(**LEVELS)).id}


@arguments("b2b.membershipLevels.create")
def _a_new_level(_client: AcmeClient) -> Arguments:
    return {"body": example_body("b2b.membershipLevels.create")}


@arguments("b2b.membershipLevels.replace")
def _a_changed_level(client: AcmeClient) -> Arguments:
    changed = first(client.b2b.membership_levels.list(**LEVELS))
    changed.description = "Told anew."
    return {"body": changed}


@arguments("b2c.memberships.exists")
def _an_address_of_a_member(client: AcmeClient) -> Arguments:
    return {"email": summary(client).email}
