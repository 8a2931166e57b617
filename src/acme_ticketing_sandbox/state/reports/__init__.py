"""Reports: their queries and their runs."""
