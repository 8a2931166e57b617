"""What only the command line has."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from acme_ticketing_core.runtime.clock import SystemClock
from acme_ticketing_sandbox import API_KEY, EMAIL, PASSWORD, USER_NAME
from tests.command_line.conftest import Run
from tests.core.server import Server


def test_login_keeps_a_session_for_the_profile(acme: Run, url: str, tmp_path: Path) -> None:
    """The next command uses it; the file is for its owner alone and never shows the password."""
    (tmp_path / "config.toml").write_text(f'[profiles.default]\nenvironment = "{url}"\n')
    login = acme("login", "--email", EMAIL, "--password-stdin", stdin=f"{PASSWORD}\n")
    again = acme("login", "--email", EMAIL, "--password-stdin", stdin=f"{PASSWORD}\n")
    listed = acme("b2b", "events", "list-statements")
    kept = tmp_path / "sessions.toml"

    assert (login.status, again.status, listed.status) == (0, 0, 0)
    assert login.err.startswith("Logged in until ")
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert PASSWORD not in kept.read_text()
    assert "session_token until" in acme("profiles").out


def test_login_by_user_name(acme: Run, url: str) -> None:
    """It needs a tenant."""
    words = ("login", "--user-name", USER_NAME, "--password-stdin", "--environment", url)

    assert acme(*words, stdin=PASSWORD).status == 2
    assert acme(*words, "--tenant", "999", "--profile", "a", stdin=PASSWORD).status in {0, 2}
    assert acme(*words, "--tenant", "999", stdin=PASSWORD).status == 0


def test_profiles_show_no_secret(acme: Run, tmp_path: Path) -> None:
    """Kinds and places, and which one is in use."""
    (tmp_path / "config.toml").write_text(
        '[profiles.default]\napi_key = "hunter2"\nenvironment = "sandbox-10"\ntenant_id = 999\n'
        '[profiles.live]\napi_key_command = ["pass", "show", "acme"]\n'
    )
    (tmp_path / "config.toml").chmod(0o600)
    done = acme("profiles")

    assert done.out.splitlines() == [
        "* default      sandbox-10, tenant 999: api_key",
        "  live         production: api_key (command)",
    ]


def test_doctor_tells_what_is_set_and_from_where(venue: Run, monkeypatch: pytest.MonkeyPatch):
    """All is well; then a wrong key is told, and the status says so."""
    well = venue("doctor")
    monkeypatch.setenv("ACME_API_KEY", "wrong")
    ill = venue("doctor")

    assert well.status == 0, well.out
    for text in ("ApiKey, ACME_API_KEY", "port", "s from the server's", "calls a minute", "1 open"):
        assert text in well.out
    assert API_KEY not in well.out
    assert ill.status == 1
    assert "FAILED  call" in ill.out


def test_doctor_without_a_server(acme: Run) -> None:
    """Nobody listens there, and no credentials are set."""
    done = acme("doctor", "--environment", "http://127.0.0.1:9", "--deadline", "1")

    assert done.status == 1
    assert "FAILED  credentials" in done.out
    assert "FAILED  reachable" in done.out


def test_doctor_looks_at_the_proxy_that_calls_go_through(
    acme: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A host that only the proxy knows is none that cannot be reached; its password is not shown."""
    with Server() as proxy:
        port = proxy.url.rpartition(":")[2]
        monkeypatch.setenv("HTTPS_PROXY", f"http://user:hunter2@127.0.0.1:{port}")
        done = acme("doctor", "--environment", "https://venue.example", "--deadline", "1")

    assert f"ok      reachable    the proxy 127.0.0.1 port {port}" in done.out
    assert "hunter2" not in done.out + done.err


