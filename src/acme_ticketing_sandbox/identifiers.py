"""Identifiers in the API's shapes, the same ones after every reset.

The shapes are those of api-facts/conventions.md, "Identifiers".
"""

from __future__ import annotations

import hashlib
import uuid
from collections import Counter

_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"


class Identifiers:
    """Counts per kind, and turns each count into an identifier.

    An identifier depends only on its kind and on how many of the kind came before, so two
    sandboxes that are asked for the same things hand out the same identifiers.
    """

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()

    def hexadecimal(self, kind: str, digits: int = 24) -> str:
        """Return an identifier of so many hexadecimal digits."""
        return self._digest(kind)[:digits]

    def number(self, kind: str, first: int = 1) -> int:
        """Return the next integer, counting from `first`."""
        self._counts[kind] += 1
        return first + self._counts[kind] - 1

    def uuid(self, kind: str) -> str:
        """Return a version 4 UUID in lower case."""
        return str(uuid.UUID(self._digest(kind)[:32], version=4))

    def token(self, kind: str) -> str:
        """Return twenty letters and digits, as a session is named."""
        digest = bytes.fromhex(self._digest(kind))
        return "".join(_ALPHABET[byte % len(_ALPHABET)] for byte in digest[:20])

    def _digest(self, kind: str) -> str:
        return hashlib.sha256(f"{kind}:{self.number(kind)}".encode()).hexdigest()
