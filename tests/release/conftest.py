"""A small repository (the museum of the generator's tests) and an index, for each test alone."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.generator.museum import GENERATED, SPECIFICATION

from .indexes import LocalIndex, served
from .repository import Repository, copied


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """Copy the repository with the museum as its specification; its version is reviewed."""
    folder = tmp_path_factory.mktemp("small") / "museum"
    repository = copied(folder, spec=SPECIFICATION.parent, generated=GENERATED)
    (folder / "CHANGELOG.md").write_text("# Changelog\n\n## 1.2.3\n\nThe first release.\n")
    for path in (folder / "examples").glob("*.py"):
        path.unlink()  # they are written for the other specification
    repository.run("-m", "generator", "regenerate")
    repository.commit("a museum")
    return repository


@pytest.fixture
def museum(small: Repository, tmp_path: Path) -> Repository:
    """Copy the small repository, not yet released."""
    return Repository(Path(shutil.copytree(small.folder, tmp_path / "museum")))


@pytest.fixture
def index(tmp_path: Path) -> Iterator[LocalIndex]:
    """Serve an index that has nothing."""
    with served(tmp_path / "index") as running:
        yield running
