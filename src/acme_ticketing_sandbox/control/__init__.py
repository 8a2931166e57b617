"""The control API: how a test, a person or the console steers a sandbox while it runs."""
