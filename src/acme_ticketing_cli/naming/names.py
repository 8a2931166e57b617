"""Names of the API as words of a command line, and as names of Python."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from acme_ticketing.spec import operations

_HEADER_PREFIX: Final = re.compile(r"^x-(acme-|b2c-)?", re.IGNORECASE)
_PLURAL_ACRONYM: Final = re.compile(r"([A-Z]{2,})s(?=$|[A-Z_])")
_WORD_END: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_SEPARATORS: Final = re.compile(r"[^0-9A-Za-z]+")


def kebab_case(name: str) -> str:
    """Write `eventTemplates` as `event-templates`."""
    name = _PLURAL_ACRONYM.sub(lambda match: match[1].capitalize() + "s", name)
    return "-".join(filter(None, _SEPARATORS.split(_WORD_END.sub("-", name)))).lower()


def option_name(parameter: dict[str, Any]) -> str:
    """Name a parameter of the operation table as an option; a header loses its prefix."""
    name: str = parameter["name"]
    if parameter["location"] == "header":
        name = _HEADER_PREFIX.sub("", name) or name
    return kebab_case(name)


def attribute(owner: object, name: str) -> Any:
    """Give what stands under a name of the API in the tree of a client."""
    python = kebab_case(name).replace("-", "_")
    return getattr(owner, python) if hasattr(owner, python) else getattr(owner, f"{python}_")


def commands() -> Iterator[tuple[dict[str, Any], str]]:
    """Yield each operation's row of the table with the words of its command, `b2b events list`."""
    for row in operations():
        yield row, " ".join(map(kebab_case, row["id"].split(".")))
