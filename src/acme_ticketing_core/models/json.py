"""JSON as bytes, both ways, through orjson; what that refuses, or would change, Python's parser reads.

Numbers that 64 bits do not hold and texts that are no Unicode become values of classes of this module
and are written back as they came. Errors never carry the document: it may hold a card number.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any, Final, Self, cast

from acme_ticketing_core.errors import DecodeError, InvalidArgument
from acme_ticketing_core.models.values import write_any
from acme_ticketing_core.runtime.process import import_whole

_LARGEST: Final = 2**64
MOST_DIGITS: Final = 4000  # that Python turns into a number
# Bytes of a document that is looked through for long numbers; in a longer one that costs a tenth of
# its reading.
_LOOKED_THROUGH: Final = 65_536
_MARKS: Final = bytes(48 if 48 <= byte < 58 else 32 for byte in range(256))  # noqa: PLR2004 - digits
_LONG_RUN: Final = b"0" * 17
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_FROM_BYTES: Final = re.compile("[\udc80-\udcff]")


class LongInteger(int):
    """A whole number of more than 64 bits."""


class LongNumber(float):
    """A number that a binary64 does not hold, or none: `1e400`, `NaN`."""

    text: str

    def __new__(cls, text: str) -> Self:
        number = super().__new__(cls, text)
        number.text = text
        return number

    def __eq__(self, other: object) -> bool:
        same = isinstance(other, LongNumber) and self.text == other.text
        return same or float(self) == other

    def __hash__(self) -> int:
        return hash(self.text)


class BrokenText(str):
    """A text with half a character: half a pair of surrogates, or bytes that are no UTF-8."""

    __slots__ = ()


def _parsed_exactly(content: bytes) -> Any:
    import_whole("json")
    import json

    text = content.decode("utf-8", "surrogateescape")
    broken = _SURROGATE.search(text) is not None or b"\\ud" in content.lower()
    data = json.loads(
        text, strict=False, parse_int=_integer, parse_float=_number, parse_constant=LongNumber
    )
    if isinstance(data, LongNumber):
        raise ValueError  # noqa: TRY004 - a document that is only a word is no document
    return _marked(data) if broken else data


def mended(text: str) -> str | None:
    """Mark half characters; None if the charset is unknown."""
    return None if _FROM_BYTES.search(text) else _SURROGATE.sub("\ufffd", text)


def _integer(text: str) -> Any:
    if len(text) > MOST_DIGITS:
        return LongNumber(text)
    number = int(text)
    return number if -_LARGEST < 2 * number < 2 * _LARGEST else LongInteger(number)


def _number(text: str) -> Any:
    number = float(text)
    if number - number == 0 and Decimal(repr(number)) == Decimal(text):
        return number
    return LongNumber(text)


def _marked(value: Any) -> Any:
    if isinstance(value, str):
        return BrokenText(value) if _SURROGATE.search(value) else value
    items: list[Any] = value
    if isinstance(value, list):
        return [_marked(each) for each in items]
    if isinstance(value, dict):
        fields = cast("dict[str, Any]", value)
        if any(map(_SURROGATE.search, fields)):
            raise ValueError
        return {key: _marked(each) for key, each in fields.items()}
    return value


DEEPEST: Final = 1024  # levels of nesting that orjson reads
_TOO_DEEP: Final = ("depth limit", "Recursion limit", "array and object recursion depth")

_BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"


def loads(content: bytes, *, exactly: bool = False) -> Any:
    """Parse a document, also one of which orjson would lose or refuse a part."""
    import_whole("orjson")
    import orjson

    content = content.removeprefix(_BYTE_ORDER_MARK)
    data = problem = None
    deep = False
    try:
        data = orjson.loads(content)
    except orjson.JSONDecodeError as error:
        deep = error.msg.startswith(_TOO_DEEP)
        problem = f"not JSON: {error.msg} (byte {error.pos} of {len(content)})"
    else:
        looked_through = len(content) <= _LOOKED_THROUGH
        if not (exactly or (looked_through and _LONG_RUN in content.translate(_MARKS))):
            return data
    if deep:
        raise DecodeError(f"nested too deeply: more than {DEEPEST} levels")
    try:
        return _parsed_exactly(content)
    except (ValueError, RecursionError):
        if problem is None:
            return data
    raise DecodeError(problem)


def dumps(value: Any) -> bytes:
    import_whole("orjson")
    import orjson

    json_values_only = (
        orjson.OPT_PASSTHROUGH_DATETIME
        | orjson.OPT_PASSTHROUGH_DATACLASS
        | orjson.OPT_PASSTHROUGH_SUBCLASS
    )
    try:
        return orjson.dumps(value, _encode, json_values_only)
    except (orjson.JSONEncodeError, RecursionError) as error:
        if isinstance(error.__cause__, InvalidArgument):
            write_any(value)  # level by level, so that the error has the whole path
            raise error.__cause__ from None
        problem = f"the body cannot be written as JSON: {error}"
    raise InvalidArgument(problem)


def _encode(model: Any) -> Any:
    """Give one level of a model, or what is kept as it came."""
    encode = getattr(model, "encode", None)
    if encode is not None and not isinstance(model, str):
        return encode()
    if not isinstance(model, (LongInteger, LongNumber, BrokenText)):
        raise TypeError(type(model).__name__)
    if isinstance(model, BrokenText) and _FROM_BYTES.search(model):
        raise InvalidArgument("it came in a charset that its answer did not name; assign it")
    import json

    import orjson

    return orjson.Fragment(model.text if isinstance(model, LongNumber) else json.dumps(model))
