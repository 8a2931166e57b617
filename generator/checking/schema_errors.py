"""JSON Schema's errors in words for the author of a specification."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from jsonschema.exceptions import ValidationError, best_match

from ..reading.load import Pointer

_LONGEST = 200
_UNEVALUATED = "unevaluatedProperties"


def innermost(error: ValidationError) -> ValidationError:
    """Return the error inside alternatives that comes closest to what was meant."""
    return best_match([error]) or error


def without_consequences(errors: Iterable[ValidationError]) -> Iterator[ValidationError]:
    """Leave out properties that are only unexpected because the value is wrong otherwise."""
    errors = list(errors)
    wrong = {tuple(each.absolute_path) for each in errors if each.validator != _UNEVALUATED}
    for error in errors:
        if error.validator != _UNEVALUATED or tuple(error.absolute_path) not in wrong:
            yield error


def said(error: ValidationError) -> str:
    """Return the message of `error` in one line of bearable length."""
    message = error.message
    if error.context:
        inner = dict.fromkeys(each.message for each in error.context)
        message = f"no alternative fits: {'; '.join(inner)}"
    message = " ".join(message.split())
    return message if len(message) <= _LONGEST else f"… {message[-_LONGEST:]}"


def unexpected_key(error: ValidationError) -> Pointer:
    """Return the key that `error` complains of, or nothing if it is the whole value."""
    extra = str(error.validator) in {"additionalProperties", _UNEVALUATED}
    keys = error.instance if extra and isinstance(error.instance, dict) else ()
    return next(((key,) for key in keys if repr(key) in error.message), ())


def dotted(pointer: Pointer) -> str:
    """Return a pointer as people write it."""
    return ".".join(str(step) for step in pointer)
