"""Adds provenance, a bill of materials and the compressed specification to what is built, and packs it.

Hatchling runs this for every wheel and sdist. `acme_ticketing/spec/provenance.json` tells the
hashes of specification, generator and templates, and the pins that made the code; the bill of
materials (CycloneDX, PEP 770) lists what the package depends on. The same sources give the same
bytes: there is no time and no path in either. An sdist carries both, and a wheel that is built
from it takes them over.
"""

from __future__ import annotations

import json
import lzma
import shutil
import tempfile
import zipfile
from hashlib import sha256
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from packaging.requirements import Requirement

RECORD = "provenance.json"
BILL = "acme-ticketing.cdx.json"
DOCUMENT = Path("generated/acme_ticketing/spec/openapi.json")
TABLE = DOCUMENT.with_name("operations.json")
_SOURCES = ("spec", "generator", "templates")


class ProvenanceHook(BuildHookInterface[Any]):
    """Adds provenance and bill of materials to a wheel or sdist."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Write both files and name them to the builder."""
        if version == "editable":
            return
        root = Path(self.root)
        self.folder = made = Path(tempfile.mkdtemp())
        if (root / "generator").is_dir():
            given = self.metadata.config, self.metadata.version
            _write(made / RECORD, provenance(root, *given))
            _write(made / BILL, bill_of_materials(*given))
        else:
            made = root  # unpacked from an sdist, which brought both along
        record, bill = str(made / RECORD), str(made / BILL)
        if self.target_name == "wheel":
            packed = self.folder / "spec.jsonl.xz"
            packed.write_bytes(compressed(root / TABLE, root / DOCUMENT))
            build_data["force_include"] |= {
                record: f"acme_ticketing/spec/{RECORD}",
                str(packed): f"acme_ticketing/spec/{packed.name}",
            }
            build_data["sbom_files"].append(bill)
        else:
            build_data["force_include"] |= {record: RECORD, bill: BILL}

    def finalize(
        self,
        version: str,
        build_data: dict[str, Any],  # noqa: ARG002  the interface's
        artifact_path: str,
    ) -> None:
        """Remove what was written for the build; pack the wheel."""
        if version == "editable":
            return
        shutil.rmtree(self.folder)
        if self.target_name == "wheel":
            pack(Path(artifact_path))


def provenance(root: Path, project: dict[str, Any], version: str) -> dict[str, Any]:
    """Return where version `version` of the package in `root` comes from."""
    tools = project["dependency-groups"]["generator"]
    return {
        "name": project["project"]["name"],
        "version": version,
        "sha256": {name: tree_hash(root / name) for name in _SOURCES},
        "document": _hash((root / DOCUMENT).read_bytes()),
        "made-with": dict(each.split("==") for each in tools if "==" in each),
        "build-backend": project["build-system"]["requires"],
    }


def bill_of_materials(project: dict[str, Any], version: str) -> dict[str, Any]:
    """Return a CycloneDX 1.6 document of the package and what it depends on."""
    written = project["project"]
    extras = {each for group in written["optional-dependencies"].values() for each in group}
    components = [
        *(_component(each, "required") for each in written["dependencies"]),
        *(_component(each, "optional") for each in sorted(extras)),
    ]
    package = {**_library(written["name"], f"@{version}"), "version": version}
    needs = {"ref": package["bom-ref"], "dependsOn": [each["bom-ref"] for each in components]}
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": package},
        "components": components,
        "dependencies": [needs],
    }


def _library(name: str, version: str = "") -> dict[str, Any]:
    purl = f"pkg:pypi/{name.lower()}{version}"
    return {"type": "library", "bom-ref": name, "name": name, "purl": purl}


def _component(written: str, scope: str) -> dict[str, Any]:
    requirement = Requirement(written)
    allowed = {"name": "allowed-versions", "value": str(requirement.specifier) or "any"}
    return {**_library(requirement.name), "scope": scope, "properties": [allowed]}


def compressed(*files: Path) -> bytes:
    """Return JSON files as one compressed file, a line each: they repeat each other's words."""
    values = [json.loads(file.read_bytes()) for file in files]
    lines = [json.dumps(each, ensure_ascii=False, separators=(",", ":")) for each in values]
    packed = {"id": lzma.FILTER_LZMA2, "preset": 9 | lzma.PRESET_EXTREME, "pb": 0}
    return lzma.compress("\n".join(lines).encode(), filters=[packed])


def pack(wheel: Path) -> None:
    """Compress the files of a wheel as far as deflate can, which `zipfile` does not: 3 % less."""
    from deflate import deflate_compress

    with zipfile.ZipFile(wheel) as archive:
        files = [(file, archive.read(file)) for file in archive.infolist()]
    with zipfile.ZipFile(wheel, "w") as archive:
        for file, content in files:
            unpacked = file.CRC, file.file_size, file.compress_type
            archive.writestr(file, deflate_compress(content, 12), zipfile.ZIP_STORED)
            file.CRC, file.file_size, file.compress_type = unpacked
    with wheel.open("r+b") as archived:  # each file's header becomes what its entry now is
        for file, _ in files:
            archived.seek(file.header_offset)
            archived.write(file.FileHeader())


def tree_hash(folder: Path) -> str:
    """Return one hash for the names and contents of all files in a folder."""
    whole = sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            name = path.relative_to(folder).as_posix()
            whole.update(f"{_hash(path.read_bytes())}  {name}\n".encode())
    return whole.hexdigest()


def _hash(content: bytes) -> str:
    return sha256(content).hexdigest()


def _write(path: Path, content: dict[str, Any]) -> None:
    path.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
