"""What an answer looks like at a terminal, and in files."""
