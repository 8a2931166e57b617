"""The second check: names and signatures, read by griffe without importing anything."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import griffe

from generator.comparing.compare import Level
from generator.rendering.drift import drift

from .finding import Finding

# What consumers may name is what these hand on, and the modules below; the rest may move.
_PUBLIC = ("acme_ticketing", "acme_ticketing_sandbox")
_MODULES = frozenset({"errors", "models", "opentelemetry", "resources", "spec"})
_PACKAGES = ("acme_ticketing_core", *_PUBLIC)
_MECHANISM = "lazy_exports"
# Types of attributes and results are judged by the third check, which knows their direction.
_TOLD = frozenset(
    {
        griffe.BreakageKind.PARAMETER_MOVED,
        griffe.BreakageKind.PARAMETER_REMOVED,
        griffe.BreakageKind.PARAMETER_CHANGED_KIND,
        griffe.BreakageKind.PARAMETER_CHANGED_REQUIRED,
        griffe.BreakageKind.PARAMETER_ADDED_REQUIRED,
        griffe.BreakageKind.OBJECT_REMOVED,
        griffe.BreakageKind.OBJECT_CHANGED_KIND,
        griffe.BreakageKind.CLASS_REMOVED_BASE,
    }
)
_RESOURCES = "acme_ticketing.resources."
_MODELS = "acme_ticketing.models."


def surface(old: Path, new: Path) -> Iterator[Finding]:
    """Yield what code that names things of the tree `old` no longer finds in the tree `new`."""
    if not any(_differs(name, old, new) for name in _PACKAGES):
        return
    before, after = _load(old), _load(new)
    for name in _PUBLIC:
        if name not in before:
            continue
        if name not in after:
            yield Finding("surface", Level.MAJOR, name, f"the package `{name}` is gone")
            continue
        was, is_ = _offered(before[name]), _offered(after[name])
        called = {target.path: f"{name}.{short}" for short, target in was.members.items()}
        for breakage in griffe.find_breaking_changes(was, is_):
            path = _public_path(breakage.obj.path, called)
            if breakage.kind in _TOLD and not _is_private(path):
                subject = _subject(breakage, path)
                what = breakage.kind.value.lower()
                yield Finding("surface", Level.MAJOR, subject, f"`{subject}`: {what}")


def _differs(name: str, old: Path, new: Path) -> bool:
    """Whether a package has lost, won or changed a file, wherever it stands."""
    here, there = ([tree / part / name for part in ("generated", "src")] for tree in (old, new))
    return any(drift(*pair) for pair in zip(here, there, strict=True))


def _load(tree: Path) -> Any:
    """Read the packages of a tree, those that it has."""
    paths = [tree / part for part in ("generated", "src")]
    loader = griffe.GriffeLoader(search_paths=list(map(str, paths)), allow_inspection=False)
    for name in _PACKAGES:
        if any((path / name).is_dir() for path in paths):
            loader.load(name, try_relative_path=False)
    loader.resolve_aliases(implicit=False, external=False)
    return loader.modules_collection


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


def _public_path(path: str, called: dict[str, str]) -> str:
    """Return `path` as consumers write it."""
    for target, name in called.items():
        if path == target or path.startswith(f"{target}."):
            return name + path.removeprefix(target)
    return path


def _is_private(path: str) -> bool:
    return any(part.startswith("_") and not part.startswith("__") for part in path.split("."))


def _subject(breakage: griffe.Breakage, path: str) -> str:
    if path.startswith(_RESOURCES):
        *tree, class_name, method = path.removeprefix(_RESOURCES).split(".")
        if class_name[:1].isupper():
            path = ".".join(["client", *tree, method])
    elif path.startswith(_MODELS):
        _, *path_in_module = path.removeprefix(_MODELS).split(".")
        path = ".".join(path_in_module) or path
    parameter = getattr(breakage.old_value, "name", None) or getattr(
        breakage.new_value, "name", None
    )
    is_parameter = breakage.kind.name.startswith("PARAMETER")
    return f"{path}({parameter}=...)" if is_parameter and parameter else path
