"""The answers of the operations, a module per resource; importing one registers its handlers."""

from . import events, memberships, offers, organizations, reports, sales, sessions, will_call
from .table import HANDLERS, Handler, answers

__all__ = ["HANDLERS", "Handler", "answers"]
