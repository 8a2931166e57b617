"""A server on loopback that does as little as a server can: the same event for every request.

`python -m benchmarks.loopback` prints its port; it ends with its standard input.
"""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from .measure import ROOT

_BODY = (
    b'{"id":"5d96453460309f26d082bcc0","name":"Lighthouse tour","capacity":40,'
    b'"startTime":"2026-06-01T10:00:00-04:00"}'
)
_HEAD = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n"
_ANSWER = _HEAD.format(len(_BODY)).encode() + _BODY
_END = b"\r\n\r\n"


class _Answering(asyncio.Protocol):
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._received = b""

    def data_received(self, data: bytes) -> None:
        self._received += data
        while _END in self._received:
            _, _, self._received = self._received.partition(_END)
            self._transport.write(_ANSWER)


@contextmanager
def served() -> Iterator[str]:
    """Serve in a process of its own and give the address."""
    with subprocess.Popen(
        [sys.executable, "-m", "benchmarks.loopback"],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as server:  # fmt: skip
        assert server.stdin is not None
        assert server.stdout is not None
        yield f"http://127.0.0.1:{int(server.stdout.readline())}"
        server.stdin.close()


async def _serve() -> None:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(_Answering, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(_serve())
