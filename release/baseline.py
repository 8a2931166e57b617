"""The last release, as its tag has it, and what differs from it."""

from __future__ import annotations

import re
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from packaging.version import Version

from generator.comparing.rules import Level

_TAG = re.compile(r"v\d+\.\d+\.\d+")


class Baseline(NamedTuple):
    """A past release, unpacked."""

    version: Version  # its version
    tree: Path  # the folder that holds all of it


@dataclass(frozen=True)
class Finding:
    """A difference between two releases."""

    check: str  # which one found it: `wire`, `surface` or `usage`
    level: Level  # what it costs
    subject: str  # what it is about, as Python names it (`Event.capacity`)
    text: str  # one sentence for consumers
    place: str = ""  # where to look, or empty


def git(root: Path, *arguments: str) -> bytes:
    """Run git in `root` and return what it prints."""
    command = ["git", "-C", str(root), *arguments]
    return subprocess.run(command, check=True, capture_output=True).stdout


def last_release(root: Path) -> Version | None:
    """Return the highest version among the tags that the current commit stands on."""
    tags = git(root, "tag", "--list", "v*", "--merged", "HEAD").decode().split()
    return max((Version(tag) for tag in tags if _TAG.fullmatch(tag)), default=None)


@contextmanager
def baseline(root: Path) -> Iterator[Baseline | None]:
    """Unpack the last release for as long as it is looked at; None before the first."""
    version = last_release(root)
    if version is None:
        yield None
        return
    with tempfile.TemporaryDirectory() as folder:
        archive = git(root, "archive", f"v{version}")
        with tarfile.open(fileobj=BytesIO(archive)) as tar:
            tar.extractall(folder, filter="data")
        yield Baseline(version, Path(folder))
