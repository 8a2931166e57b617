"""Publishes the current version: judged, reviewed, built once, checked, sent, and tagged.

An upload that breaks leaves whole files or none: the index is asked what it has then, and what is
not whole is removed. The client goes first, wheel before sdist, so that whatever consumers find is
complete. Publishing again then sends what is missing, provided that what is there is byte for byte
what is built.
"""

from __future__ import annotations

from pathlib import Path

from packaging.version import Version

from .baseline import git
from .build import build, check, write_sums
from .gate import judge
from .index import Index, PublishError
from .report import CHANGELOG, report, reviewed


def publish(root: Path, index_url: str) -> list[str]:
    """Publish the tree `root` to an index; return what was done, a line each."""
    index = Index(index_url)
    _refuse_changes(root)
    _refuse_drift(root)
    version = _judged(root)
    files = build(root, root / "dist")
    check(root, *files)
    missing = index.missing(*files)
    if not missing:
        raise PublishError(
            f"{version} is in {index.url} already; move info.version to publish again"
        )
    sums = write_sums(*files)
    for file in missing:
        index.upload(file)
    if lost := index.missing(*files):
        raise PublishError(f"{index.url} has not what was sent as {lost[0].name}; publish again")
    tag = f"v{version}"
    if tag not in git(root, "tag", "--list", tag).decode().split():
        git(root, "tag", "--annotate", "--message", f"{version}, as published", tag)
    return [
        *(f"{file.name}: sent to {index.url}" for file in missing),
        f"{sums.name}: {sums.relative_to(root)}",
        f"{tag}: tagged; push it with `git push origin {tag}`",
    ]


def _refuse_changes(root: Path) -> None:
    changed = git(root, "status", "--porcelain").decode().splitlines()
    if changed:
        raise PublishError(
            f"the tree has {len(changed)} change(s) that no commit holds, such as "
            f"`{changed[0].strip()}`; commit or remove them"
        )


def _refuse_drift(root: Path) -> None:
    from generator.__main__ import main

    spec, generated = str(root / "spec/openapi.yaml"), str(root / "generated")
    if main(["drift", "--spec", spec, "--output", generated]):
        raise PublishError("generated/ is not what spec/ makes; run `make regenerate` and commit")


def _judged(root: Path) -> Version:
    verdict = judge(root)
    if not verdict.passes:
        raise PublishError(f"the gate does not pass:\n{report(verdict)}")
    if not reviewed(verdict, (root / CHANGELOG).read_text(encoding="utf-8")):
        raise PublishError(
            f"nobody reviewed the gate: {CHANGELOG} has no section `## {verdict.current}` that tells "
            "all that it found; run `make changelog`, read it, commit it"
        )
    return verdict.current
