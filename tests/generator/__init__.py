"""Tests of the generator, and the documents that they share."""
