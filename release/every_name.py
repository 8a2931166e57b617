"""Writes consumer code that uses every name of a released package with the types it has.

Every line ends in a comment that says what it uses, so that an error of the type checker can be
told by that name. What consumers only send is made, what they are only given is read.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from generator.comparing.side import Side
from generator.naming.names import class_name
from generator.reading.join import JoinedDocument

_HEADER = '''"""Uses every name of one release; see `release/every_name.py`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from os import PathLike
from typing import Any, List, Literal
from uuid import UUID

from acme_ticketing import AcmeClient, CallOptions, Page, Unset
from acme_ticketing_core.transport.file_sink import OnReceived, Saved
'''


def every_name(package: Path, document: JoinedDocument) -> str:
    """Return the code for the generated package in the folder `package`."""
    side = Side(document)
    uses = {class_name(name): side.uses(name) for name in side.schemas}
    imports: list[str] = []
    bodies: list[str] = []
    for module in sorted((package / "models").glob("[!_]*.py")):
        tree = ast.parse(module.read_text(encoding="utf-8"))
        imports += [
            f"from acme_ticketing.models import {name}  # {name}" for name in _exported(tree)
        ]
        for node in tree.body:
            if isinstance(node, ast.ClassDef):
                use = uses.get(node.name)
                both = use is None or use.unknown
                if both or (use is not None and use.given_by):
                    bodies += _reads(node)
                if both or (use is not None and use.sent_by):
                    bodies += _makes(node)
    for module in sorted((package / "resources").rglob("[!_]*.py")):
        path = module.relative_to(package / "resources").with_suffix("").parts
        bodies += _calls(ast.parse(module.read_text(encoding="utf-8")), ".".join(path))
    return "\n".join([_HEADER, *imports, "", "", *bodies]) + "\n"


def _exported(tree: ast.Module) -> list[str]:
    for node in tree.body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
            return [str(name) for name in ast.literal_eval(node.value)]
    return []


def _attributes(model: ast.ClassDef) -> list[tuple[str, str, bool]]:
    """Return name, annotation and requiredness of each field of a model."""
    return [
        (node.target.id, ast.unparse(node.annotation), node.value is None)
        for node in model.body
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)
        if node.target.id != "unknown_fields" and not node.target.id.startswith("_")
    ]


def _reads(model: ast.ClassDef) -> Iterator[str]:
    yield f"def read_{model.name}(value: {model.name}) -> None:  # {model.name}"
    yield '    """Read every attribute."""'
    for index, (name, annotation, _) in enumerate(_attributes(model)):
        yield f"    a{index}: {annotation} = value.{name}  # {model.name}.{name}"
    yield ""


def _makes(model: ast.ClassDef) -> Iterator[str]:
    attributes = _attributes(model)
    parameters = ", ".join(f"p{index}: {each[1]}" for index, each in enumerate(attributes))
    given = [f"{name}=p{index}" for index, (name, _, needed) in enumerate(attributes) if needed]
    yield f"def make_{model.name}({parameters}) -> None:  # {model.name}"
    yield '    """Make it with no more than it needs, then with each field besides."""'
    yield f"    {model.name}({', '.join(given)})  # {model.name}"
    for index, (name, _, needed) in enumerate(attributes):
        if not needed:
            arguments = ", ".join([*given, f"{name}=p{index}"])
            yield f"    {model.name}({arguments})  # {model.name}.{name}"
    yield ""


def _calls(tree: ast.Module, path: str) -> Iterator[str]:
    for resource in tree.body:
        if isinstance(resource, ast.ClassDef) and not resource.name.startswith("Async"):
            for method in resource.body:
                if isinstance(method, ast.FunctionDef):
                    yield from _call(method, path)


def _call(method: ast.FunctionDef, path: str) -> Iterator[str]:
    called = f"client.{path}.{method.name}"
    places = [ast.unparse(each.annotation or ast.Name("Any")) for each in method.args.args[1:]]
    arguments = [
        (argument.arg, ast.unparse(argument.annotation or ast.Name("Any")), default is None)
        for argument, default in zip(method.args.kwonlyargs, method.args.kw_defaults, strict=True)
    ]
    parameters = "".join(f", q{index}: {each}" for index, each in enumerate(places))
    parameters += "".join(f", p{index}: {each[1]}" for index, each in enumerate(arguments))
    given = [f"q{index}" for index in range(len(places))]
    given += [f"{name}=p{index}" for index, (name, _, needed) in enumerate(arguments) if needed]
    returned = ast.unparse(method.returns) if method.returns else "None"
    result = "" if returned == "None" else f"result: {returned} = "
    function = called.replace(".", "_")
    yield f"def call_{function}(client: AcmeClient{parameters}) -> None:  # {called}"
    yield '    """Call it with no more than it needs, then with each argument besides."""'
    yield f"    {result}{called}({', '.join(given)})  # {called}"
    for index, (name, _, needed) in enumerate(arguments):
        if not needed:
            yield f"    {called}({', '.join([*given, f'{name}=p{index}'])})  # {called}({name}=...)"
    yield ""
