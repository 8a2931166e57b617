"""The README tells the truth: its Python runs, and its commands exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from sybil import Sybil
from sybil.parsers.markdown import PythonCodeBlockParser

from acme_ticketing_sandbox import LocalAcme
from tests.documentation.network import lead_to

ROOT = Path(__file__).parents[2]
README = ROOT / "README.md"


@pytest.fixture(autouse=True)
def network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lead the network to a sandbox that knows the README's key, so the code runs as it stands."""
    lead_to(LocalAcme(api_keys={"your-key": 999}), monkeypatch)


def test_python_of_the_readme_runs() -> None:
    """Each Python block runs as it stands, with the names of the blocks before it."""
    examples = Sybil([PythonCodeBlockParser()], filenames=["README.md"]).parse(README).examples()
    run = [example.evaluate() for example in examples]
    assert len(run) >= 4


def test_commands_of_the_readme_exist() -> None:
    """Each `make` command that the README names is a target that `make help` lists."""
    targets = set(re.findall(r"^([a-z]+):.*## ", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = set(re.findall(r"\bmake ([a-z]+)", README.read_text(encoding="utf-8")))
    assert named
    assert named <= targets
