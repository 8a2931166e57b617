"""The HTTP libraries that requests can go through: httpx, and httpx2, which succeeds it.

Both have the same names, each over a core of its own; what differs stands in the documentation.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Final, Literal, NamedTuple, get_args

from acme_ticketing_core.errors import InvalidArgument

HttpName = Literal["httpx", "httpx2", "auto"]
"""What a client may be told to use; `auto` takes httpx2 where it is installed."""

_CORES: Final = {"httpx": "httpcore", "httpx2": "httpcore2"}


class HttpLibrary(NamedTuple):
    """A library and its core, imported.

    Attributes:
        name: `httpx` or `httpx2`.
        http: the module of requests, responses and errors.
        core: the module of connection pools.

    """

    name: str
    http: Any
    core: Any


def checked_http(name: str) -> str:
    """Give the library that is meant; nothing is imported.

    Raises:
        InvalidArgument: there is none of the name, or it is not installed.

    """
    if name not in get_args(HttpName):
        raise InvalidArgument(f"http is one of {', '.join(get_args(HttpName))}, not {name!r}")
    if name == "auto":
        return "httpx2" if find_spec("httpx2") else "httpx"
    if name == "httpx2" and not find_spec("httpx2"):
        raise InvalidArgument("http='httpx2' needs: pip install 'acme-ticketing[httpx2]'")
    return name


@cache
def library_named(name: str) -> HttpLibrary:
    """Import a library."""
    return HttpLibrary(name, import_module(name), import_module(_CORES[name]))


def library_of(transport: object, otherwise: str) -> str:
    """Name the library that a transport object comes from.

    Args:
        transport: the object.
        otherwise: the name if it comes from neither.

    """
    for base in type(transport).__mro__:
        name = base.__module__.partition(".")[0]
        if name in _CORES:
            return name
    return otherwise
