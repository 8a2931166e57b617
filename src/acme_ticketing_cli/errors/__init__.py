"""What a failure says, and its exit status."""
