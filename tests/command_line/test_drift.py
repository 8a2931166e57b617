"""`acme drift`: what drift logs tell, added up, and what a newer specification already knows."""

from __future__ import annotations

import copy
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from acme_ticketing import spec
from acme_ticketing_sandbox import LocalAcme, Unlike
from tests.command_line.conftest import Run

LINE: dict[str, Any] = {
    "operation": "b2b.events.get", "status": 200, "schema": "Event", "path": "capacity",
    "kind": "other type", "expected": "integer", "found": "integer", "shape": "string/integer",
    "version": "0.1.0", "times": 2, "answers": 2, "as_specified": 1, "answers_in_all": 9,
    "day": "2026-11-28",
}  # fmt: skip


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """Return a log of three kinds, one of them told by two processes."""
    new = {**LINE, "path": "vendorAddition", "kind": "unknown field", "shape": {"since": "integer"}}
    word = {**LINE, "operation": "b2b.events.list", "path": "list[].state", "kind": "unknown value"}
    more = {**LINE, "times": 40, "day": "2026-11-29"}
    return written(tmp_path / "a.jsonl", LINE, new, {**word, "value": "SOLD_OUT"}, more)


def written(file: Path, *entries: Any) -> Path:
    """Write a log."""
    lines = (each if isinstance(each, str) else json.dumps(each) for each in entries)
    file.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return file


def test_a_table_tells_what_was_seen_most_first(acme: Run, log: Path) -> None:
    """Counts of all lines are added up; the exit status says that something differs."""
    done = acme("drift", str(log))
    rows = [line.split() for line in done.out.splitlines() if "b2b." in line]

    assert done.status == 1
    assert [row[2] for row in rows] == ["capacity", "vendorAddition", "list[].state"]
    assert "string/integer" in rows[0]
    assert "42" in rows[0]
    assert "2026-11-28 to 2026-11-29" in done.out
    assert "SOLD_OUT" in done.out


def test_json_has_all_that_is_known(acme: Run, log: Path) -> None:
    """Several files are one."""
    found = json.loads(acme("drift", str(log), str(log), "--format", "json").out)

    assert found[0] == {
        **{name: LINE[name] for name in LINE if name not in {"version", "day"}},
        "value": None, "times": 84, "answers": 8, "as_specified": 4, "answers_in_all": 36,
        "first": "2026-11-28", "last": "2026-11-29",
    }  # fmt: skip
    assert [each["value"] for each in found] == [None, None, "SOLD_OUT"]


def test_markdown_is_for_a_ticket(acme: Run, log: Path) -> None:
    """It is the same table."""
    head, _, first, *_ = acme("drift", str(log), "--format", "markdown").out.splitlines()

    assert head.startswith("| operation | schema | path | kind | expected | found | times |")
    assert first.startswith("| b2b.events.get | Event | capacity | other type | integer | string/")


@pytest.mark.parametrize("form", ["table", "markdown", "json"])
def test_nothing_differs(acme: Run, tmp_path: Path, form: str) -> None:
    """That is status 0."""
    done = acme("drift", str(written(tmp_path / "none.jsonl")), "--format", form)

    assert done.status == 0
    assert done.out.lower().startswith(("nothing differs", "[]"))


def test_a_newer_specification_knows_some_of_it(acme: Run, log: Path, tmp_path: Path) -> None:
    """What it says is gone; the rest stays, and all of it against the present one."""
    document = copy.deepcopy(spec.document())
    event = document["components"]["schemas"]["Event"]["properties"]
    present = written(tmp_path / "present.json", document)
    event["capacity"] = {"type": ["integer", "string"]}
    since = {"since": {"type": "integer"}}
    event["vendorAddition"] = {"type": "object", "properties": since}
    newer = written(tmp_path / "newer.json", document)

    now = json.loads(acme("drift", str(log), "--against", str(present), "--format", "json").out)
    then = acme("drift", str(log), "--against", str(newer), "--format", "json")

    assert len(now) == 3
    assert [each["path"] for each in json.loads(then.out)] == ["list[].state"]
    assert then.status == 1


def test_lines_of_another_kind_are_left_out(acme: Run, tmp_path: Path) -> None:
    """A log comes from elsewhere: nothing of it reaches the terminal unless it is of its form."""
    deep: Any = "text"
    for _ in range(20):
        deep = [deep]
    broken = [
        "not json", "[]", "7", "[" * 100_000,
        *({**LINE, **change} for change in (
            {"operation": "\x1b[2J"}, {"schema": "a b"}, {"path": "a\nb"}, {"kind": "evil"},
            {"kind": []}, {"expected": "\x07"}, {"found": 7}, {"shape": "\x1b"},
            {"shape": {"a|b": "text"}},
            {"shape": deep}, {"shape": 7}, {"value": "a@b"}, {"day": "today"}, {"times": -1},
            {"times": True}, {"times": 1e9}, {"path": "a" * 501}, {"status": 0}, {"status": 404},
            {"path": "", "kind": "missing"}, {"path": "list[]", "kind": "unknown field"},
        )),
    ]  # fmt: skip
    done = acme("drift", str(written(tmp_path / "broken.jsonl", LINE, "", *broken)))

    assert done.status == 1
    assert done.err == f"acme: {len(broken)} lines are none of a drift log, and left out\n"
    assert "1 record" in done.out


def test_files_that_were_joined_come_by_a_pipe(log: Path) -> None:
    """Some editors begin a file with a byte order mark."""
    joined = f"\ufeff{json.dumps(LINE)}\n\ufeff{json.dumps(LINE)}".encode() + b"\n\xff\n"
    command = (sys.executable, "-m", "acme_ticketing_cli", "drift", str(log), "-")
    done = subprocess.run(command, input=joined, capture_output=True, check=False)

    assert b" 46 " in done.stdout
    assert done.stderr == b"acme: 1 line is none of a drift log, and left out\n"


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        (("nowhere.jsonl",), "nowhere.jsonl: No such file or directory"),
        (("{log}", "--against", "nowhere.json"), "--against nowhere.json: No such file"),
        (("{log}", "--against", "{log}"), "it is no JSON"),
        (("{log}", "--against", "{list}"), "it is no OpenAPI document"),
        (("{list}",), "no line of it is one of a drift log"),
        (("{log}", "--against", "{torn}"), "it is no OpenAPI document"),
        ((), "Missing argument 'FILE...'"),
    ],
)
def test_bad_input_gets_one_sentence(
    acme: Run, log: Path, tmp_path: Path, words: tuple[str, ...], problem: str
) -> None:
    """Usage errors, status 2."""
    torn = {"paths": {"/x": {"get": {"operationId": LINE["operation"], "responses": []}}}}
    places = {
        "log": str(log),
        "list": str(written(tmp_path / "list.json", "[]")),
        "torn": str(written(tmp_path / "torn.json", torn)),
    }
    done = acme("drift", *(word.format(**places) for word in words))

    assert done.status == 2
    assert problem in done.err


def test_a_log_that_cannot_be_written_is_told(
    venue: Run, sandbox: LocalAcme, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once, and the call is made all the same."""
    monkeypatch.setenv("ACME_DRIFT_LOG", "/proc/version")
    sandbox.unlike = Unlike(3, share=1)
    try:
        done = venue("b2b", "events", "list")
    finally:
        sandbox.unlike = None

    assert done.status == 0
    assert done.err.count("acme: the drift log /proc/version cannot be written: ") == 1
