"""Tests of the core's room `runtime`."""
