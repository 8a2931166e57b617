"""What a client tells of its calls: hooks, differences from the specification, their log."""
