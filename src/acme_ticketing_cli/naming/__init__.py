"""Names of the API as words of a shell, and what a misspelt one may have meant."""
