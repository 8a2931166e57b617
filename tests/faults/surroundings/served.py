"""What gunicorn serves: a client that is made, and has called, before the workers are forked."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from typing import Any

from acme_ticketing import AcmeClient, ApiKey, BaseUrl

CLIENT = AcmeClient(ApiKey("k" * 32), environment=BaseUrl(os.environ["ACME_TEST_URL"]))
BEFORE = len(CLIENT.b2b.price_lists.list())


def app(_environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
    """Answer with the process and what a call gave in it."""
    answered = len(CLIENT.b2b.price_lists.list())
    start("200 OK", [("content-type", "text/plain")])
    return [f"{os.getpid()} {answered} {CLIENT.connections.open}".encode()]
