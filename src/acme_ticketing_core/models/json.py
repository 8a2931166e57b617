"""JSON as bytes, both ways, through orjson, which is imported by the first document.

Its errors never carry the document: it may hold a card number or a token.
"""

from __future__ import annotations

from typing import Any, Final

from acme_ticketing_core.errors import DecodeError, InvalidArgument
from acme_ticketing_core.models import lenient
from acme_ticketing_core.models.values import write_any
from acme_ticketing_core.runtime.whole_import import import_whole

DEEPEST: Final = 1024
"""Levels of nesting that orjson reads; deeper documents are refused."""

_TOO_DEEP: Final = ("depth limit", "Recursion limit", "array and object recursion depth")

_BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"


def loads(content: bytes, *, exactly: bool = False) -> Any:
    """Parse a JSON document, also one of which orjson would lose or refuse a part.

    Args:
        content: the document.
        exactly: lose no digit of a number, however long the document is.

    Raises:
        DecodeError: it is none; the message says where, not what.

    """
    import_whole("orjson")
    import orjson

    content = content.removeprefix(_BYTE_ORDER_MARK)
    try:
        if not exactly and not lenient.has_long_numbers(content):
            return orjson.loads(content)
    except orjson.JSONDecodeError:
        pass
    try:
        return lenient.loads(content)
    except (ValueError, RecursionError):
        pass  # orjson says what is wrong, and where
    try:
        return orjson.loads(content)
    except orjson.JSONDecodeError as error:
        if error.msg.startswith(_TOO_DEEP):
            problem = f"nested too deeply: more than {DEEPEST} levels"
        else:
            problem = f"not JSON: {error.msg} (byte {error.pos} of {len(content)})"
    raise DecodeError(problem)


def dumps(value: Any) -> bytes:
    """Write a JSON document, models one level at a time.

    Raises:
        InvalidArgument: something in it is no JSON value, or not of its field's type; the path
            says where.

    """
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
    """Give one level of a model, or what came and is kept as it was written."""
    encode = getattr(model, "encode", None)
    if encode is not None and not isinstance(model, str):
        return encode()
    kept = lenient.written(model)
    if kept is None:
        raise TypeError(type(model).__name__)
    import orjson

    return orjson.Fragment(kept)
