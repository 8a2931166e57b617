"""Tests of the generator's room `rendering`."""
