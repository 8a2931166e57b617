"""Which modules of a package import which, read from their code and not by importing them."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

Graph = Mapping[str, frozenset[str]]


def graph(package: Path) -> Graph:
    """Return the modules of a package, each with those that it imports from the same package.

    Imports for types and imports inside functions count: a reader follows them all the same.
    """
    paths = {_name(path, package): path for path in sorted(package.rglob("*.py"))}
    return {
        name: frozenset(_imported(name, path, paths.keys())) - {name}
        for name, path in paths.items()
    }


def upward(modules: Graph, rooms: list[str]) -> list[str]:
    """Return the imports that reach a room above the importing one, of `rooms` highest first."""
    return sorted(
        f"{module} imports {target}"
        for module, targets in modules.items()
        for target in targets
        if _floor(target, rooms) < _floor(module, rooms)
    )


def circles(modules: Graph) -> list[list[str]]:
    """Return the sets of modules that reach each other through their imports."""
    reach = {module: _reached(module, modules) for module in modules}
    found = {
        frozenset(other for other in reach[module] if module in reach[other])
        for module in modules
        if module in reach[module]
    }
    return sorted(map(sorted, found))


def _reached(module: str, modules: Graph) -> set[str]:
    found: set[str] = set()
    ahead = [module]
    while ahead:
        for target in modules[ahead.pop()] - found:
            found.add(target)
            ahead.append(target)
    return found


def _floor(module: str, rooms: list[str]) -> int:
    """Give the place of a module's room; the package itself only says what it is: the lowest."""
    _, _, inside = module.partition(".")
    return rooms.index(inside.partition(".")[0]) if inside else len(rooms)


def _name(path: Path, package: Path) -> str:
    parts = path.relative_to(package.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _imported(name: str, path: Path, known: Collection[str]) -> Iterator[str]:
    inside = name if path.name == "__init__.py" else name.rpartition(".")[0]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in known)
        elif isinstance(node, ast.ImportFrom):
            source = node.module or ""
            if node.level:
                above = inside.rsplit(".", node.level - 1)[0] if node.level > 1 else inside
                source = f"{above}.{source}".rstrip(".")
            for alias in node.names:
                whole = f"{source}.{alias.name}"
                if whole in known or source in known:
                    yield whole if whole in known else source
