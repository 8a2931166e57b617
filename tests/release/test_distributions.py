"""Two distributions of one version: what is in each, and what a fresh environment can do with it."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from acme_ticketing_sandbox import API_KEY, LocalAcme, served

from .indexes import served as served_index
from .repository import ROOT, clean_environment

UV = str(Path(sys.executable).parent / "uv")
MOST_BYTES = 450_000
"""What the client's wheel may weigh."""
CONSUMERS_TEST = """
def test_a_lost_answer(acme_sandbox):
    acme_sandbox.fault("closed", "b2b.events.listStatements")
    client = acme_sandbox.client()
    client.b2b.events.list_statements()
    assert [call.status for call in client.calls] == [0, 200]
"""


@dataclass(frozen=True)
class Environment:
    """A fresh environment, away from this tree.

    Attributes:
        folder: where it is.
        index: the index that has both distributions and what they need.

    """

    folder: Path
    index: str

    def install(self, *wanted: str) -> None:
        """Install from the index and from nowhere else."""
        python = str(self.folder / "bin/python")
        command = [UV, "pip", "install", "--quiet", "--default-index", self.index]
        subprocess.run([*command, "--python", python, *wanted], check=True, env=self.environment())

    def run(self, program: str, *arguments: str, **variables: str) -> tuple[int, str]:
        """Run one of its programs; return its status and all that it says."""
        done = subprocess.run(
            [self.folder / "bin" / program, *arguments],
            check=False, capture_output=True, text=True, cwd=self.folder,
            env=self.environment() | variables,
        )  # fmt: skip
        return done.returncode, done.stdout + done.stderr

    def environment(self) -> dict[str, str]:
        """Return its variables, none of which leads back here."""
        return clean_environment() | {"UV_CACHE_DIR": str(self.folder / "cache")}


@pytest.fixture
def fresh(dist: Path, tmp_path: Path) -> Iterator[Environment]:
    """Yield a fresh environment and the index that it may ask."""
    with served_index(dist) as index:
        environment = Environment(tmp_path / "venv", index.url)
        subprocess.run(
            [UV, "venv", "--quiet", "--python", sys.executable, str(environment.folder)],
            check=True, env=clean_environment(),
        )  # fmt: skip
        yield environment


def contents(wheel: Path) -> set[str]:
    """Return the import names that a wheel installs."""
    with zipfile.ZipFile(wheel) as archive:
        folders = {name.split("/")[0] for name in archive.namelist()}
    return {name for name in folders if not name.endswith(".dist-info")}


def test_each_wheel_has_its_import_names(dist: Path) -> None:
    """Nothing of the sandbox reaches production, and the document travels once."""
    (client,) = dist.glob("acme_ticketing-*.whl")
    (sandbox,) = dist.glob("acme_ticketing_sandbox-*.whl")

    assert contents(client) == {"acme_ticketing", "acme_ticketing_cli", "acme_ticketing_core"}
    assert contents(sandbox) == {"acme_ticketing_sandbox"}
    with zipfile.ZipFile(client) as archive:
        names = archive.namelist()
    assert {name for name in names if name.startswith("acme_ticketing/spec/")} == {
        "acme_ticketing/spec/__init__.py",
        "acme_ticketing/spec/provenance.json",
        "acme_ticketing/spec/spec.jsonl.xz",
    }
    with zipfile.ZipFile(sandbox) as archive:
        shown = {name for name in archive.namelist() if "/console/page/" in name}
    page = ROOT / "src/acme_ticketing_sandbox/console/page"
    assert shown == {f"acme_ticketing_sandbox/console/page/{file.name}" for file in page.iterdir()}
    assert client.stat().st_size <= MOST_BYTES


def test_the_client_alone(fresh: Environment) -> None:
    """It imports, calls, shows its help, and says what `acme sandbox` needs."""
    fresh.install("acme-ticketing[cli]")
    program = (
        "from acme_ticketing import AcmeClient, spec\n"
        "with AcmeClient() as client: print(client.b2b.events.list_statements().items[0].name)\n"
        "print(len(spec.document()['paths']), spec.provenance()['version'])\n"
    )
    with served(LocalAcme()) as url:
        status, said = fresh.run(
            "python", "-I", "-W", "error", "-c", program, ACME_ENVIRONMENT=url, ACME_API_KEY=API_KEY
        )

    assert status == 0, said
    assert said.count("\n") == 2
    assert fresh.run("acme", "--help")[0] == 0
    status, said = fresh.run("acme", "sandbox")
    assert status == 1
    assert "pip install acme-ticketing-sandbox" in said


def test_both(fresh: Environment) -> None:
    """A consumer's test finds the fixture; the sandbox brings the client of its version."""
    fresh.install("acme-ticketing-sandbox", "pytest")
    (fresh.folder / "test_consumer.py").write_text(CONSUMERS_TEST)

    status, said = fresh.run("python", "-m", "pytest", "-q", "-W", "error", "test_consumer.py")

    assert status == 0, said
    assert "1 passed" in said
    assert fresh.run("python", "-m", "acme_ticketing_sandbox", "--help")[0] == 0
