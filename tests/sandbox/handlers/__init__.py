"""Tests of the sandbox's room `handlers`."""
