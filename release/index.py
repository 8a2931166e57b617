"""What a package index already has of us, and how files get there.

An index address ends in `simple/` (pypiserver, PyPI) or `+simple/` (devpi); uploads go to what
stands before.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode, urljoin, urlsplit
from urllib.request import Request, urlopen

NAMES = ("acme-ticketing", "acme-ticketing-sandbox")
_SIMPLE = re.compile(r"\+?simple/?$")
_NOT_FOUND = 404
_PAUSES = (0.2, 0.8, 2.0)


class PackageIndexError(Exception):
    """The index cannot be asked, or did not take a file."""


@dataclass(frozen=True)
class Index:
    """One package index."""

    url: str  # its simple page, `https://…/simple/`
    upload_url: str  # where files are sent

    @classmethod
    def at(cls, url: str) -> Index:
        """Return the index whose simple page, or whose root, is `url`."""
        if urlsplit(url).scheme not in {"http", "https"}:
            raise PackageIndexError(f"{url!r} is no address: write INDEX_URL=https://.../simple/")
        url = url if url.endswith("/") else f"{url}/"
        root = _SIMPLE.sub("", url)
        return cls(url if root != url else f"{url}simple/", root)

    def files(self) -> dict[str, str]:
        """Return the files it has of us, each with its sha256 (empty where it tells none)."""
        links = _Links()
        for name in NAMES:
            links.feed(_text_of(urljoin(self.url, f"{name}/")))
        return links.files

    def upload(self, file: Path) -> None:
        """Send one file, or raise `PackageIndexError`."""
        command = [
            str(Path(sys.executable).parent / "uv"), "publish", "--quiet", "--no-attestations",
            "--publish-url", self.upload_url, str(file),
        ]  # fmt: skip
        done = subprocess.run(
            command, check=False, capture_output=True, text=True, env=_environment(os.environ)
        )
        if done.returncode:
            told = (done.stderr or done.stdout).strip()
            raise PackageIndexError(f"{file.name} was not taken: {told}")

    def withdraw(self, file: Path, version: str) -> bool:
        """Remove a version of which this file is not whole; return whether the index did.

        An index may keep what came of an upload that broke off. Not every index lets itself be
        told to remove something.
        """
        for pause in _PAUSES:  # the index may still be busy with what it was sent
            time.sleep(pause)
            if self.files().get(file.name, hash_of(file)) != hash_of(file):
                break
        else:
            return True
        name = file.name.partition("-")[0]  # as the file has it, which is what the index knows
        form = urlencode({":action": "remove_pkg", "name": name, "version": version}).encode()
        user = ":".join(os.environ.get(f"UV_PUBLISH_{n}", "") for n in ("USERNAME", "PASSWORD"))
        token = b64encode(user.encode()).decode()
        request = Request(self.upload_url, form, {"Authorization": f"Basic {token}"})  # noqa: S310
        try:
            with urlopen(request, timeout=30):  # noqa: S310  the scheme was checked
                return file.name not in self.files()
        except OSError:
            return False


def _text_of(page: str) -> str:
    """Return the text of a page; nothing if there is none."""
    try:
        with urlopen(page, timeout=30) as answer:  # noqa: S310  the scheme was checked
            text: str = answer.read().decode()
    except HTTPError as error:
        if error.code == _NOT_FOUND:
            return ""
        raise PackageIndexError(f"{page} answers {error.code}") from error
    except OSError as error:
        raise PackageIndexError(f"{page} does not answer: {error}") from error
    return text


def _environment(outer: Mapping[str, str]) -> dict[str, str]:
    """Return the environment for uv: with the credentials that it knows, without other settings."""
    kept = {"UV_HTTP_RETRIES", "UV_NATIVE_TLS"}
    users = {"UV_PUBLISH_USERNAME", "UV_PUBLISH_PASSWORD", "UV_PUBLISH_TOKEN"}
    inner = {n: value for n, value in outer.items() if n in kept or not n.startswith("UV_")}
    # An index without users takes any name; uv would ask for one.
    named = {name: outer[name] for name in users if name in outer}
    anonymous = {"UV_PUBLISH_USERNAME": "anonymous", "UV_PUBLISH_PASSWORD": "none"}
    return {**inner, **(named or anonymous), "UV_NO_CONFIG": "1"}


def hash_of(file: Path) -> str:
    """Return the sha256 of a file."""
    return sha256(file.read_bytes()).hexdigest()


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.files: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        link = dict(attrs).get("href") if tag == "a" else None
        if link:
            address, _, fragment = link.partition("#")
            self.files[address.rsplit("/", 1)[-1]] = fragment.removeprefix("sha256=")
