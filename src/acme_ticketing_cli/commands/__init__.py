"""Commands that are no operations of the API: each module's COMMAND."""
