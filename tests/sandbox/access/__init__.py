"""Tests of the sandbox's room `access`."""
