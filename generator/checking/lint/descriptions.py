"""Rules on what is written for people."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from generator.reading.load import Pointer
from generator.reading.node import Node
from generator.reading.specification import Specification

from .rule import Finding, rule

_TEXT_KEYS = frozenset({"summary", "description", "x-acme-note"})
_DATA_KEYS = frozenset({"example", "examples", "default", "enum", "const"})
_WORD = re.compile(r"[a-z0-9]+(?:'[a-z]+)?")
_COPIED_WORDS = 8


@rule("operation-summary")
def operation_summary(specification: Specification) -> Iterator[Finding]:
    """Require a summary of every operation: one line, without a full stop at its end."""
    for operation in specification.operations:
        summary = operation.node["summary"]
        text = summary.text.strip()
        if not text:
            yield Finding(
                summary,
                f"{operation} has no summary",
                "Say in one imperative line what a call does.",
            )
        elif "\n" in text or text.endswith("."):
            yield Finding(
                summary,
                f"the summary of {operation} is more than one plain line",
                "Write one line without a full stop; the rest belongs into the description.",
            )


@rule("operation-description")
def operation_description(specification: Specification) -> Iterator[Finding]:
    """Require a description of every operation."""
    for operation in specification.operations:
        if not operation.node["description"].text.strip():
            yield Finding(
                operation.node["description"],
                f"{operation} has no description",
                "Say what a caller should know: units, limits, what an empty answer means.",
            )


@rule("copied-text")
def copied_text(specification: Specification) -> Iterator[Finding]:
    """Refuse eight or more consecutive words of the facts: descriptions are ours."""
    known = _phrases_of_facts(specification)
    if not known:
        return
    for node in _texts(specification.root):
        words = _WORD.findall(node.text.lower())
        copied = next((phrase for phrase in _phrases(words) if phrase in known), None)
        if copied is not None:
            yield Finding(
                node,
                f"the text repeats {known[copied]}: “{' '.join(copied)}”",
                "Say it in words of our own.",
            )


def _phrases(words: list[str]) -> Iterator[tuple[str, ...]]:
    for start in range(len(words) - _COPIED_WORDS + 1):
        yield tuple(words[start : start + _COPIED_WORDS])


def _phrases_of_facts(specification: Specification) -> dict[tuple[str, ...], str]:
    phrases: dict[tuple[str, ...], str] = {}
    for file in sorted(specification.facts.glob("*.md")) if specification.facts else ():
        for line in file.read_text(encoding="utf-8", errors="replace").lower().splitlines():
            for phrase in _phrases(_WORD.findall(line)):
                phrases.setdefault(phrase, file.name)
    return phrases


def _texts(root: Node) -> Iterator[Node]:
    for pointer in _text_pointers(root.value, ()):
        yield root.at(pointer)


def _text_pointers(value: Any, pointer: Pointer) -> Iterator[Pointer]:
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield from _text_pointers(item, (*pointer, index))
    elif isinstance(value, dict):
        for key, child in value.items():
            if isinstance(child, str):
                if key in _TEXT_KEYS:
                    yield (*pointer, key)
            elif key not in _DATA_KEYS:
                yield from _text_pointers(child, (*pointer, key))
