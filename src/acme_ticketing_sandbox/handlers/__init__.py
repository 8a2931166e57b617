"""The answers of the operations, a module per resource."""

from . import (
    carts,
    checkout,
    event_templates,
    events,
    memberships,
    online_templates,
    orders,
    refunds,
    reports,
    reservations,
    sessions,
)
from .table import HANDLERS, Handler, answers

__all__ = ["HANDLERS", "Handler", "answers"]

_MODULES = (
    carts, checkout, event_templates, events, memberships, online_templates, orders, refunds,
    reports, reservations, sessions,
)  # fmt: skip
