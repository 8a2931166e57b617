"""Carts, reservations, checkouts, and what is done to an order afterwards."""

from . import (
    carts,
    checkout,
    customers,
    entitlements,
    form_responses,
    order_updates,
    orders,
    rebookings,
    refunds,
    reservations,
    special_checkouts,
)
