"""Edits that lose nothing; journal and undo."""
