"""The state of the venue: what it has, sells, holds and remembers."""

from .records import Record, Records
from .state import State, Venue

__all__ = ["Record", "Records", "State", "Venue"]
