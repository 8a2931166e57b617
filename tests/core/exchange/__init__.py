"""Tests of the core's room `exchange`."""
