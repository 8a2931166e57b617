"""The vocabulary of the generated operation table, and the options of one call."""
