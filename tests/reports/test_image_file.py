"""The picture of an event template, straight into a file, over HTTP."""

from __future__ import annotations

import asyncio
import socket
from pathlib import Path
from typing import Any

import pytest

from acme_ticketing import AcmeClient, ApiKey, AsyncAcmeClient, BaseUrl
from acme_ticketing.errors import NoAnswer
from acme_ticketing_core.transport.steps import Received
from acme_ticketing_sandbox import AcmeSandbox
from tests.core.server import Received as Request
from tests.core.server import Server
from tests.reports.conftest import egresses

LARGE = b"\xff\xd8" + bytes(range(256)) * 4_000
"""A megabyte that begins like a JPEG: it comes in many pieces."""


def settings(url: str, **further: Any) -> dict[str, Any]:
    """Return the arguments of a client that calls there."""
    return {
        "credentials": ApiKey("demo-api-key-0000000000000000"),
        "environment": BaseUrl(url),
        "egress": next(egresses),
        **further,
    }


def large(_request: Request, connection: socket.socket) -> None:
    """Send the large picture."""
    head = f"HTTP/1.1 200 -\r\ncontent-type: image/jpeg\r\ncontent-length: {len(LARGE)}\r\n\r\n"
    connection.sendall(head.encode() + LARGE)


def there(folder: Path) -> list[str]:
    """List a folder."""
    return sorted(each.name for each in folder.iterdir())


@pytest.fixture
def template(acme_sandbox: AcmeSandbox) -> str:
    """Return the id of a template of the venue."""
    found = acme_sandbox.client().b2b.event_templates.list().items[0].id
    assert isinstance(found, str)
    return found


def test_the_venue_s_picture(acme_sandbox: AcmeSandbox, template: str, tmp_path: Path) -> None:
    """The file is what the call without a file gives, and the progress ends with all of it."""
    heard: list[Received] = []
    with AcmeClient(**settings(acme_sandbox.url)) as client:
        picture = client.b2b.event_templates.get_image(template_id=template, size="TN")
        saved = client.b2b.event_templates.get_image_to_file(
            tmp_path / "poster.jpg", template_id=template, size="TN", progress=heard.append
        )

    assert picture.startswith(b"\xff\xd8")
    assert saved == (tmp_path / "poster.jpg", len(picture))
    assert saved.path.read_bytes() == picture
    assert heard[-1].received == len(picture)
    assert there(tmp_path) == ["poster.jpg"]


def test_a_lost_picture_is_fetched_again(
    acme_sandbox: AcmeSandbox, template: str, tmp_path: Path
) -> None:
    """The venue's server breaks off in the middle, once: the file is whole all the same."""
    with AcmeClient(**settings(acme_sandbox.url)) as client:
        picture = client.b2b.event_templates.get_image(template_id=template, size="TN")
        acme_sandbox.fault("cut", "b2b.eventTemplates.getImage")
        client.b2b.event_templates.get_image_to_file(
            tmp_path / "poster.jpg", template_id=template, size="TN"
        )

    assert (tmp_path / "poster.jpg").read_bytes() == picture
    assert there(tmp_path) == ["poster.jpg"]


def test_an_interrupted_picture_leaves_nothing(
    acme_sandbox: AcmeSandbox, template: str, tmp_path: Path
) -> None:
    """Every attempt breaks off: no half picture, and the older one stays."""
    (tmp_path / "old.jpg").write_bytes(b"the older one")
    acme_sandbox.fault("cut", "b2b.eventTemplates.getImage", times=4)
    with AcmeClient(**settings(acme_sandbox.url, retries=1)) as client:
        for name in ("new.jpg", "old.jpg"):
            with pytest.raises(NoAnswer):
                client.b2b.event_templates.get_image_to_file(
                    tmp_path / name, template_id=template, size="TN"
                )

    assert there(tmp_path) == ["old.jpg"]
    assert (tmp_path / "old.jpg").read_bytes() == b"the older one"


def test_the_file_is_there_when_it_is_whole(server: Server, tmp_path: Path) -> None:
    """While pieces come, readers see the older picture; then the new one, at once."""
    goal = tmp_path / "poster.jpg"
    goal.write_bytes(b"the older one")
    server.behave = large
    heard: list[Received] = []

    def look(received: Received) -> None:
        heard.append(received)
        assert goal.read_bytes() == b"the older one"

    with AcmeClient(**settings(server.url)) as client:
        client.b2b.event_templates.get_image_to_file(
            goal, template_id="1", size="HR", progress=look
        )

    assert goal.read_bytes() == LARGE
    assert len(heard) > 8
    assert [each.total for each in heard] == [len(LARGE)] * len(heard)
    assert there(tmp_path) == ["poster.jpg"]


def test_whoever_interrupts_it_finds_nothing_half(server: Server, tmp_path: Path) -> None:
    """Ctrl+C in the middle of the pieces."""
    server.behave = large

    def interrupt(received: Received) -> None:
        if received.received > len(LARGE) // 2:
            raise KeyboardInterrupt

    with AcmeClient(**settings(server.url)) as client, pytest.raises(KeyboardInterrupt):
        client.b2b.event_templates.get_image_to_file(
            tmp_path / "poster.jpg", template_id="1", size="HR", progress=interrupt
        )

    assert there(tmp_path) == []


async def test_a_task_that_is_cancelled_leaves_nothing(server: Server, tmp_path: Path) -> None:
    """The asynchronous twin writes the same, and cleans up after itself."""
    server.behave = large
    async with AsyncAcmeClient(**settings(server.url)) as client:
        saved = await client.b2b.event_templates.get_image_to_file(
            tmp_path / "poster.jpg", template_id="1", size="HR"
        )
        task: asyncio.Task[Any] = asyncio.ensure_future(
            client.b2b.event_templates.get_image_to_file(
                tmp_path / "never.jpg",
                template_id="1",
                size="HR",
                progress=lambda _received: task.cancel(),
            )
        )
        with pytest.raises(asyncio.CancelledError):
            await task

    assert saved.path.read_bytes() == LARGE
    assert there(tmp_path) == ["poster.jpg"]
