"""JSON Schema validation straight from the joined document, its formats checked."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from decimal import Decimal
from functools import cache
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker, validators
from jsonschema.exceptions import ValidationError

from acme_ticketing_core.operations.names import resolved

from ..values import money

# RFC 3339: the offset is required, and may not be written without its colon.
_DATE_TIME = re.compile(
    r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]([01]\d|2[0-3]):[0-5]\d)"
)
_DECIMAL = re.compile(r"-?\d+(\.\d+)?")


# A format says nothing about values of other types than its own.
def _is_date_time(value: object) -> bool:
    if not isinstance(value, str):
        return True
    return bool(_DATE_TIME.fullmatch(value) and datetime.fromisoformat(value.upper()))


def _is_decimal(value: object) -> bool:
    return not isinstance(value, str) or _DECIMAL.fullmatch(value) is not None


def _checker(decimal: Callable[[object], bool]) -> FormatChecker:
    checker = FormatChecker(formats=("date", "email", "ipv4", "ipv6", "uuid"))
    checker.checks("date-time", raises=ValueError)(_is_date_time)
    checker.checks("decimal")(decimal)
    return checker


def _is_integer(_: object, value: object) -> bool:
    """Tell what an integer is: 2.0 was read as one (see `validation`); all have 64 bits."""
    return isinstance(value, int) and not isinstance(value, bool) and -(2**63) <= value < 2**63


def _usable_decimal(value: object) -> bool:
    """Tell what an amount of a body may be, as text or as a number."""
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return True  # what its type forbids, the type says
    return _is_decimal(value) and abs(Decimal(str(value))) < money.LIMIT


_CHECKER = _checker(_is_decimal)
# Of bodies that come in: what is too great to be reckoned with is not stored.
_BODY_CHECKER = _checker(_usable_decimal)
_TYPES = Draft202012Validator.TYPE_CHECKER.redefine("integer", _is_integer)


class Schemas:
    """Holds values against the schemas of a document, with a validator for each that is needed.

    Every `$ref` of a joined document is local, so it leads straight to another of these
    validators; looking each one up anew, as jsonschema would, takes more than half of the time.

    Args:
        document: the joined document.
        incoming: whether they are for bodies that come in, whose decimals are below `money.LIMIT`.

    """

    def __init__(self, document: dict[str, Any], *, incoming: bool = False) -> None:
        self._document = document
        self._checker = _BODY_CHECKER if incoming else _CHECKER
        extend: Any = validators.extend
        self._kind = extend(Draft202012Validator, {"$ref": self._follow}, type_checker=_TYPES)
        self._validators: dict[int, Draft202012Validator] = {}
        self._referred = cache(lambda reference: self._validator(self.resolve({"$ref": reference})))

    def resolve(self, node: Any) -> dict[str, Any]:
        """Return what `node` stands for: itself, or what its `$ref` leads to."""
        return resolved(self._document, node)

    def problems(self, schema: dict[str, Any], value: Any, name: str) -> list[str]:
        """Return what is wrong with `value` by a schema of the document, calling it `name`."""
        validator = self._validator(schema)
        if validator.is_valid(value):
            return []
        errors = map(_deepest, validator.iter_errors(value))
        return sorted({sentence for error in errors for sentence in _sentences(error, name)})

    def _validator(self, schema: dict[str, Any]) -> Draft202012Validator:
        found = self._validators.get(id(schema))
        if found is None:
            found = self._kind(schema, format_checker=self._checker)
            self._validators[id(schema)] = found
        return found

    def _follow(self, _: Any, reference: str, value: Any, __: Any) -> Iterator[ValidationError]:
        return self._referred(reference).iter_errors(value)


def _deepest(error: ValidationError) -> ValidationError:
    """Return the cause that says most: inside `anyOf`, that of the branch that went furthest."""
    while error.context:
        causes = error.context
        if all(cause.validator == "format" and not cause.path for cause in causes):
            # `anyOf: [ipv4, ipv6]`: each branch alone would mislead.
            error.validator = "format"
            error.validator_value = " or ".join(str(cause.validator_value) for cause in causes)
            return error
        error = max(causes, key=lambda cause: len(cause.absolute_path))
    return error


def _sentences(error: ValidationError, name: str) -> Iterator[str]:
    place = name + error.json_path.removeprefix("$")
    wanted: Any = error.validator_value
    found: Any = error.instance
    if error.validator == "required":
        for missing in wanted:
            if missing not in found:
                yield f"{place}.{missing} is missing"
    elif error.validator in {"type", "format"}:
        kinds = " or ".join(wanted) if isinstance(wanted, list) else wanted
        wrong = "too great" if _is_too_great(kinds, found) else f"no {kinds}"
        yield f"{place} is {wrong}: {found!r:.60}"
    elif error.validator in {"enum", "const"}:
        yield f"{place} is not among {wanted}: {found!r:.60}"
    elif error.validator == "not" and "required" in wanted:
        yield f"{place} may not hold {', '.join(wanted['required'])} as well"
    else:
        yield f"{place} breaks {f'{error.validator} {wanted}'[:80]}: {found!r:.60}"


def _is_too_great(kinds: str, value: object) -> bool:
    if kinds == "decimal":
        return _is_decimal(value)
    return "integer" in kinds and isinstance(value, int) and not isinstance(value, bool)
