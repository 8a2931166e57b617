"""The answers of the operations, a module per resource."""

from . import (
    add_ons,
    carts,
    checkout,
    combo_templates,
    coupons,
    customers,
    discounts,
    entitlements,
    event_searches,
    event_templates,
    events,
    form_responses,
    membership_cards,
    membership_checkouts,
    membership_levels,
    membership_summaries,
    memberships,
    online_events,
    online_templates,
    order_updates,
    orders,
    organization_addresses,
    organization_contacts,
    organizations,
    person_types,
    price_lists,
    rebookings,
    refunds,
    reports,
    reservations,
    sessions,
    special_checkouts,
    will_call,
)
from .table import HANDLERS, Handler, answers

__all__ = ["HANDLERS", "Handler", "answers"]

_MODULES = (
    add_ons, carts, checkout, combo_templates, coupons, customers, discounts, entitlements,
    event_searches, event_templates, events, form_responses, membership_cards, membership_checkouts,
    membership_levels, membership_summaries, memberships, online_events, online_templates,
    order_updates, orders, organization_addresses, organization_contacts, organizations,
    person_types, price_lists, rebookings, refunds, reports, reservations, sessions,
    special_checkouts, will_call,
)  # fmt: skip
