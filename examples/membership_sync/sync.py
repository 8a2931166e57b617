"""A CRM that knows who is a member: what changed at ACME since the last run, written there.

    pip install acme-ticketing
    python sync.py --state membership-sync.json --crm crm.sqlite

What it shows:

* the point to go on from is kept in a file and moved only when everything before it is written,
  so a run that fails is simply repeated;
* each run looks back over a few minutes that the last one had seen: a change that was being
  saved just then is not missed, and writing it twice is harmless, for rows are written by key;
* `CRM` is the seam: put your own system's client in its place.
"""

from __future__ import annotations

import argparse
import json
import os
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from acme_ticketing import AcmeClient
from acme_ticketing.models import MembershipSummary

OVERLAP = timedelta(minutes=10)
FIRST_RUN = datetime(2000, 1, 1, tzinfo=UTC)


class Member(NamedTuple):
    """What the CRM keeps of a member."""

    number: str
    name: str
    email: str | None
    standing: str
    expires: str | None


class Crm:
    """A stand-in for your CRM: a table by membership number."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database
        database.execute(
            "CREATE TABLE IF NOT EXISTS members "
            "(number TEXT PRIMARY KEY, name TEXT, email TEXT, standing TEXT, expires TEXT)"
        )

    def write(self, members: list[Member]) -> None:
        """Add or change members, all together."""
        with self._database:
            self._database.executemany(
                "INSERT OR REPLACE INTO members VALUES (?, ?, ?, ?, ?)", members
            )


def main() -> int:
    """Bring the CRM up to date and say what was done."""
    options = _arguments()
    since, now = _cursor(options.state), datetime.now(UTC)
    with AcmeClient(deadline=None) as client, closing(sqlite3.connect(options.crm)) as database:
        members = list(_changed(client, since - OVERLAP, now))
        Crm(database).write(members)
    _move_cursor(options.state, now)
    sys.stdout.write(f"{len(members)} members changed since {since:%Y-%m-%d %H:%M}\n")
    return 0


def _changed(client: AcmeClient, since: datetime, until: datetime) -> Iterator[Member]:
    """Give the members whose membership changed in a period."""
    answer = client.b2b.membership_summaries.list(updated_start_time=since, updated_end_time=until)
    for summary in answer.list_ or []:
        if summary.primary_card is not False and summary.acme_membership_number:
            yield _member(summary)


def _member(summary: MembershipSummary) -> Member:
    expires = summary.membership_expiration_date
    return Member(
        summary.acme_membership_number or "",
        " ".join(part for part in (summary.first_name, summary.last_name) if part),
        summary.email or None,
        str(summary.membership_standing or "unknown"),
        expires.date().isoformat() if expires else None,
    )


def _cursor(file: Path) -> datetime:
    if not file.exists():
        return FIRST_RUN
    return datetime.fromisoformat(json.loads(file.read_text())["since"])


def _move_cursor(file: Path, moment: datetime) -> None:
    part = file.with_name(f".{file.name}.{os.getpid()}")
    part.write_text(json.dumps({"since": moment.isoformat()}))
    part.replace(file)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--state", type=Path, default=Path("membership-sync.json"))
    parser.add_argument("--crm", type=Path, default=Path("crm.sqlite"))
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
