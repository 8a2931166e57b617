"""`acme sandbox`: a local ACME, served on loopback until Ctrl+C."""

from __future__ import annotations

from typing import Final

import click


def _sandbox(arguments: tuple[str, ...]) -> None:
    """Serve a local ACME on loopback, and print the credentials that it takes.

    Options are those of `python -m acme_ticketing_sandbox`: --port, --host, --seed, --limit and
    --block; --help lists them.
    """
    try:
        from acme_ticketing_sandbox.__main__ import main
    except ImportError:
        raise click.ClickException(
            "the local ACME is a package of its own; pip install acme-ticketing-sandbox"
        ) from None
    click.get_current_context().exit(main(list(arguments)))


COMMAND: Final = click.command(
    "sandbox",
    context_settings={"ignore_unknown_options": True, "help_option_names": []},
    add_help_option=False,
)(click.argument("arguments", nargs=-1, type=click.UNPROCESSED)(_sandbox))
