"""Small readers and writers that generated models call, and the errors they raise.

Generated code tests types itself (`if type(v) is not str: raise wrong_type("string", v)`); what
takes more than one line is here. A reader takes parsed JSON and raises `DecodeError` without
ever quoting the value; a writer takes the typed value and raises `InvalidArgument`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from copy import deepcopy
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, NoReturn, TypeVar

from acme_ticketing_core.errors import DecodeError, InvalidArgument
from acme_ticketing_core.runtime.unset import UNSET, Unset

if TYPE_CHECKING:
    from uuid import UUID

T = TypeVar("T")

_SURE_DIGITS: Final = 15  # of a decimal, which a binary64 number always carries
_PLAIN_DECIMAL: Final = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)")
_UUID: Final = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_JSON_TYPES: Final[dict[type, str]] = {
    str: "string",
    int: "integer",
    float: "number",
    bool: "boolean",
    type(None): "null",
    list: "array",
    dict: "object",
}


def json_type(value: object) -> str:
    """Name the JSON type of a parsed value."""
    return _JSON_TYPES.get(type(value), type(value).__name__)


def wrong_type(expected: str, value: object) -> DecodeError:
    """Build the error for a value of another JSON type than the spec says, or for none at all."""
    if value is UNSET:
        return DecodeError("required, and absent")
    return DecodeError(f"expected {expected}, found {json_type(value)}")


def missing(name: str) -> DecodeError:
    """Build the error for a required property that is absent."""
    return DecodeError("required, and absent").at(name)


def wrong_format(expected: str, value: object) -> DecodeError:
    """Build the error for a string that does not have the format that the spec says."""
    return DecodeError(f"expected {expected}, found {json_type(value)} of another form")


def read_string(value: Any) -> str:
    """Read a string."""
    if type(value) is not str:
        raise wrong_type("string", value)
    return value


def read_integer(value: Any) -> int:
    """Read an integer; `true` and `"12"` are none."""
    if type(value) is not int:
        raise wrong_type("integer", value)
    return value


def read_number(value: Any) -> float:
    """Read a number."""
    if type(value) is not float and type(value) is not int:
        raise wrong_type("number", value)
    return value


def read_boolean(value: Any) -> bool:
    """Read a boolean."""
    if type(value) is not bool:
        raise wrong_type("boolean", value)
    return value


def read_any(value: Any) -> Any:
    """Read whatever is there."""
    return value


def read_null(value: Any) -> None:
    """Read `null`."""
    if value is not None:
        raise wrong_type("null", value)


def read_one_of(value: Any, types: tuple[type, ...], expected: str) -> Any:
    """Read a value whose JSON type is one of several."""
    if type(value) not in types:
        raise wrong_type(expected, value)
    return value


def read_union(value: Any, decoders: tuple[Callable[[Any], Any], ...]) -> Any:
    """Read a value with the first of several readers that accepts it."""
    problems: list[str] = []
    for decode in decoders:
        try:
            return decode(deepcopy(value))
        except DecodeError as error:
            problems.append(error.message)
    raise DecodeError(f"none of the alternatives fits: {'; '.join(dict.fromkeys(problems))}")


def write_any(value: Any) -> Any:
    """Write a value whose type is only known now."""
    to_dict = getattr(value, "to_dict", None)
    if to_dict is not None:
        return to_dict()
    array: list[Any] = value
    entries: dict[str, Any] = value
    if type(value) is list or type(value) is tuple:
        return [write_any(item) for item in array]
    if type(value) is dict:
        return {key: write_any(entry) for key, entry in entries.items() if entry is not UNSET}
    if isinstance(value, datetime):
        return write_datetime(value)
    if isinstance(value, date):
        return write_date(value)
    if isinstance(value, Decimal):
        return write_decimal(value)
    if type(value) is float:
        return write_number(value)
    if type(value) in _JSON_TYPES:
        return value
    from uuid import UUID

    return write_uuid(value) if isinstance(value, UUID) else value


def keep_null(rest: dict[str, Any], name: str) -> Unset:
    """Read `null` in an optional field that is not nullable: absent, and written back as null."""
    rest[name] = None
    return UNSET


def null_as_absent(rest: dict[str, Any], name: str, expected: str, value: Any) -> Unset:
    """Read an optional field that is not of the expected type: only `null` will do."""
    if value is not None:
        raise wrong_type(expected, value)
    return keep_null(rest, name)


def raise_wrong_type(expected: str, value: Any) -> NoReturn:
    """Raise the error of `wrong_type`."""
    raise wrong_type(expected, value)


def read_list(value: Any, decode: Callable[[Any], T]) -> list[T]:
    """Read an array with a reader of its items."""
    array: list[Any] = value
    if type(value) is not list:
        raise wrong_type("array", value)
    items: list[T] = []
    try:
        for item in array:
            items.append(decode(item))  # noqa: PERF401 - its length names the bad item
    except DecodeError as error:
        error.prepend(len(items))
        raise
    return items


def read_list_of(value: Any, types: tuple[type, ...], expected: str) -> list[Any]:
    """Take over an array of strings, numbers or booleans."""
    array: list[Any] = value
    if type(value) is not list:
        raise wrong_type("array", value)
    for index, item in enumerate(array):
        if type(item) not in types:
            raise wrong_type(expected, item).at(index)
    return array


def list_of(decode: Callable[[Any], T]) -> Callable[[Any], list[T]]:
    """Make a reader of arrays from a reader of their items."""
    return lambda value: read_list(value, decode)


def map_of(decode: Callable[[Any], T]) -> Callable[[Any], dict[str, T]]:
    """Make a reader of objects with free keys from a reader of their values."""

    def read_map(value: Any) -> dict[str, T]:
        source: dict[str, Any] = value
        if type(value) is not dict:
            raise wrong_type("object", value)
        entries: dict[str, T] = {}
        for key, entry in source.items():
            try:
                entries[key] = decode(entry)
            except DecodeError as error:
                error.prepend(key)
                raise
        return entries

    return read_map


def nullable(decode: Callable[[Any], T]) -> Callable[[Any], T | None]:
    """Make a reader that also takes `null`."""
    return lambda value: None if value is None else decode(value)


def read_datetime(value: Any) -> datetime:
    """Read a date and time with its offset; without one it names no moment."""
    if type(value) is not str:
        raise wrong_type("date-time", value)
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        raise wrong_format("date-time", value) from None
    if moment.tzinfo is None:
        raise wrong_format("date-time with an offset", value)
    return moment


def write_datetime(value: datetime) -> str:
    """Write a date and time with its offset, UTC as `Z`, to the precision that it has.

    Raises:
        InvalidArgument: it has no time zone, so the server would have to guess the moment.

    """
    zone = value.tzinfo if type(value) is datetime else _instance(value, datetime).tzinfo
    if type(zone) is timezone and not value.microsecond and _counts_minutes(zone):
        import orjson  # isoformat goes through printf, which takes several times as long

        return orjson.dumps(value, None, orjson.OPT_UTC_Z if zone is UTC else None)[1:-1].decode()
    if value.utcoffset() is None:
        raise InvalidArgument(
            "a datetime without a time zone names no moment; give it the tenant's, such as "
            'value.replace(tzinfo=ZoneInfo("America/New_York"))'
        )
    whole_milliseconds = value.microsecond and not value.microsecond % 1000
    text = value.isoformat(timespec="milliseconds") if whole_milliseconds else value.isoformat()
    return text[:-6] + "Z" if zone is UTC else text


@lru_cache(maxsize=256)
def _counts_minutes(zone: timezone) -> bool:
    """Say whether an offset has no seconds, which orjson would drop."""
    return not zone.utcoffset(None) % timedelta(minutes=1)


def read_date(value: Any) -> date:
    """Read a day."""
    if type(value) is not str:
        raise wrong_type("date", value)
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise wrong_format("date", value) from None


def write_date(value: date) -> str:
    """Write a day; a datetime is refused, because its day depends on the time zone."""
    if isinstance(_instance(value, date), datetime):
        raise InvalidArgument("expected a date, not a datetime, whose day depends on the time zone")
    return value.isoformat()


def read_decimal(value: Any) -> Decimal:
    """Read money and the like from text, exactly, its trailing zeros included."""
    if type(value) is not str:
        raise wrong_type("decimal string", value)
    if _PLAIN_DECIMAL.fullmatch(value) is None:
        raise wrong_format("decimal string", value)
    return Decimal(value)


def write_decimal(value: Decimal) -> str:
    """Write a decimal as text, without an exponent."""
    return format(_finite(value), "f")


def read_decimal_number(value: Any) -> Decimal:
    """Read a JSON number as the decimal that was written, not as its binary neighbour."""
    if type(value) is float:
        # 0.0 and -0.0 are equal, so a cache would take them for each other.
        return _decimal_of(value) if value else Decimal(repr(value))
    if type(value) is int:
        return Decimal(value)
    raise wrong_type("number", value)


@lru_cache(maxsize=1024)
def _decimal_of(number: float) -> Decimal:
    """Give the shortest decimal that reads as this number; a listing repeats few prices often."""
    return Decimal(repr(number))


def write_decimal_number(value: Decimal) -> int | float:
    """Write a decimal as a JSON number.

    Raises:
        InvalidArgument: it has more digits than a JSON number is sure to carry.

    """
    if type(value) is Decimal and value.is_finite():
        text = str(value)
        if len(text) <= _SURE_DIGITS and "E" not in text:
            return float(text) if "." in text else int(text)
    exponent = _finite(value).as_tuple().exponent
    number = int(value) if exponent == 0 else float(value)
    if Decimal(repr(number)) != value:
        raise InvalidArgument("the decimal has more digits than a JSON number is sure to carry")
    return number


def write_number(value: float) -> float:
    """Write a number; JSON knows neither infinity nor NaN."""
    try:
        finite = value - value == 0
    except TypeError:
        finite = False
    if not finite:
        raise InvalidArgument(f"expected a finite number, not {type(value).__name__}")
    return value


def read_uuid(value: Any) -> UUID:
    """Read a UUID in its canonical form, in either case."""
    from uuid import UUID

    if type(value) is not str:
        raise wrong_type("uuid", value)
    if _UUID.fullmatch(value) is None:
        raise wrong_format("uuid", value)
    return UUID(value)


def write_uuid(value: UUID | str) -> str:
    """Write a UUID in its canonical form, lower case.

    Raises:
        InvalidArgument: the text is none.

    """
    text = str(value)
    if _UUID.fullmatch(text) is None:
        raise InvalidArgument(
            "expected a UUID of the form xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx, such as uuid.uuid4()"
        )
    return text.lower()


def _finite(value: Decimal) -> Decimal:
    if not _instance(value, Decimal).is_finite():
        raise InvalidArgument("expected a finite Decimal")
    return value


def _instance(value: object, expected: type[T]) -> T:
    """Refuse a value of another type, whatever its annotation promised."""
    if not isinstance(value, expected):
        raise InvalidArgument(f"expected a {expected.__name__}, not {type(value).__name__}")
    return value
