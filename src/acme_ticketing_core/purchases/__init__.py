"""Purchases in doubt: recognised, settled, bought once."""
