"""Listings that come in pages, and fetching pages ahead."""
