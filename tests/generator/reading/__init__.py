"""Tests of the generator's room `reading`."""
