"""The package that the golden specification becomes, imported under a name of its own."""

from __future__ import annotations

import importlib
import shutil
import sys
from collections.abc import Iterator
from types import ModuleType

import pytest

from .museum import GENERATED


@pytest.fixture(scope="session")
def museum(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ModuleType]:
    """Import the golden package as `museum`, beside the real one."""
    folder = tmp_path_factory.mktemp("packages")
    shutil.copytree(GENERATED / "acme_ticketing", folder / "museum")
    sys.path.insert(0, str(folder))
    try:
        yield importlib.import_module("museum")
    finally:
        sys.path.remove(str(folder))
        for name in [name for name in sys.modules if name.partition(".")[0] == "museum"]:
            del sys.modules[name]
