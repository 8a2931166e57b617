"""Requests, replies and refusals, whichever transport carried them."""
