"""Tests of the core's room `purchases`."""
