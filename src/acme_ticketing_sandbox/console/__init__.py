"""The console, a page for people: calls as they come, the venue, and what the control API sets.

Here is what the server does for it; the page itself stands in `page/`.
"""
