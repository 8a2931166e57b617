"""Documents that nobody here wrote for this generator."""
