"""Rules on where the facts come from."""

from __future__ import annotations

from collections.abc import Iterator

from generator.reading.specification import Specification

from .rule import Finding, rule

SUPPORT = ("A", "B", "C", "D", "observed", "peer")
"""The letters of the endpoint index; met in production; in another client only, not seen to work."""


@rule("source")
def source(specification: Specification) -> Iterator[Finding]:
    """Require the file that an operation's facts come from and how well they are supported."""
    for operation in specification.operations:
        node = operation.node["x-acme-source"]
        for file in (node["file"], *([node["also"]] if "also" in node else [])):
            name = file.text
            known = specification.facts is None or (specification.facts / name).is_file()
            if name.endswith(".md") and "/" not in name and known:
                continue
            yield Finding(
                file,
                f"{operation} names no file of facts",
                "Write `x-acme-source: {file: events-b2b.md, support: A}`.",
            )
        if node["support"].text not in SUPPORT:
            yield Finding(
                node["support"],
                f"{operation} does not say how well its facts are supported",
                f"Write one of: {', '.join(SUPPORT)}.",
            )
