"""A plugin of pytest that puts httpx2, and the layer below it, where httpx is asked for."""

import sys

import httpcore2  # noqa: F401 - its modules are what is looked through
import httpx2  # noqa: F401

for name, module in list(sys.modules.items()):
    package, _, rest = name.partition(".")
    if package in {"httpx2", "httpcore2"}:
        sys.modules[".".join([package[:-1], *([rest] if rest else [])])] = module
