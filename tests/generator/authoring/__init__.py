"""Tests of the generator's room `authoring`."""
