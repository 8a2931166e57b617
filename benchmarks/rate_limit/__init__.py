"""Clients against a server whose rate limit they do not know, on a virtual clock.

`python -m benchmarks.rate_limit` prints the table of `docs/rate-limits.md`, goal by goal.
"""
