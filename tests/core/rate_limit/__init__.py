"""Tests of the core's room `rate_limit`."""
