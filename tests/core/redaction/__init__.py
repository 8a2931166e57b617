"""Tests of the core's room `redaction`."""
