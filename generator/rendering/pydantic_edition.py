"""Renders `acme_ticketing.pydantic`: datamodel-code-generator's reading of the same document.

It is the edition for teams on pydantic, and an independent second reading of the spec: tests hold
it against the attrs codec.
"""

from __future__ import annotations

import json
import warnings
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any

from datamodel_code_generator import Error, InputFileType, LiteralType, generate
from datamodel_code_generator.enums import AliasGenerator
from datamodel_code_generator.format import PythonVersion
from pydantic import BaseModel

from ..naming.names import UnusableNameError, attribute_name
from ..naming.text import visible
from ..reading.join import JoinedDocument
from ..reading.node import Node
from ..reading.problem import refuse
from ..reading.specification import Specification
from .render import GENERATED_NOTE, Files, refuse_name

# What datamodel-code-generator is told of a schema. It knows more keywords than JSON Schema has,
# among them some that name Python code to import.
_KEYWORDS = frozenset(
    {
        "$ref", "additionalProperties", "allOf", "anyOf", "const", "contentEncoding",
        "contentMediaType", "default", "deprecated", "description", "discriminator", "enum", "example", "examples", "exclusiveMaximum",
        "exclusiveMinimum", "format", "items", "maxItems", "maxLength", "maxProperties",
        "maximum", "minItems", "minLength", "minProperties", "minimum", "multipleOf", "oneOf",
        "pattern", "patternProperties", "prefixItems", "properties", "required", "type",
        "uniqueItems",
    }
)  # fmt: skip
_OF_PYDANTIC = frozenset(dir(BaseModel))

_DESCRIPTIONS = frozenset({"description", "example", "examples"})

_INIT = f'''"""Models of the ACME API for pydantic v2: `from acme_ticketing.pydantic import Event`.

Needs the extra `pydantic`. Unknown fields are kept and written back; write JSON with
`model.model_dump_json(by_alias=True, exclude_unset=True)`.

{GENERATED_NOTE}
"""

from .models import *
'''

_BASE = f'''"""What the models of the pydantic edition have in common.

{GENERATED_NOTE}
"""

from typing import Any

from pydantic import BaseModel, ConfigDict, GetJsonSchemaHandler
from pydantic.alias_generators import to_camel
from pydantic.json_schema import JsonSchemaValue

from ..spec import document


class AcmeModel(BaseModel):
    """Keeps unknown fields, and takes a field by its name in JSON or in Python."""

    model_config = ConfigDict(
        extra="allow", populate_by_name=True, alias_generator=to_camel, protected_namespaces=()
    )

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: Any, handler: GetJsonSchemaHandler, /
    ) -> JsonSchemaValue:
        """Add the specification's descriptions, which the classes do not repeat."""
        schema = handler(core_schema)
        described = document()["components"]["schemas"].get(cls.__name__, {{}}).get("properties", {{}})
        for name, told in handler.resolve_ref_schema(schema).get("properties", {{}}).items():
            if "description" in described.get(name, {{}}):
                told["description"] = described[name]["description"]
        return schema
'''


def render_pydantic(document: JoinedDocument) -> Files:
    """Return the files of the pydantic edition of `document`, complete and without a warning."""
    written = document.data.get("components", {}).get("schemas", {})
    copied = {"components": {"schemas": json.loads(json.dumps(written))}}
    schemas = Specification(replace(document, data=copied)).objects["schema"]
    for schema in schemas:
        _simplify(schema.value)
    try:
        text = _generated(copied, _attribute_names(schemas))
    except UnusableNameError as error:
        refuse_name(document, error)
    except (Error, UserWarning) as error:
        place = document.locate("components", "schemas")
        told = f"datamodel-code-generator cannot read the schemas: {' '.join(str(error).split())}"
        remedy = "Say it in a form that it supports; nothing is generated in part."
        refuse(place, "pydantic-edition", told, remedy)
    return {
        PurePosixPath("pydantic/__init__.py"): _INIT,
        PurePosixPath("pydantic/base.py"): _BASE,
        PurePosixPath("pydantic/models.py"): text,
    }


def _generated(schemas: dict[str, Any], names: dict[str, str]) -> str:
    about = {"openapi": "3.1.0", "info": {"title": "", "version": ""}, "paths": {}}
    with warnings.catch_warnings():
        warnings.simplefilter("error", UserWarning)
        made = generate(
            about | schemas,
            input_file_type=InputFileType.OpenAPI,
            target_python_version=PythonVersion.PY_311,
            aliases=names,
            alias_generator=AliasGenerator.ToCamel,
            base_class=".base.AcmeModel",
            collapse_root_models=True,
            type_mappings=["number+decimal=number"],
            treat_dot_as_module=False,
            use_annotated=True,
            field_constraints=True,
            enum_field_as_literal=LiteralType.All,
            use_schema_description=True,
            formatters=[],  # `write` formats everything at once
            custom_file_header=f'"""{GENERATED_NOTE}"""',
        )
    assert isinstance(made, str)
    return made


def _simplify(schema: dict[str, Any]) -> None:
    """Leave what JSON Schema knows of a schema, in visible characters.

    What its fields are described by is left out: `base.py` adds it when somebody asks for it.
    """
    types = schema.get("type")
    # The format of a value of several types is taken for a format of each of them.
    mixed = isinstance(types, list) and len({*types} - {"null"}) > 1
    for key in [*schema]:
        if key not in _KEYWORDS or (mixed and key == "format"):
            del schema[key]
    if "description" in schema:
        schema["description"] = visible(schema["description"])
    for kind in ("properties", "patternProperties"):
        for each in schema.get(kind, {}).values():
            for key in _DESCRIPTIONS.intersection(each if isinstance(each, dict) else ()):
                del each[key]


def _attribute_names(schemas: list[Node]) -> dict[str, str]:
    """Return the Python name of each property: the attrs edition's, unless pydantic has it."""
    names = {wire: attribute_name(wire) for each in schemas for wire in each["properties"].keys}
    names = {wire: f"{name}_" if name in _OF_PYDANTIC else name for wire, name in names.items()}
    return {wire: name for wire, name in names.items() if name != wire}
