"""The hand-written core of the ACME Ticketing client: everything that is policy.

Generated code describes the API; this package knows how to call it: credentials, rate limits,
deadlines, retries, errors, pages. Import what you need from its modules; the package itself
imports none of them, so importing it costs nothing.
"""
