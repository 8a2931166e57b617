"""Names of the API split into words, as Python and the command line write them.

One rule for all: words are split at case changes, runs of capitals stay one word
(`ticketUUIDs` → `ticket_uuids`), digits stay with the word before them (`address1`).
"""

from __future__ import annotations

import re
from typing import Any, Final

_PLURAL_ACRONYM: Final = re.compile(r"([A-Z]{2,})s(?=$|[A-Z_])")
_WORD_END: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_SEPARATORS: Final = re.compile(r"[^0-9A-Za-z]+")
# What a header's name begins with says whose it is, not what it means.
_HEADER_PREFIX: Final = re.compile(r"^x-(acme-|b2c-)?", re.IGNORECASE)


def snake_case(name: str) -> str:
    """Write a name in lower case with underscores between its words (it may be empty)."""
    name = _PLURAL_ACRONYM.sub(lambda match: match[1].capitalize() + "s", name)
    name = _WORD_END.sub("_", name)
    return "_".join(filter(None, _SEPARATORS.split(name))).lower()


def kebab_case(name: str) -> str:
    """Write `eventTemplates` as `event-templates`."""
    return snake_case(name).replace("_", "-")


def parameter_words(name: str, location: str) -> str:
    """Give the part of a parameter's name that means something: a header loses its prefix."""
    return (_HEADER_PREFIX.sub("", name) or name) if location == "header" else name


def option_name(parameter: dict[str, Any]) -> str:
    """Name a parameter of the operation table as an option."""
    return kebab_case(parameter_words(parameter["name"], parameter["location"]))
