"""Credentials and sessions."""
