"""A small repository (the museum of the generator's tests) and an index, for each test alone."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from release.build import build
from release.usage import FROZEN, errors
from tests.generator.museum import GENERATED, SPECIFICATION
from tests.session import once

from .indexes import LocalIndex, repack_needs, served
from .repository import ROOT, Repository, copied


@pytest.fixture(scope="session")
def frozen(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Type-check frozen usage; return the folder of its errors and of what mypy remembers."""

    def check(folder: Path) -> None:
        found = [str(each) for each in errors(sorted((ROOT / FROZEN).rglob("*.py")), ROOT)]
        (folder / "errors.json").write_text(json.dumps(found))
        shutil.copytree(ROOT / ".mypy_cache" / "release", folder / "cache")

    return once(tmp_path_factory, "frozen", check)


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """Copy the repository with the museum as its specification; its version is reviewed."""
    return Repository(once(tmp_path_factory, "small", _small) / "museum")


def _small(parent: Path) -> None:
    folder = parent / "museum"
    repository = copied(folder, spec=SPECIFICATION.parent, generated=GENERATED)
    (folder / "CHANGELOG.md").write_text("# Changelog\n\n## 1.2.3\n\nThe first release.\n")
    for path in (folder / "examples").glob("*.py"):
        path.unlink()  # they are written for the other specification
    repository.call("generator", "regenerate")
    repository.commit("a museum")


@pytest.fixture(scope="session")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build both distributions into a folder, beside the packages that they need."""
    return once(tmp_path_factory, "dist", _dist)


def _dist(folder: Path) -> None:
    build(ROOT, folder)
    for name, extras in (
        ("acme-ticketing", ("cli",)), ("acme-ticketing-sandbox", ()), ("pytest-asyncio", ())
    ):  # fmt: skip
        repack_needs(name, folder, extras=extras)


@pytest.fixture
def museum(small: Repository, tmp_path: Path) -> Repository:
    """Copy the small repository, not yet released."""
    return Repository(Path(shutil.copytree(small.folder, tmp_path / "museum")))


@pytest.fixture
def index(tmp_path: Path) -> Iterator[LocalIndex]:
    """Serve an index that has nothing."""
    with served(tmp_path / "index") as running:
        yield running
