"""The learned limit survives the process."""

from __future__ import annotations

from pathlib import Path

import pytest

from acme_ticketing_core.rate_limit.gate import Gate
from acme_ticketing_core.rate_limit.memory import SWITCH, LimitFile, MemoryStore, default_file

KEY = "b2b:default@api.example.com"
NOW = 1_700_000_000.0


def learned(path: Path | None, key: str = KEY, now: float = NOW) -> float | None:
    """Start a process, and tell what its gate knows."""
    store = MemoryStore(lambda: now, path and LimitFile(path))
    return Gate(store, key).read().limit


def learn(path: Path, key: str = KEY) -> float:
    """Run into the limit after 70 calls."""
    gate = Gate(MemoryStore(lambda: NOW, LimitFile(path)), key)
    for _ in range(70):
        gate.settle(gate.ask(gate.ticket()), "accepted")
    gate.refuse(gate.ask(gate.ticket()), None)
    limit = gate.read().limit
    assert limit is not None
    return limit


def test_the_next_process_knows_the_limit(tmp_path: Path) -> None:
    """What one run learned the next one keeps to from its first call."""
    path = tmp_path / "state" / "limits.json"

    assert learn(path) == 70
    assert learned(path) == 70


def test_old_knowledge_is_forgotten(tmp_path: Path) -> None:
    """After a month the vendor may have changed its mind."""
    path = tmp_path / "limits.json"
    learn(path)

    assert learned(path, now=NOW + 31 * 24 * 3600) is None


def test_a_local_sandbox_is_not_remembered(tmp_path: Path) -> None:
    """A port of loopback is somebody else's tomorrow."""
    path = tmp_path / "limits.json"
    learn(path, "b2b:default@127.0.0.1:8765")

    assert not path.exists()


@pytest.mark.parametrize(
    "text", ["", "[]", "{", '{"b2b:default@api.example.com": {"limit": "many"}}', "\x00"]
)
def test_a_damaged_file_is_no_file(tmp_path: Path, text: str) -> None:
    """The limit is learned again, and the file written anew."""
    path = tmp_path / "limits.json"
    path.write_text(text, encoding="utf-8")

    assert learned(path) is None
    assert learn(path) == 70
    assert learned(path) == 70


def test_a_file_that_cannot_be_written_breaks_no_call(tmp_path: Path) -> None:
    """A read-only home is the user's right."""
    blocked = tmp_path / "file"
    blocked.write_text("in the way", encoding="utf-8")

    assert learn(blocked / "limits.json") == 70


def test_the_file_can_be_moved_or_switched_off(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """One environment variable does both."""
    monkeypatch.setenv(SWITCH, "off")
    assert default_file() is None
    monkeypatch.setenv(SWITCH, str(tmp_path / "elsewhere.json"))
    assert default_file() == tmp_path / "elsewhere.json"
    monkeypatch.delenv(SWITCH)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    assert default_file() == tmp_path / "acme-ticketing" / "rate-limits.json"


def test_without_a_home_nothing_is_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    """A service's user may have none."""
    monkeypatch.delenv(SWITCH, raising=False)
    monkeypatch.setenv("XDG_STATE_HOME", "~nobody-of-this-name/state")

    assert default_file() is None
    assert learned(default_file()) is None
