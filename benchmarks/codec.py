"""Decoding and encoding a page of events, side by side with what others make of the document."""

from __future__ import annotations

import gc
import json
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import orjson

from acme_ticketing.models import EventList
from acme_ticketing.pydantic import EventList as PydanticList

from . import editions
from .measure import processor_seconds
from .payload import EVENTS, page, surprising_page, whole_page
from .row import Result, Row

_MICRO = 1e6


def codec(folder: Path) -> Result:
    """Measure bytes to models and back.

    Args:
        folder: where the other editions were generated.

    """
    stock = editions.load(folder, f"{editions.STOCK}.models.event_list").EventList
    structs = msgspec.json.Decoder(editions.load(folder, editions.STRUCTS).EventList)
    decoded = {
        name: _decode(content, stock, structs)
        for name, content in {
            "decode, unknown fields": page(unknown=True),
            "decode, as specified": page(unknown=False),
            "decode, every field": whole_page(),
        }.items()
    }
    encoded = {
        name: _encode(content, stock, structs)
        for name, content in {
            "encode, unknown fields": page(unknown=True),
            "encode, every field": whole_page(),
        }.items()
    }
    surprising = surprising_page()
    surprises = _micro(
        {
            "unknown fields": lambda: EventList.from_json(_UNKNOWN),
            "two surprises an event": lambda: EventList.from_json(surprising),
        }
    )
    memory = {
        "pydantic, extras kept": _bytes(lambda: PydanticList.model_validate_json(_UNKNOWN)),
        "acme_ticketing": _bytes(lambda: EventList.from_json(_UNKNOWN)),
    }
    rows = [
        *_decode_rows(decoded["decode, unknown fields"], "unknown fields", 3.3, 1.45, 4.0),
        Row(
            "decode", "a page as specified, against orjson.loads",
            _ratio(decoded["decode, as specified"], "acme_ticketing", "orjson.loads"),
        ),
        *_decode_rows(decoded["decode, every field"], "every field", None, 1.3, None),
        Row(
            "decode", "a page of events with two surprises each, against one without",
            _ratio(surprises, "two surprises an event", "unknown fields"), 2.5,
        ),
        *_encode_rows(encoded["encode, unknown fields"], "unknown fields", judged=True),
        *_encode_rows(encoded["encode, every field"], "every field", judged=False),
        Row(
            "memory", "a decoded event, against pydantic",
            _ratio(memory, "acme_ticketing", "pydantic, extras kept"), 0.6,
        ),
    ]  # fmt: skip
    return Result(
        "codec",
        "µs a page",
        {**decoded, **encoded, "decode, surprises": surprises, "memory, bytes an event": memory},
        rows,
    )


_UNKNOWN = page(unknown=True)


def _decode(content: bytes, stock: Any, structs: Any) -> dict[str, float]:
    return _micro(
        {
            "msgspec.Struct, unknown dropped": lambda: structs.decode(content),
            "orjson.loads": lambda: orjson.loads(content),
            "json.loads": lambda: json.loads(content),
            "acme_ticketing": lambda: EventList.from_json(content),
            "pydantic, extras kept": lambda: PydanticList.model_validate_json(content),
            "stock": lambda: stock.from_dict(json.loads(content)),
        }
    )


def _encode(content: bytes, stock: Any, structs: Any) -> dict[str, float]:
    ours = EventList.from_json(content)
    pydantic = PydanticList.model_validate_json(content)
    of_stock = stock.from_dict(json.loads(content))
    struct = structs.decode(content)
    encoder = msgspec.json.Encoder()
    return _micro(
        {
            "msgspec.Struct, unknown dropped": lambda: encoder.encode(struct),
            "acme_ticketing": ours.to_json,
            "pydantic, extras kept": lambda: pydantic.model_dump_json(
                by_alias=True, exclude_unset=True
            ),
            "stock": lambda: json.dumps(of_stock.to_dict()).encode(),
        }
    )


def _decode_rows(
    micro: dict[str, float],
    payload: str,
    orjson_goal: float | None,
    pydantic_goal: float | None,
    stock_goal: float | None,
) -> list[Row]:
    return [
        Row(
            "decode", f"a page with {payload}, against orjson.loads",
            _ratio(micro, "acme_ticketing", "orjson.loads"), orjson_goal,
        ),
        Row(
            "decode", f"a page with {payload}, faster than pydantic",
            _ratio(micro, "pydantic, extras kept", "acme_ticketing"), pydantic_goal, "more",
        ),
        Row(
            "decode", f"a page with {payload}, faster than stock",
            _ratio(micro, "stock", "acme_ticketing"), stock_goal, "more",
        ),
    ]  # fmt: skip


def _encode_rows(micro: dict[str, float], payload: str, *, judged: bool) -> list[Row]:
    return [
        Row(
            "encode", f"a page with {payload}, faster than pydantic",
            _ratio(micro, "pydantic, extras kept", "acme_ticketing"), 1.0 if judged else None, "more",
        ),
        Row(
            "encode", f"a page with {payload}, faster than stock",
            _ratio(micro, "stock", "acme_ticketing"), 3.0 if judged else None, "more",
        ),
    ]  # fmt: skip


def _ratio(figures: dict[str, float], above: str, below: str) -> float:
    return figures[above] / figures[below]


def _micro(cases: dict[str, Callable[[], object]]) -> dict[str, float]:
    seconds = processor_seconds(cases, rounds=40, calls=5)
    return {name: each * _MICRO for name, each in seconds.items()}


def _bytes(decode: Callable[[], object]) -> float:
    """Return what a decoded event holds, in bytes, once what was parsed is gone."""
    decode()
    gc.collect()
    tracemalloc.start()
    try:
        before = tracemalloc.get_traced_memory()[0]
        kept = decode()
        gc.collect()
        held = tracemalloc.get_traced_memory()[0] - before
        del kept
    finally:
        tracemalloc.stop()
    return held / EVENTS
