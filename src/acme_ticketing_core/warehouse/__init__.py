"""A data warehouse that is kept in step: a source of dlt, and what holds it against the server."""
