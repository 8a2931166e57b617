"""Tests of the core's room `edits`."""
