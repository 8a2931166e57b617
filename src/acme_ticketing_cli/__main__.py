"""`acme`, and `python -m acme_ticketing_cli`."""

from __future__ import annotations

import os
import sys
from io import TextIOWrapper
from typing import NoReturn


def main() -> NoReturn:
    try:
        import click
    except ImportError:
        sys.exit("acme: the command line is an extra; pip install 'acme-ticketing[cli]'")
    from acme_ticketing_cli.app import ROOT

    stdout = sys.stdout
    status: int | None = 0
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # whose encoding may not know what a name holds
            stream.reconfigure(errors="backslashreplace")
    try:
        status = ROOT.main(prog_name="acme", standalone_mode=False)
        sys.stdout.flush()
    except SystemExit as end:
        # click and rich take a pipe that was closed for a failure; click replaces the stream, too.
        if sys.stdout is stdout and not isinstance(end.__context__, BrokenPipeError):
            raise
        sys.stdout = stdout
        _leave_stdout()
    except BrokenPipeError:
        _leave_stdout()
    except click.Abort:
        from acme_ticketing_cli.errors import INTERRUPTED

        status = _fail("interrupted", INTERRUPTED)
    except click.ClickException as error:
        error.show()
        status = error.exit_code
    except OSError as error:
        _leave_stdout()  # such as a disk that is full
        status = _fail(f"{error.filename or 'the output'}: {error.strerror or error}", 1)
    except Exception as error:
        from acme_ticketing_cli.errors import exit_code, message
        from acme_ticketing_core.errors import AcmeError

        if not isinstance(error, AcmeError):
            raise
        status = _fail(message(error), exit_code(error))
    sys.exit(status or 0)


def _fail(line: str, status: int) -> int:
    from acme_ticketing_cli.output.tables import visible

    sys.stderr.write(f"acme: {visible(line)}\n")
    return status


def _leave_stdout() -> None:
    # So that nothing complains at the end.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


if __name__ == "__main__":
    main()
