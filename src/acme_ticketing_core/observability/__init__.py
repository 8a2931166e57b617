"""Hooks, and how answers differ from the specification."""
