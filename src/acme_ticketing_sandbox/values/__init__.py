"""Moments, amounts, identifiers, names and pictures in the shapes in which the API sends them."""
