"""`python -m acme_ticketing_sandbox`, as a person runs it."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from acme_ticketing_sandbox import API_KEY, PASSWORD, PUBLISHABLE_KEY, Seed
from acme_ticketing_sandbox.__main__ import _greet, main


def test_it_says_where_it_is_and_stops_when_asked() -> None:
    """The first line is the address; the credentials follow; an interrupt is no failure."""
    command = [sys.executable, "-m", "acme_ticketing_sandbox", "--port", "0", "--limit", "2"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        url = process.stdout.readline().split()[-1]
        greeting = "".join(process.stdout.readline() for _ in range(8))
        for words in (API_KEY, PASSWORD, PUBLISHABLE_KEY, f" {url}/_console/\n", "Ctrl+C"):
            assert words in greeting
        assert "Local ACME" in httpx.get(f"{url}/_console/", trust_env=False).text
        headers = {"x-acme-api-key": API_KEY}
        path = f"{url}/v2/b2b/event/template"
        answers = [httpx.get(path, headers=headers, trust_env=False) for _ in range(3)]
        assert [answer.status_code for answer in answers] == [200, 200, 429]
        process.send_signal(signal.SIGINT)
        assert process.wait(10) == 0


@pytest.mark.parametrize(
    ("url", "own"),
    [
        ("http://127.0.0.1:8765", "http://127.0.0.1:8765"),
        ("http://[::1]:8765", "http://[::1]:8765"),
        ("http://0.0.0.0:8765", "http://127.0.0.1:8765"),
        ("http://[::]:8765", "http://[::1]:8765"),
        ("http://192.0.2.7:8765", None),
    ],
)
def test_the_console_is_linked_to_where_it_answers(
    url: str, own: str | None, capsys: pytest.CaptureFixture[str]
) -> None:
    """Only on this machine's own addresses; else it says how to get there."""
    _greet(url)
    told = capsys.readouterr().out
    assert (f" {own}/_console/\n" if own else "leave out --host") in told


def test_a_seed_and_a_block_can_be_given(tmp_path: Path) -> None:
    """The greeting comes when requests are answered, on the host that was asked for."""
    file = tmp_path / "seed.json"
    file.write_text(json.dumps(Seed.built_in().data), encoding="utf-8")
    arguments = ["--seed", str(file), "--block", "1", "--host", "localhost", "--port", "0"]
    command = [sys.executable, "-m", "acme_ticketing_sandbox", *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        url = process.stdout.readline().split()[-1]
        state = httpx.get(f"{url}/_sandbox/state", trust_env=False).json()
        assert state["limits"]["block"] == 1
        process.send_signal(signal.SIGTERM)
        process.wait(10)


def test_a_host_is_an_address(capsys: pytest.CaptureFixture[str]) -> None:
    """A name is not looked up, but for localhost."""
    with pytest.raises(SystemExit) as stopped:
        main(["--host", "museum.example.com"])
    assert stopped.value.code == 2
    assert "is no IP address" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("option", "value", "wanted"),
    [
        ("--limit", "-3", "a number of requests, 1 or more"),
        ("--limit", "many", "a number of requests, 1 or more"),
        ("--block", "-1", "a number of seconds, 0 or more"),
        ("--block", "nan", "a number of seconds, 0 or more"),
    ],
)
def test_a_number_out_of_range_is_named(
    option: str, value: str, wanted: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing is served with it."""
    with pytest.raises(SystemExit) as stopped:
        main([option, value])
    assert stopped.value.code == 2
    assert f"argument {option}: {value!r} is not {wanted}" in capsys.readouterr().err
