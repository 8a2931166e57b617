"""Pins every requirements file by version and hash, naming no index."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
PINNED = {
    "uv.txt": ["requirements/uv.in"],
    "dev.txt": ["pyproject.toml", "--group", "pyproject.toml:dev", "--all-extras"],
    "fuzz.txt": ["pyproject.toml", "--group", "pyproject.toml:fuzz", "--extra", "sandbox"],
    "demo.txt": ["pyproject.toml", "requirements/demo.in", "--extra", "sandbox"],
}


def main() -> None:
    """Write each file of `PINNED` again."""
    for name, sources in PINNED.items():
        command = [
            str(Path(sys.executable).parent / "uv"),
            *("pip", "compile", "--quiet", "--universal", "--python-version", "3.11"),
            *("--generate-hashes", "--no-emit-index-url", "--no-header", "--no-annotate"),
            *("--output-file", str(HERE / name)),
            *sources,
        ]
        subprocess.run(command, check=True, cwd=HERE.parent)


if __name__ == "__main__":
    main()
