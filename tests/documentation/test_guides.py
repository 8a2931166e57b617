"""The guides tell the truth: their Python runs as it stands, page by page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from sybil import Sybil
from sybil.parsers.markdown import PythonCodeBlockParser

from acme_ticketing_cli import errors as exit_codes
from acme_ticketing_cli.app import _OWN as OWN
from acme_ticketing_cli.app import branches
from acme_ticketing_core.runtime.clock import SystemClock
from acme_ticketing_sandbox import API_KEY, PUBLISHABLE_KEY, Limits, LocalAcme
from tests.documentation.network import lead_to

DOCS = Path(__file__).parents[2] / "docs"
GUIDES = [DOCS / "index.md", DOCS / "quickstart.md", *sorted((DOCS / "guides").glob("*.md"))]
TESTING = DOCS / "guides/5-testing.md"
BLOCK = re.compile(r"^```python\n(.*?)^```", re.MULTILINE | re.DOTALL)


@pytest.fixture
def _network(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Lead the network to a venue, and set the credentials that the pages rely on."""
    sandbox = LocalAcme(
        api_keys={API_KEY: 999, "your-key": 999},
        publishable_keys={PUBLISHABLE_KEY: 999},
        limits=Limits(b2b=10_000, b2c=10_000),
    )
    lead_to(sandbox, monkeypatch)
    monkeypatch.chdir(tmp_path)  # where a guide writes a file
    # At the venue a look at a report counts as a second: nobody has to wait for one.
    monkeypatch.setattr(SystemClock, "sleep", lambda _self, _seconds: None)
    monkeypatch.setenv("ACME_API_KEY", API_KEY)
    monkeypatch.setenv("ACME_TENANT_ID", "999")
    monkeypatch.setenv("DLT_DATA_DIR", str(tmp_path / "dlt"))


@pytest.mark.usefixtures("_network")
@pytest.mark.parametrize("guide", [g for g in GUIDES if g != TESTING], ids=lambda path: path.stem)
def test_python_of_a_guide_runs(guide: Path) -> None:
    """Each block runs with the names of the blocks before it."""
    for example in Sybil([PythonCodeBlockParser()]).parse(guide).examples():
        example.evaluate()


def test_tests_of_the_testing_guide_pass(tmp_path: Path) -> None:
    """They are pytest's to run, with nothing but the plugin."""
    import subprocess
    import sys

    blocks = BLOCK.findall(TESTING.read_text(encoding="utf-8"))
    (tmp_path / "test_guide.py").write_text("\n\n".join(blocks), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
    )

    assert f"{len(re.findall('def test_', ''.join(blocks)))} passed" in done.stdout, done.stdout


def test_the_exit_codes_are_those_of_the_code() -> None:
    """The page says of each what it means; 0 is none of an error."""
    page = (DOCS / "guides/7-command-line.md").read_text(encoding="utf-8")
    row = re.compile(r"^\| (\d+) \|", re.MULTILINE)

    of_errors = [value for value in vars(exit_codes).values() if isinstance(value, int)]
    assert list(map(int, row.findall(page))) == [0, *of_errors]


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.stem)
def test_commands_of_a_guide_exist(guide: Path) -> None:
    """Each `acme` word names a command."""
    text = guide.read_text(encoding="utf-8")

    for words in re.findall(r"^\$ acme ([a-z0-9 -]+)", text, re.MULTILINE):
        first, *rest = words.split()
        if first in OWN:
            continue
        place = branches()[first]
        for word in rest:
            if word.startswith("-") or not isinstance(place.get(word), dict):
                break
            place = place[word]
        assert "id" in place, words
