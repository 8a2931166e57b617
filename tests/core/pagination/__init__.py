"""Tests of the core's room `pagination`."""
