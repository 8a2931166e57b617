"""The drift log: what a client writes of answers that differ, and when."""

from __future__ import annotations

import asyncio
import json
import logging
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from acme_ticketing import AcmeClient, ApiKey, AsyncAcmeClient, BaseUrl, CallOptions
from acme_ticketing.errors import InvalidArgument, NotFound
from acme_ticketing_core.models.reading import Met, Noted, Surprise
from acme_ticketing_core.models.shapes import described
from acme_ticketing_core.observability.drift import Drift, Known
from acme_ticketing_core.observability.drift_log import LONGEST_LINE, MOST_KINDS, DriftLog
from acme_ticketing_core.settings.configuration import configuration
from acme_ticketing_sandbox import VirtualClock
from tests.core.server import Server, answer, in_turn
from tests.faults.network.test_process_life import in_a_child

EVENT = {"name": "Mummies", "capacity": "40", "vendorAddition": {"since": -2026, "by": "Ada"}}


@pytest.fixture
def server() -> Iterator[Server]:
    """Yield a server whose event differs."""
    with Server() as server:
        server.behave = answer(json.dumps(EVENT).encode())
        yield server


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """Return where the log goes."""
    return tmp_path / "drift.jsonl"


def lines(log: Path) -> list[dict[str, Any]]:
    """Return the lines of a log, each whole."""
    return [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]


def client_of(server: Server, log: Path | str | None, **settings: Any) -> AcmeClient:
    """Return a client with a log."""
    place = BaseUrl(server.url)
    return AcmeClient(ApiKey("k"), environment=place, tenant_id=9, drift_log=log, **settings)


def drift(number: int = 0, **changes: Any) -> Drift:
    """Return a difference, another for each number."""
    told = Drift(
        "b2b.events.get", 200, "Event", f"field_{number}", "other type", "integer", "text", 1,
        "string/text",
    )  # fmt: skip
    return told._replace(**changes)


def test_a_new_kind_is_written_at_once_and_its_counts_at_the_end(server: Server, log: Path):
    """The first line comes with the first answer; what follows is added up."""
    with client_of(server, log, clock=VirtualClock()) as client:
        client.b2b.events.get(id="1")
        first = lines(log)
        client.b2b.events.get(id="1")
        server.behave = answer(b'{"capacity": 40}')
        client.b2b.events.get(id="1")
        assert lines(log) == first

    assert first == [
        {
            "operation": "b2b.events.get",
            "status": 200,
            "schema": "Event",
            "path": path,
            "kind": kind,
            "expected": expected,
            "found": found,
            "shape": shape,
            "version": "0.1.0",
            "times": 1,
            "answers": 1,
            "as_specified": 0,
            "answers_in_all": 1,
            "day": first[0]["day"],
        }
        for path, kind, expected, found, shape in (
            ("capacity", "other type", "integer", "integer", "string/integer"),
            ("vendorAddition", "unknown field", "nothing", "object",
             {"since": "negative integer", "by": "string/text"}),
        )
    ]  # fmt: skip
    later = lines(log)[2:]
    assert [(each["path"], each["times"], each["answers_in_all"]) for each in later] == [
        ("capacity", 1, 2),
        ("vendorAddition", 1, 2),
    ]


def test_counts_are_written_every_minute(server: Server, log: Path):
    """A program that runs for weeks need not be stopped to be read."""
    clock = VirtualClock()
    with client_of(server, log, clock=clock) as client:
        server.behave = answer(b'{"capacity": "40"}')
        for pause in (0, 0, 61, 0, 0, 61):
            clock.advance(pause)
            client.b2b.events.get(id="1")

        assert [each["times"] for each in lines(log)] == [1, 2, 3]


def test_values_that_do_not_differ_are_counted_beside(server: Server, log: Path):
    """Whether a field always comes otherwise, or now and then."""
    events = [{"capacity": 1}, {"capacity": "2"}, {"capacity": 3}, {"capacity": 4.0}, {}, {"id": 7}]
    server.behave = answer(json.dumps({"list": events}).encode())
    with client_of(server, log) as client:
        client.b2b.events.list()

    told = {(each["path"], each["shape"]): each["as_specified"] for each in lines(log)}
    assert told[("list[].capacity", "string/integer")] == 2
    assert told[("list[].capacity", "integral number")] == 2
    assert told[("list[].id", "integer")] == 0


def test_each_shape_of_a_field_is_told(server: Server, log: Path):
    """A field that differs in two ways has two lines, in one answer or in several."""
    with client_of(server, log) as client:
        for capacity in ("4", 5.0, True, None, "many", -3.5):
            server.behave = answer(json.dumps({"capacity": capacity}).encode())
            client.b2b.events.get(id="1")

    assert [each["shape"] for each in lines(log) if each["times"]] == [
        "string/integer", "integral number", "boolean", "null", "string/text", "negative number",
    ]  # fmt: skip


