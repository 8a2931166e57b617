"""`regenerate --watch` at a terminal: every save is answered, a mistake as well, until Ctrl-C."""

from __future__ import annotations

import os
import pty
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from tests.generator.museum import edited

ROOT = Path(__file__).parents[2]


@contextmanager
def watching(spec: Path, output: Path) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """Start the command with a terminal for its progress; give it and the terminal's other end."""
    terminal, other_end = pty.openpty()
    command = [sys.executable, "-m", "generator", "regenerate", "--watch"]
    with subprocess.Popen(
        [*command, "--spec", str(spec), "--output", str(output)],
        cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=other_end,
    ) as process:  # fmt: skip
        os.close(other_end)
        try:
            yield process, terminal
        finally:
            process.kill()
            os.close(terminal)


def until(lines: IO[str] | None, end: str) -> str:
    """Read lines up to one that holds a text, and return that."""
    assert lines is not None
    return next(line for line in lines if end in line)


def shown(terminal: int, end: str) -> str:
    """Read what a terminal shows, up to a text."""
    told = ""
    while end not in told:
        told += os.read(terminal, 4096).decode()
    return told


def test_every_save_is_answered(tmp_path: Path) -> None:
    """What is right is written, what is wrong is told, and the next save is waited for."""
    root, output = edited(tmp_path), tmp_path / "generated"
    header = root.parent / "headers.yaml"
    right = header.read_text(encoding="utf-8")
    with watching(root, output) as (process, terminal):
        until(process.stdout, "11 operations written")
        until(process.stdout, "end with Ctrl-C")
        header.write_text(
            right.replace("x-acme-role: buyer-ip", "x-acme-role: buyer"), encoding="utf-8"
        )
        until(process.stdout, "headers.yaml changed")
        told = shown(terminal, "nothing was written.")
        header.write_text(right.replace("no machine", "no robot"), encoding="utf-8")
        until(process.stdout, "headers.yaml changed")
        until(process.stdout, "11 operations written")
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 130

    assert "reading and checking the specification..." in told
    assert "headers.yaml" in told
    written = (output / "acme_ticketing/resources/b2c/checkout.py").read_text(encoding="utf-8")
    assert "no robot" in written
