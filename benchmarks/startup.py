"""What an import and a first call cost, in fresh interpreters that take turns."""

from __future__ import annotations

import statistics
import sys
from pathlib import Path

from .loopback import served
from .measure import command_seconds, fresh_interpreter
from .row import Result, Row

# httpx brings its command line along where `click` is installed, as in this project's environment
# and hardly ever beside a client; it is hidden from everybody here.
_MEASURED = """
import sys, time
sys.modules["click"] = None
sys.path[:0] = ["generated", "src"]
started = time.process_time()
{statements}
taken = time.process_time() - started
status = dict(line.split(":", 1) for line in open("/proc/self/status"))
print(taken * 1000, int(status["VmHWM"].split()[0]) / 1024, len(sys.modules))
"""
_CLIENT = """
from acme_ticketing import AcmeClient, ApiKey, BaseUrl
client = AcmeClient(ApiKey("example-key-0000000000000000"), environment=BaseUrl("{address}"))
event = client.b2b.events.get(id="5d96453460309f26d082bcc0")
assert event.name
"""
_ROUNDS = 15


# Whole processes, the interpreter's own start included: what a person at a shell waits for.
_COMMANDS = {
    "the process of python -c 'import click'": [sys.executable, "-c", "import click"],
    "the process of acme --help": [str(Path(sys.executable).with_name("acme")), "--help"],
}


def startup() -> Result:
    """Measure imports, a client, the way to a first typed answer, and the command line's help."""
    with served() as address:
        cases = {
            "a bare interpreter": "pass",
            "import httpx": "import httpx",
            "httpx with a client": "import httpx; httpx.Client()",
            "httpx with a client and a GET": f"import httpx; httpx.Client().get('{address}/')",
            "import acme_ticketing": "import acme_ticketing",
            "acme_ticketing with a client and a typed call": _CLIENT.format(address=address),
        }
        programs = {name: _MEASURED.format(statements=each) for name, each in cases.items()}
        for program in programs.values():
            fresh_interpreter(program)
        numbers: dict[str, list[list[float]]] = {name: [] for name in programs}
        for _ in range(_ROUNDS):
            for name, program in programs.items():
                numbers[name].append(fresh_interpreter(program))
    shell = _commands()
    milliseconds, memory, modules = (
        {name: statistics.median(run[place] for run in runs) for name, runs in numbers.items()}
        for place in range(3)
    )
    first_call = "acme_ticketing with a client and a typed call"
    rows = [
        Row(
            "start", "import acme_ticketing, against import httpx",
            milliseconds["import acme_ticketing"] / milliseconds["import httpx"], 0.2,
        ),
        Row(
            "start", "client and first typed call, against httpx with a client",
            milliseconds[first_call] / milliseconds["httpx with a client"], 1.3,
        ),
        Row("start", "memory after the first typed call", memory[first_call], 29.0, unit="MB"),
        Row(
            "start", "acme --help, against python -c 'import click'",
            shell["the process of acme --help"] / shell["the process of python -c 'import click'"],
            2.0,
        ),
    ]  # fmt: skip
    figures = {"milliseconds": milliseconds | shell, "megabytes": memory, "modules": modules}
    return Result("startup", "see each", figures, rows)


def _commands() -> dict[str, float]:
    """Return the median processor time of each command, in milliseconds."""
    for command in _COMMANDS.values():
        command_seconds(command)
    taken: dict[str, list[float]] = {name: [] for name in _COMMANDS}
    for _ in range(_ROUNDS):
        for name, command in _COMMANDS.items():
            taken[name].append(command_seconds(command) * 1000)
    return {name: statistics.median(times) for name, times in taken.items()}
