"""Moving the generator's pin: what upstream changed stands beside why ours differ."""

from __future__ import annotations

import shutil
from importlib.resources import as_file, files
from pathlib import Path

import pytest

from generator.render import TEMPLATES
from generator.upgrade import compared, report


@pytest.fixture
def upstream(tmp_path: Path) -> Path:
    """Copy the installed templates."""
    with as_file(files("openapi_python_client") / "templates") as installed:
        return Path(shutil.copytree(installed, tmp_path / "templates"))


def test_no_change_is_told_in_two_lines(upstream: Path) -> None:
    """The same templates give no difference."""
    lines = list(report(files("openapi_python_client") / "templates", upstream))
    assert len(lines) == 2
    assert lines[0].startswith("0 of the ")


def test_a_change_stands_beside_our_reason(upstream: Path) -> None:
    """A changed original is shown as a difference, under the first line of ours; so is a new file."""
    model = upstream / "model.py.jinja"
    model.write_text(model.read_text() + "{# something new #}\n")
    (upstream / "surprise.jinja").write_text("new")
    lines = list(report(files("openapi_python_client") / "templates", upstream))
    assert lines[0] == "== model.py.jinja"
    assert lines[1].startswith("   ours: Differs from upstream: one module per file")
    assert "   +{# something new #}" in lines
    assert "== surprise.jinja: new upstream" in lines
    assert lines[-2].startswith("1 of the ")


def test_every_template_says_why_it_differs() -> None:
    """The first line of each is a comment: what it changes, or that it has no counterpart."""
    for template in sorted(TEMPLATES.glob("*.jinja")):
        first = template.read_text(encoding="utf-8").splitlines()[0]
        assert first.startswith("{# "), template.name
        assert first.endswith(" #}"), template.name


def test_what_is_no_version_is_refused() -> None:
    """Nothing is installed by a name that is none."""
    with pytest.raises(ValueError, match="is no version"):
        compared("main; rm")
