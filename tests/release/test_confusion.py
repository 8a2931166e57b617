"""A stranger's version 99 on a second index is not taken under the settings we document."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from .indexes import LocalIndex, plant, served
from .repository import ROOT, clean_environment

UV = str(Path(sys.executable).parent / "uv")
INSTALLING = (ROOT / "docs" / "installing.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def indexes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[LocalIndex, LocalIndex]]:
    """Serve ours with 1.4.0, and a stranger's with 99.0.0."""
    folder = tmp_path_factory.mktemp("indexes")
    plant(folder / "ours", "1.4.0")
    plant(folder / "strangers", "99.0.0")
    with served(folder / "ours") as ours, served(folder / "strangers") as strangers:
        yield ours, strangers


def documented(language: str, index: LocalIndex) -> str:
    """Return the settings that docs/installing.md gives in a language, for a running index."""
    blocks = re.findall(rf"^```{language}\n(.*?)^```", INSTALLING, re.MULTILINE | re.DOTALL)
    assert len(blocks) == 1
    settings, count = re.subn(r"https://packages\.example\.com/simple/", index.url, blocks[0])
    assert count == 1
    return settings


def installed(folder: Path) -> str:
    """Return the version that was installed into a folder."""
    (metadata,) = folder.glob("acme_ticketing-*.dist-info")
    return metadata.name.removeprefix("acme_ticketing-").removesuffix(".dist-info")


def pip(
    target: Path, *arguments: str, config: Path | None = None
) -> subprocess.CompletedProcess[str]:
    """Run `pip install` into a folder."""
    environment = clean_environment() | ({"PIP_CONFIG_FILE": str(config)} if config else {})
    return subprocess.run(
        [sys.executable, "-m", "pip", "install", "--quiet", "--target", str(target),
         "--no-cache-dir", "--disable-pip-version-check", *arguments],
        check=False, capture_output=True, text=True, env=environment,
    )  # fmt: skip


def test_uv_keeps_to_the_explicit_index(
    indexes: tuple[LocalIndex, LocalIndex], tmp_path: Path
) -> None:
    """Uv locks and installs ours although its default index has a higher version."""
    ours, strangers = indexes
    project = '[project]\nname = "team"\nversion = "1"\nrequires-python = ">=3.11"\n'
    needs = 'dependencies = ["acme-ticketing"]\n\n'
    settings = documented("toml", ours)
    (tmp_path / "pyproject.toml").write_text(project + needs + settings)
    environment = clean_environment() | {
        "UV_DEFAULT_INDEX": strangers.url,
        "UV_CACHE_DIR": str(tmp_path / "cache"),
    }
    del environment["UV_NO_CONFIG"]
    command = [UV, "sync", "--quiet", "--python", sys.executable]
    subprocess.run(command, check=True, cwd=tmp_path, env=environment)
    (packages,) = (tmp_path / ".venv" / "lib").glob("python3*/site-packages")
    assert installed(packages) == "1.4.0"
    assert ours.url in (tmp_path / "uv.lock").read_text()


def test_pip_keeps_to_its_only_index(
    indexes: tuple[LocalIndex, LocalIndex], tmp_path: Path
) -> None:
    """Pip with one index takes ours."""
    config = tmp_path / "pip.conf"
    config.write_text(documented("ini", indexes[0]))
    done = pip(tmp_path / "target", "acme-ticketing", config=config)
    assert done.returncode == 0, done.stderr
    assert installed(tmp_path / "target") == "1.4.0"


def test_a_hash_refuses_the_stranger(
    indexes: tuple[LocalIndex, LocalIndex], tmp_path: Path
) -> None:
    """With hashes, even both indexes at once give ours, and the stranger's alone gives nothing."""
    ours, strangers = indexes
    (wheel,) = ours.folder.glob("*.whl")
    told = subprocess.run(
        [sys.executable, "-m", "pip", "hash", str(wheel)],
        check=True, capture_output=True, text=True, env=clean_environment(),
    )  # fmt: skip
    requirements = tmp_path / "requirements.txt"
    requirements.write_text(f"acme-ticketing==1.4.0 {told.stdout.splitlines()[-1]}\n")
    both = ("--index-url", ours.url, "--extra-index-url", strangers.url)
    hashed = ("--require-hashes", "--no-deps", "-r", str(requirements))
    assert pip(tmp_path / "both", *both, *hashed).returncode == 0
    assert installed(tmp_path / "both") == "1.4.0"
    assert pip(tmp_path / "none", "--index-url", strangers.url, *hashed).returncode == 1


def test_two_indexes_of_one_rank_are_the_danger(
    indexes: tuple[LocalIndex, LocalIndex], tmp_path: Path
) -> None:
    """What the page warns of is true: pip with both takes the stranger's."""
    both = ("--index-url", indexes[0].url, "--extra-index-url", indexes[1].url)
    assert pip(tmp_path / "target", *both, "acme-ticketing").returncode == 0
    assert installed(tmp_path / "target") == "99.0.0"
