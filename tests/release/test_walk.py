"""The walk of CONTRIBUTING.md: a field and an operation, then a breaking rename, each published.

It runs on a copy of the whole repository, with all of its operations.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

import pytest

from tests.session import once

from .indexes import LocalIndex, served
from .repository import ROOT, Repository, clean_environment, copied

UV = str(Path(sys.executable).parent / "uv")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
CONSUMER = '''"""A team's code, written for 0.1.0."""

from datetime import datetime

from acme_ticketing import UNSET
from acme_ticketing.models import PriceList


def label(prices: PriceList) -> str:
    """Return what the list is called."""
    return prices.name or "A list"


def ends(lists: list[PriceList]) -> list[datetime]:
    """Return when the lists end, as far as they do."""
    return [each.effective_end_time for each in lists if each.effective_end_time is not UNSET]


print(label(PriceList(name="Standard")))
print(ends([PriceList(name="Standard")]))
'''
BREAKING_LINE = CONSUMER.splitlines().index(
    "    return [each.effective_end_time for each in lists if each.effective_end_time is not UNSET]"
)
SCHEMAS, PATHS = "spec/schemas/catalog/price-lists.yaml", "spec/paths/b2b/catalog/price-lists.yaml"
EXAMPLES = "spec/examples"


@dataclass(frozen=True)
class Step:
    """One published change.

    Attributes:
        before: the gate's status before the version was moved.
        level: the level that it asked for.
        changelog: what CHANGELOG.md told then.

    """

    before: int
    level: str
    changelog: str


@dataclass(frozen=True)
class Walk:
    """Both steps, and the folder of the index that they were published to."""

    steps: tuple[Step, ...]
    index: Path


def change(repository: Repository, index: LocalIndex, old: str, new: str) -> Step:
    """Do what CONTRIBUTING.md says after an edit: regenerate, ask the gate, move, tell, publish."""
    repository.call("generator", "regenerate")
    status, said = repository.call("release", "check", check=False)
    repository.edit("spec/openapi.yaml", f"version: {old}", f"version: {new}")
    repository.call("generator", "regenerate")
    repository.call("release", "changelog")
    repository.commit(f"release {new}")
    repository.call("release", "publish", index.url)
    (level,) = re.findall(r"need a (\w+) version", said) or [""]
    changelog = (repository.folder / "CHANGELOG.md").read_text(encoding="utf-8")
    return Step(status, level, changelog)


@pytest.fixture(scope="session")
def walk(tmp_path_factory: pytest.TempPathFactory, frozen: Path) -> Walk:
    """Walk from 0.1.0, which is a tag here; `test_publish.py` publishes a first version."""
    folder = once(tmp_path_factory, "walk", lambda folder: _walk(folder, frozen))
    steps = json.loads((folder / "steps.json").read_text(encoding="utf-8"))
    return Walk(tuple(Step(**each) for each in steps), folder / "index")


def _walk(folder: Path, frozen: Path) -> None:
    repository = copied(folder / "repository")
    shutil.copytree(frozen / "cache", repository.folder / ".mypy_cache" / "release")
    begin_at(repository, "0.1.0")
    with served(folder / "index") as index:
        repository.git("tag", "v0.1.0")
        steps: list[Step] = []
        add_field(repository)
        add_operation(repository)
        steps.append(change(repository, index, "0.1.0", "0.2.0"))
        rename_field(repository)
        steps.append(change(repository, index, "0.2.0", "1.0.0"))
    (folder / "steps.json").write_text(json.dumps(list(map(asdict, steps))), encoding="utf-8")


def begin_at(repository: Repository, version: str) -> None:
    """Give the copy a version and a changelog of its own, whatever the repository has."""
    file = repository.folder / "spec" / "openapi.yaml"
    text = file.read_text(encoding="utf-8")
    begun = re.sub(r"(?m)^  version: .*$", f"  version: {version}", text)
    if begun != text:
        file.write_text(begun, encoding="utf-8")
        repository.call("generator", "regenerate")
    (repository.folder / "CHANGELOG.md").write_text(f"# Changelog\n\n## {version}\n\nThe first.\n")
    repository.commit("the first release")


def add_field(repository: Repository) -> None:
    """Let the vendor tell the colour of a price list."""
    repository.edit(
        SCHEMAS,
        "    effectiveStartTime:\n",
        "    colour:\n      type: string\n      description: What it is shown in.\n"
        "    effectiveStartTime:\n",
    )


def add_operation(repository: Repository) -> None:
    """Let the vendor list what is no longer in use."""
    paths = repository.folder / PATHS
    text = paths.read_text(encoding="utf-8")
    reads = text[text.index("/v1/b2b/price/lists:") : text.index("  post:\n")]
    old, new = "b2b.priceLists.list", "b2b.priceLists.listArchived"
    reads = reads.replace("/v1/b2b/price/lists:", "/v1/b2b/price/lists/archived:")
    reads = reads.replace(old, new).replace("List price lists", "List archived price lists")
    # Changes are told by the fullest listing only.
    reads = re.sub(r"(?m)^ +x-acme-changes:.*\n", "", reads)
    paths.write_text(f"{text}\n{reads}", encoding="utf-8")
    examples = repository.folder / EXAMPLES
    shutil.copy(examples / f"{old}.response.json", examples / f"{new}.response.json")


def rename_field(repository: Repository) -> None:
    """Let the vendor call a field otherwise, in every example as well."""
    repository.edit(SCHEMAS, "    effectiveEndTime:\n", "    effectiveUntil:\n")
    for file in (repository.folder / EXAMPLES).glob("*.json"):
        text = file.read_text(encoding="utf-8")
        if "effectiveEndTime" in text:
            file.write_text(text.replace("effectiveEndTime", "effectiveUntil"), encoding="utf-8")


def test_each_change_gets_its_level(walk: Walk) -> None:
    """A field and an operation are minor, a rename is major; unmoved versions do not pass."""
    assert [step.level for step in walk.steps] == ["minor", "major"]
    assert [step.before for step in walk.steps] == [1, 1]


def test_reports_tell_consumers(walk: Walk) -> None:
    """Each entry of the changelog names what changed as Python has it, and what to do."""
    added, rename = (step.changelog.split("\n## ")[1] for step in walk.steps)
    assert re.search(r"- `PriceList.colour` is new: \d+ operations return it", added)
    assert "- `client.b2b.price_lists.list_archived()` is new: List archived price lists." in added
    assert "`PriceList.effective_end_time` is now `PriceList.effective_until`" in rename
    assert "code that reads it must use the new name" in rename
    assert "### What breaks" in rename
    assert "### What breaks" not in added
    headings = re.findall(r"^## (.*)$", walk.steps[-1].changelog, re.MULTILINE)
    assert headings == ["1.0.0", "0.2.0", "0.1.0"]


def test_all_are_published(walk: Walk) -> None:
    """The index has wheel and sdist of both versions, of both distributions."""
    versions = ["0.2.0", "1.0.0"]
    endings = ("-py3-none-any.whl", ".tar.gz")
    assert sorted(path.name for path in walk.index.glob("acme*")) == sorted(
        f"{name}-{version}{ending}"
        for name in ("acme_ticketing", "acme_ticketing_sandbox")
        for version in versions
        for ending in endings
    )


def test_old_code_breaks_where_the_report_said(walk: Walk, frozen: Path, tmp_path: Path) -> None:
    """Code for 0.1.0 is right with 0.2.0; with 1.0.0 one line is wrong, and it names the field."""
    consumer = tmp_path / "consumer.py"
    consumer.write_text(CONSUMER, encoding="utf-8")
    shutil.copytree(frozen / "cache", tmp_path / "mypy")
    with served(walk.index) as index:
        for version, broken in (("0.2.0", False), ("1.0.0", True)):
            target = tmp_path / version
            subprocess.run(
                [UV, "pip", "install", "--quiet", "--no-deps", "--target", str(target),
                 "--python", sys.executable, "--default-index", index.url,
                 f"acme-ticketing=={version}"],
                check=True, env=clean_environment() | {"UV_CACHE_DIR": str(tmp_path / "cache")},
            )  # fmt: skip
            environment = clean_environment() | {"MYPYPATH": str(target), "PYTHONPATH": str(target)}
            judged = subprocess.run(
                [sys.executable, "-m", "mypy", "--config-file=", "--no-error-summary",
                 "--follow-imports=silent", "--namespace-packages", "--explicit-package-bases",
                 "--cache-dir", str(tmp_path / "mypy"), str(consumer)],
                check=False, capture_output=True, text=True, cwd=tmp_path, env=environment,
            ).stdout.splitlines()  # fmt: skip
            ran = subprocess.run(
                [sys.executable, str(consumer)],
                check=False, capture_output=True, text=True, env=environment,
            )  # fmt: skip
            errors = {line.partition(": error: ")[0] for line in judged if ": error: " in line}
            where = {f"consumer.py:{BREAKING_LINE + 1}"} if broken else set()
            assert {error.rpartition(os.sep)[2] for error in errors} == where, judged
            assert all('"effective_end_time"' in line for line in judged if ": error: " in line)
            assert ("has no attribute 'effective_end_time'" in ran.stderr) is broken
            assert (ran.returncode == 0) is not broken


def test_contributing_tells_the_same_walk() -> None:
    """The page names every command that this walk runs."""
    for command in ("make regenerate", "make check-release", "make changelog", "make publish"):
        assert command in CONTRIBUTING
