"""Tests of the sandbox's room `specification`."""
