"""Tests of the generator's room `views`."""
