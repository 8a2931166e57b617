"""Run every fault against every kind of operation, then checkouts by lot; write docs/reliability.md.

python -m tests.faults [checkouts] [seed]
"""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor
from itertools import product

from acme_ticketing_core.transport import transport

from .drill import KINDS, MODES, Ending, Kind, Mode, drill, lies, line_drill
from .faults import FAULTS, LONGEST_ANSWER, Fault
from .lines import LINES, Line
from .random_faults import play
from .report import account_text, put, table


def main(checkouts: int = 1000, seed: int = 6) -> int:
    """Do it all; the number of lies is the exit status."""
    transport.LONGEST_ANSWER = LONGEST_ANSWER

    def run(what: tuple[Fault | Line, Kind, Mode]) -> Ending:
        fault, kind, mode = what
        if isinstance(fault, Line):
            return line_drill(fault, kind, mode)
        return drill(fault, kind, mode)

    everything = list(product((*LINES, *FAULTS), KINDS, MODES))
    # Several at a time, as some wait for a silent server.
    with ThreadPoolExecutor(4) as pool:
        endings = list(pool.map(run, everything))
    drills = {
        (fault.name, kind.name, mode): ending
        for (fault, kind, mode), ending in zip(everything, endings, strict=True)
    }
    wrong = [
        f"{fault.name}, {kind.name}, {mode}: {lie}"
        for (fault, kind, mode), ending in zip(everything, endings, strict=True)
        for lie in lies(kind, ending)
    ]
    account = play(checkouts, seed)
    wrong += account.lies
    twice = sum(
        ending.carried_out > 1
        for (_, kind, _), ending in zip(everything, endings, strict=True)
        if kind.replay in {"guarded", "none"}
    )
    put("table", table(drills))
    put("checkouts", account_text(account, seed))
    put(
        "sums",
        f"{len(LINES) + len(FAULTS)} faults, {len(drills)} drills, {account.runs} random checkouts. "
        f"Charged more than once: **{twice + sum('times' in lie for lie in account.lies)}**. "
        f"Said something that was not so: **{len(wrong)}**. "
        f"Orders that nobody was told of: **{account.unaccounted}**.",
    )
    sums = f"{len(drills)} drills, {account.runs} checkouts, {account.orders} orders, {len(wrong)} lies"
    print("\n".join([sums, *wrong]))  # noqa: T201
    return len(wrong) + account.unaccounted


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
