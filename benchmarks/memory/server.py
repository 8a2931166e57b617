"""A server of answers without end: as many pages as are asked for, and files of any size.

`python -m benchmarks.memory.server` prints its port; it ends with its standard input.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from urllib.parse import parse_qs, urlsplit

from benchmarks.measure import ROOT

PAGE_SIZE = 20
_EXAMPLE = ROOT / "spec" / "examples" / "b2b.events.get.response.json"
_ROW = b"2026-06-01T10:00:00-0400,A-1000000,Sale,Online,Lighthouse tour,Adult,2,50.00\r\n"
_BLOCK = _ROW * 800
_MEGABYTE = 1_000_000


@contextmanager
def served() -> Iterator[str]:
    """Serve in a process of its own and give the address."""
    with subprocess.Popen(
        [sys.executable, "-m", "benchmarks.memory.server"],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as server:  # fmt: skip
        assert server.stdin is not None
        assert server.stdout is not None
        yield f"http://127.0.0.1:{int(server.stdout.readline())}"
        server.stdin.close()


class _Answers:
    def __init__(self) -> None:
        event = json.loads(_EXAMPLE.read_text(encoding="utf-8"))
        self._event = json.dumps(event | {"id": "ID"})

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer the requests of one connection."""
        try:
            while line := await reader.readline():
                while (await reader.readline()).strip():
                    pass
                parts = urlsplit(line.split()[1].decode())
                if "/csv/" in parts.path:
                    await self._file(writer, int(parts.path.rpartition("/")[2]))
                else:
                    await self._page(writer, int(parse_qs(parts.query)["page"][0]))
        except ConnectionError:
            return
        finally:
            writer.close()

    async def _page(self, writer: asyncio.StreamWriter, number: int) -> None:
        """Send a page of events that no other page has; the listing has a million."""
        events = ",".join(
            self._event.replace('"ID"', f'"{number:012x}{place:012x}"', 1)
            for place in range(PAGE_SIZE)
        )
        body = f'{{"list":[{events}],"pagination":{{"count":1000000}}}}'.encode()
        await self._send(writer, "application/json", len(body), [body])

    async def _file(self, writer: asyncio.StreamWriter, megabytes: int) -> None:
        """Send so many megabytes of rows."""
        blocks = -(-megabytes * _MEGABYTE // len(_BLOCK))
        await self._send(writer, "text/csv", blocks * len(_BLOCK), (_BLOCK for _ in range(blocks)))

    async def _send(
        self, writer: asyncio.StreamWriter, kind: str, length: int, pieces: Iterable[bytes]
    ) -> None:
        head = f"HTTP/1.1 200 OK\r\ncontent-type: {kind}\r\ncontent-length: {length}\r\n\r\n"
        writer.write(head.encode())
        for piece in pieces:
            writer.write(piece)
            await writer.drain()


async def _serve() -> None:
    server = await asyncio.start_server(_Answers().answer, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(_serve())
