"""Edits of `spec/` that drift logs ask for: what was met in answers becomes what is described."""
