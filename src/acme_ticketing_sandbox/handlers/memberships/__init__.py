"""Memberships, their levels, cards and summaries."""

from . import (
    membership_cards,
    membership_checkouts,
    membership_levels,
    membership_summaries,
    memberships,
)
