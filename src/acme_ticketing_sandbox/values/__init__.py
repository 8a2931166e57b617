"""Moments, amounts, identifiers and pictures in the shapes of the API; settings, and their JSON."""
