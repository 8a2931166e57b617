"""`acme verify`: the contract check from the shell."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from acme_ticketing_sandbox import LocalAcme, Unlike
from tests.command_line.conftest import Run


def test_an_area_is_as_specified(venue: Run) -> None:
    """A line for each operation; status 0."""
    done = venue("verify", "--area", "combo", "--only", "combo.templates.get")

    assert (done.status, done.out) == (0, "as specified    combo.templates.get\n")
    assert done.err == "1 operations: 1 as specified\n"


def test_all_of_it(venue: Run) -> None:
    """Why not all was tried is told."""
    done = venue("verify")

    assert "nothing to try  b2c.carts.get: no operation lists its id" in done.out
    assert "differs" not in done.out
    assert done.err.endswith(" as specified, 5 nothing to try\n")


def test_what_differs_is_told(venue: Run, sandbox: LocalAcme, tmp_path: Path) -> None:
    """With place and kind, and in a log if one is wanted; status 1."""
    log = tmp_path / "drift.jsonl"
    sandbox.unlike = Unlike(3, share=1)
    try:
        done = venue("verify", "--only", "b2b.events.list", "--drift-log", str(log))
    finally:
        sandbox.unlike = None

    assert done.status == 1
    assert "differs         b2b.events.list\n                " in done.out
    assert venue("drift", str(log)).status == 1


def test_an_interrupted_check_goes_on(venue: Run, tmp_path: Path, sandbox: LocalAcme) -> None:
    """What the file of results has is not tried again; a line that was cut off is."""
    results = tmp_path / "results.jsonl"
    words = ("verify", "--area", "combo", "--results", str(results))
    assert venue(*words).status == 0
    listed, got = results.read_text().splitlines()
    results.write_bytes(f"{listed}\n{got[:20]}\n7\n".encode() + b"\xff\n")

    again = venue(*words, "--json")

    assert [each["operation"] for each in json.loads(again.out)] == [
        "combo.templates.list", "combo.templates.get",
    ]  # fmt: skip
    assert again.status == 0
    assert venue(*words).out == ""
    assert again.err == "2 operations: 2 as specified\n"


@pytest.mark.parametrize("outcome", ["refused", "failed", "nothing to try"])
def test_what_was_not_answered_is_tried_again(venue: Run, tmp_path: Path, outcome: str) -> None:
    """A check that met a broken network or a wrong key is no answer of the server's."""
    results = tmp_path / "results.jsonl"
    entry = {
        "operation": "combo.templates.get",
        "outcome": outcome,
        "reason": "",
        "differences": [],
    }
    results.write_text(f"{json.dumps(entry)}\n")
    words = ("verify", "--area", "combo", "--results", str(results))

    assert venue(*words).err == "2 operations: 2 as specified\n"
    assert venue(*words).out == ""


def test_json_holds_the_differences(venue: Run, sandbox: LocalAcme) -> None:
    """Place, kind, what was expected and found; no value."""
    sandbox.unlike = Unlike(3, share=1)
    try:
        done = venue("verify", "--only", "b2b.events.list", "--json")
    finally:
        sandbox.unlike = None
    (result,) = json.loads(done.out)

    assert done.status == 1
    assert result["outcome"] == "differs"
    assert {"path", "kind", "expected", "found", "times"} == result["differences"][0].keys()


def test_production_is_not_checked_by_accident(acme: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither by default nor by name, nor by the address, however that is written."""
    monkeypatch.setenv("ACME_API_KEY", "k")
    host = "api.acmeticketing.com"
    places = ("production", f"https://{host.upper()}:443", f"HTTPS://{host}.", f"https://{host}/v2")
    for words in ((), *(("--environment", place) for place in places)):
        done = acme("verify", *words)
        assert done.status == 2
        assert "this would go to production" in done.err


def test_a_check_that_met_closed_doors_only_is_no_success(
    venue: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Status 3, as of a call that is refused; one answer is something."""
    monkeypatch.setenv("ACME_API_KEY", "another")
    for name in ("ACME_EMAIL", "ACME_PASSWORD", "ACME_PUBLISHABLE_KEY"):
        monkeypatch.delenv(name)
    done = venue("verify", "--area", "combo")

    assert done.status == 3
    assert "refused" in done.out
    assert done.err.endswith("acme: nothing was compared: the credentials do not open it\n")


@pytest.mark.parametrize("words", [("--tenant", "7"), ("--profile", "b"), ("--environment", "URL")])
def test_results_of_another_place_are_noticed(
    venue: Run, tmp_path: Path, url: str, words: tuple[str, str]
) -> None:
    """What one server, venue or profile answered says nothing of another."""
    (tmp_path / "config.toml").write_text("[profiles.b]\n")
    results = tmp_path / "results.jsonl"
    check = ("verify", "--only", "combo.templates.list", "--results", str(results))
    assert venue(*check).status == 0
    option, other = words
    elsewhere = venue(*check, option, f"{url}/elsewhere" if other == "URL" else other)

    assert elsewhere.status == 2
    assert f"results.jsonl is of server {url}" in elsewhere.err
    assert "name another file" in elsewhere.err
    assert venue(*check).err == "1 operations: 1 as specified\n"


def test_a_wrong_name(venue: Run) -> None:
    """Is a mistake of usage."""
    done = venue("verify", "--only", "b2b.events.replace")

    assert done.status == 2
    assert "no operation that only reads" in done.err
    assert venue("verify", "--area", "nowhere").status == 2
