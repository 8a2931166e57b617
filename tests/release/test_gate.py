"""The gate's other two checks, its verdict, and the words it finds."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from packaging.version import Version

from generator.comparing.rules import Level
from release.baseline import Baseline, Finding
from release.gate import Verdict, next_version
from release.report import entry, report, reviewed, with_entry
from release.surface import surface
from release.usage import FROZEN, usage
from tests.generator.museum import GENERATED

from .repository import ROOT, Repository


@pytest.fixture
def trees(tmp_path: Path) -> tuple[Path, Path]:
    """Copy the museum's packages twice: as released, and as they are to be."""
    made = []
    for name in ("old", "new"):
        shutil.copytree(GENERATED, tmp_path / name / "generated")
        (tmp_path / name / "src").symlink_to(ROOT / "src")
        made.append(tmp_path / name)
    return made[0], made[1]


def change(tree: Path, file: str, old: str, new: str) -> None:
    """Replace a piece of one generated file."""
    path = tree / "generated" / "acme_ticketing" / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_surface_finds_what_can_no_longer_be_named(trees: tuple[Path, Path]) -> None:
    """A method under another name, and an argument that is gone, are told as consumers write them."""
    old, new = trees
    assert list(surface(old, new)) == []
    change(new, "resources/b2b/exhibits.py", "def list_rooms(", "def rooms(")
    change(new, "resources/b2b/exhibits.py", "        room: Sequence[str] | Unset = UNSET,\n", "")
    found = {finding.subject for finding in surface(old, new)}
    assert found == {
        "client.b2b.exhibits.list_rooms",
        "client.b2b.exhibits.list(room=...)",
        "client.b2b.exhibits.changes(room=...)",
    }


def test_surface_finds_what_has_another_type(trees: tuple[Path, Path]) -> None:
    """A field that may be absent now breaks code that reads it; an argument may be more than before."""
    old, new = trees
    change(new, "models/exhibits.py", "    kind: Kind\n", "    kind: Kind | None\n")
    change(
        new,
        "resources/b2b/exhibits.py",
        "room: Sequence[str] | Unset",
        "room: str | Sequence[str] | Unset",
    )
    findings = {finding.subject: finding for finding in surface(old, new)}
    assert findings.keys() == {"Exhibit.kind", "NewExhibit.kind"}
    assert findings["Exhibit.kind"].text.endswith("its type was `Kind` and is `Kind | None`")
    assert findings["Exhibit.kind"].level is Level.MAJOR
    change(
        new, "resources/b2b/exhibits.py", "room: str | Sequence[str] | Unset", "room: str | Unset"
    )
    assert "client.b2b.exhibits.list(room=...)" in {each.subject for each in surface(old, new)}


def test_usage_finds_examples_that_no_longer_pass(trees: tuple[Path, Path], frozen: Path) -> None:
    """An example of the last release is type-checked against the client that is to be released."""
    old, new = trees
    shutil.copytree(frozen / "cache", new / ".mypy_cache" / "release")
    (old / "examples").mkdir()
    (old / "examples/rooms.py").write_text(
        "from acme_ticketing.models import Exhibit\n\n\ndef kind(exhibit: Exhibit) -> str:\n"
        "    return exhibit.kind\n"
    )
    past = Baseline(Version("1.2.3"), old)
    assert list(usage(past, new)) == []
    change(new, "models/exhibits.py", "    kind: Kind\n", "    kind: Kind | None\n")
    (finding,) = usage(past, new)
    assert finding.text.startswith("consumer code (rooms.py:5): Incompatible return value type")


def test_frozen_usage_is_right(frozen: Path) -> None:
    """What consumers wrote for past releases is right for the client as it is now."""
    assert list((ROOT / FROZEN).rglob("*.py"))
    assert json.loads((frozen / "errors.json").read_text()) == []


@pytest.mark.parametrize(
    ("level", "needed"),
    [
        (Level.MAJOR, "2.0.0"), (Level.MINOR, "1.3.0"), (Level.PATCH, "1.2.4"),
        (Level.NONE, "1.2.3"),
    ],
)  # fmt: skip
def test_versions_move_by_what_changed(level: Level, needed: str) -> None:
    """Each level moves its own part of the version and clears the parts after it."""
    assert str(next_version(Version("1.2.3"), level)) == needed


def _verdict(current: str) -> Verdict:
    found = Finding("wire", Level.MINOR, "Event.seats", "`Event.seats` is new", "spec/a.yaml:3")
    return Verdict(Version("1.2.3"), Version(current), (found,))


def test_verdict_fails_until_the_version_moves() -> None:
    """The version may move further than it must, not less."""
    assert not _verdict("1.2.4").passes
    assert _verdict("1.3.0").passes
    assert _verdict("2.0.0").passes
    assert "need a minor version: info.version is 1.2.4 and must be 1.3.0" in report(
        _verdict("1.2.4")
    )


def test_changelog_entry_is_written_and_read_back() -> None:
    """The entry goes to the top, replaces its older form, and counts as reviewed once it is there."""
    verdict = _verdict("1.3.0")
    before = "# Changelog\n\n## 1.2.3\n\nThe first.\n"
    assert not reviewed(verdict, before)
    after = with_entry(before, verdict)
    assert after.startswith(f"# Changelog\n\n{entry(verdict)}\n## 1.2.3\n")
    assert reviewed(verdict, after)
    assert with_entry(after, verdict) == after
    assert not reviewed(verdict, after.replace("`Event.seats` is new", "something is new"))


def test_before_the_first_release_there_is_nothing_to_compare(museum: Repository) -> None:
    """Without a tag the gate says so and passes."""
    done = museum.run("-m", "release", "check")
    assert done.stdout == (
        "No release yet (no tag `v*`), so there is nothing to compare with: "
        "1.2.3 may be the first.\n"
    )


def test_an_inner_change_is_a_patch(museum: Repository) -> None:
    """Code that changed without a change for consumers still needs a version of its own."""
    museum.git("tag", "v1.2.3")
    core = "src/acme_ticketing_core/runtime/clock.py"
    museum.edit(core, '"""', '"""Told anew. ')
    museum.commit("inside")
    status, said = museum.call("release", "check", check=False)
    assert status == 1
    assert "need a patch version: info.version is 1.2.3 and must be 1.2.4" in said
