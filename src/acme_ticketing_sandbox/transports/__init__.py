"""The ways to a local ACME: HTTP on loopback, and httpx without a socket."""
