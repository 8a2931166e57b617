"""Edits that lose nothing: read, change, write whole, read back, compare; journal and undo."""
