"""Rules on what is written for people, and on where it comes from."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.reading.load import walk
from generator.reading.specification import Operation, Specification

from .rule import Finding, operation_rule, rule

_TEXT_KEYS = frozenset({"summary", "description", "x-acme-note"})
_DATA_KEYS = frozenset({"example", "examples", "default", "enum", "const"})
_WORD = re.compile(r"[a-z0-9]+(?:'[a-z]+)?")
_COPIED_WORDS = 8


@operation_rule("Name a file in the folder of facts.")
def source(operation: Operation) -> Iterator[Finding]:
    """Require the files that an operation's facts come from to be there."""
    facts, node = operation.specification.facts, operation.node["x-acme-source"]
    for file in (node["file"], node["also"]):
        if facts and file.text and not (facts / file.text).is_file():
            yield file, f"{operation} names no file of facts"


@rule("Say it in words of our own.")
def copied_text(specification: Specification) -> Iterator[Finding]:
    """Refuse eight or more consecutive words of the facts: descriptions are ours."""
    known = _phrases_of_facts(specification)
    if not known:
        return
    for pointer, text in walk(specification.root.value):
        if not _TEXT_KEYS.intersection(pointer[-1:]) or _DATA_KEYS.intersection(pointer):
            continue
        words = _WORD.findall(text.lower()) if isinstance(text, str) else []
        copied = next((phrase for phrase in _phrases(words) if phrase in known), None)
        if copied is not None:
            place = specification.root.at(pointer)
            yield place, f"the text repeats {known[copied]}: “{' '.join(copied)}”"


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
