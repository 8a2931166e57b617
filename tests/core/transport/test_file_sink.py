"""Answers that go to a file."""

from __future__ import annotations

import os
import socket
from itertools import pairwise
from pathlib import Path

import pytest

from acme_ticketing_core.auth.credentials import ApiKey
from acme_ticketing_core.errors import NoAnswer, NotFound, UnexpectedAnswer
from acme_ticketing_core.operations.options import CallOptions
from acme_ticketing_core.settings.environments import BaseUrl
from acme_ticketing_core.transport.steps import Received, saving
from tests.core.server import Behaviour, Server, answer, in_turn
from tests.core.server import Received as Request
from tests.core.world import API_KEY, GET_CSV, GET_IMAGE, Client, TaskClient

ROWS = b"EventName,Quantity\r\n" + b"Mummies,2\r\n" * 100_000


def pieces(content: bytes, size: int, *, stop_after: int | None = None) -> Behaviour:
    """Answer with CSV piece by piece, and perhaps hang up before the end."""

    def behave(_request: Request, connection: socket.socket) -> None:
        head = f"HTTP/1.1 200 -\r\ncontent-type: text/csv\r\ncontent-length: {len(content)}\r\n\r\n"
        connection.sendall(head.encode())
        for start in range(0, min(len(content), stop_after or len(content)), size):
            connection.sendall(content[start : start + size])
        if stop_after is not None:
            connection.shutdown(socket.SHUT_RDWR)

    return behave


def only(directory: Path) -> list[str]:
    """List what is there."""
    return sorted(each.name for each in directory.iterdir())


def test_a_file_is_written_as_it_comes(server: Server, tmp_path: Path):
    """Progress is told with each piece, and none is as long as the whole."""
    server.behave = pieces(ROWS, 4096)
    heard: list[Received] = []
    with Client(ApiKey(API_KEY), environment=BaseUrl(server.url)) as client:
        saved = client.hold(saving(GET_CSV, {}, tmp_path / "out.csv", progress=heard.append))

    assert saved == (tmp_path / "out.csv", len(ROWS))
    assert saved.path.read_bytes() == ROWS
    assert heard[-1] == Received(len(ROWS), len(ROWS))
    steps = [b.received - a.received for a, b in pairwise(heard)]
    assert max(steps) <= 2 * 65_536
    assert len(heard) > 8
    assert only(tmp_path) == ["out.csv"]


async def test_tasks_write_files(server: Server, tmp_path: Path):
    """Images as well as text, over what was there."""
    server.behave = answer(b"\xff\xd8 picture", content_type="image/jpeg")
    (tmp_path / "photo.jpg").write_bytes(b"an older one")
    async with TaskClient(ApiKey(API_KEY), environment=BaseUrl(server.url)) as client:
        saved = await client.hold(saving(GET_IMAGE, {}, str(tmp_path / "photo.jpg")))

    assert saved.path.read_bytes() == b"\xff\xd8 picture"
    assert only(tmp_path) == ["photo.jpg"]


def test_a_download_that_breaks_off_is_begun_again(server: Server, tmp_path: Path):
    """Nothing of the first attempt stays in the file."""
    server.behave = in_turn(pieces(b"x" * 500_000, 4096, stop_after=300_000), pieces(ROWS, 65_536))
    with Client(ApiKey(API_KEY), environment=BaseUrl(server.url)) as client:
        client.hold(saving(GET_CSV, {}, tmp_path / "out.csv"))

    assert (tmp_path / "out.csv").read_bytes() == ROWS


def test_what_fails_leaves_the_old_file_and_nothing_else(server: Server, tmp_path: Path):
    """Half a file is worse than none."""
    (tmp_path / "out.csv").write_bytes(b"yesterday's")
    server.behave = pieces(ROWS, 4096, stop_after=100_000)
    with Client(ApiKey(API_KEY), environment=BaseUrl(server.url)) as client:
        with pytest.raises(NoAnswer):
            client.hold(saving(GET_CSV, {}, tmp_path / "out.csv", options=CallOptions(retries=1)))
        server.behave = answer(b'{"message": "none"}', 404)
        with pytest.raises(NotFound):
            client.hold(saving(GET_CSV, {}, tmp_path / "out.csv"))
        server.behave = answer(b"<html>", content_type="text/html")
        with pytest.raises(UnexpectedAnswer, match="HTML"):
            client.hold(saving(GET_CSV, {}, tmp_path / "out.csv"))

    assert (tmp_path / "out.csv").read_bytes() == b"yesterday's"
    assert only(tmp_path) == ["out.csv"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no such device here")
def test_a_disk_that_is_full_is_told_with_the_file(server: Server):
    """The system itself tells no name."""
    server.behave = pieces(ROWS, 65_536)
    with (
        Client(ApiKey(API_KEY), environment=BaseUrl(server.url)) as client,
        pytest.raises(OSError, match="No space left on device: '/dev/full'"),
    ):
        client.hold(saving(GET_CSV, {}, "/dev/full"))


def test_a_directory_that_is_not_there_is_told_as_such(server: Server, tmp_path: Path):
    """That is no matter of the network's."""
    server.behave = pieces(ROWS, 65_536)
    with (
        Client(ApiKey(API_KEY), environment=BaseUrl(server.url)) as client,
        pytest.raises(FileNotFoundError),
    ):
        client.hold(saving(GET_CSV, {}, tmp_path / "nowhere" / "out.csv"))


def test_a_link_stays_one_and_so_does_a_pipe(server: Server, tmp_path: Path):
    """What is written goes where they lead."""
    link, pipe = tmp_path / "link.csv", tmp_path / "pipe"
    link.symlink_to(tmp_path / "out.csv")
    os.mkfifo(pipe)
    server.behave = answer(b"a,b\r\n", content_type="text/csv")
    with Client(ApiKey(API_KEY), environment=BaseUrl(server.url)) as client:
        client.hold(saving(GET_CSV, {}, link))
        reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
        client.hold(saving(GET_CSV, {}, pipe))

    assert link.is_symlink()
    assert link.read_bytes() == os.read(reader, 100) == b"a,b\r\n"
    assert pipe.is_fifo()
    os.close(reader)


def test_an_empty_answer_is_an_empty_file(server: Server, tmp_path: Path):
    """A report without columns has no rows."""
    server.behave = answer(b"", content_type="text/csv")
    with Client(ApiKey(API_KEY), environment=BaseUrl(server.url)) as client:
        assert client.hold(saving(GET_CSV, {}, tmp_path / "out.csv")).size == 0
