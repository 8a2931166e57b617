"""Which of openapi-python-client's templates ours replace, and what those looked like.

`templates/upstream.json` records the hash of each upstream original at the time ours was written.
When the pin moves and an original changed, `changed_originals` names it: look at the change,
carry over what matters, then record the hashes again: `python -m tests.generator.upstream`.
"""

from __future__ import annotations

import json
from hashlib import sha256
from importlib.resources import files
from typing import Any

from generator.parsing.parse import PINNED_VERSION
from generator.rendering.render import TEMPLATES

RECORD = TEMPLATES / "upstream.json"


def originals() -> dict[str, str]:
    """Return the hash of each upstream template that one of ours replaces, by name."""
    upstream = files("openapi_python_client") / "templates"
    ours = sorted(path.name for path in TEMPLATES.glob("*.jinja"))
    return {
        name: sha256((upstream / name).read_bytes()).hexdigest()
        for name in ours
        if (upstream / name).is_file()
    }


def changed_originals() -> list[str]:
    """Return the names of replaced templates whose original is not the recorded one."""
    recorded: dict[str, Any] = json.loads(RECORD.read_text(encoding="utf-8"))
    now = originals()
    names = sorted({*now, *recorded["templates"]})
    return [name for name in names if now.get(name) != recorded["templates"].get(name)]


def record() -> None:
    """Write the hashes of the installed originals."""
    content = {"openapi-python-client": PINNED_VERSION, "templates": originals()}
    RECORD.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    record()
