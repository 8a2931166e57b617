"""Values and models as Python expressions."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import attrs

from acme_ticketing import UNSET, Model

from .expressions import Expression, array, call, mapping, named, plain


def literal(value: Any, imports: set[str]) -> Expression:
    """Write a value; what has to be imported for it is added to `imports`."""
    if isinstance(value, Model):
        return _model(value, imports)
    if isinstance(value, list):
        return array([literal(each, imports) for each in value])
    if isinstance(value, dict):
        return mapping([(key, literal(each, imports)) for key, each in value.items()])
    if isinstance(value, datetime):
        imports.add("from datetime import datetime")
        return Expression(f'datetime.fromisoformat("{value.isoformat()}")')
    if isinstance(value, date):
        imports.add("from datetime import date")
        return Expression(f'date.fromisoformat("{value.isoformat()}")')
    if isinstance(value, Decimal):
        imports.add("from decimal import Decimal")
        return Expression(f'Decimal("{value}")')
    if isinstance(value, UUID):
        return plain(str(value))
    return plain(value)


def _model(value: Model, imports: set[str]) -> Expression:
    kind = type(value).__name__
    imports.add(f"from acme_ticketing.models import {kind}")
    arguments = []
    for attribute in attrs.fields(type(value)):
        found = getattr(value, attribute.name)
        if found is UNSET or (attribute.name in {"unknown_fields", "raw_fields"} and not found):
            continue
        arguments.append(named(attribute.name, literal(found, imports)))
    return call(kind, arguments)
