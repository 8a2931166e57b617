"""From Python arguments to a path, a query, headers and a body."""
