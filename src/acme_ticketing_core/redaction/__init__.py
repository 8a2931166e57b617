"""What keeps secrets out of text and out of tracebacks."""
