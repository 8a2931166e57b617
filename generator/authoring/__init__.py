"""Help for whoever writes the specification."""
