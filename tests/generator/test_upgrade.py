"""Moving the generator's pin: what upstream changed stands beside why ours differ."""

from __future__ import annotations

import shutil
import subprocess
from importlib.resources import as_file, files
from pathlib import Path
from zipfile import ZipFile

import pytest

from generator.__main__ import main
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


def test_another_version_is_fetched_beside_the_one_in_use(
    upstream: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The command installs it into a folder of its own, here from a shelf of one wheel."""
    shelf = tmp_path / "shelf"
    shelf.mkdir()
    (upstream / "errors.py.jinja").write_text("{# another version #}\n")
    about = "openapi_python_client-99.0.dist-info"
    with ZipFile(shelf / "openapi_python_client-99.0-py3-none-any.whl", "w") as wheel:
        for template in upstream.iterdir():
            wheel.write(template, f"openapi_python_client/templates/{template.name}")
        wheel.writestr(f"{about}/METADATA", "Name: openapi-python-client\nVersion: 99.0\n")
        wheel.writestr(f"{about}/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any\n")
        wheel.writestr(f"{about}/RECORD", "")
    monkeypatch.setenv("UV_NO_INDEX", "1")
    monkeypatch.setenv("UV_FIND_LINKS", str(shelf))
    monkeypatch.setenv("UV_NO_CACHE", "1")

    assert main(["upgrade", "99.0"]) == 0
    told = capsys.readouterr().out
    assert "+{# another version #}" in told
    assert "1 of the " in told
    with pytest.raises(subprocess.CalledProcessError):
        compared("98.0")


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
