"""Tests of the core's room `operations`."""
