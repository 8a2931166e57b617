"""The hand-written core of the client: all policy of a call."""
