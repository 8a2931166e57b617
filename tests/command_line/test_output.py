"""Tables for people, JSON and CSV for programs."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest

from acme_ticketing import AcmeClient
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


def test_all_pages(venue: Run, client: AcmeClient) -> None:
    """Every record of every page, once."""
    page = client.b2b.events.list_summaries(page_size=7)
    done = venue(*EVENTS, "--page-size", "7", "--all")

    assert len(json.loads(done.out)) == page.total == len({e["id"] for e in json.loads(done.out)})


def test_csv_has_the_columns_of_the_specification(venue: Run) -> None:
    """Two runs of one command have the same columns, whatever the answer holds."""
    rows = list(csv.DictReader(io.StringIO(venue(*EVENTS, "--csv", "--page-size", "2").out)))
    none = venue(*EVENTS, "--csv", "--start-time", "1990-01-01T00:00:00Z", "--end-time",
                 "1990-01-02T00:00:00Z").out  # fmt: skip

    assert len(rows) == 2
    assert none.strip().split(",") == list(rows[0])


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
    header, line = venue(*words, "--csv").out.splitlines()

    assert list(record) == ["id", "priceList.prices.0.price"]
    assert header == "id,priceList.prices.0.price"
    assert line == f"{record['id']},{record['priceList.prices.0.price']}"


def test_a_file_appears_when_it_is_whole(venue: Run, tmp_path: Path) -> None:
    """Nothing else is left beside it, and an older one stays if the call fails."""
    goal = tmp_path / "events.json"
    venue(*EVENTS, "--out", str(goal))
    written = goal.read_text()
    failed = venue(*EVENTS, "--out", str(goal), "--start-time", "yesterday")

    assert json.loads(written)
    assert failed.status == 2
    assert goal.read_text() == written
    assert [path.name for path in tmp_path.iterdir()] == ["events.json"]


def test_an_image_goes_into_a_file(venue: Run, client: AcmeClient, tmp_path: Path) -> None:
    """Bytes are written as they came."""
    template = client.b2b.events.list(page_size=1).items[0].template_id
    goal = tmp_path / "image.jpg"
    done = venue(
        "b2b", "event-templates", "get-image", str(template), "TN", "--out", str(goal)
    )  # fmt: skip

    assert done == (0, "", "")
    assert goal.read_bytes().startswith(b"\xff\xd8")


def test_people_get_a_table(
    venue: Run, monkeypatch: pytest.MonkeyPatch, client: AcmeClient
) -> None:
    """On a terminal the fields that say most are columns, and the count stands below."""
    monkeypatch.setattr("acme_ticketing_cli.output.sys.stdout.isatty", lambda: True, raising=False)
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


def test_forms_exclude_each_other(venue: Run) -> None:
    """JSON and CSV at once is a mistake."""
    assert venue(*EVENTS, "--json", "--csv").status == 2
