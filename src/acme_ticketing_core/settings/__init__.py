"""Where the settings of a client come from, and what they may be."""
