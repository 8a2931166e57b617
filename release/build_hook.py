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
import struct
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
        root, is_wheel = Path(self.root), self.target_name == "wheel"
        self.folder = Path(tempfile.mkdtemp())
        if (root / "generator").is_dir():
            given = self.metadata.config, self.metadata.version
            _write(self.folder / RECORD, provenance(root, *given))
            _write(self.folder / BILL, bill_of_materials(*given))
        else:  # unpacked from an sdist: what it brought along
            for name in (RECORD, BILL):
                shutil.copy(root / name, self.folder / name)
        record, bill = str(self.folder / RECORD), str(self.folder / BILL)
        if is_wheel:
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
    optional = written["optional-dependencies"]
    extras = sorted({each for group in optional.values() for each in group})
    components = [
        *(_component(each, "required") for each in written["dependencies"]),
        *(_component(each, "optional") for each in extras),
    ]
    name = written["name"]
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {
                "type": "library",
                "bom-ref": name,
                "name": name,
                "version": version,
                "purl": f"pkg:pypi/{name}@{version}",
            }
        },
        "components": components,
        "dependencies": [{"ref": name, "dependsOn": [each["bom-ref"] for each in components]}],
    }


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
    directory = b""
    with wheel.open("wb") as packed:
        for file, content in files:
            data = deflate_compress(content, 12)
            file.compress_size, file.header_offset = len(data), packed.tell()
            header = file.FileHeader()
            packed.write(header + data)
            directory += _entry(file, header)
        start = packed.tell()
        count = len(files)
        end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, count, count, len(directory), start, 0)
        packed.write(directory + end)


def _entry(file: zipfile.ZipInfo, header: bytes) -> bytes:
    """Return a file's entry in the directory of a zip: its header once more, and where it is."""
    version = struct.pack("<4s2B", b"PK\1\2", file.create_version, file.create_system)
    place = struct.pack("<3H2L", 0, 0, 0, file.external_attr, file.header_offset)
    return version + header[4:30] + place + header[30:]


def tree_hash(folder: Path) -> str:
    """Return one hash for the names and contents of all files in a folder."""
    whole = sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            name = path.relative_to(folder).as_posix()
            whole.update(f"{_hash(path.read_bytes())}  {name}\n".encode())
    return whole.hexdigest()


def _component(written: str, scope: str) -> dict[str, Any]:
    requirement = Requirement(written)
    allowed = str(requirement.specifier) or "any"
    return {
        "type": "library",
        "bom-ref": requirement.name,
        "name": requirement.name,
        "scope": scope,
        "purl": f"pkg:pypi/{requirement.name.lower()}",
        "properties": [{"name": "allowed-versions", "value": allowed}],
    }


def _hash(content: bytes) -> str:
    return sha256(content).hexdigest()


def _write(path: Path, content: dict[str, Any]) -> None:
    path.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
