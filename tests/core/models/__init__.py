"""Tests of the core's room `models`."""
