"""What keeps secrets out of text, and out of the variables of frames, which tools print."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import wraps
from typing import Any, Final, NoReturn, ParamSpec, TypeVar, cast, final

from acme_ticketing_core.errors import ConfigurationError

P = ParamSpec("P")
T = TypeVar("T")

HIDDEN: Final = "***"

_SHOWN_HEADERS: Final = frozenset({
    "accept", "accept-encoding", "content-length", "content-type", "date", "host", "retry-after",
    "user-agent", "x-acme-request-id", "x-acme-request-uuid", "x-b2c-tenant-id",
})  # fmt: skip
_KEY: Final = re.compile(
    "account_?number|api_?key|authorization|captcha|card_?data|card_?number|cc_?number|cookie|cvc2?|"
    "cvv2?|credential|exp_?date|express_?transaction_?id|finger_?print|magne|passphrase|passw|"
    "pin_?block|secret|security_?code|session|token|track_?[12]?(data)?",
    re.IGNORECASE,
)
_JSON_KEY: Final = re.compile(r"""("(?P<name>[^"\\]{1,80})"\s*:\s*)""")
_WORD: Final = re.compile(r"[-+.\w]*")
# Of a form, a dict, a header, JSON within JSON: name, sign, value, in whatever quotes.
_FIELD: Final = re.compile(
    r"""(?P<key>(?P<name>[\w.-]{2,80}+)(?:\\*["'])?\s*[:=]\s*)"""
    r"""(?P<value>(?P<quote>\\*["']).*?(?:(?P=quote)|$)|[^\s"'\\&,;<>{}()\[\]]+)""",
    re.DOTALL,
)
_ELEMENT: Final = re.compile(r"(?P<key><(?P<name>[\w.:-]{2,80})(?:\s[^<>]*)?>)(?P<value>[^<>]+)")
_DIGITS: Final = re.compile(r"(?<!\d)(?<!\d\.)\d+(?:(?:[ \u00a0+-]|%20)\d+)*(?!\.?\d)")
_TRACK: Final = re.compile(r"%?[A-Z]\d{8,19}\^[^?\"]{0,100}\??|;\d{8,19}=\d{0,40}\??")
_CARD_LENGTHS: Final = range(13, 20)
_EXCERPT: Final = 500
_LOOKED_AT: Final = 8 * _EXCERPT
_LONGEST_SECRET: Final = 500


@final
class Secret:
    """A value that prints as `***`; only `reveal` gives it away."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    @classmethod
    def of(cls, value: T) -> T | Secret:
        """Wrap a text; anything else, such as `UNSET`, stays."""
        return cls(value) if isinstance(value, str) else value

    def reveal(self) -> str:
        return self._value

    def __repr__(self) -> str:
        return f"'{HIDDEN}'"

    __str__ = __repr__

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

    def shown(self) -> Iterator[tuple[str, str]]:
        for name, value in self._pairs:
            yield name, value if name.lower() in _SHOWN_HEADERS else HIDDEN

    def __repr__(self) -> str:
        return f"<Headers {', '.join(f'{name}: {value}' for name, value in self.shown())}>"


@final
class Redactor:
    """Makes excerpts without sensitive names' values, card numbers, tracks and live credentials."""

    def __init__(self, live_secrets: Callable[[], Iterable[Secret]] = tuple) -> None:
        self._live_secrets = live_secrets

    def excerpt(self, content: bytes) -> str:
        """On one line."""
        text = content[: 4 * _LOOKED_AT].decode("utf-8", "replace")
        return " ".join(self.beginning(text, _EXCERPT).split())

    def beginning(self, text: str, length: int) -> str:
        clean = self.clean(text[:_LOOKED_AT])
        if len(text) > _LOOKED_AT:
            # The cut may have gone through a secret, half of which is not known for one.
            clean = clean[:-_LONGEST_SECRET] or HIDDEN
        return clean[:length]

    def clean(self, text: str) -> str:
        for secret in self._live_secrets():
            for spelling in _spellings(secret.reveal()):
                text = text.replace(spelling, HIDDEN)
        text = _hide_in_json(text)
        text = _FIELD.sub(_hide_sensitive_field, text)
        text = _ELEMENT.sub(_hide_sensitive_field, text)
        text = _TRACK.sub(HIDDEN, text)
        return _DIGITS.sub(_hide_card_numbers, text)

    def clean_data(self, value: Any, instead: Mapping[str, Any] | None = None) -> Any:
        """Hide in JSON data what its name, or its own look, gives away; `instead` by name."""
        if isinstance(value, dict):
            fields = cast("Mapping[str, Any]", value)
            return {
                name: (instead or {}).get(name, HIDDEN)
                if is_sensitive(name) and inner not in (None, "")
                else self.clean_data(inner, instead)
                for name, inner in fields.items()
            }
        if isinstance(value, list):
            return [self.clean_data(inner, instead) for inner in cast("list[object]", value)]
        return self.clean(value) if isinstance(value, str) else value


