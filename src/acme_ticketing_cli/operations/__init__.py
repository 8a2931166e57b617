"""The operations of the API as commands."""
