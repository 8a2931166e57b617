"""What a person mistypes at the front door is answered with one clear line."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from acme_ticketing import BaseUrl, Sandbox
from acme_ticketing.errors import InvalidArgument
from acme_ticketing_sandbox.__main__ import main

Serve = Callable[..., tuple[int, str]]


@pytest.fixture
def serve(capsys: pytest.CaptureFixture[str]) -> Serve:
    """Return what starts the sandbox and gives its exit status and the one line that it says."""

    def serve(*arguments: str) -> tuple[int, str]:
        status = main(list(arguments))
        said = capsys.readouterr()
        program, _, line = said.err.rstrip("\n").partition(": ")
        assert (program, said.out) == ("acme_ticketing_sandbox", "")
        assert "\n" not in line
        return status, line

    return serve


def test_port_in_use() -> None:
    """The line names address and port; the program ends with the status."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        done = subprocess.run(
            [sys.executable, "-m", "acme_ticketing_sandbox", "--port", str(port)],
            capture_output=True, text=True, check=False, timeout=60,
        )  # fmt: skip
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        f"acme_ticketing_sandbox: cannot listen on 127.0.0.1 port {port}: address already in use; "
        "port 0 takes any that is free\n"
    )


def test_port_that_does_not_exist(serve: Serve) -> None:
    """The line names the port."""
    assert serve("--port", "99999") == (2, "there is no port 99999")


def test_seed_that_is_not_there(serve: Serve, tmp_path: Path) -> None:
    """The line names the file."""
    path = tmp_path / "venue.json"
    status, line = serve("--seed", str(path))
    assert (status, line) == (2, f"cannot read the seed file {path}: No such file or directory")


@pytest.mark.parametrize("content", [b"{", b"\xff\xfe", b"[1, 2", b""])
def test_seed_that_is_no_json(serve: Serve, tmp_path: Path, content: bytes) -> None:
    """The line names the file and what is wrong in it."""
    path = tmp_path / "venue.json"
    path.write_bytes(content)
    status, line = serve("--seed", str(path))
    assert status == 2
    assert line.startswith(f"the seed file {path} is no JSON: ")


def test_seed_of_another_form(serve: Serve, tmp_path: Path) -> None:
    """The line names the file and what it lacks."""
    path = tmp_path / "venue.json"
    path.write_text("{}")
    status, line = serve("--seed", str(path))
    assert status == 2
    assert line.startswith(f"the seed file {path} cannot be used: ")
    assert "$.days is missing" in line


@pytest.mark.parametrize("number", [0, -3, "10", 1.5, True, None])
def test_sandbox_number(number: object) -> None:
    """The line says what the number is, and what was given."""
    with pytest.raises(InvalidArgument) as raised:
        Sandbox(number)  # type: ignore[arg-type] - that is the mistake
    assert str(raised.value) == (
        f"Sandbox(number) is the whole number the vendor assigned, 1 or more, not {number!r}"
    )


@pytest.mark.parametrize(
    "url", ["http://tickets.example.com", "http://127.0.0.1.example.com", "ftp://localhost"]
)
def test_plain_http_beyond_loopback(url: str) -> None:
    """The line names the host and says what is allowed."""
    host = url.partition("://")[2]
    with pytest.raises(InvalidArgument) as raised:
        BaseUrl(url)
    assert str(raised.value) == (
        f"the base URL must begin with https:// (host '{host}'); "
        "http:// is for loopback only, where nobody listens in"
    )


@pytest.mark.parametrize("url", ["http://localhost:8765", "http://127.8.0.1", "http://[::1]:80"])
def test_plain_http_on_loopback(url: str) -> None:
    """Loopback is where the sandbox lives."""
    assert BaseUrl(url).url == url
