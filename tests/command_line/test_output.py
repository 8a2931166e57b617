"""Tables for people, JSON and CSV for programs."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pyarrow.parquet
import pytest

from acme_ticketing import AcmeClient
from acme_ticketing.models import Event
from acme_ticketing.spec import operations
from acme_ticketing_cli.output.formats import WRITERS, write_parquet
from acme_ticketing_cli.output.tables import record_fields, show_one, show_records
from acme_ticketing_core.models.json import BrokenText
from acme_ticketing_core.runtime.files import whole_file
from acme_ticketing_sandbox import API_KEY
from tests.command_line.conftest import Run

STYLE = re.compile(r"\x1b\[[0-9;]*m")
EVENTS = ("b2b", "events", "list-summaries")


def plain(text: str) -> str:
    """Return what a person reads, without its styles."""
    return STYLE.sub("", text)


def test_a_program_gets_json(venue: Run, client: AcmeClient) -> None:
    """One page is an array of its records, as the API has them."""
    done = venue(*EVENTS, "--page-size", "3")

    assert json.loads(done.out) == [
        event.to_dict() for event in client.b2b.events.list_summaries(page_size=3).items
    ]


def test_a_number_that_no_float_holds_stays_json(capsys: pytest.CaptureFixture[str]) -> None:
    """Infinity is none of JSON, so no program could read it."""
    records = [Event.from_json(b'{"name":"A","capacity":1e999}').to_dict()]
    WRITERS["ndjson"](records, {}, sys.stdout)

    assert json.loads(capsys.readouterr().out, parse_float=str) == {
        "name": "A",
        "capacity": "1e999",
    }


def test_all_pages(venue: Run, client: AcmeClient) -> None:
    """Every record of every page, once."""
    page = client.b2b.events.list_summaries(page_size=7)
    done = venue(*EVENTS, "--page-size", "7", "--all")

    assert len(json.loads(done.out)) == page.total == len({e["id"] for e in json.loads(done.out)})


def test_all_pages_of_a_list_that_only_says_whether_more_follow(venue: Run) -> None:
    """Whatever the size of a page, and one page if not all are asked for."""
    words = ("b2b", "memberships", "list-with-cards")
    whole = json.loads(venue(*words).out)

    assert len(whole) > 3
    assert json.loads(venue(*words, "--page-size", "3", "--all").out) == whole
    assert json.loads(venue(*words, "--page-size", "3", "--page", "2").out) == whole[3:6]


def test_a_page_of_templates_has_a_largest_size(venue: Run) -> None:
    """Nothing is sent, and the message says why."""
    done = venue("b2b", "event-templates", "list", "--page-size", "101")

    assert done.status == 2
    assert "1 to 100, not 101: these records are so large" in plain(done.err)


def test_empty_text_is_sent(venue: Run) -> None:
    """An empty address lists the orders of everybody; none lists nobody's."""
    words = ("b2c", "orders", "search")

    assert json.loads(venue(*words).out) == []
    assert len(json.loads(venue(*words, "--email", "", "--all").out)) > 10


def test_csv_has_the_columns_of_the_specification(venue: Run) -> None:
    """Two runs have the same columns, whatever the answer holds: those that say most, or all."""
    words = (*EVENTS, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(venue(*words, "--page-size", "2").out)))
    none = venue(*words, "--start-time", "1990-01-01T00:00:00Z", "--end-time",
                 "1990-01-02T00:00:00Z").out  # fmt: skip
    every = venue(*words, "--page-size", "1", "--all-columns").out.splitlines()[0].split(",")

    assert len(rows) == 2
    assert none.strip().split(",") == list(rows[0])
    assert list(rows[0])[:2] == ["id", "name"]
    assert len(rows[0]) == 7
    assert set(rows[0]) < set(every)


def test_a_text_a_line(venue: Run) -> None:
    """NDJSON holds the same records as JSON."""
    lines = venue(*EVENTS, "--page-size", "3", "--format", "ndjson").out.splitlines()

    assert [json.loads(line) for line in lines] == json.loads(
        venue(*EVENTS, "--page-size", "3").out
    )


