"""Answers at a terminal, and in files."""
