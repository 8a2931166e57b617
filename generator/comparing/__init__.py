"""Two versions of the specification compared: what changed for consumers, at what cost."""
