"""Tests of the generator's room `parsing`."""
