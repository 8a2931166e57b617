"""The state of the venue: what it has, sells, holds and remembers."""

from .behaviour import Behaviour, Duplicates
from .records import Record, Records, all_but, entries, renamed, shaped, some_of
from .state import State, Venue

__all__ = [
    "Behaviour",
    "Duplicates",
    "Record",
    "Records",
    "State",
    "Venue",
    "all_but",
    "entries",
    "renamed",
    "shaped",
    "some_of",
]
