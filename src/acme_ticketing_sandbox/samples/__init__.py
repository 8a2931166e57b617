"""A call as programs write it: Python, asynchronous Python, the command line, curl."""
