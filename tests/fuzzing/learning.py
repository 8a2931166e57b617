"""The loop: a server differs, it is recorded, learned and regenerated, and differs no more.

python -m tests.fuzzing.learning [seeds] [first seed]

Each seed is a server of its own. A copy of `spec/` learns from what a client recorded; the client
that is made from it reads the very same answers again, tolerantly and strictly.
"""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from acme_ticketing import AcmeClient, Sandbox, spec
from acme_ticketing_sandbox import (
    TENANT_ID,
    Limits,
    LocalAcme,
    SandboxTransport,
    Unlike,
    VirtualClock,
)
from generator.__main__ import _generate
from generator.authoring.learning.learn import Learned, learn
from tests.fuzzing.unlike import CREDENTIALS, Venue

ROOT = Path(__file__).parents[2]


class Reply(NamedTuple):
    """An answer as it was sent."""

    operation: str
    status: int
    headers: dict[str, str]
    body: str


@dataclass(frozen=True, eq=False)
class Kept(Unlike):
    """A server that differs, whose answers are kept."""

    replies: list[Reply] = field(default_factory=list, init=False)

    def changed(self, operation: Any, reply: Any) -> Any:
        """Return the answer, and keep it."""
        given = super().changed(operation, reply)
        body = base64.b64encode(given.body).decode()
        self.replies.append(Reply(operation.id, given.status, dict(given.headers), body))
        return given


def recorded(seed: int, log: Path, operations: Iterable[str] | None = None) -> list[Reply]:
    """Call operations of a server that differs; return its answers."""
    unlike, venue = Kept(seed), Venue()
    clock = VirtualClock()
    limits = Limits(b2b=10**9, b2c=10**9, cors=10**9)
    venue.acme = LocalAcme(clock=clock, limits=limits, strict=True)
    venue.client = AcmeClient(
        CREDENTIALS, environment=Sandbox(10), tenant_id=TENANT_ID, retries=0, clock=clock,
        transport=SandboxTransport(venue.acme), egress=f"loop {seed}", drift_log=log,
    )  # fmt: skip
    with venue.client:
        for row in spec.operations():
            if operations is None or row["id"] in operations:
                venue.call(row, unlike, strict=False)
    return unlike.replies


def replayed(generated: Path, replies: list[Reply]) -> list[dict[str, Any]]:
    """Read answers by another generated client; return what differs, and what is refused."""
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(map(str, (generated, ROOT, ROOT / "src"))),
    }
    done = subprocess.run(
        [sys.executable, "-m", "tests.fuzzing.replay"],
        input=json.dumps(replies), capture_output=True, text=True, env=environment, cwd=ROOT,
        check=False,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(done.stderr)
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


class Turn(NamedTuple):
    """What came of one seed.

    Attributes:
        learned: what was learned.
        seconds: how long it took.
        left: what still differs, or is refused, and is no question.

    """

    learned: Learned
    seconds: float
    left: list[dict[str, Any]]


def turn(seed: int, operations: Iterable[str] | None = None) -> Turn:
    """Go around once, in a copy of `spec/`.

    Raises:
        SpecificationError: what was learned breaks a rule.

    """
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        log, copied = Path(folder, "drift.jsonl"), Path(folder, "spec")
        shutil.copytree(ROOT / "spec", copied)
        replies = recorded(seed, log, operations)
        learned = learn(copied / "openapi.yaml", [str(log)])
        learned.apply()
        generated = Path(folder, "generated")
        _generate(copied / "openapi.yaml", generated)
        found = replayed(generated, replies)
    asked = {(each.seen.operation, each.seen.path) for each in learned.questions}
    refused = {operation for operation, _ in asked}
    left = [
        each for each in found
        if (each["operation"], each["path"]) not in asked
        and not (each["kind"] == "refused" and each["operation"] in refused)
    ]  # fmt: skip
    return Turn(learned, time.monotonic() - began, left)


def main(seeds: int = 200, first: int = 1) -> int:
    """Go around so many times; print what is left."""
    total: Counter[str] = Counter()
    began = time.monotonic()
    for seed in range(first, first + seeds):
        learned, seconds, left = turn(seed)
        total["decided"] += len(learned.decided)
        total["questions"] += len(learned.questions)
        total["left"] += len(left)
        print(f"seed {seed}: {len(learned.decided)} decided, {len(learned.questions)} questions, "
              f"{len(left)} left ({seconds:.0f} s)", *left[:10], sep="\n  ", flush=True)  # fmt: skip
    share = total["questions"] / max(1, total["questions"] + total["decided"])
    print(
        f"{seeds} seeds: {total['decided']} differences decided, {total['questions']} questions "
        f"({share:.1%}), {total['left']} left. ({time.monotonic() - began:.0f} s)"
    )
    return min(total["left"], 100)


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
