"""What the rest stands on: the clock, what `fork()` invalidates, lazy imports, the absent value."""
