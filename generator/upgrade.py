"""Shows what another version of openapi-python-client changed in the templates that ours replace.

`make upgrade-generator VERSION=0.30.0`: the version is installed beside the one in use, in a folder
of its own, and nothing else moves. For each template of ours the upstream change is shown next to
the first line of ours, which says why it differs.
"""

from __future__ import annotations

import difflib
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from .render import TEMPLATES

_PACKAGE = "openapi_python_client"
_VERSION = re.compile(r"\d+(\.\d+)+")


def compared(version: str) -> list[str]:
    """Return the report on moving to `version`.

    Raises:
        ValueError: that is no version.
        subprocess.CalledProcessError: it could not be installed.

    """
    if not _VERSION.fullmatch(version):
        raise ValueError(f"{version!r} is no version, such as 0.30.0")
    with tempfile.TemporaryDirectory() as folder:
        uv = str(Path(sys.executable).parent / "uv")
        command = [uv, "pip", "install", "--quiet", "--no-deps", "--python", sys.executable]
        subprocess.run(
            [*command, "--target", folder, f"openapi-python-client=={version}"], check=True
        )
        return list(report(files(_PACKAGE) / "templates", Path(folder, _PACKAGE, "templates")))


def report(old: Traversable, new: Path) -> Iterator[str]:
    """Yield the changes from the templates in `old` to those in `new`, those of ours first."""
    ours = sorted(path.name for path in TEMPLATES.glob("*.jinja"))
    replaced = [name for name in ours if (old / name).is_file()]
    changed = 0
    for name in replaced:
        before = _lines(old / name)
        after = _lines(new / name) if (new / name).is_file() else []
        difference = list(difflib.unified_diff(before, after, "upstream now", "upstream then", n=2))
        if difference:
            changed += 1
            yield f"== {name}"
            yield f"   ours: {_first_line(name)}"
            yield from (f"   {line}" for line in difference)
    others = {each.name for each in old.iterdir()} ^ {each.name for each in new.iterdir()}
    for name in sorted(others):
        yield f"== {name}: {'new' if (new / name).exists() else 'gone'} upstream"
    yield f"{changed} of the {len(replaced)} templates that ours replace changed upstream."
    yield "Carry over what matters, move the pin (see CONTRIBUTING.md), then run `make test`."


def _lines(file: Traversable) -> list[str]:
    return file.read_text(encoding="utf-8").splitlines()


def _first_line(name: str) -> str:
    first = (TEMPLATES / name).read_text(encoding="utf-8").splitlines()[0]
    return first.removeprefix("{#").removesuffix("#}").strip()
