"""The walk of CONTRIBUTING.md: a field, an operation and a breaking rename, each published.

It runs on a copy of the repository whose specification is the museum of the generator's tests, so
that it takes seconds.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from .indexes import LocalIndex, served
from .repository import ROOT, Repository, clean_environment

UV = str(Path(sys.executable).parent / "uv")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
CONSUMER = '''"""A team's code, written for 1.2.3."""

from acme_ticketing import UNSET
from acme_ticketing.models import Exhibit


def label(exhibit: Exhibit) -> str:
    """Return what the label says."""
    return exhibit.name or exhibit.id


def total_height(exhibits: list[Exhibit]) -> float:
    """Add up what is known."""
    return sum(each.height for each in exhibits if each.height is not UNSET)


print(label(Exhibit(id="1", kind="painting", provenance=None)))
print(total_height([Exhibit(id="1", kind="painting", provenance=None)]))
'''
BREAKING_LINE = CONSUMER.splitlines().index(
    "    return sum(each.height for each in exhibits if each.height is not UNSET)"
)


@dataclass(frozen=True)
class Step:
    """One published change.

    Attributes:
        before: what the gate said before the version was moved, and its status.
        level: the level that it asked for.
        changelog: the entry of the version.
        version: what was published.

    """

    before: tuple[int, str]
    level: str
    changelog: str
    version: str


@dataclass(frozen=True)
class Walk:
    """All three steps, and the index that they were published to."""

    steps: tuple[Step, ...]
    index: LocalIndex


def change(repository: Repository, index: LocalIndex, old: str, new: str) -> Step:
    """Do what CONTRIBUTING.md says after an edit: regenerate, ask the gate, move, tell, publish."""
    repository.run("-m", "generator", "regenerate")
    asked = repository.run("-m", "release", "check", check=False)
    repository.edit("spec/openapi.yaml", f"version: {old}", f"version: {new}")
    repository.run("-m", "generator", "regenerate")
    repository.run("-m", "release", "changelog")
    repository.commit(f"release {new}")
    repository.run("-m", "release", "publish", index.url)
    (level,) = re.findall(r"need a (\w+) version", asked.stdout) or [""]
    changelog = (repository.folder / "CHANGELOG.md").read_text(encoding="utf-8")
    return Step((asked.returncode, asked.stdout), level, changelog, new)


@pytest.fixture(scope="module")
def walk(small: Repository, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Walk]:
    """Publish 1.2.3, then walk."""
    import shutil

    folder = tmp_path_factory.mktemp("walk")
    repository = Repository(Path(shutil.copytree(small.folder, folder / "museum")))
    schemas, paths = "spec/schemas/exhibits.yaml", "spec/paths/exhibits.yaml"
    with served(folder / "index") as index:
        repository.run("-m", "release", "publish", index.url)
        steps: list[Step] = []
        repository.edit(
            schemas,
            "        made:\n",
            "        colour:\n          type: string\n          description: What it mostly is.\n"
            "        made:\n",
        )
        steps.append(change(repository, index, "1.2.3", "1.3.0"))
        text = (repository.folder / paths).read_text(encoding="utf-8")
        hall = text[text.index("/v2/b2b/halls:") :]
        hall = hall.replace("halls", "wings").replace("listHalls", "listWings")
        hall = hall.replace("List halls", "List wings")
        hall = hall.replace(
            "    deprecated: true\n    x-acme-replacement: b2b.exhibits.listRooms\n", ""
        )
        (repository.folder / paths).write_text(f"{text}\n{hall}", encoding="utf-8")
        steps.append(change(repository, index, "1.3.0", "1.4.0"))
        repository.edit(schemas, "        height:\n", "        heightInMetres:\n")
        steps.append(change(repository, index, "1.4.0", "2.0.0"))
        yield Walk(tuple(steps), index)


def test_each_change_gets_its_level(walk: Walk) -> None:
    """A field and an operation are minor, a rename is major; unmoved versions do not pass."""
    assert [step.level for step in walk.steps] == ["minor", "minor", "major"]
    assert [step.before[0] for step in walk.steps] == [1, 1, 1]


def test_reports_tell_consumers(walk: Walk) -> None:
    """Each entry of the changelog names what changed as Python has it, and what to do."""
    field, operation, rename = (step.changelog.split("\n## ")[1] for step in walk.steps)
    assert "- `Exhibit.colour` is new: 5 operations return it" in field
    assert "- `client.b2b.exhibits.list_wings()` is new: List wings." in operation
    assert "`Exhibit.height` is now `Exhibit.height_in_metres`" in rename
    assert "code that reads it must use the new name" in rename
    assert "### What breaks" in rename
    assert "### What breaks" not in field + operation
    headings = re.findall(r"^## (.*)$", walk.steps[-1].changelog, re.MULTILINE)
    assert headings == ["2.0.0", "1.4.0", "1.3.0", "1.2.3"]


def test_all_are_published(walk: Walk) -> None:
    """The index has wheel and sdist of every version."""
    versions = ["1.2.3", "1.3.0", "1.4.0", "2.0.0"]
    endings = ("-py3-none-any.whl", ".tar.gz")
    assert walk.index.files == sorted(
        f"acme_ticketing-{version}{ending}" for version in versions for ending in endings
    )


def test_old_code_breaks_where_the_report_said(walk: Walk, tmp_path: Path) -> None:
    """Code for 1.2.3 is right with 1.4.0; with 2.0.0 one line is wrong, and it names the field."""
    consumer = tmp_path / "consumer.py"
    consumer.write_text(CONSUMER, encoding="utf-8")
    for version, broken in (("1.4.0", False), ("2.0.0", True)):
        target = tmp_path / version
        subprocess.run(
            [UV, "pip", "install", "--quiet", "--no-deps", "--target", str(target),
             "--python", sys.executable, "--default-index", walk.index.url,
             f"acme-ticketing=={version}"],
            check=True, env=clean_environment() | {"UV_CACHE_DIR": str(tmp_path / "cache")},
        )  # fmt: skip
        environment = clean_environment() | {"MYPYPATH": str(target), "PYTHONPATH": str(target)}
        judged = subprocess.run(
            [sys.executable, "-m", "mypy", "--config-file=", "--no-error-summary",
             "--cache-dir", str(tmp_path / f"mypy-{version}"), str(consumer)],
            check=False, capture_output=True, text=True, cwd=tmp_path, env=environment,
        ).stdout.splitlines()  # fmt: skip
        ran = subprocess.run(
            [sys.executable, str(consumer)],
            check=False, capture_output=True, text=True, env=environment,
        )  # fmt: skip
        errors = {line.partition(": error: ")[0] for line in judged if ": error: " in line}
        where = {f"consumer.py:{BREAKING_LINE + 1}"} if broken else set()
        assert {error.rpartition(os.sep)[2] for error in errors} == where, judged
        assert all('"height"' in line for line in judged if ": error: " in line)
        assert ("has no attribute 'height'" in ran.stderr) is broken
        assert (ran.returncode == 0) is not broken


def test_contributing_tells_the_same_walk() -> None:
    """The page names every command that this walk runs."""
    for command in ("make regenerate", "make check-release", "make changelog", "make publish"):
        assert command in CONTRIBUTING
