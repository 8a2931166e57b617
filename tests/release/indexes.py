"""Package indexes on loopback: a real server, real packages of the environment, planted ones."""

from __future__ import annotations

import base64
import hashlib
import re
import socket
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import Distribution, distribution
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from packaging.requirements import Requirement

from .repository import clean_environment


@dataclass(frozen=True)
class LocalIndex:
    """A running index.

    Attributes:
        folder: where it keeps its files.
        port: where it listens.

    """

    folder: Path
    port: int

    @property
    def url(self) -> str:
        """Its simple page."""
        return f"http://127.0.0.1:{self.port}/simple/"

    @property
    def files(self) -> list[str]:
        """The files of our packages that it has."""
        return sorted(path.name for path in self.folder.glob("acme_ticketing*"))


@contextmanager
def served(folder: Path) -> Iterator[LocalIndex]:
    """Run pypiserver over a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    arguments = ["-p", str(port), "-i", "127.0.0.1", "-P", ".", "-a", ".", "--disable-fallback"]
    server = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "pypiserver",
            "run",
            *arguments,
            "--hash-algo",
            "sha256",
            str(folder),
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=clean_environment(),
    )
    try:
        _wait(port, server)
        yield LocalIndex(folder, port)
    finally:
        server.terminate()
        server.wait()


def _wait(port: int, server: subprocess.Popen[bytes]) -> None:
    while True:
        assert server.poll() is None, "pypiserver ended"
        try:
            with urlopen(f"http://127.0.0.1:{port}/simple/", timeout=5):
                return
        except URLError:
            time.sleep(0.05)


@contextmanager
def cut_off(index: LocalIndex, after: int) -> Iterator[str]:
    """Listen before an index and cut each connection once so many bytes have been sent to it."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                client, _ = listener.accept()
            except OSError:
                return
            with client, socket.create_connection(("127.0.0.1", index.port)) as upstream:
                _relay(client, upstream, after)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/simple/"
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join()


def _relay(client: socket.socket, upstream: socket.socket, after: int) -> None:
    """Pass on a request of at most `after` bytes and its answer; break off a longer one."""
    head = client.recv(65536)
    while head and b"\r\n\r\n" not in head:
        head += client.recv(65536)
    length = re.search(rb"(?i)content-length: *(\d+)", head)
    if (length is not None and int(length[1]) > after) or b"chunked" in head.lower():
        upstream.sendall(head[:after])
        return
    body = len(head.partition(b"\r\n\r\n")[2])
    head = re.sub(rb"(?i)connection: *keep-alive", b"Connection: close", head)
    upstream.sendall(head)
    while length is not None and body < int(length[1]):
        more = client.recv(65536)
        upstream.sendall(more)
        body += len(more)
    upstream.shutdown(socket.SHUT_WR)
    while answer := upstream.recv(65536):
        client.sendall(answer)


def plant(folder: Path, version: str) -> Path:
    """Write a wheel that is called as ours and holds nothing of ours."""
    folder.mkdir(parents=True, exist_ok=True)
    return _wheel(
        folder, "acme_ticketing", version, "py3-none-any",
        {
            "acme_ticketing/__init__.py": f"__version__ = {version!r}\n".encode(),
            f"acme_ticketing-{version}.dist-info/METADATA":
                f"Metadata-Version: 2.1\nName: acme-ticketing\nVersion: {version}\n".encode(),
            f"acme_ticketing-{version}.dist-info/WHEEL":
                b"Wheel-Version: 1.0\nGenerator: tests\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        },
    )  # fmt: skip


def repack_needs(name: str, folder: Path, *, extras: tuple[str, ...] = ()) -> None:
    """Put the installed dependencies of one of ours into a folder, as the wheels they were."""
    folder.mkdir(parents=True, exist_ok=True)
    waiting, done = [(name, extras)], set[str]()
    while waiting:
        current, wanted = waiting.pop()
        found = distribution(current)
        if not current.startswith("acme-ticketing"):  # ours are not wheels here, but this tree
            _repack(found, folder)
        for line in found.requires or ():
            need = Requirement(line)
            applies = need.marker is None or any(
                need.marker.evaluate({"extra": extra}) for extra in ("", *wanted)
            )
            if applies and need.name.lower() not in done:
                done.add(need.name.lower())
                waiting.append((need.name, tuple(need.extras)))


def _repack(found: Distribution, folder: Path) -> None:
    tags = re.findall(r"^Tag: (\S+)$", found.read_text("WHEEL") or "", re.MULTILINE)
    files = {
        str(path): Path(str(path.locate())).read_bytes()
        for path in found.files or ()
        if ".." not in path.parts
        and path.suffix != ".pyc"
        and path.name not in {"RECORD", "INSTALLER"}
    }
    name = re.sub(r"[-_.]+", "_", found.name)
    _wheel(folder, name, found.version, tags[-1], files)


def _wheel(folder: Path, name: str, version: str, tag: str, files: dict[str, bytes]) -> Path:
    (metadata,) = {path.split("/")[0] for path in files if path.endswith(".dist-info/METADATA")}
    lines = [f"{path},sha256={_digest(content)},{len(content)}" for path, content in files.items()]
    files = {**files, f"{metadata}/RECORD": "\n".join([*lines, f"{metadata}/RECORD,,"]).encode()}
    target = folder / f"{name}-{version}-{tag}.whl"
    with zipfile.ZipFile(target, "w") as archive:
        for path, content in files.items():
            archive.writestr(path, content)
    return target


def _digest(content: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
