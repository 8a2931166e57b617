"""Tests of the core's room `observability`."""
