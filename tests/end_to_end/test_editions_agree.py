"""Two readings of one specification, made by two generators, are held against each other."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import Any

import pytest

from acme_ticketing import models
from acme_ticketing import pydantic as acme_pydantic

from .examples import examples

MODELED = [example for example in examples() if example.model]


def through_attrs(name: str, payload: Any) -> Any:
    """Read and write a payload with the client's own codec, by way of real JSON."""
    model = getattr(models, name)
    content: bytes = model.from_json(json.dumps(payload).encode()).to_json()
    return json.loads(content)


def through_pydantic(name: str, payload: Any) -> Any:
    """Read and write a payload with the pydantic edition."""
    model = getattr(acme_pydantic, name).model_validate_json(json.dumps(payload))
    return json.loads(model.model_dump_json(by_alias=True, exclude_unset=True))


@pytest.mark.parametrize("name", sorted({example.model or "" for example in MODELED}))
def test_both_editions_give_the_examples_back(name: str) -> None:
    """Decode, encode: equal JSON, from both, unknown fields included."""
    for example in MODELED:
        for payload in example.payloads if example.model == name else ():
            before = deepcopy(payload)

            assert through_attrs(name, payload) == before
            assert through_pydantic(name, payload) == before, example.id


def test_some_examples_hold_fields_that_the_specification_does_not_know() -> None:
    """The test above would prove little if no example had an unknown field."""
    kept = [
        example.id
        for example in MODELED
        for payload in example.payloads
        if "unknown_fields=[" in repr(getattr(models, example.model or "").from_dict(payload))
    ]

    assert len(set(kept)) >= 3


def test_every_model_has_an_example_or_is_part_of_one() -> None:
    """Both editions offer the same models."""
    attrs_models = {name for name in models.__all__ if isinstance(getattr(models, name), type)}
    pydantic_models = set(vars(acme_pydantic))

    assert attrs_models - pydantic_models == set()


def test_a_json_schema_has_the_descriptions_of_the_specification() -> None:
    """The classes do not repeat them; whoever publishes a schema gets them all the same."""
    schema = acme_pydantic.Address.model_json_schema()
    assert schema["properties"]["zipCode"]["description"] == "Postal code."
