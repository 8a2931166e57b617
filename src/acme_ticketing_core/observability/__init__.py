"""What a client tells hooks about its calls."""
