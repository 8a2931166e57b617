"""Whether the real API answers as its specification says: calls that only read, one of each."""
