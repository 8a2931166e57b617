"""What a program may name has one face: `acme_ticketing`, its modules, `acme_ticketing_sandbox`."""

from __future__ import annotations

import ast
import importlib
import inspect
import re
from collections.abc import Iterator
from pathlib import Path
from types import FunctionType

import click
import pytest

import acme_ticketing
import acme_ticketing_sandbox
from acme_ticketing_cli.app import ROOT as ACME

ROOT = Path(__file__).parents[2]
CLIENT = ROOT / "generated/acme_ticketing"
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
PROGRAMS = [*sorted((ROOT / "examples").rglob("*.py")), *sorted((ROOT / "docs").rglob("*.py"))]
PRIVATE = "acme_ticketing_core"
BLOCK = re.compile(r"^```python\n(.*?)^```", re.MULTILINE | re.DOTALL)
FACE = re.compile(
    r"acme_ticketing(\.(errors|models|opentelemetry|pydantic|spec|verify|warehouse))?"
    r"|acme_ticketing_sandbox"
)


def imported(code: str) -> Iterator[tuple[str, str]]:
    """Yield module and name of each import of ours in a program."""
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("acme_ticketing"):
            yield from ((node.module or "", alias.name) for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from ((a.name, "") for a in node.names if a.name.startswith("acme_ticketing"))


@pytest.mark.parametrize("file", [*PAGES, *PROGRAMS], ids=lambda file: file.name)
def test_no_page_and_no_example_names_the_core(file: Path) -> None:
    """README, documentation and examples get along without it."""
    assert PRIVATE not in file.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "file", [*PAGES, *sorted((ROOT / "examples").rglob("*.py"))], ids=lambda file: file.name
)
def test_what_users_read_imports_from_the_face(file: Path) -> None:
    """Each import is from a module that consumers may name, and finds its name there."""
    text = file.read_text(encoding="utf-8")
    for code in BLOCK.findall(text) if file.suffix == ".md" else [text]:
        for module, name in imported(code):
            assert FACE.fullmatch(module), f"{module}.{name}"
            found = importlib.import_module(module)
            assert not name or hasattr(found, name) or importlib.import_module(f"{module}.{name}")


def test_no_docstring_of_the_client_names_the_core() -> None:
    """Generated code imports the core; what people read of it does not say so."""
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    texts = {
        f"{path.name}:{getattr(node, 'lineno', 1)}": ast.get_docstring(node) or ""
        for path in sorted(CLIENT.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, documented)
    }

    assert len(texts) > 500
    assert [where for where, text in texts.items() if PRIVATE in text] == []


def test_no_help_of_the_command_line_names_the_core() -> None:
    """Nor does any command's `--help`."""
    helps = list(all_helps(click.Context(ACME, info_name="acme")))

    assert len(helps) > 150
    assert [text for text in helps if PRIVATE in text] == []


def all_helps(context: click.Context) -> Iterator[str]:
    """Yield the help of a command and of all below it."""
    command = context.command
    yield command.get_help(context)
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            assert below is not None
            yield from all_helps(click.Context(below, parent=context, info_name=name))


def test_the_sandbox_offers_what_type_checkers_see() -> None:
    """The lazy package and its stub name the same things, and each is there."""
    stub = (ROOT / "src/acme_ticketing_sandbox/__init__.pyi").read_text(encoding="utf-8")
    seen = {alias for _, alias in re.findall(r"import (\w+) as (\w+)", stub)}

    assert seen == set(acme_ticketing_sandbox.__all__)
    assert all(hasattr(acme_ticketing_sandbox, name) for name in seen)


def test_the_guide_groups_every_setting_in_the_order_of_the_signature() -> None:
    """Twenty arguments in a row are found by what they are about."""
    guide = (ROOT / "docs/guides/8-options.md").read_text(encoding="utf-8")
    table = guide.partition("| Group | Settings |")[2].partition("\n\n")[0]
    told = re.findall(r"`(\w+)`", table)

    assert told == list(inspect.signature(acme_ticketing.AcmeClient).parameters)


def public_objects() -> Iterator[tuple[str, object]]:
    """Yield the classes and functions that the face hands on, and the methods of the classes."""
    for module in (acme_ticketing, acme_ticketing_sandbox):
        for name in module.__all__:
            found = getattr(module, name)
            if not (inspect.isclass(found) or inspect.isfunction(found)):
                continue
            yield name, found
            if inspect.isclass(found):
                for below, value in inspect.getmembers_static(found):
                    function = value.fget if isinstance(value, property) else value
                    if (
                        isinstance(function, FunctionType)
                        and not below.startswith("_")
                        and function.__module__.startswith("acme_ticketing")
                    ):
                        yield f"{name}.{below}", value


def test_what_consumers_may_name_says_what_it_means() -> None:
    """Classes, functions, methods and properties have a docstring, of their own or inherited."""
    found = dict(public_objects())

    assert len(found) > 250
    assert [name for name, value in found.items() if not inspect.getdoc(value)] == []


def test_signatures_name_types_as_consumers_do() -> None:
    """`Environment`, not `environments.Environment`: an editor shows it, and it can be imported."""
    shown = {
        f"{name}({argument})": str(annotation)
        for name, value in public_objects()
        for argument, annotation in getattr(
            value.__init__ if inspect.isclass(value) else value, "__annotations__", {}
        ).items()
    }

    assert len(shown) > 300
    ours = re.compile(r"\b(?!pd\b|pl\b|httpx\b)[a-z_]+\.[A-Z]")
    assert [name for name, text in shown.items() if ours.search(text)] == []
