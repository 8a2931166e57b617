"""The schema of the document: put together of standards, and as fast as one."""

from __future__ import annotations

import pytest
from jsonschema import Draft202012Validator

from generator.checking.document_schema import meta_schema

_SCHEMAS = [
    True,
    {"type": "object", "properties": {"a": {"$ref": "#/components/schemas/A"}}},
    {"anyOf": [{"type": ["string", "null"]}], "items": False, "x-acme-closed": True},
    5,
    [],
    {"type": "text"},
    {"properties": []},
    {"properties": {"a": 5}},
    {"items": {"not": {"required": [1]}}},
    {"allOf": []},
    {"enum": {}},
    {"$ref": 5},
    {"$defs": {"a": {"minimum": "1"}}},
    {"dependentRequired": {"a": "b"}},
    {"prefixItems": [{"maxItems": -1}]},
]


@pytest.mark.parametrize("schema", _SCHEMAS, ids=str)
def test_the_merged_meta_schema_judges_as_the_standard_one(schema: object):
    """Read as one schema, the meta-schema accepts and refuses what it does in seven parts."""
    merged = Draft202012Validator(meta_schema()).is_valid(schema)
    assert merged == Draft202012Validator(Draft202012Validator.META_SCHEMA).is_valid(schema)
