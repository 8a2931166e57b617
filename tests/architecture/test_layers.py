"""Arrows point down: what each layer imports, and that generated code decides nothing."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CORE = ROOT / "src/acme_ticketing_core"
SANDBOX = ROOT / "src/acme_ticketing_sandbox"
CLIENT = ROOT / "generated/acme_ticketing"


def modules(folder: Path) -> list[Path]:
    """Return the Python files below `folder`, and fail if there is none."""
    found = sorted(folder.rglob("*.py"))

    assert found, f"no modules in {folder}"

    return found


def imported(path: Path) -> Iterator[str]:
    """Yield the full name of every absolute import of a file, wherever it stands."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield node.module or ""


def offenders(folder: Path, *packages: str) -> list[str]:
    """Return the imports in `folder` that reach one of `packages`."""
    return [
        f"{path.relative_to(ROOT)}: {name}"
        for path in modules(folder)
        for name in imported(path)
        if name.split(".")[0] in packages
    ]


def test_core_imports_nothing_generated() -> None:
    """The core knows no operation and no model."""
    generated = [path.name for path in (ROOT / "generated").iterdir() if path.is_dir()]

    assert "acme_ticketing" in generated
    assert offenders(CORE, *generated, "generator", "acme_ticketing_sandbox") == []


def test_sandbox_reads_the_document_and_not_the_client() -> None:
    """It is made from the spec, not from the code that it tests.

    Only its fixture has a client, and its samples are written for one.
    """
    found = offenders(SANDBOX, "acme_ticketing", "generator")
    document = {name for name in found if name.endswith(": acme_ticketing.spec")}

    assert document
    ours = ("/testing/", "/samples/")
    others = [name for name in found if not any(room in name for room in ours)]
    assert [name for name in others if name not in document] == []


def test_nothing_imports_the_command_line() -> None:
    """It stands at the top: a program without it loses nothing."""
    for folder in (CORE, SANDBOX, CLIENT):
        assert offenders(folder, "acme_ticketing_cli") == []


def test_generated_client_imports_only_the_core() -> None:
    """The client reaches the network through the core alone."""
    assert (
        offenders(CLIENT, "httpx", "ssl", "socket", "asyncio", "threading", "time", "random") == []
    )


@pytest.mark.parametrize("path", modules(CORE), ids=lambda path: path.name)
def test_only_the_transport_names_httpx(path: Path) -> None:
    """Another HTTP library would change one module."""
    names = {name.split(".")[0] for name in imported(path)}

    assert "httpx" not in names or path.name in {"pools.py", "transport.py"}


def test_generated_methods_only_hand_over() -> None:
    """A method of a resource is a docstring and one call of the core: no policy, no logic.

    A secret argument is wrapped and forgotten before it.
    """
    methods = [
        (path, node)
        for path in modules(CLIENT / "resources")
        for class_ in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(class_, ast.ClassDef)
        for node in class_.body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and not any(isinstance(each, ast.Name) for each in node.decorator_list)
    ]

    assert methods
    for path, method in methods:
        where = f"{path.name}:{method.lineno}"
        document, *hiding, handover = method.body
        assert [type(each) for each in hiding] in ([], [ast.AnnAssign, ast.Delete]), where
        assert bool(hiding) == ("Secret.of" in ast.unparse(method)), where
        assert isinstance(document, ast.Expr), where
        assert isinstance(handover, ast.Return), where
        call = handover.value.value if isinstance(handover.value, ast.Await) else handover.value
        assert isinstance(call, ast.Call), where
        verbs = ("call", "hold", "items", "page")
        handed = {f"self._client.{verb}" for verb in verbs}
        handed |= {"Edit", "AsyncEdit", "Edit.restore", "AsyncEdit.restore"}
        handed |= {f"{name}{end}" for name in ("batches", "fetched") for end in ("", "_async")}
        assert re.sub(r"[\[(].*[\])]", "", ast.unparse(call.func)) in handed, where


def test_generated_client_has_no_statement_that_decides() -> None:
    """Loops, conditions on outcomes and handlers of errors belong to the core."""
    banned = (ast.While, ast.For, ast.AsyncFor, ast.Try, ast.With, ast.Raise)
    found = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in (
            *modules(CLIENT / "resources"),
            *(CLIENT / name for name in ("async_client.py", "client.py", "definition.py")),
        )
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, banned)
    ]

    assert found == []


HAND_WRITTEN = [
    "src",
    "generator",
    "templates",
    "release",
    "tests",
    "benchmarks",
    "examples",
    "docs",
]
CODE = {".py", ".jinja", ".lua", ".js", ".css", ".html"}


@pytest.mark.parametrize("folder", HAND_WRITTEN)
def test_hand_written_files_stay_small(folder: str) -> None:
    """A file is one idea: past 400 lines it is two."""
    long = {
        str(path.relative_to(ROOT)): lines
        for path in (ROOT / folder).rglob("*")
        if path.suffix in CODE and "golden" not in path.parts
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > 400
    }

    assert long == {}


@pytest.mark.parametrize("folder", HAND_WRITTEN)
def test_folders_stay_small(folder: str) -> None:
    """A folder of more than twenty files hides its order."""
    files = [path for path in (ROOT / folder).rglob("*.py") if "golden" not in path.parts]
    in_folders = Counter(str(path.parent.relative_to(ROOT)) for path in files)

    assert {each: count for each, count in in_folders.items() if count > 20} == {}
