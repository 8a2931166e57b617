"""Publishing to a real index on loopback: once, whole, reviewed, and the same bytes each time."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

from release.build import build
from release.index import Index, hash_of

from .indexes import LocalIndex, cut_off
from .repository import ROOT, Repository, clean_environment

UV = str(Path(sys.executable).parent / "uv")


def publish(repository: Repository, url: str) -> tuple[int, str]:
    """Run the command; return its status and what it said."""
    return repository.call("release", "publish", url, check=False)


def test_published_once_and_tagged(museum: Repository, index: LocalIndex) -> None:
    """All is there and the version tagged; a second time is refused, a lost sdist is made up for."""
    status, said = publish(museum, index.url)
    assert status == 0, said
    wheel, sdist = "acme_ticketing-1.2.3-py3-none-any.whl", "acme_ticketing-1.2.3.tar.gz"
    sandbox = [
        "acme_ticketing_sandbox-1.2.3-py3-none-any.whl",
        "acme_ticketing_sandbox-1.2.3.tar.gz",
    ]
    assert index.files == [wheel, sdist, *sandbox]
    assert museum.git("tag", "--list").split() == ["v1.2.3"]
    sums = (museum.folder / "dist" / "SHA256SUMS").read_text().split()
    assert sums[::2] == [hash_of(index.folder / name) for name in sums[1::2]]
    assert f"is in {index.url} already; move info.version" in publish(museum, index.url)[1]
    for name in (sdist, sandbox[0]):
        (index.folder / name).unlink()  # as if the upload had broken in between
    assert publish(museum, index.url)[0] == 0
    assert index.files == [wheel, sdist, *sandbox]
    (index.folder / sdist).unlink()
    (index.folder / wheel).write_bytes(b"something else")
    assert "with other contents" in publish(museum, index.url)[1]


def test_what_nobody_committed_or_reviewed_is_refused(
    museum: Repository, index: LocalIndex
) -> None:
    """A dirty tree, drift, and a version that the changelog does not tell, each by its name."""
    (museum.folder / "note.txt").write_text("mine")
    assert (
        "1 change(s) that no commit holds, such as `?? note.txt`" in publish(museum, index.url)[1]
    )
    (museum.folder / "note.txt").unlink()
    museum.edit("generated/acme_ticketing/errors.py", '"""', '"""By hand: ')
    museum.commit("by hand")
    assert "generated/ is not what spec/ makes" in publish(museum, index.url)[1]
    museum.git("revert", "--no-edit", "HEAD")
    museum.edit("CHANGELOG.md", "## 1.2.3", "## 1.2.3 (unreleased)")
    museum.commit("not yet")
    assert "nobody reviewed the gate" in publish(museum, index.url)[1]
    assert index.files == []


def test_broken_upload_leaves_nothing_half_there(museum: Repository, index: LocalIndex) -> None:
    """A connection cut in the middle of the wheel leaves no file; the next try sends all."""
    with cut_off(index, after=20_000) as url:
        status, said = publish(museum, url)
    assert status == 1
    assert "was not taken" in said
    assert index.files == []
    assert museum.git("tag", "--list") == ""
    assert publish(museum, index.url)[0] == 0
    assert len(index.files) == 4


def test_bytes_do_not_depend_on_place_or_time(small: Repository, tmp_path: Path) -> None:
    """Another folder, other times and rights: the same wheel and sdist; the sdist makes it too."""
    there = Path(shutil.copytree(small.folder, tmp_path / "a longer" / "way" / "there"))
    for path in there.rglob("*"):
        if path.is_file() and ".git" not in path.parts:
            path.chmod(0o600)
            os.utime(path, (1_000_000_000, 1_000_000_000))
    built: list[list[Path]] = []
    for repository in (small, Repository(there)):
        built.append(sorted(build(repository.folder, tmp_path / str(len(built)))))
    assert len(built[0]) == 4
    assert [hash_of(file) for file in built[0]] == [hash_of(file) for file in built[1]]
    command = [
        UV,
        "build",
        "--quiet",
        "--wheel",
        "--no-build-isolation",
        "--python",
        sys.executable,
    ]
    for wheel, sdist in (built[0][:2], built[0][2:]):
        subprocess.run(
            [*command, "--out-dir", str(tmp_path / "again"), str(sdist)],
            check=True, env=clean_environment(),
        )  # fmt: skip
        assert hash_of(tmp_path / "again" / wheel.name) == hash_of(wheel)
    with zipfile.ZipFile(built[0][0]) as archive:
        name = next(name for name in archive.namelist() if "/sboms/" in name)
        bill = json.loads(archive.read(name))
    components = {each["name"] for each in bill["components"] if each["scope"] == "required"}
    assert {"attrs", "httpx"} <= components


def test_installs_from_that_index_alone(dist: Path, tmp_path: Path, index: LocalIndex) -> None:
    """A clean environment that reaches nothing else installs it and runs the page's example."""
    for file in sorted(dist.iterdir()):
        if file.name.startswith("acme"):
            Index(index.url).upload(file)
        else:
            shutil.copy(file, index.folder)
    environment = clean_environment() | {"UV_CACHE_DIR": str(tmp_path / "cache")}
    venv = tmp_path / "venv"
    subprocess.run(
        [UV, "venv", "--quiet", "--python", sys.executable, str(venv)], check=True, env=environment
    )
    python = str(venv / "bin" / "python")
    install = [UV, "pip", "install", "--quiet", "--default-index", index.url, "--python", python]
    wanted = ["acme-ticketing[cli]", "acme-ticketing-sandbox"]
    subprocess.run([*install, *wanted], check=True, env=environment)
    page = (ROOT / "docs" / "installing.md").read_text(encoding="utf-8")
    quickstart, provenance = re.findall(r"^```python\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    ran = [
        subprocess.run(
            [python, "-I", "-W", "error", "-c", code],
            check=True, capture_output=True, text=True, cwd=tmp_path, env=environment,
        ).stdout.strip()
        for code in (quickstart, provenance)
    ]  # fmt: skip
    assert ran[0]
    versions = subprocess.run(
        [str(venv / "bin" / "acme"), "--version", "-v"],
        check=True, capture_output=True, text=True, env=environment,
    ).stdout  # fmt: skip
    assert "made with openapi-python-client" in versions
    assert "'openapi-python-client':" in ran[1]
