"""`python -m docs`: builds the site into `.build/site`."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from .redoc import RedocMissingError, write_redoc
from .reference import Page, pages

ROOT = Path(__file__).parents[1]
SOURCES = ROOT / "docs"
BUILD = ROOT / ".build"
_OUTSIDE = re.compile(
    r"(!?)\[([^\]]*)\]\(((?:\.\./)+(?:benchmarks|examples|generator|src|spec|release|[A-Z]+\.md)[^)]*)\)"
)


class BuildError(Exception):
    """The site cannot be built; the message is what its builder says."""


def main() -> int:
    """Build the site and say where it is."""
    try:
        site = build(BUILD)
    except (BuildError, RedocMissingError) as error:
        sys.stderr.write(f"docs: {error}\n")
        return 1
    sys.stdout.write(f"{len(list(site.rglob('*.html')))} pages in {site.relative_to(ROOT)}\n")
    return 0


def build(folder: Path) -> Path:
    """Build the site anew and return where it is.

    Raises:
        BuildError: a page or the configuration is wrong.
        RedocMissingError: the HTTP reference cannot be made.

    """
    work, site = folder / "docs", folder / "site"
    shutil.rmtree(work, ignore_errors=True)
    shutil.rmtree(site, ignore_errors=True)
    made = list(pages())
    shutil.copytree(SOURCES, work / "pages", ignore=shutil.ignore_patterns("*.py", "*.toml", "__*"))
    for source in (work / "pages").rglob("*.md"):
        _bring_in(work / "pages", source)
    for page in made:
        _write(work, Path("reference") / page.path, page.text)
    config = (SOURCES / "zensical.toml").read_text(encoding="utf-8")
    navigation = f"nav = {_toml(_navigation(made))}\n"
    (work / "zensical.toml").write_text(config.replace("# nav\n", navigation), encoding="utf-8")
    command = [str(Path(sys.executable).with_name("zensical")), "build", "--strict", "--clean"]
    done = subprocess.run(command, cwd=work, capture_output=True, text=True, check=False)
    if done.returncode:
        raise BuildError(f"{done.stdout}{done.stderr}")
    (work / "site").rename(site)
    write_redoc(site / "http", BUILD / "redoc")
    return site


def _bring_in(folder: Path, page: Path) -> None:
    """Bring in pictures from elsewhere in the repository; other links out of it become words."""

    def replaced(match: re.Match[str]) -> str:
        mark, words, address = match.groups()
        origin = SOURCES / page.relative_to(folder).parent / address
        if not mark or not origin.exists():
            return words
        goal = folder / "pictures" / origin.name
        goal.parent.mkdir(exist_ok=True)
        shutil.copy(origin, goal)
        up = "../" * (len(page.relative_to(folder).parts) - 1)
        return f"![{words}]({up}pictures/{origin.name})"

    text = page.read_text(encoding="utf-8")
    page.write_text(_OUTSIDE.sub(replaced, text), encoding="utf-8")


def _write(work: Path, path: Path, text: str) -> None:
    goal = work / "pages" / path
    goal.parent.mkdir(parents=True, exist_ok=True)
    goal.write_text(text, encoding="utf-8")


def _number(guide: Path) -> int:
    return int(guide.name.partition("-")[0])


def _navigation(made: list[Page]) -> list[Any]:
    """Give the navigation: what is written by hand in its order, then the reference as a tree."""
    guides = [
        {_title(path): str(path.relative_to(SOURCES))}
        for path in sorted((SOURCES / "guides").glob("*.md"), key=_number)
    ]
    further = [
        {_title(path): str(path.relative_to(SOURCES))}
        for path in sorted(SOURCES.glob("*.md"))
        if path.name not in {"index.md", "quickstart.md", "http.md"}
    ]
    tree: dict[str, Any] = {}
    for page in made:
        *way, _name = page.path.parts
        place = tree
        for part in way:
            place = place.setdefault(part, {})
        place[page.title] = f"reference/{page.path}"
    return [
        {"Home": "index.md"},
        {"Quickstart": "quickstart.md"},
        {"Guides": guides},
        {"Reference": [*_entries(tree), {"Over HTTP": "http.md"}]},
        *([{"More": further}] if further else []),
    ]


def _entries(tree: dict[str, Any]) -> list[Any]:
    return [
        {name: _entries(found) if isinstance(found, dict) else found}
        for name, found in tree.items()
    ]


def _title(path: Path) -> str:
    first = path.read_text(encoding="utf-8").partition("\n")[0]
    return first.removeprefix("# ").strip() or path.stem


def _toml(value: Any) -> str:
    if isinstance(value, list):
        return f"[{', '.join(map(_toml, value))}]"
    if isinstance(value, dict):
        inner = ", ".join(f"{json.dumps(key)} = {_toml(each)}" for key, each in value.items())
        return f"{{ {inner} }}"
    return json.dumps(value)


if __name__ == "__main__":
    sys.exit(main())
