"""Drives openapi-python-client's parser in process.

The parser is pinned exactly. Five of its names are replaced while it runs (see `_adapted`); a
test holds the pin and the replaced names together. Whatever the parser reports, even as a
warning, fails the run: a dropped operation or schema must never pass silently.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from pathlib import Path
from typing import Any, ClassVar
from unittest.mock import patch

import openapi_python_client as opc
from attrs import astuple, define
from openapi_python_client import strings
from openapi_python_client.config import ConfigFile, MetaType
from openapi_python_client.parser import GeneratorData, openapi, properties
from openapi_python_client.parser.errors import GeneratorError
from openapi_python_client.parser.properties import StringProperty
from openapi_python_client.parser.properties.protocol import PropertyProtocol
from openapi_python_client.schema import ParameterLocation

from acme_ticketing_core.operations.names import snake_case

from ..naming import names
from ..reading.join import JoinedDocument
from ..reading.problem import Location, Problem, SpecificationError
from ..reading.specification import Specification
from . import dialect

PINNED_VERSION = "0.29.1"
# How the parser shows a name that it does not trust.
_HIDDEN = re.compile(r"<\S*UntrustedString object at \w+>")


@define
class DecimalProperty(StringProperty):
    """Text that is money: a `Decimal` in Python."""

    # Of alternatives with one type the parser keeps the first only.
    _type_string: ClassVar[str] = "Decimal"


@define
class DecimalNumberProperty(StringProperty):
    """A number that is money: a `Decimal` in Python."""

    _type_string: ClassVar[str] = "DecimalNumber"


_DECIMALS = {"decimal": DecimalProperty, dialect.DECIMAL_NUMBER: DecimalNumberProperty}


def parse(document: JoinedDocument) -> GeneratorData:
    """Return openapi-python-client's reading of `document`, complete or not at all."""
    config = opc.Config.from_sources(
        config_file=ConfigFile(
            literal_enums=True,
            content_type_overrides=dict.fromkeys(
                dialect.octet_media_types(Specification(document)), "application/octet-stream"
            ),
        ),
        meta_type=MetaType.NONE,
        document_source=Path("spec"),
        file_encoding="utf-8",
        overwrite=True,
        output_path=None,
    )
    with _adapted():
        data = GeneratorData.from_dict(dialect.for_parser(document), config=config)
    if isinstance(data, GeneratorError):
        raise SpecificationError(_problem(document, data))
    tags = data.endpoint_collections_by_tag.values()
    if reported := [*data.errors, *(error for tag in tags for error in tag.parse_errors)]:
        raise SpecificationError(*(_problem(document, error) for error in reported))
    return data


def _problem(document: JoinedDocument, error: GeneratorError) -> Problem:
    text = _HIDDEN.sub("…", " ".join(f"{error.header or ''} {error.detail or ''}".split()))
    return Problem(
        _mentioned_place(document, text),
        "parser",
        f"openapi-python-client cannot read the document: {text}",
        "Say it in a form that the parser supports; nothing is generated in part.",
    )


def _mentioned_place(document: JoinedDocument, text: str) -> Location:
    """Return the place of the longest path or schema name that `text` mentions."""
    mentioned = [
        (len(str(pointer[-1])), pointer)
        for pointer in document.locations
        if pointer[:-1] in {("paths",), ("components", "schemas")} and str(pointer[-1]) in text
    ]
    return document.locate(*max(mentioned, default=(0, ()))[1])


@contextmanager
def _adapted() -> Iterator[None]:
    """Put our names and our decimal type into the parser for as long as it runs."""
    original = properties._string_based_property  # noqa: SLF001  the parser's only seam for formats

    def string_based_property(
        name: Any,
        required: bool,  # noqa: FBT001  its signature
        data: Any,
        config: opc.Config,
    ) -> Any:
        built = original(name, required, data, config)
        decimal = _DECIMALS.get(data.schema_format)
        if decimal is None or not isinstance(built, StringProperty):
            return built
        return decimal(*astuple(built, recurse=False))

    with (
        patch.object(properties, "_string_based_property", string_based_property),
        patch.object(PropertyProtocol, "_allowed_locations", set(ParameterLocation)),
        patch.object(strings, "snake_case", lambda value: snake_case(text_of(value))),
        patch.object(strings, "pascal_case", lambda value: names.class_name(text_of(value))),
        # It copies each endpoint three times with all the models it reaches, and drops the original.
        patch.object(openapi, "deepcopy", copy),
    ):
        yield


def text_of(value: Any) -> str:
    """Return a text that the parser may have wrapped as one that it does not trust."""
    return str(value.get_untrusted_value()) if hasattr(value, "get_untrusted_value") else str(value)
