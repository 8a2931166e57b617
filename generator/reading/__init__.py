"""The specification read: files with their lines, joined, and its operations as a table."""
