"""Tests of the generator's room `comparing`."""
