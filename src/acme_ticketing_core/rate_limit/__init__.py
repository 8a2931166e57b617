"""The limit that the server puts on calls, and the one gate that all callers share.

The vendor blocks an IP address for a minute once it has passed an undisclosed number of calls
(api-facts/README.md, "From the founding document").
"""
