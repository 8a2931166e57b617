"""The answers of the operations, a module per area; importing one registers its handlers."""

from importlib import import_module
from pkgutil import iter_modules

from .call import HANDLERS

for _module in iter_modules(__path__):
    import_module(f"{__name__}.{_module.name}")

__all__ = ["HANDLERS"]
