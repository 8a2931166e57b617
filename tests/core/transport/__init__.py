"""Tests of the core's room `transport`."""
