"""`python -m acme_ticketing_sandbox`: a local ACME on loopback."""

from __future__ import annotations

import argparse
import ipaddress
import json
import math
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

from .access.rate_limits import Limits
from .local_acme import LocalAcme
from .seed.seed import (
    API_KEY,
    EMAIL,
    ORIGIN,
    PASSWORD,
    PUBLISHABLE_KEY,
    TENANT_ID,
    USER_NAME,
    Seed,
)
from .state.behaviour import WAYS, Duplicates
from .transports.server import ServerError, serve
from .unlike import Unlike


def main(arguments: list[str] | None = None) -> int:
    """Serve until interrupted.

    Returns:
        The exit status: 0 after an interruption, 2 when the sandbox cannot be served.

    """
    options = _parser().parse_args(arguments)
    try:
        sandbox = LocalAcme(
            seed=Seed.read(options.seed) if options.seed else None,
            duplicates=options.duplicates,
            limits=Limits(b2b=options.limit, b2c=options.limit, block=options.block),
            unlike=None if options.unlike is None else Unlike(options.unlike),
        )
        serve(sandbox, host=options.host, port=options.port, when_ready=_greet)
    except (ValueError, ServerError) as error:
        sys.stderr.write(f"acme_ticketing_sandbox: {error}\n")
        return 2
    except KeyboardInterrupt:
        return 0
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m acme_ticketing_sandbox", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1", type=_address, help="address to listen on")
    parser.add_argument("--port", default=8765, type=int, help="port to listen on; 0: a free one")
    parser.add_argument("--seed", type=Path, help="JSON file to fill the venue from")
    parser.add_argument(
        "--limit", default=Limits().b2b, type=_requests, help="requests per address and minute"
    )
    parser.add_argument(
        "--unlike", type=int, metavar="SEED", help="answer as a server that differs from the spec"
    )
    parser.add_argument(
        "--block", default=Limits().block, type=_seconds, help="seconds that a block lasts"
    )
    parser.add_argument(
        "--duplicates",
        type=_duplicates,
        help=f"how purchases that come twice are known: {', '.join(WAYS)}; or JSON, such as "
        '\'{"remembered": "in-progress", "confirmation": 10, "visibleAfter": 5}\'',
    )
    return parser


def _duplicates(text: str) -> Duplicates:
    try:
        return Duplicates.from_json(
            json.loads(text) if text.startswith("{") else {"remembered": text}
        )
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def _address(text: str) -> str:
    try:
        return str(ipaddress.ip_address("127.0.0.1" if text == "localhost" else text))
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is no IP address") from error


def _number(kind: Callable[[str], float], least: float, wanted: str, text: str) -> float:
    try:
        number = kind(text)
    except ValueError:
        number = math.nan
    if not least <= number < math.inf:
        raise argparse.ArgumentTypeError(f"{text!r} is not {wanted}")
    return number


_requests = partial(_number, int, 1, "a number of requests, 1 or more")
_seconds = partial(_number, float, 0, "a number of seconds, 0 or more")


def _greet(url: str) -> None:
    own = _own_url(url)
    nowhere = "only where it is served on a loopback address: leave out --host"
    sys.stdout.write(
        f"ACME sandbox at {url}\n"
        f"  x-acme-api-key      {API_KEY}\n"
        f"  x-b2c-tenant-id     {TENANT_ID}\n"
        f"  e-mail login        {EMAIL} / {PASSWORD}\n"
        f"  user-name login     {USER_NAME} / {PASSWORD}, tenant {TENANT_ID}\n"
        f"  x-acme-pub-api-key  {PUBLISHABLE_KEY}, origin {ORIGIN}\n"
        f"  console             {f'{own}/_console/' if own else nowhere}\n"
        f"  control             {f'curl {own}/_sandbox/state' if own else nowhere}\n"
        "Stop with Ctrl+C.\n"
    )
    sys.stdout.flush()


def _own_url(url: str) -> str | None:
    """Return the URL by which this machine reaches the sandbox as its own, or None."""
    address = ipaddress.ip_address(urlsplit(url).hostname or "")
    if address.is_unspecified:
        return url.replace("[::]", "[::1]").replace("0.0.0.0", "127.0.0.1")  # noqa: S104 - replaced
    return url if address.is_loopback else None


if __name__ == "__main__":
    sys.exit(main())
