"""Edits made in the files of `spec/`, whose comments, order and quotes stay."""

from __future__ import annotations

import copy
import os
import re
from collections.abc import Callable, Iterable
from functools import partial, reduce
from operator import getitem
from pathlib import Path
from typing import Any

from ruamel.yaml.comments import CommentedMap, CommentedSeq

from ..yaml_text import read, written
from .decide import Edit
from .places import Place

_COMPONENT = "#/components/schemas/"
_FIRST = ("$ref", "type", "anyOf")

FileOf = Callable[[str], Path]  # gives the file of a schema, by its name


def edited(folder: Path, edits: Iterable[Edit], file_of: FileOf) -> dict[Path, str]:
    """Return the new text of each file below the specification's folder that edits touch."""
    once: dict[tuple[Place, str], Edit] = {}  # several operations may ask for one edit
    for edit in edits:
        once.setdefault((edit.place, str(edit.value)), edit)
    touched = sorted({each.place.file for each in once.values()})
    texts = {file: (folder / file).read_text(encoding="utf-8") for file in touched}
    files = {file: read(text) for file, text in texts.items()}
    # What stands inside something else is written first: places are those of the old text.
    for edit in sorted(once.values(), key=lambda each: -len(each.place.pointer)):
        _write(files[edit.place.file], edit, file_of)
    return {file: _spaced(texts[file], written(data)) for file, data in files.items()}


def _spaced(before: str, after: str) -> str:
    """Keep the empty line between the schemas of a file, where what was added has moved it."""
    if re.search(r"\n\n +\S", before):
        return after
    after = re.sub(r"\n+(?= )", "\n", after)
    return re.sub(r"\n+(?=[A-Za-z0-9_]+:$)", "\n\n", after, flags=re.MULTILINE)


def _write(data: Any, edit: Edit, file_of: FileOf) -> None:
    write = partial(_node, file=edit.place.file, file_of=file_of)
    *steps, last = edit.place.pointer
    holder = data
    for step in steps:
        if step == "properties":
            holder.setdefault(step, CommentedMap())
        holder = holder[step]
    if isinstance(edit.value, Place):
        like = holder[edit.value.pointer[-1]]
        holder.insert(list(holder).index(edit.value.pointer[-1]) + 1, last, copy.deepcopy(like))
    elif last == "+":
        holder.append(edit.value)
    elif last == "-":
        holder.remove(edit.value)
        if not holder:
            *outer, name = steps
            del reduce(getitem, outer, data)[name]
    elif isinstance(holder, CommentedSeq) or last in holder:
        _change(holder[last], edit.value, write)
        if edit.comment:
            holder.yaml_set_comment_before_after_key(
                last, before=edit.comment, indent=2 * len(steps)
            )
    else:
        holder[last] = write(edit.value)


def _change(node: Any, value: dict[str, Any], write: Callable[[Any], Any]) -> None:
    """Make a mapping say something else; what stays keeps its place and comments."""
    moved = {key: node.pop(key) for key in [*node] if key not in value}
    for key, each in value.items():
        if key == "anyOf":
            if key not in node:  # what it said becomes the first of several
                first = CommentedMap((name, moved[name]) for name in each[0])
                node.insert(0, key, CommentedSeq([first]))
            node[key].extend(map(write, each[len(node[key]) :]))
        elif key not in node or key in ("type", "x-acme-source"):
            if key in node or key not in _FIRST:
                node[key] = write(each)
            else:
                node.insert(0, key, write(each))


def _node(value: Any, file: Path, file_of: FileOf) -> Any:
    """Return a value as ruamel writes it: references lead from file to file."""
    if isinstance(value, dict):
        written = CommentedMap((key, _node(each, file, file_of)) for key, each in value.items())
        if set(value) == {"file", "support", "day", "answers"}:
            written.fa.set_flow_style()
        reference = value.get("$ref")
        if isinstance(reference, str) and reference.startswith(_COMPONENT):
            name = reference.removeprefix(_COMPONENT)
            target = file_of(name)
            way = "" if target == file else Path(os.path.relpath(target, file.parent)).as_posix()
            written["$ref"] = f"{way}#/{name}"
        return written
    if isinstance(value, list):
        items = CommentedSeq(_node(each, file, file_of) for each in value)
        if all(isinstance(each, str) for each in value):
            items.fa.set_flow_style()
        return items
    return value
