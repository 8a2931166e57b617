"""Random edits against a venue that somebody else edits too, with faults between any two steps.

After each edit the server's object is compared with what both editors wrote: a field that neither
changed must be as it was, the other's change must be there, and the edit's own is there if and
only if it was told as done.
"""

from __future__ import annotations

import random
import tempfile
from collections import Counter
from itertools import count
from pathlib import Path
from typing import Any, Final, final

import httpx

from acme_ticketing import AcmeClient, ApiKey, EditJournal, Sandbox
from acme_ticketing.errors import AcmeError, EditConflict, EditDamaged, EditInDoubt
from acme_ticketing_sandbox import API_KEY, LocalAcme, SandboxTransport, VirtualClock

MINE: Final = ("suffix", "prefix", "phone_number", "customer_source", "constituent_import_id")
THEIRS: Final = (*MINE, "first_name", "last_name", "email")
_IN_A_JOURNAL: Final = 5
_egresses = (f"random edit {number}" for number in count())


class _Way(httpx.BaseTransport):
    """The way to the venue: before and after each request something may happen."""

    def __init__(self, game: Game) -> None:
        self.game = game
        self.inner = SandboxTransport(game.acme)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        game, chance = self.game, self.game.random
        game.maybe_disturb()
        fault = chance.choice(game.faults) if chance.random() < game.trouble else ""
        if fault == "refused connection":
            raise httpx.ConnectError("refused", request=request)
        if fault == "503 before":
            return httpx.Response(503, text="busy", request=request)
        response = self.inner.handle_request(request)
        game.maybe_disturb()
        if fault == "503 after":
            return httpx.Response(503, text="busy", request=request)
        if fault == "lost answer":
            raise httpx.ReadError("connection reset", request=request)
        if fault == "cut body":
            return httpx.Response(200, content=response.read()[:-20], request=request)
        return response


