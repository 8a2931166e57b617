"""Releases: what changed since the last one, which version that needs, building and publishing.

Run as `python -m release <command>`; nothing here ships to consumers.
"""
