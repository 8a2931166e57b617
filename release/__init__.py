"""How a version leaves the house: what changed since the last, what that costs, and publishing it.

Run as `python -m release <command>`; nothing here ships to consumers.
"""
