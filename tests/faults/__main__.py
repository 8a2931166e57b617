"""Run every fault against every kind of operation, random purchases and edits; write docs/reliability.md.

python -m tests.faults [purchases] [seed] [edits]
"""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor
from itertools import product

from acme_ticketing_core.transport import transport

from .drill import KINDS, MODES, Ending, Kind, Mode, drill, lies, line_drill
from .faults import FAULTS, LONGEST_ANSWER, Fault
from .lines import LINES, Line
from .random_edits import play as edit
from .random_faults import play
from .report import account_text, put, table


def main(purchases: int = 5000, seed: int = 6, edits: int = 2000) -> int:
    """Do it all; the number of untruths is the exit status."""
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
    account = play(purchases, seed)
    wrong += account.wrong
    game = edit(seed, edits)
    wrong += game.wrong
    put("edits", game.text(seed))
    twice = sum(
        ending.carried_out > 1
        for (_, kind, _), ending in zip(everything, endings, strict=True)
        if kind.replay in {"guarded", "none"}
    )
    put("table", table(drills))
    put("purchases", account_text(account, seed))
    put(
        "sums",
        f"{len(LINES) + len(FAULTS)} faults, {len(drills)} drills, {account.runs} random purchases. "
        f"Charged more than once: **{twice + account.twice}**. "
        f"Said something that was not so: **{len(wrong)}**.",
    )
    sums = f"{len(drills)} drills, {account.runs} purchases, {account.orders} orders, {len(wrong)} wrong"
    print("\n".join([sums, *wrong]))  # noqa: T201
    return len(wrong)


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
