"""Tests of the sandbox's room `transports`."""
