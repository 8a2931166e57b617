"""Tests of the core's room `client`."""
