"""What stays in memory of long listings and large files: nothing that grows with them."""