def is_header_value(text: str) -> bool:
    return text.isascii() and text.isprintable() and bool(text) and text == text.strip()


def is_sensitive(name: str) -> bool:
    return _KEY.search(name.replace("-", "_")) is not None


def _spellings(value: str) -> set[str]:
    """Forms in which a server may echo a value: as it is, in JSON, in a URL."""
    from urllib.parse import quote, quote_plus

    in_json = value.replace("\\", "\\\\").replace('"', '\\"')
    return {value, in_json, quote(value), quote(value, safe=""), quote_plus(value)}


def _hide_in_json(text: str) -> str:
    pieces: list[str] = []
    done = 0
    for key in _JSON_KEY.finditer(text):
        if key.start() >= done and is_sensitive(key["name"]):
            pieces += text[done : key.end()], f'"{HIDDEN}"'
            done = _end_of_value(text, key.end())
    return "".join([*pieces, text[done:]])


def _end_of_value(text: str, start: int) -> int:
    """Of a JSON value; the text's, if it was cut off."""
    from json import JSONDecoder

    if not text.startswith(('"', "[", "{"), start):
        return next(_WORD.finditer(text, start)).end()
    try:
        return JSONDecoder(strict=False).raw_decode(text, start)[1]
    except (ValueError, RecursionError):
        return len(text)


def _hide_sensitive_field(match: re.Match[str]) -> str:
    quote = match.groupdict().get("quote") or ""
    return f"{match['key']}{quote}{HIDDEN}{quote}" if is_sensitive(match["name"]) else match[0]


def _hide_card_numbers(match: re.Match[str]) -> str:
    """Hide groups of digits that make up a card number; a date or a code may stand beside it."""
    text = match[0]
    groups = [group.span() for group in re.finditer(r"\d+", text.replace("%20", "   "))]
    pieces: list[str] = []
    done = 0
    for first, (begin, _) in enumerate(groups):
        if begin < done:
            continue
        digits = ""
        for start, end in groups[first : first + _CARD_LENGTHS.stop]:
            digits += text[start:end]
            if len(digits) in _CARD_LENGTHS and _passes_luhn(digits):
                pieces += text[done:begin], HIDDEN
                done = end
                break
    return "".join([*pieces, text[done:]])


def _passes_luhn(digits: str) -> bool:
    alone, doubled = digits[::-1][::2], digits[::-1][1::2]
    return sum(map(int, [*alone, *"".join(str(2 * int(digit)) for digit in doubled)])) % 10 == 0


def frameless(function: Callable[P, T]) -> Callable[P, T]:
    """Make a function's refusals begin where it was called, without frames of its own."""

    @wraps(function)
    def call(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return function(*args, **kwargs)
        except ConfigurationError as error:
            refusal = without_frames(error)
        del args, kwargs
        raise refusal

    return call


def without_frames(error: ConfigurationError) -> ConfigurationError:
    error.__context__ = None
    return error.with_traceback(None)
