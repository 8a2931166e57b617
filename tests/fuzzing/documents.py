"""Hostile specifications by the thousand: one to three texts of a document replaced, anywhere.

    python tests/fuzzing/documents.py [documents] [seed]

Each is refused with a place, or becomes code that holds nothing but what the templates write
(`tests/generator/hostile.py` tells how that is known). Every hundredth that is generated is
imported as well, in a process of its own, which must leave nothing behind.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from random import Random

from generator.reading.join import JoinedDocument, join
from generator.rendering.render import render_client
from generator.rendering.write import write
from tests.faults.report import put
from tests.generator.hostile import PAYLOADS, Mutation, outcome, places
from tests.generator.museum import SPECIFICATION

ROOT = Path(__file__).parents[2]
IMPORTED_EVERY = 100


def hostile(document: JoinedDocument, lot: Random) -> tuple[JoinedDocument, list[Mutation]]:
    """Replace up to three texts of a document."""
    made: list[Mutation] = []
    for _ in range(lot.choice((1, 1, 1, 2, 3))):
        pointer, is_key = lot.choice(list(places(document.data)))
        mutation = Mutation(pointer, is_key, lot.choice(PAYLOADS))
        document = mutation.applied(document)
        made.append(mutation)
    return document, made


def leaves_something(document: JoinedDocument) -> bool:
    """Import all that a document becomes; tell whether that did anything but import."""
    with tempfile.TemporaryDirectory() as folder:
        write(render_client(document), Path(folder, "acme_ticketing"))
        names = [
            ".".join(path.relative_to(folder).with_suffix("").parts).removesuffix(".__init__")
            for path in sorted(Path(folder).rglob("*.py"))
        ]
        before = sorted(Path(folder).iterdir())
        done = subprocess.run(
            [sys.executable, "-B", "-W", "error", "-c", "\n".join(f"import {n}" for n in names)],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": f"{folder}{os.pathsep}{ROOT / 'src'}"},
            capture_output=True,
            check=False,
        )
        return done.returncode != 0 or sorted(Path(folder).iterdir()) != before


def main(documents: int = 2500, seed: int = 6, *, publish: bool = False) -> int:
    """Fuzz the generator, tell docs/reliability.md if asked to; return how many went wrong."""
    museum, results, wrong = join(SPECIFICATION), Counter[str](), list[str]()
    started = time.monotonic()
    for number in range(documents):
        document, made = hostile(museum, Random(f"{seed}/{number}"))
        try:
            result = outcome(document)
            if result == "generated" and results[result] % IMPORTED_EVERY == 0:
                results["imported"] += 1
                if leaves_something(document):
                    wrong.append(f"document {number}: importing it did something: {made}")
        except Exception as error:  # noqa: BLE001 - that is what is looked for
            result = "broken"
            wrong.append(
                f"document {number}: {type(error).__name__}: {error} by {list(map(str, made))}"
            )
        results[result] += 1
    told = (
        f"Seed {seed}: {documents} specifications; {results['refused']} refused by a rule, "
        f"{results['failed']} by the generator, each with a place; {results['generated']} became "
        f"code, of which {results['imported']} packages were imported; **{len(wrong)}** wrong."
    )
    if publish:
        put("documents", told)
    print(f"{told} ({time.monotonic() - started:.0f} s)", *wrong[:40], sep="\n")
    return min(len(wrong), 100)


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:]), publish=True))
