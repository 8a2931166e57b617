"""`acme`: the whole API from the shell (extra `cli`)."""
