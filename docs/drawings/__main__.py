"""`python -m docs.drawings`: makes the pictures of `docs/pictures/`, from the running thing.

Drawings are the same each time. Those taken by a browser are not, so nothing holds them byte for
byte; without Chromium they stay as they are.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from ..__main__ import BUILD, build
from .browser import BrowserMissingError
from .credentials import credentials
from .scenes import SCENES
from .screenshots import console, home_page
from .terminal import terminal

PICTURES = Path(__file__).parents[1] / "pictures"


def drawings() -> dict[str, str]:
    """Make them; the file names lead to their text."""
    return {
        "credentials.svg": credentials(),
        "terminal.svg": terminal(),
        **{f"{name}.svg": play().svg() for name, play in SCENES.items()},
    }


def main() -> int:
    """Write them; return the exit status."""
    PICTURES.mkdir(exist_ok=True)
    for name, picture in drawings().items():
        (PICTURES / name).write_text(picture, encoding="utf-8")
        sys.stdout.write(f"docs/pictures/{name}\n")
    try:
        taken = asyncio.run(console(PICTURES))
        # The home page shows the console.
        taken += asyncio.run(home_page(PICTURES, build(BUILD)))
    except BrowserMissingError as error:
        sys.stderr.write(f"docs: the screenshots stay as they are: {error}\n")
        return 1
    for file in taken:
        sys.stdout.write(f"docs/pictures/{file.name}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
