"""Tests of the core's room `request`."""
