"""What `acme` prints on a terminal, as a picture."""

from __future__ import annotations

import io
import os
import pty
import shlex
import subprocess
import sys
from pathlib import Path

from rich.console import Console
from rich.text import Text

from acme_ticketing_sandbox import LocalAcme, VirtualClock, environ, served
from acme_ticketing_sandbox.samples.examples import TIME_OF_THE_EXAMPLES

COMMANDS = (
    "acme b2b events list-statements --page-size 4 --columns name,startTime,sold,available",
    "acme search refund",
    "acme b2b event get 5d96453460309f26d082bcc0",
)
_WIDTH = 100
_FRAME = """\
<svg xmlns="http://www.w3.org/2000/svg" class="rich-terminal" viewBox="0 0 {width} {height}" \
role="img" aria-label="acme on a terminal">
<title>acme on a terminal</title>
<style>
.{unique_id}-matrix {{ font: {char_height}px ui-monospace, monospace; \
line-height: {line_height}px; }}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal">
<rect x="0" y="0" width="{terminal_width}" height="{terminal_height}" />
</clipPath>
{lines}
</defs>
<rect width="{width}" height="{height}" rx="8" fill="#101820" />
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
"""


def terminal() -> str:
    """Run the commands against a local ACME, and draw what they print."""
    console = Console(record=True, width=_WIDTH, file=io.StringIO(), force_terminal=True)
    with served(LocalAcme(clock=VirtualClock(TIME_OF_THE_EXAMPLES))) as url:
        for command in COMMANDS:
            console.print(Text.assemble(("$ ", "bold green"), (command, "bold")))
            console.print(Text.from_ansi(_printed(command, url)))
    return console.export_svg(title="acme", code_format=_FRAME, unique_id="acme")


def _printed(command: str, url: str) -> str:
    """Run a command with a terminal for its output, as a person does."""
    program, *words = shlex.split(command)
    reading, writing = pty.openpty()
    settings = {
        **environ(url),
        "ACME_CONFIG_FILE": os.devnull,
        "COLUMNS": str(_WIDTH),
        "TERM": "xterm-256color",
    }
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ACME_")}
    with subprocess.Popen(
        [Path(sys.executable).with_name(program), *words],
        stdin=subprocess.DEVNULL, stdout=writing, stderr=writing, env=kept | settings,
    ):  # fmt: skip
        os.close(writing)
        pieces: list[bytes] = []
        while piece := _piece(reading):
            pieces.append(piece)
    os.close(reading)
    return b"".join(pieces).decode().replace("\r\n", "\n")


def _piece(reading: int) -> bytes:
    try:
        return os.read(reading, 65_536)
    except OSError:  # the other end of a terminal is closed
        return b""
