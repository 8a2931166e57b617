"""Tests of the generator's room `checking`."""
