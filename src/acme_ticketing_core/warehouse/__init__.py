"""A data warehouse kept in step by dlt."""