def test_parquet_has_types_and_loses_nothing(
    venue: Run, client: AcmeClient, tmp_path: Path
) -> None:
    """Times are times; what the specification does not know stays in a column of its own."""
    goal = tmp_path / "events.parquet"
    done = venue("b2b", "events", "list", "--all", "--output", str(goal))
    table = pyarrow.parquet.read_table(goal)
    events = list(client.b2b.events.list())

    assert done == (0, "", "")
    assert table.num_rows == len(events)
    assert table.column("startTime").to_pylist() == [event.start_time for event in events]
    prices = [json.loads(text) for text in table.column("priceList").to_pylist()]
    assert prices == [event.to_dict()["priceList"] for event in events]
    assert table.schema.field("unknown_fields").type == pyarrow.string()


def test_parquet_keeps_what_does_not_fit() -> None:
    """A value that is not what the specification says stands among the unknown fields."""
    row = next(row for row in operations() if row["id"] == "b2b.events.list")
    odd = {
        "startTime": "soon",
        "endTime": "0001-01-01T00:00:00+14:00",
        "name": BrokenText("cut \ud83d"),
    }
    record = {"id": "5d9645340000000000000000", **odd, "colour": "red"}
    stream = io.BytesIO()
    records = [record, {"startTime": "2026-07-04T10:00:00-05:00"}]
    write_parquet(records, record_fields(row), stream)
    first, second = pyarrow.parquet.read_table(stream).to_pylist()

    assert (first["id"], first["startTime"]) == (record["id"], None)
    assert json.loads(first["unknown_fields"]) == {**odd, "colour": "red"}
    assert second["startTime"] == datetime(2026, 7, 4, 15, tzinfo=UTC)
    assert second["unknown_fields"] is None


