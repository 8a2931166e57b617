"""The gate: what the next version must be at least, found by three checks.

The wire (the specifications compared by rules), the surface (names and signatures) and usage (code
that was right for the last release). The verdict is the highest of the three.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from packaging.version import Version

from generator.comparing.change import Change
from generator.comparing.compare import compare
from generator.comparing.rules import Level
from generator.reading.join import JoinedDocument, join

from .baseline import Baseline, Finding, baseline
from .surface import differs, surface
from .usage import usage

SPECIFICATION = Path("spec/openapi.yaml")
_ATTRIBUTE = re.compile(r'"(\w+)" has no attribute "(\w+)"')
_QUOTED = re.compile(r'"([A-Za-z_]\w*)"')


@dataclass(frozen=True)
class Verdict:
    """What the gate says."""

    last: Version | None  # the last release, or None before the first
    current: Version  # what `info.version` says
    findings: tuple[Finding, ...] = ()  # what changed, the costliest first

    @property
    def level(self) -> Level:
        """What the changes cost."""
        return max((finding.level for finding in self.findings), default=Level.NONE)

    @property
    def needed(self) -> Version:
        """The lowest version that may carry the changes."""
        return self.current if self.last is None else next_version(self.last, self.level)

    @property
    def passes(self) -> bool:
        """Whether the version has moved as far as it must."""
        return self.current >= self.needed


def next_version(version: Version, level: Level) -> Version:
    """Return the next version that may carry changes of `level`."""
    major, minor, patch = version.major, version.minor, version.micro
    versions = {
        Level.NONE: (major, minor, patch),
        Level.PATCH: (major, minor, patch + 1),
        Level.MINOR: (major, minor + 1, 0),
        Level.MAJOR: (major + 1, 0, 0),
    }
    return Version(".".join(map(str, versions[level])))


def judge(root: Path) -> Verdict:
    """Compare the tree `root` with its last release."""
    document = join(root / SPECIFICATION)
    current = Version(str(document.data["info"]["version"]))
    with baseline(root) as past:
        if past is None:
            return Verdict(None, current)
        findings = _findings(past, document, root)
    findings.sort(key=lambda each: (-each.level, each.subject, each.text))
    return Verdict(past.version, current, tuple(findings))


def _findings(past: Baseline, document: JoinedDocument, root: Path) -> list[Finding]:
    with ThreadPoolExecutor() as pool:
        # It waits for a process of its own, so the other two go on meanwhile.
        misused = pool.submit(list[Finding], usage(past, root))
        changes = compare(join(past.tree / SPECIFICATION), document)
        findings = [_of_wire(change, past, root) for change in changes]
        told = " ".join(f"{finding.subject} {finding.text}" for finding in findings)
        findings += _not_told([*surface(past.tree, root), *misused.result()], told)
    if not findings and differs(past.tree, root):
        text = "nothing that consumers can do changed, only words or the inside"
        findings.append(Finding("source", Level.PATCH, "", text))
    return findings


def _of_wire(change: Change, past: Baseline, root: Path) -> Finding:
    tree, mark = (past.tree, f" in v{past.version}") if change.gone else (root, "")
    file = change.location.file
    shown = file.relative_to(tree) if file.is_relative_to(tree) else file
    place = f"{shown}:{change.location.line}{mark}"
    return Finding("wire", change.level, change.subject, change.text, place)


def _not_told(findings: Iterable[Finding], told: str) -> list[Finding]:
    """Return what the wire check has not told already, each subject once."""
    kept: dict[str, Finding] = {}
    for finding in findings:
        names = [".".join(each) for each in _ATTRIBUTE.findall(finding.text)]
        if finding.subject:
            names += [finding.subject, *_QUOTED.findall(finding.text)]
        if not any(_mentions(told, name) for name in names):
            kept.setdefault(finding.subject or finding.text, finding)
    return list(kept.values())


def _mentions(told: str, name: str) -> bool:
    """Whether a text names `name`, or the asynchronous twin of what it names."""
    bare = name.partition("(")[0] if name.endswith("(...)") else name
    return bool(bare) and re.search(rf"(?<![\w.]){re.escape(bare)}(?![\w])", told) is not None
