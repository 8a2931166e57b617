"""Which versions are at work, for `acme --version -v` and `acme doctor`."""

from __future__ import annotations

import platform
import sys
from importlib.metadata import PackageNotFoundError, version

from acme_ticketing.spec import operations, provenance

_LIBRARIES = ("httpx", "attrs", "orjson", "click", "rich", "jsonschema", "uvicorn")


def versions(*, full: bool) -> list[str]:
    lines = [f"acme-ticketing {_version('acme-ticketing')}"]
    if full:
        lines.append(f"API operations {len(operations())}")
        lines.append(f"Python {platform.python_version()} on {sys.platform} {platform.machine()}")
        lines += [f"{name} {_version(name)}" for name in _LIBRARIES]
        lines += _provenance()
    return lines


def _provenance() -> list[str]:
    """Tell which sources and tools the package was built from, as its build recorded it."""
    built = provenance()
    if not built:
        return ["built from a checkout"]
    sources = [f"{name} sha256 {digest}" for name, digest in built["sha256"].items()]
    tools = [f"made with {name} {version}" for name, version in built["made-with"].items()]
    return [*sources, *tools]


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "is not installed"