def test_an_interruption_leaves_the_older_file(tmp_path: Path) -> None:
    """Ctrl+C amid the writing: the file is the one before, and nothing is beside it."""
    goal = tmp_path / "events.json"
    goal.write_text("before")

    def interrupted() -> None:
        with whole_file(str(goal), "w") as stream:
            stream.write("half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert goal.read_text() == "before"
    assert list(tmp_path.iterdir()) == [goal]


def test_chosen_columns(venue: Run) -> None:
    """Dots lead into objects and arrays."""
    words = (
        "b2b",
        "events",
        "list",
        "--page-size",
        "1",
        "--columns",
        "id, priceList.prices.0.price",
    )
    record = json.loads(venue(*words).out)[0]
    header, line = venue(*words, "--format", "csv").out.splitlines()

    assert list(record) == ["id", "priceList.prices.0.price"]
    assert header == "id,priceList.prices.0.price"
    assert line == f"{record['id']},{record['priceList.prices.0.price']}"


def test_a_file_appears_when_it_is_whole(venue: Run, tmp_path: Path) -> None:
    """Nothing else is left beside it, and an older one stays if the call fails."""
    goal = tmp_path / "events.json"
    venue(*EVENTS, "--output", str(goal))
    written = goal.read_text()
    failed = venue(*EVENTS, "--output", str(goal), "--start-time", "yesterday")

    assert json.loads(written)
    assert failed.status == 2
    assert goal.read_text() == written
    assert [path.name for path in tmp_path.iterdir()] == ["events.json"]


def test_an_image_goes_into_a_file(venue: Run, client: AcmeClient, tmp_path: Path) -> None:
    """Bytes are written as they came."""
    template = client.b2b.events.list(page_size=1).items[0].template_id
    goal = tmp_path / "image.jpg"
    done = venue(
        "b2b", "event-templates", "get-image", str(template), "TN", "--output", str(goal)
    )  # fmt: skip

    assert done == (0, "", "")
    assert goal.read_bytes().startswith(b"\xff\xd8")


def test_people_get_a_table(
    venue: Run, monkeypatch: pytest.MonkeyPatch, client: AcmeClient
) -> None:
    """On a terminal the fields that say most are columns, and the count stands below."""
    monkeypatch.setattr(
        "acme_ticketing_cli.output.output.sys.stdout.isatty", lambda: True, raising=False
    )
    monkeypatch.setenv("COLUMNS", "200")
    listed = venue(*EVENTS, "--page-size", "4")
    one = venue("b2b", "events", "get", str(client.b2b.events.list(page_size=1).items[0].id))

    assert plain(listed.out).splitlines()[1].split()[:2] == ["id", "name"]
    assert "4 records" in plain(listed.out)
    assert "id  " in plain(one.out)


def test_a_body_comes_inline_from_a_file_or_from_standard_input(venue: Run, tmp_path: Path) -> None:
    """All three make a cart; what is no JSON is refused before the wire."""
    file = tmp_path / "cart.json"
    file.write_text('{"saleChannel": "online"}')
    create = ("b2c", "carts", "create", "--body")

    assert venue(*create, "{}").status == 0
    assert venue(*create, f"@{file}").status == 0
    assert venue(*create, "-", stdin="{}").status == 0
    assert (venue(*create, "{").status, venue(*create, f"@{tmp_path}/none").status) == (2, 2)


def test_what_makes_no_sense_is_refused(venue: Run, tmp_path: Path) -> None:
    """Before the first call."""
    assert venue(*EVENTS, "--columns", "id", "--all-columns").status == 2
    assert venue(*EVENTS, "--format", "table", "--output", str(tmp_path / "t")).status == 2
    assert venue(*EVENTS, "--format", "xml").status == 2


def test_a_table_in_a_pipe_is_not_cut(venue: Run) -> None:
    """A pipe has no width."""
    lines = venue("b2b", "events", "list", "--page-size", "2", "--format", "table", "--all-columns")

    assert "…" not in lines.out


def test_what_is_no_plain_file_is_written_as_it_is(tmp_path: Path) -> None:
    """A link stays a link, and nothing takes the place of a device or a pipe."""
    goal, link, pipe = tmp_path / "goal.csv", tmp_path / "link.csv", tmp_path / "pipe"
    goal.write_text("old")
    link.symlink_to(goal)
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    for name in (link, pipe):
        with whole_file(str(name), "w") as stream:
            stream.write("new")

    assert (link.is_symlink(), goal.read_text()) == (True, "new")
    assert (pipe.is_fifo(), os.read(reader, 9)) == (True, b"new")
    os.close(reader)


def test_a_hostile_text_steers_no_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    """It is shown as what it is, and a row stays a row."""
    evil = "\x1b[2J\x07 a\nb \u202egpj.exe \x9b31m"
    show_records([{"id": evil}], ["id"])
    show_one({"id": evil}, [])
    shown = plain(capsys.readouterr().out)

    assert not set(shown) & set("\x1b\x07\x9b\u202e")
    assert r"\x1b[2J\x07 a b \u202egpj.exe \x9b31m" in shown


def test_a_full_disk_is_told_in_one_line(url: str) -> None:
    """With the exit status of a failure, and nothing of Python."""
    words = [sys.executable, "-m", "acme_ticketing_cli", *EVENTS, "--format", "csv"]
    environment = {
        **os.environ,
        "ACME_ENVIRONMENT": url,
        "ACME_API_KEY": API_KEY,
        "ACME_TENANT_ID": "999",
    }
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            words, stdout=full, stderr=subprocess.PIPE, env=environment, text=True, check=False
        )

    assert (done.returncode, done.stderr) == (1, "acme: the output: No space left on device\n")
    named = subprocess.run(
        [*words, "-o", "/dev/full"], env=environment, capture_output=True, text=True, check=False
    )
    assert (named.returncode, named.stderr) == (1, "acme: /dev/full: No space left on device\n")


def test_a_reader_who_has_had_enough_is_no_failure(url: str) -> None:
    """`acme … | head -1` ends with 0, and nothing is said."""
    words = [sys.executable, "-m", "acme_ticketing_cli", "b2b", "events", "list", "--all"]
    environment = {
        **os.environ, "ACME_ENVIRONMENT": url, "ACME_API_KEY": API_KEY, "ACME_TENANT_ID": "999",
    }  # fmt: skip
    for form in ("ndjson", "csv", "json", "table"):
        with subprocess.Popen(
            [*words, "--format", form],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        ) as done:
            assert done.stdout
            assert done.stderr
            done.stdout.readline()
            done.stdout.close()
            assert (done.wait(30), done.stderr.read()) == (0, b"")
