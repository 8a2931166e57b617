"""Commands that are no operations of the API."""
