"""The templates that ours replace: recorded, and a change of them noticed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from generator.parsing.parse import PINNED_VERSION
from generator.rendering.render import TEMPLATES
from tests.generator import upstream


def test_the_record_is_of_the_pinned_version():
    """When the pin moves and an original changed, this fails: look, carry over, record again."""
    recorded = json.loads(upstream.RECORD.read_text(encoding="utf-8"))
    assert recorded["openapi-python-client"] == PINNED_VERSION
    assert upstream.changed_originals() == []


def test_every_template_says_how_it_differs():
    """The first line of a template is a comment for its reader."""
    for template in TEMPLATES.glob("*.jinja"):
        assert template.read_text(encoding="utf-8").startswith("{#"), template.name


def test_changes_are_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """An original that changed, went or came is named until it is recorded."""
    record = tmp_path / "upstream.json"
    monkeypatch.setattr(upstream, "RECORD", record)
    now = upstream.originals()
    changed, gone = sorted(now)[:2]
    templates = {**now, changed: "0" * 64, "went.py.jinja": "0" * 64}
    del templates[gone]
    record.write_text(json.dumps({"templates": templates}))
    assert upstream.changed_originals() == sorted([changed, gone, "went.py.jinja"])
    upstream.record()
    assert upstream.changed_originals() == []
    assert json.loads(record.read_text())["openapi-python-client"] == PINNED_VERSION
