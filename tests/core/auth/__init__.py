"""Tests of the core's room `auth`."""
