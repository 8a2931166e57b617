"""The arguments of every operation, by area of the venue."""

from . import admission, catalogue, members, organizations, sales
from .table import ARGUMENTS

__all__ = ["ARGUMENTS", "admission", "catalogue", "members", "organizations", "sales"]
