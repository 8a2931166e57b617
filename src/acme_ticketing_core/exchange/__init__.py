"""The policy of a call, once, without IO: what to send, when to wait, retry or raise."""
