"""Tests of the core's room `settings`."""
