"""Purchases whose outcome is unknown: recognised among the orders, settled, bought once."""
