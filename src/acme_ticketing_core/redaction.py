"""What keeps secrets out of text.

Three walls: a secret value is wrapped (`Secret`), headers print through an allow-list
(`Headers`), and what a server sent back is shown as an excerpt with the sensitive parts
removed (`Redactor`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Final, NoReturn, final

HIDDEN: Final = "***"

_SHOWN_HEADERS: Final = frozenset(
    {
        "accept",
        "accept-encoding",
        "content-length",
        "content-type",
        "date",
        "host",
        "retry-after",
        "user-agent",
        "x-acme-request-id",
        "x-acme-request-uuid",
        "x-b2c-tenant-id",
    }
)

_SENSITIVE_KEYS: Final = (
    "account_?number",
    "api_?key",
    "authorization",
    "captcha",
    "card_?data",
    "card_?number",
    "cc_?number",
    "cookie",
    "cvc2?",
    "cvv2?",
    "credential",
    "exp_?date",
    "express_?transaction_?id",
    "finger_?print",
    "magne",
    "passphrase",
    "passw",
    "pin_?block",
    "secret",
    "security_?code",
    "session",
    "token",
    "track_?[12]?(data)?",
)
_KEY: Final = re.compile("|".join(_SENSITIVE_KEYS), re.IGNORECASE)
_PAIR: Final = re.compile(
    r"""(?P<key>"(?P<name>[^"\\]{1,80})"\s*:\s*)"""
    r"""(?P<value>"(?:[^"\\]|\\.)*(?:"|$)|[-+.\w]+|\[[^\]]*(?:\]|$)|\{[^}]*(?:\}|$))"""
)
_CARD_NUMBER: Final = re.compile(r"(?<![\w.])\d(?:[ -]?\d){12,18}(?![\w.])")
_TRACK: Final = re.compile(r"%?[A-Z]\d{8,19}\^[^?\"]{0,100}\??|;\d{8,19}=\d{0,40}\??")
_CARD_LENGTHS: Final = range(13, 20)
_EXCERPT: Final = 500


@final
class Secret:
    """A value that prints as `***`; only `reveal` gives it away."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        """Give the value, for the wire."""
        return self._value

    def __repr__(self) -> str:
        return f"'{HIDDEN}'"

    __str__ = __repr__

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and other._value == self._value

    def __hash__(self) -> int:
        return hash(self._value)

    def __reduce__(self) -> NoReturn:
        raise TypeError("a secret is not pickled or copied: build it anew from where it is kept")


@final
class Headers:
    """The headers of a request, in order; only harmless values show in text.

    Deliberately no `dict`: tools that print the local variables of a traceback look into
    containers, and past their `repr`.
    """

    __slots__ = ("_pairs",)

    def __init__(self, pairs: Iterable[tuple[str, str]] = ()) -> None:
        self._pairs = tuple(pairs)

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(self._pairs)

    def __add__(self, other: Headers) -> Headers:
        return Headers(self._pairs + other._pairs)

    def __len__(self) -> int:
        return len(self._pairs)

    def shown(self) -> Iterator[tuple[str, str]]:
        """Go through them with the values hidden that must not show."""
        for name, value in self._pairs:
            yield name, value if name.lower() in _SHOWN_HEADERS else HIDDEN

    def __repr__(self) -> str:
        return f"<Headers {', '.join(f'{name}: {value}' for name, value in self.shown())}>"


@final
class Redactor:
    """Makes an excerpt of a body, without what must stay secret.

    Removed are: the values of JSON keys that sound sensitive (card numbers and codes, track
    data, tokens, passwords, sessions), runs of digits that pass as a card number, the tracks of a
    magnetic stripe, and every value in use as a credential.

    Args:
        live_secrets: gives the values in use, the token of an open session included.

    """

    __slots__ = ("_live_secrets",)

    def __init__(self, live_secrets: Callable[[], Iterable[Secret]] = tuple) -> None:
        self._live_secrets = live_secrets

    def excerpt(self, content: bytes) -> str:
        """Show the beginning of a body on one line."""
        text = content[: 8 * _EXCERPT].decode("utf-8", "replace")
        return " ".join(self.clean(text)[:_EXCERPT].split())

    def clean(self, text: str) -> str:
        """Remove what must stay secret from a text that came from outside."""
        for secret in self._live_secrets():
            for spelling in _spellings(secret.reveal()):
                text = text.replace(spelling, HIDDEN)
        text = _PAIR.sub(_hide_sensitive_pair, text)
        text = _TRACK.sub(HIDDEN, text)
        return _CARD_NUMBER.sub(_hide_card_number, text)


def is_sensitive(name: str) -> bool:
    """Tell whether a JSON key or parameter of this name holds a secret, going by the name."""
    return _KEY.search(name.replace("-", "_")) is not None


def _spellings(value: str) -> set[str]:
    """Give the forms in which a server may echo a value: as it is, in JSON, in a URL."""
    from urllib.parse import quote, quote_plus

    in_json = value.replace("\\", "\\\\").replace('"', '\\"')
    return {value, in_json, quote(value), quote(value, safe=""), quote_plus(value)}


def _hide_sensitive_pair(match: re.Match[str]) -> str:
    return f'{match["key"]}"{HIDDEN}"' if is_sensitive(match["name"]) else match[0]


def _hide_card_number(match: re.Match[str]) -> str:
    digits = [int(c) for c in match[0] if c.isdigit()]
    doubled = (d if i % 2 == 0 else 2 * d - 9 * (d > 4) for i, d in enumerate(reversed(digits)))  # noqa: PLR2004 - Luhn's own constants
    looks_real = len(digits) in _CARD_LENGTHS and sum(doubled) % 10 == 0
    return HIDDEN if looks_real else match[0]
