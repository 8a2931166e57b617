"""Other readings of the same document, generated for the comparison into a temporary folder."""

from __future__ import annotations

import importlib
import json
import subprocess
import sys
import warnings
from pathlib import Path
from types import ModuleType

from .measure import ROOT, command_seconds

DOCUMENT = ROOT / "generated" / "acme_ticketing" / "spec" / "openapi.json"
STOCK = "stock_client"
STRUCTS = "struct_models"
_STOCK_SETTINGS = {
    "project_name_override": STOCK,
    "package_name_override": STOCK,
    # The default enums do not take two values that differ in case only.
    "literal_enums": True,
    "post_hooks": [],
}


def generate_stock(folder: Path, document: Path = DOCUMENT) -> float:
    """Generate with openapi-python-client's own templates; return its processor seconds."""
    settings = folder / "stock.json"
    settings.write_text(json.dumps(_STOCK_SETTINGS), encoding="utf-8")
    return command_seconds(
        [
            *(sys.executable, "-m", "openapi_python_client", "generate"),
            *("--path", str(document), "--config", str(settings), "--overwrite"),
            *("--meta", "none", "--output-path", str(folder / STOCK)),
        ]
    )


def generate_structs(folder: Path) -> None:
    """Generate msgspec Structs with datamodel-code-generator."""
    command = [
        *(sys.executable, "-m", "datamodel_code_generator"),
        *("--input", str(DOCUMENT), "--input-file-type", "openapi"),
        *("--output", str(folder / f"{STRUCTS}.py"), "--output-model-type", "msgspec.Struct"),
        *("--target-python-version", "3.11", "--use-union-operator", "--use-standard-collections"),
        *("--enum-field-as-literal", "all", "--collapse-root-models", "--use-annotated"),
    ]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def load(folder: Path, name: str) -> ModuleType:
    """Import a module that was generated into the folder."""
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return importlib.import_module(name)