def test_a_new_word_of_an_enumeration_is_kept(server: Server, log: Path):
    """It is the one value that is written, and only if it looks like a word."""
    with client_of(server, log) as client:
        for word in ("SOLD_OUT", "ada@example.com", "5d96453460309f26d082bcc0", "a" * 41, "7"):
            server.behave = answer(json.dumps({"state": word, "name": word}).encode())
            client.b2b.events.get(id="1")

    found = lines(log)
    assert {each["kind"] for each in found} == {"unknown value"}
    assert {each["value"] for each in found if "value" in each} == {"SOLD_OUT"}


def test_copies_of_the_client_write_too(server: Server, log: Path):
    """Light copies, with hooks of their own or without, and raw calls."""
    told: list[str] = []
    with client_of(server, log) as client:
        client.with_hooks(on_drift=lambda each: told.append(each.path)).b2b.events.get(id="1")
        client.with_options(timeout=5.0).b2b.events.get(id="1")
        client.with_tenant(8).b2b.events.get(id="1")
        client.raw(lambda copy: copy.b2b.events.get(id="1"))

    assert set(told) == {"capacity", "vendorAddition"}
    assert sum(each["times"] for each in lines(log) if each["path"] == "capacity") == 4


def test_an_asynchronous_client_writes_the_same(server: Server, log: Path):
    """The core is one."""

    async def run() -> None:
        place = BaseUrl(server.url)
        async with AsyncAcmeClient(ApiKey("k"), environment=place, drift_log=log) as client:
            for _ in range(3):
                await client.b2b.events.get(id="1")

    asyncio.run(run())

    assert [(each["path"], each["times"]) for each in lines(log)] == [
        ("capacity", 1), ("vendorAddition", 1), ("capacity", 2), ("vendorAddition", 2),
    ]  # fmt: skip


def test_what_is_written_of_strict_calls(server: Server, log: Path):
    """A strict call stops at the first surprise, which its error tells; a tolerant one is told."""
    with client_of(server, log, strict=True) as client:
        client.b2b.events.get(id="1", options=CallOptions(strict=False))

    assert [each["path"] for each in lines(log)] == ["capacity", "vendorAddition"]


def test_around_the_body(server: Server, log: Path):
    """Content type, status and total are told; of headers and numbers nothing else."""
    for behave in (
        answer(b"{}", status=202, content_type="application/vnd.acme"),
        answer(b"{}", content_type="application/4111111111111111"),
        in_turn(
            answer(b'{"list": [{}], "pagination": {"count": 4711}}'),
            answer(b'{"list": [], "pagination": {"count": 4711}}'),
        ),
    ):
        server.behave = behave
        with client_of(server, log) as client:
            assert len([*client.b2b.events.list()]) in {0, 1}

    assert {(each["kind"], each["found"]) for each in lines(log)} >= {
        ("status", "202"),
        ("content type", "application/vnd.acme"),
        ("content type", "another content type"),
        ("total", "# items"),
    }
    assert "4111" not in log.read_text()


