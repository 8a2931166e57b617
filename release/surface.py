"""The second lens: names and signatures, read by griffe without importing anything."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import griffe

from generator.comparing.compare import Level
from generator.rendering.drift import drift

from .finding import Finding

# What consumers may name; everything else of the core may move between two releases.
_PUBLIC = (
    "acme_ticketing",
    "acme_ticketing_core.runtime.clock",
    "acme_ticketing_core.auth.credentials",
    "acme_ticketing_core.settings.environments",
    "acme_ticketing_core.errors",
    "acme_ticketing_core.operations.options",
    "acme_ticketing_core.pagination.pages",
    "acme_ticketing_core.runtime.unset",
    "acme_ticketing_sandbox.seed",
)
# Types of attributes and results are judged by the third lens, which knows their direction.
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
    packages = {name.partition(".")[0] for name in _PUBLIC}
    changed = {name for name in packages if _differs(name, old, new)}
    loaded = [{name: _load(name, tree) for name in changed} for tree in (old, new)]
    for name in _PUBLIC:
        if name.partition(".")[0] not in changed:
            continue
        before, after = (_at(packages, name) for packages in loaded)
        if before is None:
            continue
        if after is None:
            yield Finding("surface", Level.MAJOR, name, f"the module `{name}` is gone")
            continue
        for breakage in griffe.find_breaking_changes(before, after):
            path = breakage.obj.path
            if breakage.kind in _TOLD and not _is_private(path):
                subject = _subject(breakage)
                what = breakage.kind.value.lower()
                yield Finding("surface", Level.MAJOR, subject, f"`{subject}`: {what}")


def _differs(name: str, old: Path, new: Path) -> bool:
    """Whether a package has lost, won or changed a file, wherever it stands."""
    here, there = ([tree / part / name for part in ("generated", "src")] for tree in (old, new))
    return any(drift(*pair) for pair in zip(here, there, strict=True))


def _load(name: str, tree: Path) -> Any:
    paths = [str(tree / part) for part in ("generated", "src")]
    loader = griffe.GriffeLoader(search_paths=paths, allow_inspection=False)
    try:
        return loader.load(name, try_relative_path=False)
    except ModuleNotFoundError:
        return None


def _at(packages: dict[str, Any], name: str) -> Any:
    package, _, rest = name.partition(".")
    module = packages[package]
    return module if module is None or not rest else module.members.get(rest)


def _is_private(path: str) -> bool:
    return any(part.startswith("_") and not part.startswith("__") for part in path.split("."))


def _subject(breakage: griffe.Breakage) -> str:
    path = breakage.obj.path
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
