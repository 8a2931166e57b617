"""The gate's verdict as people read it: at a terminal, and as the entry of the changelog."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from generator.comparing.rules import Level
from generator.comparing.summary import sections

from .gate import Verdict

CHANGELOG = Path("CHANGELOG.md")


def report(verdict: Verdict) -> str:
    """Return the verdict for a terminal, with the place of each change."""
    if verdict.last is None:
        return (
            f"No release yet (no tag `v*`), so there is nothing to compare with: "
            f"{verdict.current} may be the first."
        )
    return "\n".join([*_lines(verdict, places=True), "", _judgement(verdict)]).strip()


def entry(verdict: Verdict) -> str:
    """Return the entry of the changelog for the current version."""
    return "\n".join([f"## {verdict.current}", "", *_lines(verdict, places=False)]).strip() + "\n"


def reviewed(verdict: Verdict, changelog: str) -> bool:
    """Return whether the changelog has the current version, and tells all that breaks or is new."""
    _, sections = _sections(changelog)
    told = " ".join(sections.get(str(verdict.current), "").split())
    return bool(told) and all(
        " ".join(finding.text.split()) in told
        for finding in verdict.findings
        if finding.level > Level.PATCH
    )


def with_entry(changelog: str, verdict: Verdict) -> str:
    """Return the changelog with the current version's entry in its place, newest first."""
    head, sections = _sections(changelog)
    sections.pop(str(verdict.current), None)
    return "".join([head, entry(verdict), *(["\n"] if sections else []), *sections.values()])


def _sections(changelog: str) -> tuple[str, dict[str, str]]:
    """Return what stands before the versions, and the section of each."""
    head, *sections = re.split(r"(?m)^(?=## )", changelog)
    return head, {
        section.partition("\n")[0].removeprefix("## ").strip(): section for section in sections
    }


def _lines(verdict: Verdict, *, places: bool) -> Iterator[str]:
    yield from sections(
        (each.level, f"{each.text}.{f' ({each.place})' if places and each.place else ''}")
        for each in verdict.findings
    )
    if not verdict.findings:
        yield "The first release." if verdict.last is None else "Nothing changed."


def _judgement(verdict: Verdict) -> str:
    found = Counter(finding.check for finding in verdict.findings)
    counts = ", ".join(f"{count} by the {check} check" for check, count in found.items())
    count = len(verdict.findings)
    what = f"Changes since {verdict.last}: {count or 'none'}{f' ({counts})' if counts else ''}"
    if verdict.passes:
        return f"{what}; {verdict.current} may carry them."
    return (
        f"{what}; they need a {verdict.level} version: "
        f"info.version is {verdict.current} and must be {verdict.needed} or higher."
    )
