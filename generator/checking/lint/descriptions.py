"""Rules on what is written for people, and on where it comes from."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.reading.load import walk
from generator.reading.specification import Operation, Specification

from .rule import Finding, operation_rule, rule

# The letters of the endpoint index; met in production; in another client only, not seen to work.
SUPPORT = ("A", "B", "C", "D", "observed", "peer")
_TEXT_KEYS = frozenset({"summary", "description", "x-acme-note"})
_DATA_KEYS = frozenset({"example", "examples", "default", "enum", "const"})
_WORD = re.compile(r"[a-z0-9]+(?:'[a-z]+)?")
_COPIED_WORDS = 8


@operation_rule()
def source(operation: Operation) -> Iterator[Finding]:
    """Require the file that an operation's facts come from and how well they are supported."""
    node = operation.node["x-acme-source"]
    for file in (node["file"], *([node["also"]] if "also" in node else [])):
        name = file.text
        known = (
            operation.specification.facts is None
            or (operation.specification.facts / name).is_file()
        )
        if name.endswith(".md") and "/" not in name and known:
            continue
        message = f"{operation} names no file of facts"
        yield file, message, "Write `x-acme-source: {file: events-b2b.md, support: A}`."
    if node["support"].text not in SUPPORT:
        message = f"{operation} does not say how well its facts are supported"
        yield node["support"], message, f"Write one of: {', '.join(SUPPORT)}."


@operation_rule()
def operation_summary(operation: Operation) -> Iterator[Finding]:
    """Require a summary of every operation: one line, without a full stop at its end."""
    summary = operation.node["summary"]
    text = summary.text.strip()
    if not text:
        yield summary, f"{operation} has no summary", "Say in one imperative line what a call does."
    elif "\n" in text or text.endswith("."):
        message = f"the summary of {operation} is more than one plain line"
        remedy = "Write one line without a full stop; the rest belongs into the description."
        yield summary, message, remedy


@operation_rule(
    "Say what a caller should know: units, limits, what an empty answer means.",
)
def operation_description(operation: Operation) -> Iterator[Finding]:
    """Require a description of every operation."""
    if not operation.node["description"].text.strip():
        yield operation.node["description"], f"{operation} has no description"


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
