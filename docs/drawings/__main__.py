"""`python -m docs.drawings`: makes the pictures of `docs/pictures/` that need no browser."""

from __future__ import annotations

import sys
from pathlib import Path

from .credentials import credentials
from .scenes import SCENES
from .terminal import terminal

PICTURES = Path(__file__).parents[1] / "pictures"


def drawings() -> dict[str, str]:
    """Make them; the file names lead to their text."""
    return {
        "credentials.svg": credentials(),
        "terminal.svg": terminal(),
        **{f"{name}.svg": play().svg() for name, play in SCENES.items()},
    }


def main() -> None:
    """Write them."""
    PICTURES.mkdir(exist_ok=True)
    for name, picture in drawings().items():
        (PICTURES / name).write_text(picture, encoding="utf-8")
        sys.stdout.write(f"docs/pictures/{name}\n")


if __name__ == "__main__":
    main()
