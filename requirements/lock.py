"""Pins every requirements file by version and hash, naming no index."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

HERE = Path(__file__).parent
SANDBOX = HERE.parent / "src/acme_ticketing_sandbox/pyproject.toml"
PINNED = {
    "uv.txt": ["requirements/uv.in"],
    "dev.txt": ["pyproject.toml", "--group", "pyproject.toml:dev", "--all-extras", "-"],
    "fuzz.txt": ["pyproject.toml", "--group", "pyproject.toml:fuzz", "-"],
    "demo.txt": ["pyproject.toml", "requirements/demo.in", "-"],
}


def main() -> None:
    """Write each file of `PINNED` again; `-` stands for what the sandbox needs besides the client."""
    sandbox = tomllib.loads(SANDBOX.read_text(encoding="utf-8"))
    needs = "\n".join(sandbox["tool"]["hatch"]["metadata"]["hooks"]["custom"]["dependencies"])
    for name, sources in PINNED.items():
        command = [
            str(Path(sys.executable).parent / "uv"),
            *("pip", "compile", "--quiet", "--universal", "--python-version", "3.11"),
            *("--generate-hashes", "--no-emit-index-url", "--no-header", "--no-annotate"),
            *("--output-file", str(HERE / name)),
            *sources,
        ]
        subprocess.run(command, check=True, cwd=HERE.parent, input=needs, text=True)


if __name__ == "__main__":
    main()
