"""The site: whole, linked, searchable, and sufficient to itself."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from acme_ticketing.spec import operations
from acme_ticketing_core.operations.names import kebab_case
from docs import known
from docs.__main__ import build
from tests.session import once

TABLE = operations()
LOADED = {"script": "src", "img": "src", "iframe": "src", "source": "src", "link": "href"}


class Page(HTMLParser):
    """What a page links to, loads, and can be linked at."""

    def __init__(self, file: Path) -> None:
        super().__init__()
        self.links: list[str] = []
        self.loads: list[str] = []
        self.anchors = {""}
        self.tabs: list[str] = []
        self.feed(file.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag's links and anchor."""
        found = dict(attrs)
        self.anchors.add(found.get("id") or "")
        address = found.get(LOADED.get(tag, "")) if tag in LOADED else None
        if tag == "a" and found.get("href"):
            self.links.append(found["href"] or "")
        if address and found.get("rel") not in {"canonical", "alternate"}:
            self.loads.append(address)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the site."""
    return once(tmp_path_factory, "documentation", build) / "site"


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[Path, Page]:
    """Read every page."""
    return {file: Page(file) for file in site.rglob("*.html")}


def local(address: str) -> bool:
    """Tell an address of the site from one of the world."""
    parts = urlsplit(address)
    return not parts.scheme and not parts.netloc


def broken(site: Path, pages: dict[Path, Page]) -> Iterator[str]:
    """Yield each link that leads nowhere."""
    for file, page in pages.items():
        for address in [*page.links, *page.loads]:
            if not local(address):
                continue
            parts = urlsplit(address)
            goal = (file.parent / unquote(parts.path)).resolve() if parts.path else file
            goal = goal / "index.html" if goal.is_dir() else goal
            if file.name == "404.html" and not goal.exists():
                goal = site / parts.path.lstrip("/")
            if not goal.exists() or (
                parts.fragment and goal in pages and parts.fragment not in pages[goal].anchors
            ):
                yield f"{file.relative_to(site)}: {address}"


def test_no_link_is_broken(site: Path, pages: dict[Path, Page]) -> None:
    """Neither page nor anchor is missing."""
    assert len(pages) > len(TABLE)
    assert list(broken(site, pages)) == []


def test_nothing_is_loaded_from_elsewhere(pages: dict[Path, Page]) -> None:
    """A reader without a network sees the same."""
    assert [each for page in pages.values() for each in page.loads if not local(each)] in (
        [],
        ["data:,"],
    )


def test_every_operation_has_its_page(site: Path) -> None:
    """Each with its HTTP line, four samples, and what can go wrong."""
    for row in TABLE:
        file = site / "reference" / Path(*map(kebab_case, row["id"].split(".")))
        text = file.with_suffix(".html").read_text(encoding="utf-8")

        assert f"{row['method']} {row['path']}" in text
        assert [
            title for title in ("Python", "async", "acme", "curl") if f">{title}<" not in text
        ] == []
        assert 'id="errors"' in text


def test_what_is_known_names_every_operation_once() -> None:
    """Below the word for how well it is known; the counts add up."""
    sections = known.page().split("\n## ")[1:]
    words = [word for word, _ in known.SUPPORT.values()]
    assert [section.split("\n")[0].lower() for section in sections] == words
    listed = {
        re.findall(r"^\| \[([^\]]+)\]", row)[0]: word
        for word, section in zip(known.SUPPORT, sections, strict=True)
        for row in section.splitlines()
        if row.startswith("| [")
    }
    assert listed == {row["id"]: row["source"]["support"] for row in TABLE}
    assert known.page().count("\n| [") == len(TABLE)


def test_every_operation_is_found_by_search(site: Path) -> None:
    """The index holds the title of each page."""
    index = json.loads((site / "search.json").read_text(encoding="utf-8"))
    titles = {item["title"] for item in index["items"]}

    assert {row["summary"] for row in TABLE} - titles == set()


def test_http_reference(site: Path) -> None:
    """Redoc stands beside its document and calls nobody."""
    document = (site / "http" / "document.js").read_text(encoding="utf-8")
    parsed = json.loads(document.removeprefix("const ACME = ").rstrip().rstrip(";"))
    bundle = (site / "http" / "redoc.standalone.js").read_text(encoding="utf-8")
    found = [
        item
        for path in parsed["paths"].values()
        for item in path.values()
        if isinstance(item, dict)
    ]

    assert sum("x-codeSamples" in item for item in found) == len(TABLE)
    assert "cdn.redoc" not in bundle