def test_where_the_log_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Argument before variable before profile; `~` is the home directory."""
    file = tmp_path / "config.toml"
    file.touch(mode=0o600)
    file.write_text('[profiles.default]\ndrift_log = "of-profile"\n')
    environ = {"ACME_CONFIG_FILE": str(file)}
    monkeypatch.setenv("HOME", "/home/ada")

    assert configuration(environ={}).drift_log is None
    assert configuration(environ=environ).drift_log == "of-profile"
    environ["ACME_DRIFT_LOG"] = "~/drift.jsonl"
    assert configuration(environ=environ).drift_log == "/home/ada/drift.jsonl"
    assert configuration(environ=environ, drift_log=Path("mine")).drift_log == "mine"


@pytest.mark.parametrize("name", ["", "a\0b", 7, b"bytes", True])
def test_what_is_no_name_of_a_file_is_refused(name: Any):
    """One sentence that names the setting."""
    with pytest.raises(InvalidArgument, match=r"^drift_log is the name of a file, not "):
        AcmeClient(ApiKey("k"), drift_log=name)


def test_a_line_is_never_too_long(log: Path):
    """A wide and deep answer is told in fewer levels."""
    deep: Any = "string/text"
    for _ in range(5):
        deep = {f"key_of_many_letters_{'x' * 15}_{index}": deep for index in range(6)}
    keeper = DriftLog(str(log), "1", VirtualClock())
    for each in (
        drift(shape=deep),
        drift(shape=[deep, [deep]], path="a." * 3000, new_value="w" * 40),
        drift(shape={"k" * 40 + str(index): "string/date-time" for index in range(40)}),
        drift(
            shape={
                f"{'k' * 40}{index}{'x' * 20}": "string/date-time without offset"
                for index in range(40)
            }
        ),
        drift(shape=[[f"string/{index}{'x' * 99}" for index in range(40)]]),
    ):
        keeper.met([each])
    keeper.flush()

    found = log.read_bytes().splitlines(keepends=True)
    assert len(found) == 5
    assert max(map(len, found)) <= LONGEST_LINE
    assert all(json.loads(line)["operation"] == "b2b.events.get" for line in found)


def test_memory_is_bounded(log: Path):
    """Further kinds are left out; known ones are counted."""
    keeper = DriftLog(str(log), "1", VirtualClock())
    for number in [*range(MOST_KINDS + 50), 0]:
        keeper.met([drift(number)])
    keeper.flush()

    assert len(lines(log)) == MOST_KINDS + 1
    assert lines(log)[-1]["path"] == "field_0"


@pytest.mark.filterwarnings("ignore:.*multi-threaded, use of fork.*:DeprecationWarning")
def test_a_child_does_not_write_what_its_parent_counted(log: Path):
    """Every count is written by one of the two."""
    keeper = DriftLog(str(log), "1", VirtualClock())
    for _ in range(3):
        keeper.met([drift()])

    def child() -> bool:
        keeper.met([drift()])
        keeper.flush()
        return True

    assert in_a_child(child) == 0
    keeper.flush()

    assert [each["times"] for each in lines(log)] == [1, 1, 2]


def test_what_is_no_success_is_not_counted(server: Server, log: Path):
    """Errors say nothing of how answers look."""
    with client_of(server, log, retries=0) as client:
        client.b2b.events.get(id="1")
        server.behave = answer(b"{}", status=404)
        with pytest.raises(NotFound):
            client.b2b.events.get(id="1")

    assert {each["answers_in_all"] for each in lines(log)} == {1}


def test_few_answers_are_read_twice():
    """The first sixteen that differ, then those whose number is a power of two; new kinds always."""
    met, known = Met("null", "Event", "name"), Known()
    looks: list[int] = []
    for number in range(1, 101):

        def describe(number: int = number) -> dict[Met, list[Surprise]]:
            looks.append(number)
            return {met: [Surprise("name", "string", "null", "null")]}

        told = known.drift("x.y", 200, {met: 3}, describe, everything=True)
        assert [each.times for each in told] == [1 if number in looks else 3]
    assert looks == [*range(1, 17), 32, 64]


def test_what_was_described_is_forgotten_at_some_time(monkeypatch: pytest.MonkeyPatch):
    """Memory is bounded; what cannot be described is not told."""
    monkeypatch.setattr("acme_ticketing_core.observability.drift._MOST_DESCRIBED", 2)
    known = Known()
    for name in "abcde":
        met = Met("other type", "Nowhere", name)
        told = [Surprise(name, "string", "integer", "integer")]
        found = known.drift(
            "x.y", 200, {met: 1}, lambda met=met, told=told: {met: told}, everything=False
        )
        assert [each.path for each in found] == [name]
    lost = {Met("other type", "Nowhere", "f"): 1}

    assert len(known._first) <= 3
    assert known.drift("x.y", 200, lost, dict, everything=True) == []


def test_the_ways_in_which_a_field_differs_are_bounded():
    """An answer of a million forms is told by the first."""
    noted: list[Noted] = []
    met = Met("other type", "X", "b")
    for number in range(100):
        value = {f"key_{'abcdefghij'[number // 10]}{'abcdefghij'[number % 10]}": 1}
        noted.append((met, ("a", 0, "b"), "string", value))

    assert len(described(noted, {})[met]) == 32


WRITER = """
import sys
from acme_ticketing_core.observability.drift_log import DriftLog
from acme_ticketing_sandbox import VirtualClock
from tests.drift.test_recorder import drift
log, process = sys.argv[1], int(sys.argv[2])
for number in range(1250):
    shape = {f"key_{'abcdefgh'[process]}_{'x' * (index % 30)}": "text" for index in range(number % 40)}
    DriftLog(log, "1", VirtualClock()).met([drift(number, shape=shape, times=process + 1)])
"""


def test_four_processes_write_whole_lines(log: Path):
    """Five thousand differences, one file."""
    import subprocess
    import sys

    processes = [
        subprocess.Popen([sys.executable, "-c", WRITER, str(log), str(number)])
        for number in range(4)
    ]
    assert [each.wait() for each in processes] == [0] * 4

    found = [line for line in log.read_text().splitlines() if line]
    assert len(found) == 5_000
    assert sum(json.loads(line)["times"] for line in found) == 1250 * 10


def test_the_log_is_where_the_program_began(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """A daemon that changes its directory writes on in the same file."""
    monkeypatch.chdir(tmp_path)
    with client_of(server, "drift.jsonl") as client:
        os.chdir("/")
        client.b2b.events.get(id="1")

    assert lines(tmp_path / "drift.jsonl")


def test_the_hooks_of_the_program_are_told_as_before(server: Server, log: Path):
    """Who watches for himself and keeps a log has both."""
    told: list[Drift] = []
    with client_of(server, log, on_drift=told.append) as client:
        client.b2b.events.get(id="1")
        logging.getLogger("acme_ticketing").debug("no value of an answer is here")

    assert [(each.path, each.as_specified) for each in told] == [
        ("capacity", 0), ("vendorAddition", 0),
    ]  # fmt: skip
    assert len(lines(log)) == 2
