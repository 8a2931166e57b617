"""Tests of the sandbox's room `seed`."""
