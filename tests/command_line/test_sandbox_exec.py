"""`acme sandbox exec`: a command with a local ACME of its own."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from typing import Any

import pytest

from acme_ticketing_sandbox import API_KEY
from tests.command_line.conftest import Run

_SETTINGS = """
import json, os, sys
json.dump({k: v for k, v in os.environ.items() if k.startswith("ACME_")}, open(sys.argv[1], "w"))
sys.exit(5)
"""
_BUY = """
from acme_ticketing import AcmeClient
with AcmeClient() as client:
    assert next(iter(client.b2b.events.list())).id
    assert client.b2c.event_templates.list()
"""

_CLEANS_UP = """
import signal, sys, time

def clean_up(*_):
    time.sleep(0.5)  # longer than Python waits for a child after Ctrl+C
    print("cleaned up")
    sys.exit(7)

signal.signal(signal.SIGINT, clean_up)
print("ready")
signal.pause()
"""


def test_the_command_is_led_to_it(acme: Run, tmp_path: Any, monkeypatch: pytest.MonkeyPatch):
    """Settings that lead elsewhere, secrets among them, are not handed on; the status is."""
    monkeypatch.setenv("ACME_SESSION_TOKEN", "hunter2")
    monkeypatch.setenv("ACME_API_KEY", "hunter2")
    monkeypatch.setenv("ACME_PROFILE", "live")
    monkeypatch.setenv("ACME_STRICT", "1")
    seen = tmp_path / "seen.json"
    done = acme("sandbox", "exec", sys.executable, "-c", _SETTINGS, str(seen))
    settings = json.loads(seen.read_text())

    assert done.status == 5
    assert "hunter2" not in settings.values()
    assert "ACME_PROFILE" not in settings
    assert settings["ACME_STRICT"] == "1"
    assert settings["ACME_API_KEY"] == API_KEY
    assert settings["ACME_ENVIRONMENT"].startswith("http://127.0.0.1:")


def test_a_program_runs_as_it_stands(acme: Run):
    """A client without arguments finds its credentials for every area."""
    assert acme("sandbox", "exec", sys.executable, "-W", "error", "-c", _BUY).status == 0


def test_a_command_that_was_killed(acme: Run):
    """The status is the one that a shell gives."""
    kill = "import os, signal; os.kill(os.getpid(), signal.SIGTERM)"

    assert acme("sandbox", "exec", sys.executable, "-c", kill).status == 128 + 15


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((), "Say what to run: acme sandbox exec acme b2b events list"),
        (("no-such-command",), "There is no command 'no-such-command' to run."),
    ],
)
def test_what_cannot_be_run(acme: Run, words: tuple[str, ...], told: str):
    """It is told, and nothing is served."""
    done = acme("sandbox", "exec", *words)

    assert done.status == 2
    assert told in done.err


def test_ctrl_c_is_for_the_command():
    """It cleans up in its own time, and its status counts."""
    words = [sys.executable, "-m", "acme_ticketing_cli", "sandbox", "exec"]
    with subprocess.Popen(
        [*words, sys.executable, "-u", "-c", _CLEANS_UP],
        stdout=subprocess.PIPE, text=True, start_new_session=True,
    ) as process:  # fmt: skip
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        os.killpg(process.pid, signal.SIGINT)
        assert process.stdout.readline() == "cleaned up\n"

    assert process.returncode == 7