def test_doctor_goes_on_where_certificates_cannot_be_read(
    venue: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What needs none is found out."""
    monkeypatch.setenv("SSL_CERT_FILE", "/nowhere/missing.pem")
    done = venue("doctor")

    assert "s from the server's" in done.out
    assert "call         b2b.events.list" in done.out


def test_report_run(venue: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A report by its name becomes a CSV file, or goes to the standard output."""
    # At the venue a look at a report counts as a second: nobody has to wait for one.
    monkeypatch.setattr(SystemClock, "sleep", lambda _self, _seconds: None)
    goal = tmp_path / "sales.csv"
    done = venue("report", "run", "Sales by channel", "--output", str(goal))

    assert done.status == 0, done.err
    assert goal.read_text().splitlines()[0].startswith('"Sale') or "Sale" in goal.read_text()
    assert venue("report", "run", "Sales by channel").out == goal.read_bytes().decode()
    assert venue("report", "run", "No such report").status == 2
    assert venue("report", "run", "Sales by channel", "--start-time", "soon").status == 2


def test_sandbox_is_served() -> None:
    """Its options go through; it says where it is, and ends on a signal."""
    process = subprocess.Popen(
        [sys.executable, "-m", "acme_ticketing_cli", "sandbox", "--port", "0"],
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        assert process.stdout
        line = process.stdout.readline()
        process.terminate()

    assert line.startswith("ACME sandbox at http://127.0.0.1:")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_script(acme: Run, shell: str) -> None:
    """Each shell gets its own."""
    assert "_ACME_COMPLETE" in acme("completion", shell).out


def test_completion() -> None:
    """A shell asks for what may follow: commands, options, known values."""

    def completed(line: str) -> list[str]:
        done = subprocess.run(
            [Path(sys.executable).with_name("acme")],
            env={
                **os.environ,
                "_ACME_COMPLETE": "bash_complete",
                "COMP_WORDS": line,
                "COMP_CWORD": str(len(line.split(" ")) - 1),
            },
            capture_output=True,
            text=True,
            check=True,
        )
        return [each.partition(",")[2] for each in done.stdout.splitlines()]

    assert "list-summaries" in completed("acme b2b events li")
    assert "--start-time" in completed("acme b2b events list --st")
    assert completed("acme b2b events list --type pri") == ["private"]


def test_version(acme: Run) -> None:
    """One line; with -v all that are at work."""
    short, long = acme("--version").out.splitlines(), acme("--version", "-v").out.splitlines()

    assert len(short) == 1
    assert short[0].startswith("acme-ticketing ")
    assert [line.split()[0] for line in long][2:5] == ["Python", "httpx", "attrs"]


def test_help_brings_only_the_table() -> None:
    """Neither client, document, rich nor HTTP library is imported for `acme --help`."""
    program = (
        "import sys; from acme_ticketing_cli.__main__ import main\n"
        "sys.argv = ['acme', '--help']\n"
        "try: main()\n"
        "except SystemExit: print(*sorted(sys.modules), file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    heavy = {"httpx", "rich", "attrs", "ssl", "asyncio", "acme_ticketing.client", "orjson"}

    assert "The back office" in done.stdout
    assert not heavy & set(done.stderr.split())
    assert "acme_ticketing_cli.operation_command" not in done.stderr


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("login", "Open a session with an e-mail address"),
        ("profiles", "List the profiles, and what each holds"),
        ("doctor", "Makes one harmless call"),
        ("search", "WORDS may stand in the name"),
        ("report list", "List the report definitions"),
        ("report run", "DEFINITION is the id or the name"),
        ("sync", "DESTINATION is duckdb:FILE"),
        ("edits undo", "FILE is what an EditJournal has kept"),
        ("drift", "FILE is what a client wrote"),
        ("verify", "Every operation that only reads is called once"),
        ("completion", "in ~/.bashrc"),
    ],
)
def test_help_needs_no_docstrings(words: str, text: str) -> None:
    """`python -OO` takes them away."""
    done = subprocess.run(
        [sys.executable, "-OO", "-m", "acme_ticketing_cli", *words.split(), "--help"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert text in " ".join(done.stdout.split())


def test_search_finds_commands_by_what_they_do(acme: Run) -> None:
    """Names come before descriptions; every word must fit; a misspelt one is asked about."""
    done = acme("search", "refund")

    assert done.out.splitlines()[0].startswith("acme b2b refunds create ")
    assert acme("search", "refund", "older").out.count("\n") == 1
    assert "did you mean refund" in acme("search", "refnd").err


def test_reports_are_listed(venue: Run) -> None:
    """By the id and the name that `run` takes; a misspelt name is asked about."""
    assert "\tSales by channel\n" in venue("report", "list").out
    assert "did you mean Sales by channel" in venue("report", "run", "sales by chanel").err
