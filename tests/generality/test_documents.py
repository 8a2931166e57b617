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
    "answers": (11, 22), "forms": (2, 4), "foundry": (24, 50), "library": (5, 12),
    "searching": (1, 2), "uploads": (9, 26), "words": (3, 6), "zoo": (4, 10),
}  # fmt: skip


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Generate a package of each document, each in a folder of its own."""
    folder = tmp_path_factory.mktemp("packages")
    made = {document.stem: folder / document.stem for document in DOCUMENTS}
    for document in DOCUMENTS:
        output = str(made[document.stem])
        arguments = ["regenerate", "--lint", "none", "--spec", str(document), "--output", output]
        assert main(arguments) == 0
    return made


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_a_package_comes_of_it(name: str, packages: dict[str, Path]) -> None:
    """Each of its operations sends and reads what the document says, and mypy is content."""
    folder = packages[name]
    paths = os.pathsep.join(map(str, (folder, ROOT / "src", ROOT)))
    environment = {**os.environ, "PYTHONPATH": paths, "MYPYPATH": paths}
    called = subprocess.run(
        [sys.executable, "-W", "error", str(HERE / "caller.py")],
        check=False, capture_output=True, text=True, env=environment,
    )  # fmt: skip
    assert called.returncode == 0, called.stderr
    told = json.loads(called.stdout)
    assert (told["operations"], told["calls"]) == EXPECTED[name]
    typed = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--config-file=", "--explicit-package-bases",
         "--follow-imports=silent", "--cache-dir", str(ROOT / ".mypy_cache" / "generality"),
         str(folder / "acme_ticketing")],
        check=False, capture_output=True, text=True, env=environment, cwd=folder,
    )  # fmt: skip
    assert typed.returncode == 0, typed.stdout


def test_pyright_is_content_with_all(packages: dict[str, Path]) -> None:
    """Pyright in its strict mode finds nothing in any of the packages."""
    assert packages.keys() == EXPECTED.keys()
    folder = next(iter(packages.values())).parent
    surroundings = [{"root": name, "extraPaths": [str(ROOT / "src")]} for name in packages]
    settings = {
        "include": [f"{name}/acme_ticketing" for name in packages],
        "executionEnvironments": surroundings, "typeCheckingMode": "strict",
        "pythonVersion": "3.11",
    }  # fmt: skip
    (folder / "pyrightconfig.json").write_text(json.dumps(settings))
    done = subprocess.run(
        [str(Path(sys.executable).parent / "pyright"), "--project", str(folder),
         "--pythonpath", sys.executable, "--stats"],
        check=False, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout
    assert "0 errors" in done.stdout
    assert "No source files" not in done.stdout


def test_what_is_left_out_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What a package does not do is told with its place; and a document is no change to itself."""
    document = next(each for each in DOCUMENTS if each.stem == "foundry")
    arguments = ["regenerate", "--lint", "none", "--spec", str(document), "--output", str(tmp_path)]
    for _ in range(2):
        assert main(arguments) == 0
        output = capsys.readouterr()
        callbacks, answer, key = output.err.splitlines()
        assert "'title' was unexpected" in key
        assert callbacks.endswith("(#/paths/~1bells/post/callbacks)")
        assert "never asked for its answer in foundry/unheard-of" in answer
        assert output.out.splitlines() == [f"{tmp_path}/: 24 operations written"]


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
