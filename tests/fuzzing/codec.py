"""Every model reads what nobody should send: bytes that were damaged and values of other types.

    python tests/fuzzing/codec.py [cases for each model] [seed]

What is an object is read, whatever its fields hold, and written back as it came; strict reading
raises at the place of the first surprise, or gives the same model.
"""

from __future__ import annotations

import json
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from copy import deepcopy
from random import Random
from typing import Any

from acme_ticketing import models
from acme_ticketing_core.errors import DecodeError, InvalidArgument
from acme_ticketing_core.models.json import loads
from acme_ticketing_core.models.model import Model
from acme_ticketing_core.models.objects import object_type
from tests.end_to_end.examples import examples, resolve
from tests.faults.report import put

HOSTILE: tuple[Any, ...] = (
    None, True, False, 0, 1, -1, 12, 2**31, 2**63, -(2**63), 2**64, 1e308, 0.1, -0.0,
    "", "12", "true", "null", "NaN", "1e400", "0x10", "١٢", "2024-05-29", "2024-13-41T25:61:61Z",
    "2024-05-29T10:00:00-07:00", "0000-00-00T00:00:00Z", "9999-12-31T23:59:60Z", "25.00", "25,00",
    "-", "\x00", "\ud83c\udfab", "a" * 10_000, "9" * 5_000, "$ref", "__class__",
    [], {}, [[]], [None], {"": None}, {"id": {"id": {}}}, [1, "2", {}], {"__proto__": 1},
)  # fmt: skip
TOKENS = (
    b"null", b"true", b"1e999", b"-", b"{", b"}", b"[", b"]", b'"', b":", b",", b"\\", b"\\u0000",
    b"\\ud800", b"\xff", b"\x00", b"\xef\xbb\xbf", b"NaN", b"[" * 1100, b'{"a":' * 1100, b"/**/", b"'",
)  # fmt: skip


def seeds() -> dict[str, list[Any]]:
    """Find a value of every model in the specification's examples; an empty object at least."""
    found: dict[str, list[Any]] = defaultdict(list)
    for example in examples():
        _collect(example.schema, example.value, found)
    for name in models.__all__:
        if _is_model(getattr(models, name)):
            found[name].append({})
    return {name: values[:20] for name, values in found.items() if hasattr(models, name)}


def _is_model(thing: object) -> bool:
    return isinstance(thing, type) and issubclass(thing, Model)


def _collect(schema: Any, value: Any, found: dict[str, list[Any]]) -> None:
    name = str(schema.get("$ref", "")).rsplit("/", 1)[-1]
    if isinstance(value, dict) and name and _is_model(getattr(models, name, None)):
        found[name].append(value)
    schema = resolve(schema)
    for each in (*schema.get("anyOf", ()), *schema.get("allOf", ()), *schema.get("oneOf", ())):
        _collect(each, value, found)
    if isinstance(value, dict):
        for key, inner in value.items():
            if key in schema.get("properties", {}):
                _collect(schema["properties"][key], inner, found)
    if isinstance(value, list):
        for inner in value:
            _collect(schema.get("items", {}), inner, found)


def damaged(content: bytes, lot: Random) -> bytes:
    """Change a few bytes of a document."""
    changed = bytearray(content)
    for _ in range(lot.randint(1, 4)):
        at = lot.randrange(len(changed) + 1)
        match lot.randrange(6):
            case 0:
                changed[at : at + 1] = bytes([lot.randrange(256)])
            case 1:
                del changed[at : at + lot.randint(1, 20)]
            case 2:
                changed[at:at] = lot.choice(TOKENS)
            case 3:
                changed[at : at + lot.randint(0, 8)] = lot.choice(TOKENS)
            case 4:
                changed[at:at] = changed[at : at + lot.randint(1, 40)]
            case _:
                del changed[at:]
    return bytes(changed)


def changed(value: Any, names: list[str], lot: Random) -> Any:
    """Put a hostile value somewhere into a document, rename a property or leave one out."""
    document = json.loads(json.dumps(value))
    for _ in range(lot.randint(1, 3)):
        holders = list(_holders(document))
        holder = lot.choice(holders)
        keys: list[Any] = list(holder) if isinstance(holder, dict) else list(range(len(holder)))
        if not keys or (isinstance(holder, dict) and lot.random() < 0.3):
            if isinstance(holder, dict):
                holder[lot.choice(names) if names else "x"] = deepcopy(lot.choice(HOSTILE))
            else:
                holder.append(deepcopy(lot.choice(HOSTILE)))
            continue
        key = lot.choice(keys)
        if lot.random() < 0.15:
            del holder[key]
        else:
            holder[key] = deepcopy(lot.choice(HOSTILE))
    return document


def _holders(value: Any) -> Iterator[Any]:
    if isinstance(value, (dict, list)):
        yield value
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _holders(inner)


def _is_utf_8(content: bytes) -> bool:
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return True


def check(kind: type[Model], content: bytes) -> tuple[str, list[str]]:
    """Read a document; return what came of it and everything that is wrong with that.

    What is JSON and an object is a model that gives back what came, and strict reading either
    gives an equal model or names the place of the first surprise.
    """
    try:
        model = kind.from_json(content)
    except DecodeError as error:
        return "refused", [] if error.path == "$" else ["refused for a field"]
    except Exception as error:  # noqa: BLE001 - that is what is looked for
        return "broken", [f"{type(error).__name__}: {error}"]
    try:
        repr(model)
        data = loads(content)
        wrong = [] if model.to_dict() == data else ["what was read is not written back"]
        wrong += [] if kind.from_json(model.to_json()) == model else ["it reads as something else"]
    except InvalidArgument as error:
        # Bytes of a charset that nobody named can be kept, and not written.
        known = _is_utf_8(content) or "a charset that its answer did not name" not in str(error)
        return "read, not writable", [f"what was read cannot be written: {error}"] if known else []
    except Exception as error:  # noqa: BLE001 - as above
        return "broken", [f"what was read cannot be written: {type(error).__name__}: {error}"]
    try:
        wrong += [] if kind.from_dict(data, strict=True) == model else ["strict reads another"]
    except DecodeError as error:
        return "read tolerantly", wrong if error.path != "$" else [*wrong, "no path"]
    return "read strictly", wrong


def main(cases: int = 800, seed: int = 6, *, publish: bool = False) -> int:
    """Fuzz every model, tell docs/reliability.md if asked to; return how many documents went wrong."""
    results, wrong = Counter[str](), list[str]()
    started = time.monotonic()
    by_model = seeds()
    for name, values in sorted(by_model.items()):
        kind = getattr(models, name)
        lot = Random(f"{seed}/{name}")
        names = list(object_type(kind).by_wire)
        for case in range(cases):
            value = lot.choice(values)
            if case % 2:
                content = damaged(json.dumps(value).encode(), lot)
            else:
                content = json.dumps(changed(value, names, lot)).encode()
            result, problems = check(kind, content)
            results[result] += 1
            if problems and len(wrong) < 1000:
                wrong.append(f"{name} case {case}: {problems[:2]} in {content[:120]!r}")
    told = (
        f"Seed {seed}: {sum(results.values())} documents for {len(by_model)} models; "
        f"{results['refused']} no JSON object, {results['read tolerantly']} read although strict "
        f"reading refuses a field, {results['read strictly']} read as they are, "
        f"{results['read, not writable']} read with a text of an unknown charset, "
        f"**{len(wrong)}** wrong."
    )
    if publish:
        put("codec", told)
    print(f"{told} ({time.monotonic() - started:.0f} s)", *wrong[:40], sep="\n")
    return min(len(wrong), 100)


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:]), publish=True))
