"""`acme sandbox`: a local ACME."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from typing import Final, NoReturn

import click

# What a command keeps of the caller's settings: nothing that leads elsewhere or tells a secret.
_KEPT: Final = frozenset({"ACME_STRICT", "ACME_TIME_ZONE", "ACME_DRIFT_LOG", "ACME_HTTP"})


@click.command(
    context_settings={"ignore_unknown_options": True, "help_option_names": []},
    add_help_option=False,
)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def sandbox(arguments: tuple[str, ...]) -> None:
    """Serve a local ACME on loopback, and print the credentials that it takes.

    Options are those of `python -m acme_ticketing_sandbox`: --port, --host, --seed, --limit, --block
    and --unlike; --help lists them.

    `acme sandbox exec COMMAND ...` runs a command against a local ACME of its own and ends with its
    exit status: the ACME_* variables that the command sees lead there.
    """
    try:
        from acme_ticketing_sandbox.__main__ import main
    except ImportError:
        raise click.ClickException(
            "the local ACME is a package of its own; pip install acme-ticketing-sandbox"
        ) from None
    if arguments[:1] == ("exec",):
        _exec(arguments[1:])
    click.get_current_context().exit(main(list(arguments)))


def _exec(command: tuple[str, ...]) -> NoReturn:
    from acme_ticketing_sandbox import LocalAcme, environ, served

    if not command:
        raise click.UsageError("Say what to run: acme sandbox exec acme b2b events list")
    program = shutil.which(command[0])
    if program is None:
        raise click.UsageError(f"There is no command {command[0]!r} to run.")
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("ACME_") or name in _KEPT
    }
    with served(LocalAcme()) as url:
        there = {**environ(url), "ACME_CONFIG_FILE": os.devnull, "ACME_URL": url}
        # Ctrl+C is for the command, which ends in its own way and is waited for.
        before = signal.signal(signal.SIGINT, lambda *_: None)
        try:
            done = subprocess.run([program, *command[1:]], env=kept | there, check=False)
        finally:
            signal.signal(signal.SIGINT, before)
    # A shell tells the end by a signal as 128 and the signal.
    status = done.returncode if done.returncode >= 0 else 128 - done.returncode
    click.get_current_context().exit(status)
