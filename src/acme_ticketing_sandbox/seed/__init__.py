"""What the venue begins with: a seed file, read, checked and made into a state."""
