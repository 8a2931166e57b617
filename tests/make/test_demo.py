"""`examples/venue_day.py` shows a good day, and says so when it is none."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

EXAMPLES = Path(__file__).parents[2] / "examples"


def play(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run Python in the folder of the examples, without a terminal."""
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=EXAMPLES,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_good_day() -> None:
    """Every scene is played, every check passes, and plain lines carry no colour."""
    done = play("venue_day.py")
    assert (done.returncode, done.stderr) == (0, "")
    for scene in (
        "Open a session",
        "See what is on today",
        "Fill a cart",
        "Hold the places",
        "Check out",
        "Press the button again",
        "Refund a ticket",
        "Run a report",
        "Rush hour",
    ):
        assert scene in done.stdout
    for line in (
        "DuplicateRequest: 409",
        "· Completed",
        "· cool-down",
        "120 of 120 calls answered, none lost",
        "checks passed",
    ):
        assert line in done.stdout
    assert "\x1b" not in done.stdout


def test_bad_day() -> None:
    """What goes wrong is told in a line, and in the exit status."""
    done = play(
        "-c", "import sys, venue_day as day; day.PARTY['Adult'] = 999; sys.exit(day.main())"
    )
    assert (done.returncode, done.stderr) == (1, "")
    assert "✗ BadRequest: b2b.reservations.create: 400" in done.stdout
    assert "checks failed" in done.stdout
