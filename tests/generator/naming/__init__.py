"""Tests of the generator's room `naming`."""
