"""Takes times so that a busy machine does not decide.

Cases take turns, round by round, so that all meet the same noise; processor time counts, not the
clock on the wall; the median of the rounds is the figure.
"""

from __future__ import annotations

import gc
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

ROOT = Path(__file__).parent.parent


def processor_seconds(
    cases: Mapping[str, Callable[[], object]], *, rounds: int = 40, calls: int = 1
) -> dict[str, float]:
    """Return the median processor time of one call of each case, in seconds."""
    for case in cases.values():
        case()
    taken: dict[str, list[float]] = {name: [] for name in cases}
    gc.collect()
    gc.freeze()  # no case pays for the modules of the others
    try:
        for _ in range(rounds):
            for name, case in cases.items():
                started = time.process_time()
                for _ in range(calls):
                    case()
                taken[name].append((time.process_time() - started) / calls)
    finally:
        gc.unfreeze()
    return {name: statistics.median(times) for name, times in taken.items()}


def command_seconds(command: list[str]) -> float:
    """Return the processor time of a command and what it starts, in seconds.

    Raises:
        subprocess.CalledProcessError: the command failed.

    """
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(
        command,
        check=True,
        cwd=ROOT,
        env=environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def fresh_interpreter(program: str) -> list[float]:
    """Run a program in an interpreter of its own and return the numbers that it prints."""
    run = subprocess.run(
        [sys.executable, "-c", program],
        check=True, cwd=ROOT, env=environment(), stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    return [float(number) for number in run.stdout.split()]


def environment() -> dict[str, str]:
    """Return an environment in which modules are compiled once, as in an installed program."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    kept["PYTHONPYCACHEPREFIX"] = str(ROOT / ".build" / "bytecode")
    return kept
