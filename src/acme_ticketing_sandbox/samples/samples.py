"""Samples of a call: Python, asynchronous Python, the command line, curl."""

from __future__ import annotations

from typing import NamedTuple

from .operation import Example
from .python_program import python_program
from .shell_commands import acme_command, curl_command


class Samples(NamedTuple):
    """One call, four ways."""

    python: str
    asynchronous: str
    command_line: str
    curl: str


def samples_of(example: Example) -> Samples:
    """Write the samples of a call."""
    return Samples(
        python_program(example, asynchronous=False),
        python_program(example, asynchronous=True),
        acme_command(example),
        curl_command(example),
    )
