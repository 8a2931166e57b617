"""Identifiers in the API's shapes, the same ones after every reset.

The shapes are those of api-facts/conventions.md, "Identifiers".
"""

from __future__ import annotations

import hashlib
import uuid
from collections import Counter, defaultdict
from typing import Any

_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"


class Identifiers:
    """Counts per kind, and turns each count into an identifier.

    An identifier depends only on its kind and on how many of the kind came before, so two
    sandboxes that are asked for the same things hand out the same identifiers.
    """

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()
        self._texts: defaultdict[str, list[str]] = defaultdict(list)
        self._numbers: defaultdict[str, list[int]] = defaultdict(list)

    def kept(self) -> dict[str, Any]:
        """Return the counts, and what is expected, as a state file keeps them."""
        return {
            "counts": dict(self._counts),
            "texts": {kind: found for kind, found in self._texts.items() if found},
            "numbers": {kind: found for kind, found in self._numbers.items() if found},
        }

    def restore(self, kept: dict[str, Any]) -> None:
        """Go on where the counts stood."""
        self._counts = Counter(kept["counts"])
        self._texts = defaultdict(list, kept["texts"])
        self._numbers = defaultdict(list, kept["numbers"])

    def expect(self, kind: str, identifier: str | int | None) -> None:
        """Let the next identifier of a kind be this one; None changes nothing."""
        if isinstance(identifier, str):
            self._texts[kind].append(identifier)
        elif identifier is not None:
            self._numbers[kind].append(identifier)

    def hexadecimal(self, kind: str, digits: int = 24) -> str:
        """Return an identifier of so many hexadecimal digits."""
        return self._expected(kind) or self._digest(kind)[:digits]

    def number(self, kind: str, first: int = 1) -> int:
        """Return the next integer, counting from `first`."""
        if self._numbers[kind]:
            return self._numbers[kind].pop(0)
        return first + self._count(kind) - 1

    def uuid(self, kind: str) -> str:
        """Return a version 4 UUID in lower case."""
        return self._expected(kind) or str(uuid.UUID(self._digest(kind)[:32], version=4))

    def token(self, kind: str) -> str:
        """Return twenty letters and digits, as a session is named."""
        digest = bytes.fromhex(self._digest(kind))
        return "".join(_ALPHABET[byte % len(_ALPHABET)] for byte in digest[:20])

    def _expected(self, kind: str) -> str | None:
        return self._texts[kind].pop(0) if self._texts[kind] else None

    def _count(self, kind: str) -> int:
        self._counts[kind] += 1
        return self._counts[kind]

    def _digest(self, kind: str) -> str:
        return hashlib.sha256(f"{kind}:{self._count(kind)}".encode()).hexdigest()
