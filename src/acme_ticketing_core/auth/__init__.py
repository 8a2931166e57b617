"""Credentials, the security schemes that they satisfy, and sessions."""
