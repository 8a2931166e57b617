"""Memberships: their levels, cards and sales."""