@final
class Game:
    """Edits until told to stop.

    Args:
        seed: of all that is random.

    Attributes:
        told: how the edits ended.
        undone: how undoing them ended.
        lost: fields that nobody changed and that are different or gone, without a word.
        overwritten: changes of the other editor that are gone, without a word.
        false: edits told as done that are not there, or as a conflict though they are.

    """

    faults = ("refused connection", "503 before", "503 after", "lost answer", "cut body")

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.clock = VirtualClock()
        self.acme = LocalAcme(clock=self.clock)
        self.trouble = 0.0
        self.other = self._client(SandboxTransport(self.acme))
        self.client = self._client(_Way(self))
        self.ids = [each.id or 0 for each in self.other.b2b.customers.list()][:5]
        self.told: Counter[str] = Counter()
        self.undone: Counter[str] = Counter()
        self.lost: list[str] = []
        self.overwritten: list[str] = []
        self.false: list[str] = []
        self.truth: dict[str, Any] = {}
        self.disturbing = 0.0
        self.id = 0

    def _client(self, transport: httpx.BaseTransport) -> AcmeClient:
        return AcmeClient(
            ApiKey(API_KEY), environment=Sandbox(10), transport=transport, clock=self.clock,
            deadline=None, egress=next(_egresses),
        )  # fmt: skip

    def maybe_disturb(self) -> None:
        """Let the other editor change a field, perhaps."""
        if self.id and self.random.random() < self.disturbing:
            customer = self.other.b2b.customers.get(id=self.id)
            field = self.random.choice(THEIRS)
            value = f"their {self.random.randrange(1000)}"
            setattr(customer, field, value)
            self.other.b2b.customers.replace(body=customer)
            self.truth[field] = value

    def play(self, journal: EditJournal | None = None) -> None:
        """Make one edit and judge what was said of it."""
        chance = self.random
        self.trouble = chance.choice((0.0, 0.0, 0.1, 0.4))
        self.disturbing = chance.choice((0.0, 0.0, 0.05, 0.2))
        self.id = chance.choice(self.ids)
        before = self.other.b2b.customers.get(id=self.id)
        self.truth = {}
        wanted = {field: f"my {chance.randrange(1000)}" for field in chance.sample(MINE, 2)}
        told = "done"
        try:
            with self.client.b2b.customers.edit(id=self.id, journal=journal) as customer:
                for field, value in wanted.items():
                    setattr(customer, field, value)
        except (EditConflict, EditDamaged, EditInDoubt) as error:
            told = type(error).__name__
        except AcmeError:
            told = "not begun"  # it could not be read; nothing was sent
        identifier, self.id = self.id, 0
        self.told[told] += 1
        self._judge(before, self.other.b2b.customers.get(id=identifier), wanted, told)

    def _judge(self, before: Any, after: Any, wanted: dict[str, str], told: str) -> None:
        silent = told not in {"EditDamaged", "EditInDoubt"}
        for field in type(before)._field_names:
            if field == "version":
                continue
            was, is_ = getattr(before, field), getattr(after, field)
            mine, theirs = wanted.get(field), self.truth.get(field)
            if mine is None and theirs is None:
                if is_ != was:
                    self.lost.append(f"{field} ({told})")
            elif mine is None:
                if is_ != theirs and silent:
                    self.overwritten.append(f"{field} ({told})")
            elif told == "done" and is_ not in {mine, theirs}:
                self.false.append(f"{field}: told as done")
            elif told == "not begun" and is_ == mine:
                self.false.append(f"{field}: told as not begun")

    def undo(self, journal: EditJournal) -> None:
        """Put back what the edits changed, newest first, as far as nobody has changed it since."""
        self.trouble = 0.0
        for entry in journal.entries():
            identifier = entry.arguments["id"]
            before = self.other.b2b.customers.get(id=identifier).to_dict()
            try:
                fields = self.client.b2b.customers.edit(id=identifier).undo(entry)
            except EditConflict as conflict:
                fields = ()
                if all(same(before, entry.sent, field) for field in conflict.fields):
                    self.false.append("told as changed since")
                self.undone["changed since"] += 1
            else:
                self.undone["undone" if fields else "not in effect"] += 1
            after = self.other.b2b.customers.get(id=identifier).to_dict()
            for field in {*before, *after} - {"version"}:
                if not same(after, entry.before if field in fields else before, field):
                    self.lost.append(f"{field} (undone)")

    @property
    def wrong(self) -> list[str]:
        """What was lost, or said and not so."""
        return [*self.lost, *self.overwritten, *self.false]

    def text(self, seed: int) -> str:
        """Tell how it ended, for a page."""
        ends = {
            "done": "done", "EditConflict": "conflicts", "EditDamaged": "damaged",
            "EditInDoubt": "in doubt", "not begun": "not begun, as the object could not be read",
        }  # fmt: skip
        told = ", ".join(f"{self.told[name]} {words}" for name, words in ends.items())
        return (
            f"Seed {seed}: {self.told.total()} edits: {told}. Fields lost: **{len(self.lost)}**. "
            f"Changes of somebody else lost without a word: **{len(self.overwritten)}**. "
            f"Told as done and not there: **{len(self.false)}**. Then undone, newest first: "
            f"{self.undone['undone']} put back, {self.undone['not in effect']} not in effect any "
            f"more, {self.undone['changed since']} left, as somebody had changed the same since."
        )

    def close(self) -> None:
        """Close both clients."""
        self.client.close()
        self.other.close()


def same(one: dict[str, Any], other: dict[str, Any], field: str) -> bool:
    """Whether two versions agree in a field; the server keeps blank text for what is absent."""
    return (one.get(field) or None) == (other.get(field) or None)


def play(seed: int, edits: int) -> Game:
    """Make random edits and give what came of them."""
    game = Game(seed)
    with tempfile.TemporaryDirectory() as folder:
        for number in range(edits):
            journal = EditJournal(Path(folder) / f"{number // _IN_A_JOURNAL}.jsonl")
            game.play(journal)
            if number % _IN_A_JOURNAL == _IN_A_JOURNAL - 1 and journal.path.stat().st_size:
                game.undo(journal)
    game.close()
    return game
