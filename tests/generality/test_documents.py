"""Documents from elsewhere become packages that import, type-check and call, or are refused.

Each document under `documents/` is written like a third party's: it follows none of our rules.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from generator.__main__ import main

from .refused import REFUSED, Refused

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).parent
DOCUMENTS = sorted((HERE / "documents").glob("*.yaml"))
# Operations of each document, and the calls that every success of them takes, sync and async.
EXPECTED = {
    "answers": (11, 22), "forms": (2, 4), "library": (5, 12), "searching": (1, 2), "words": (3, 6),
    "zoo": (4, 10),
}  # fmt: skip


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.stem)
def test_a_package_comes_of_it(document: Path, tmp_path: Path) -> None:
    """It is generated, strictly typed, and each operation sends and reads what the document says."""
    arguments = ["regenerate", "--lint", "none", "--spec", str(document), "--output", str(tmp_path)]
    assert main(arguments) == 0
    paths = os.pathsep.join(map(str, (tmp_path, ROOT / "src", ROOT)))
    environment = {**os.environ, "PYTHONPATH": paths, "MYPYPATH": paths}
    called = subprocess.run(
        [sys.executable, "-W", "error", str(HERE / "caller.py")],
        check=False, capture_output=True, text=True, env=environment,
    )  # fmt: skip
    assert called.returncode == 0, called.stderr
    told = json.loads(called.stdout)
    assert (told["operations"], told["calls"]) == EXPECTED[document.stem]
    typed = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--config-file=", "--explicit-package-bases",
         "--follow-imports=silent", "--cache-dir", str(ROOT / ".mypy_cache" / "generality"),
         str(tmp_path / "acme_ticketing")],
        check=False, capture_output=True, text=True, env=environment, cwd=tmp_path,
    )  # fmt: skip
    assert typed.returncode == 0, typed.stdout


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: case.name.replace(" ", "-"))
def test_what_cannot_be_made_is_refused(
    case: Refused, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The JSON pointer and the reason are told, and nothing is written."""
    operation = {"responses": {"204": {"description": "x"}}, **case.operation}
    document = {
        "openapi": "3.1.0",
        "info": {"title": "Things", "version": "1"},
        "paths": {"/things": {"post": operation}},
        "components": case.components,
    }
    file = tmp_path / "openapi.json"
    file.write_text(json.dumps(document, indent=1))
    output = tmp_path / "generated"
    arguments = ["regenerate", "--lint", "none", "--spec", str(file), "--output", str(output)]
    assert main(arguments) == 1
    told = capsys.readouterr().err
    assert f"(#{case.pointer})" in told
    assert case.says in told
    assert not output.exists()
