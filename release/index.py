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
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import httpx

NAMES = ("acme-ticketing", "acme-ticketing-sandbox")
_SIMPLE = re.compile(r"\+?simple/?$")
_PAUSES = (0.2, 0.8, 2.0)


class PublishError(Exception):
    """The version may not be published, or was not taken; the message says why and what to do."""


class Index:
    """One package index, by its simple page, `https://…/simple/`, or by its root."""

    def __init__(self, url: str) -> None:
        if urlsplit(url).scheme not in {"http", "https"}:
            raise PublishError(f"{url!r} is no address: write INDEX_URL=https://.../simple/")
        url = url if url.endswith("/") else f"{url}/"
        self.upload_url = _SIMPLE.sub("", url)
        self.url = url if self.upload_url != url else f"{url}simple/"

    def missing(self, *files: Path) -> list[Path]:
        """Return those files that it has not; refuse one that it has with other contents."""
        present = self._files()
        for file in files:
            if present.get(file.name, "") not in {"", hash_of(file)}:
                raise PublishError(f"{file.name} is in {self.url} already, with other contents")
        return [file for file in files if file.name not in present]

    def _files(self) -> dict[str, str]:
        """Return the files it has of us, each with its sha256 (empty where it tells none)."""
        links = _Links()
        for name in NAMES:
            links.feed(_text_of(urljoin(self.url, f"{name}/")))
        return links.files

    def upload(self, file: Path) -> None:
        """Send one file, or raise `PublishError`; an upload that broke off leaves nothing behind."""
        environment = {**os.environ, "UV_NO_CONFIG": "1"}
        if not {"UV_PUBLISH_USERNAME", "UV_PUBLISH_TOKEN"} & environment.keys():
            # An index without users takes any name; uv would ask for one.
            environment |= {"UV_PUBLISH_USERNAME": "anonymous", "UV_PUBLISH_PASSWORD": "none"}
        command = [str(Path(sys.executable).parent / "uv"), "publish", "--quiet"]
        command += ["--no-attestations", "--publish-url", self.upload_url, str(file)]
        done = subprocess.run(command, check=False, capture_output=True, text=True, env=environment)
        if done.returncode:
            told = f"{file.name} was not taken: {(done.stderr or done.stdout).strip()}"
            if not self._withdraw(file):
                told += (
                    f"; a part of {file.name} is in {self.url} and could not be removed: remove it"
                )
            raise PublishError(told)

    def _withdraw(self, file: Path) -> bool:
        """Remove the version of a file that is there in part; return whether no part is left.

        Not every index lets itself be told to remove something.
        """
        for pause in _PAUSES:  # the index may still be busy with what it was sent
            time.sleep(pause)
            if self._files().get(file.name, hash_of(file)) != hash_of(file):
                break
        else:
            return True
        # As the file has them, which is what the index knows.
        name, version, *_ = file.name.removesuffix(".tar.gz").split("-")
        form = {":action": "remove_pkg", "name": name, "version": version}
        user, password = (os.environ.get(f"UV_PUBLISH_{n}", "") for n in ("USERNAME", "PASSWORD"))
        try:
            answer = httpx.post(self.upload_url, data=form, auth=(user, password), timeout=30)
        except httpx.HTTPError:
            return False
        return answer.is_success and file.name not in self._files()


def _text_of(page: str) -> str:
    """Return the text of a page; nothing if there is none."""
    try:
        answer = httpx.get(page, timeout=30, follow_redirects=True)
    except httpx.HTTPError as error:
        raise PublishError(f"{page} does not answer: {error}") from error
    if answer.is_error and answer.status_code != httpx.codes.NOT_FOUND:
        raise PublishError(f"{page} answers {answer.status_code}")
    return "" if answer.is_error else answer.text


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
