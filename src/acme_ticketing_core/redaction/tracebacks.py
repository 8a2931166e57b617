"""Tracebacks without the frames in which secrets were local variables.

Tools that print local variables (rich, cgitb, error trackers) go through every frame of a
traceback. Whoever refuses a key had it in a variable; so what is refused is raised anew, from a
frame that holds nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from acme_ticketing_core.errors import ConfigurationError

P = ParamSpec("P")
T = TypeVar("T")


def frameless(function: Callable[P, T]) -> Callable[P, T]:
    """Make a function's refusals begin where it was called; its own frames are left out."""

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
    """Give an error that keeps no frame, neither its own nor that of what it came from."""
    error.__context__ = None
    return error.with_traceback(None)
