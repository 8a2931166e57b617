"""Renders `acme_ticketing_pydantic`: datamodel-code-generator's reading of the same document.

It is the edition for teams on pydantic, and an independent second reading of the spec: tests hold
it against the attrs codec.
"""

from __future__ import annotations

import json
import tempfile
import warnings
from pathlib import Path, PurePosixPath
from typing import Any

from datamodel_code_generator import DataModelType, InputFileType, LiteralType, generate
from datamodel_code_generator.format import Formatter, PythonVersion

from .join import JoinedDocument
from .names import attribute_name
from .render import GENERATED_NOTE, Files

_INIT = f'''"""Models of the ACME API for pydantic v2: `from acme_ticketing_pydantic import Event`.

Needs the extra `pydantic`. Unknown fields are kept and written back; write JSON with
`model.model_dump_json(by_alias=True, exclude_unset=True)`.

{GENERATED_NOTE}
"""

from .models import *
'''


def _attribute_names(node: Any) -> dict[str, str]:
    """Return the Python name of each property, as the attrs edition has it."""
    names: dict[str, str] = {}
    if isinstance(node, list):
        for item in node:
            names |= _attribute_names(item)
    elif isinstance(node, dict):
        properties = node.get("properties")
        if isinstance(properties, dict):
            names |= {wire: name for wire in properties if (name := attribute_name(wire)) != wire}
        for value in node.values():
            names |= _attribute_names(value)
    return names


def _without_mixed_formats(node: Any) -> Any:
    """Drop the format of a value of several types: it is taken for a format of each of them."""
    if isinstance(node, list):
        return [_without_mixed_formats(item) for item in node]
    if not isinstance(node, dict):
        return node
    types = node.get("type")
    mixed = isinstance(types, list) and len({*types} - {"null"}) > 1
    return {
        key: _without_mixed_formats(value)
        for key, value in node.items()
        if not (mixed and key == "format")
    }


def render_pydantic(document: JoinedDocument) -> Files:
    """Return the files of the pydantic edition of `document`."""
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("error", UserWarning)
        output = Path(folder) / "models.py"
        generate(
            json.dumps(_without_mixed_formats(document.data)),
            input_file_type=InputFileType.OpenAPI,
            output=output,
            output_model_type=DataModelType.PydanticV2BaseModel,
            target_python_version=PythonVersion.PY_311,
            aliases=_attribute_names(document.data),
            collapse_root_models=True,
            type_mappings=["number+decimal=number"],
            allow_population_by_field_name=True,
            allow_extra_fields=True,
            use_annotated=True,
            field_constraints=True,
            use_union_operator=True,
            use_standard_collections=True,
            enum_field_as_literal=LiteralType.All,
            use_schema_description=True,
            disable_timestamp=True,
            use_double_quotes=True,
            formatters=[Formatter.RUFF_FORMAT],
            custom_file_header=f'"""{GENERATED_NOTE}"""',
        )
        text = output.read_text(encoding="utf-8")
    return {
        PurePosixPath("__init__.py"): _INIT,
        PurePosixPath("models.py"): text,
        PurePosixPath("py.typed"): "",
    }
