"""The pictures of the pages are made from the running thing, and are those of today."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from docs.drawings.__main__ import PICTURES, drawings

DOCS = PICTURES.parent
PAGES = [*DOCS.glob("*.md"), *DOCS.glob("guides/*.md"), DOCS.parent / "README.md"]


@pytest.fixture(scope="module")
def made() -> dict[str, str]:
    """Make them all, as `make pictures` does."""
    return drawings()


def test_they_are_of_today(made: dict[str, str]) -> None:
    """Whoever changes what they show makes them anew: `make pictures`."""
    kept = {file.name: file.read_text(encoding="utf-8") for file in PICTURES.glob("*.svg")}

    assert kept == made


def test_every_picture_is_shown_and_described() -> None:
    """None is left over, none is missing, and none is without words."""
    shown: set[Path] = set()
    for page in PAGES:
        for words, address in re.findall(
            r"!\[([^\]]*)\]\(([^)]+)\)", page.read_text(encoding="utf-8")
        ):
            assert words, f"{address} has no description"
            shown.add((page.parent / address).resolve())

    assert {picture for picture in shown if not picture.exists()} == set()
    assert {file for file in PICTURES.iterdir() if file not in shown} == set()
