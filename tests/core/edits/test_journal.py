"""What a journal keeps of edits, and how."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path
from typing import Any

import httpx
import pytest

from acme_ticketing import EditJournal
from acme_ticketing.errors import ConfigurationError, EditInDoubt, InvalidArgument

from .conftest import Venue


def test_before_and_after_are_kept(venue: Venue, tmp_path: Path) -> None:
    """Newest first, for its owner only, and it says what it holds."""
    journal = EditJournal(tmp_path / "edits.jsonl")
    before = venue.customer().to_dict()
    for suffix in ("Jr.", "Sr."):
        with venue.client.b2b.customers.edit(id=venue.id, journal=journal) as customer:
            customer.suffix = suffix

    newest, oldest = journal.entries()
    assert (newest.after["suffix"], oldest.after["suffix"]) == ("Sr.", "Jr.")
    assert oldest.before == before
    assert (newest.operation, newest.arguments, newest.outcome) == (
        "b2b.customers.replace", {"id": venue.id}, "done",
    )  # fmt: skip
    assert stat.S_IMODE(journal.path.stat().st_mode) == 0o600
    assert "personal data" in journal.path.read_text().splitlines()[0]


def test_it_is_written_before_the_edit_is_sent(venue: Venue, tmp_path: Path) -> None:
    """A process that dies while it sends leaves what it takes to undo."""
    journal = EditJournal(tmp_path / "edits.jsonl")
    seen: list[str] = []

    def look(request: httpx.Request) -> httpx.Response | None:
        if request.method == "PUT":
            seen.append(journal.entries()[0].outcome)
            raise httpx.ReadError("gone", request=request)
        return None

    venue.way.before = look
    with (
        pytest.raises(EditInDoubt),
        venue.client.b2b.customers.edit(id=venue.id, journal=journal) as customer,
    ):
        customer.suffix = "Jr."
    assert seen == ["sent", "sent", "sent"]
    assert {entry.outcome for entry in journal.entries()} == {"in doubt"}


def test_one_that_is_gone_afterwards_does_not_hide_what_was_done(
    venue: Venue, tmp_path: Path
) -> None:
    """Before and after were kept before it was sent; how it ended is told."""
    journal = EditJournal(tmp_path / "edits.jsonl")

    def spoil(request: httpx.Request) -> httpx.Response | None:
        if request.method == "PUT":
            journal.path.unlink()
            journal.path.mkdir()
        return None

    venue.way.before = spoil
    with venue.client.b2b.customers.edit(id=venue.id, journal=journal) as customer:
        customer.suffix = "Jr."
    assert venue.customer().suffix == "Jr."


@pytest.mark.parametrize("path", ["missing/edits.jsonl", "."])
def test_one_that_cannot_be_written_is_refused(venue: Venue, tmp_path: Path, path: str) -> None:
    """Before anything is read or sent."""
    journal = EditJournal(tmp_path / path)
    with (
        pytest.raises(ConfigurationError, match="cannot be written"),
        venue.client.b2b.customers.edit(id=venue.id, journal=journal),
    ):
        raise AssertionError
    assert venue.way.sent == []


def test_a_line_that_was_cut_off_costs_no_other(venue: Venue, tmp_path: Path) -> None:
    """Whoever wrote it was killed; the next line begins a new one."""
    journal = EditJournal(tmp_path / "edits.jsonl")
    for suffix in ("Jr.", "Sr."):
        with venue.client.b2b.customers.edit(id=venue.id, journal=journal) as customer:
            customer.suffix = suffix
        with journal.path.open("ab") as file:
            file.write(b'{"id": "cut')
    assert [entry.outcome for entry in journal.entries()] == ["done", "done"]


@pytest.mark.parametrize("content", ["", "no journal\n", json.dumps({"journal": 2}) + "\n"])
def test_what_is_no_journal_is_told(tmp_path: Path, content: str) -> None:
    """A file of another kind, or of a newer version."""
    path = tmp_path / "edits.jsonl"
    path.write_text(content)
    with pytest.raises(InvalidArgument, match="no journal"):
        EditJournal(path).entries()
    with pytest.raises(InvalidArgument, match="cannot be read"):
        EditJournal(tmp_path / "none").entries()


@pytest.mark.parametrize(
    "content", ["a,b\n1,2\n", '{"important": 1}', '{"journal": 2}\n', '{"other', "[]\n", "\0\n"]
)
def test_the_file_of_another_program_is_left_alone(
    venue: Venue, tmp_path: Path, content: str
) -> None:
    """Nothing is written into it, nor sent: what stood there could not be undone."""
    journal = EditJournal(tmp_path / "other")
    journal.path.write_text(content)
    journal.path.chmod(0o644)
    with (
        pytest.raises(ConfigurationError, match="is no journal of edits of this version: name an"),
        venue.client.b2b.customers.edit(id=venue.id, journal=journal),
    ):
        raise AssertionError
    assert journal.path.read_text() == content
    assert stat.S_IMODE(journal.path.stat().st_mode) == 0o644
    assert venue.way.sent == []


@pytest.mark.parametrize("kept", [0, -1])
def test_a_journal_goes_on_after_its_beginning_was_cut_off(
    venue: Venue, tmp_path: Path, kept: int
) -> None:
    """A writer was killed before its first line, or before that line's end."""
    journal = EditJournal(tmp_path / "edits.jsonl")
    journal.check()
    journal.path.write_bytes(journal.path.read_bytes()[:kept])
    for suffix in ("Jr.", "Sr."):
        with venue.client.b2b.customers.edit(id=venue.id, journal=journal) as customer:
            customer.suffix = suffix

    assert [entry.outcome for entry in journal.entries()] == ["done", "done"]


def test_a_path_is_no_journal(venue: Venue) -> None:
    """It is named how to make one."""
    path: Any = "edits.jsonl"
    with pytest.raises(InvalidArgument, match=r"journal: expected EditJournal\(PATH\), not str"):
        venue.client.b2b.customers.edit(id=venue.id, journal=path)


@pytest.mark.parametrize("path", [None, 5, "", b"edits.jsonl"])
def test_a_journal_has_the_name_of_a_file(path: Any) -> None:
    """Told where it is made."""
    with pytest.raises(InvalidArgument, match=r"EditJournal\(path\) is the name of a file"):
        EditJournal(path)


def test_a_device_or_a_pipe_is_no_journal(venue: Venue, tmp_path: Path) -> None:
    """It would keep nothing, and its mode is not ours to change."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe, 0o644)
    with (
        pytest.raises(ConfigurationError, match="cannot be written: it is no plain file"),
        venue.client.b2b.customers.edit(id=venue.id, journal=EditJournal(pipe)),
    ):
        raise AssertionError
    assert stat.S_IMODE(pipe.stat().st_mode) == 0o644
