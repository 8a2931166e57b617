"""The answers of the operations, a module per area; importing one registers its handlers."""

from . import (
    carts,
    checkout,
    customers,
    event_templates,
    events,
    memberships,
    offers,
    online,
    order_changes,
    orders,
    organizations,
    plain,
    reports,
    sessions,
    will_call,
)
from .call import HANDLERS

__all__ = ["HANDLERS"]
