"""Renders `acme_ticketing_pydantic`: datamodel-code-generator's reading of the same document.

It is the edition for teams on pydantic, and an independent second reading of the spec: tests hold
it against the attrs codec.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path, PurePosixPath

from datamodel_code_generator import DataModelType, InputFileType, LiteralType, generate
from datamodel_code_generator.format import Formatter, PythonVersion

from .join import JoinedDocument
from .render import GENERATED_NOTE, Files

_INIT = f'''"""Models of the ACME API for pydantic v2: `from acme_ticketing_pydantic import Event`.

Needs the extra `pydantic`. Unknown fields are kept and written back; write JSON with
`model.model_dump_json(by_alias=True, exclude_unset=True)`.

{GENERATED_NOTE}
"""

from .models import *
'''


def render_pydantic(document: JoinedDocument) -> Files:
    """Return the files of the pydantic edition of `document`."""
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / "models.py"
        generate(
            json.dumps(document.data),
            input_file_type=InputFileType.OpenAPI,
            output=output,
            output_model_type=DataModelType.PydanticV2BaseModel,
            target_python_version=PythonVersion.PY_311,
            snake_case_field=True,
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
