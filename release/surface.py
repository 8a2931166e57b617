"""The second check: names, signatures and types, read by griffe without importing anything."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from operator import eq, ge, le
from pathlib import Path
from typing import Any

import griffe

from generator.comparing.rules import Level
from generator.rendering.drift import drift

from .baseline import Finding

# What consumers may name is what these hand on, and the modules below; the rest may move.
_SANDBOX = "acme_ticketing_sandbox"
_PUBLIC = ("acme_ticketing", _SANDBOX)
_MODULES = frozenset({"errors", "models", "opentelemetry", "resources", "spec"})
_PACKAGES = ("acme_ticketing_core", *_PUBLIC)
_MECHANISM = "lazy_exports"
# Types are compared here: griffe does not look at those of attributes and parameters. What stands
# behind a default or in a constant is nobody's contract.
_NOT_TOLD = frozenset(
    {
        griffe.BreakageKind.PARAMETER_CHANGED_DEFAULT, griffe.BreakageKind.RETURN_CHANGED_TYPE,
        griffe.BreakageKind.ATTRIBUTE_CHANGED_TYPE, griffe.BreakageKind.ATTRIBUTE_CHANGED_VALUE,
    }
)  # fmt: skip
_METHOD = re.compile(r"^acme_ticketing\.resources\.((?:\w+\.)*)[A-Z]\w*\.(\w+)$")
_MODULE_OF_MODELS = re.compile(r"^acme_ticketing\.models\.\w+\.")


def surface(old: Path, new: Path) -> Iterator[Finding]:
    """Yield what code that names things of the tree `old` no longer finds in the tree `new`."""
    differ = [name for name in _PACKAGES if differs(old, new, name)]
    if not differ:
        return
    # The client hands on what the core has, the sandbox only its own.
    read = _PACKAGES if _SANDBOX in differ else _PACKAGES[:-1]
    before = _load(old, read, {})
    after = _load(new, read, {name: each for name, each in before.items() if name not in differ})
    for name in _PUBLIC:
        if name not in before:
            continue
        if name not in after:
            yield Finding("surface", Level.MAJOR, name, f"the package `{name}` is gone")
            continue
        was, is_ = _offered(before[name]), _offered(after[name])
        called = {target.path: f"{name}.{short}" for short, target in was.members.items()}
        found = list(_changed_types(was, is_))
        for breakage in griffe.find_breaking_changes(was, is_):
            if breakage.kind not in _NOT_TOLD:
                parameter = getattr(breakage.old_value or breakage.new_value, "name", "")
                is_parameter = breakage.kind.name.startswith("PARAMETER")
                what = breakage.kind.value.lower()
                found.append((breakage.obj.path, parameter if is_parameter else "", what))
        for path, parameter, what in found:
            subject = _subject(_public_path(path, called), parameter)
            yield Finding("surface", Level.MAJOR, subject, f"`{subject}`: {what}")


def differs(old: Path, new: Path, name: str = "") -> bool:
    """Whether a package, by default any, has lost, won or changed a file, wherever it stands."""
    here, there = ([tree / part / name for part in ("generated", "src")] for tree in (old, new))
    return any(drift(*pair) for pair in zip(here, there, strict=True))


class _Finder(griffe.ModuleFinder):
    """Finds modules, but not those of the pydantic edition: they are large and not compared."""

    def submodules(self, module: griffe.Module) -> list[tuple[tuple[str, ...], Path]]:
        return [each for each in super().submodules(module) if each[0][0] != "pydantic"]


def _load(tree: Path, packages: tuple[str, ...], known: dict[str, Any]) -> dict[str, Any]:
    """Read packages of a tree, those that it has and that are not known from the other tree."""
    paths = [tree / part for part in ("generated", "src")]
    loader = griffe.GriffeLoader(allow_inspection=False)
    loader.finder = _Finder(paths)
    loader.modules_collection.members.update(known)
    for name in packages:
        if name not in known and any((path / name).is_dir() for path in paths):
            loader.load(name, try_relative_path=False)
    loader.resolve_aliases(implicit=False, external=False)
    return loader.modules_collection.members


def _offered(package: Any) -> griffe.Module:
    """Return a module of what code may name in a package, each where it is written."""
    offered = griffe.Module(package.name)
    for name, member in package.members.items():
        if member.is_alias and name != _MECHANISM:
            with suppress(griffe.AliasResolutionError):  # what it stood for is gone, so it is
                offered.members[name] = member.final_target
        elif name in _MODULES:
            offered.members[name] = member
    return offered


def _changed_types(was: Any, is_: Any) -> Iterator[tuple[str, str, str]]:
    """Yield path, parameter and change of each type that code written for `was` may not expect."""
    for name, old in was.members.items():
        new = is_.members.get(name)
        if new is None or old.is_alias or new.is_alias or old.kind is not new.kind:
            continue
        if not old.is_public:
            continue
        if old.is_function:
            # What takes more, or returns less, breaks nobody.
            kept = [parameter for parameter in old.parameters if parameter.name in new.parameters]
            types = [(p.name, p.annotation, new.parameters[p.name].annotation, le) for p in kept]
            types.append(("", old.returns, new.returns, ge))
        elif old.is_attribute:
            types = [("", old.annotation, new.annotation, eq)]
        else:
            yield from _changed_types(old, new)
            continue
        for parameter, before, after, fits in types:
            if not fits(_members(before), _members(after)):
                yield old.path, parameter, f"its type was `{before}` and is `{after}`"


def _members(annotation: Any) -> set[str]:
    """Return the members of a union."""
    return set(str(annotation).split(" | "))


def _public_path(path: str, called: dict[str, str]) -> str:
    """Return `path` as consumers write it."""
    for target, name in called.items():
        if path == target or path.startswith(f"{target}."):
            return name + path.removeprefix(target)
    return path


def _subject(path: str, parameter: str) -> str:
    path = _METHOD.sub(r"client.\1\2", _MODULE_OF_MODELS.sub("", path))
    return f"{path}({parameter}=...)" if parameter else path
