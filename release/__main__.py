"""`python -m release`: judge the next version, write its changelog, publish it."""

from __future__ import annotations

import argparse
import gc
import sys
from pathlib import Path

from generator.reading.problem import SpecificationError

from .compatibility import KINDS, run
from .gate import judge
from .index import PublishError
from .publish import publish
from .report import CHANGELOG, report, with_entry


def main(arguments: list[str] | None = None) -> int:
    """Run one command; return the exit status (1: the release is not fit)."""
    parser = argparse.ArgumentParser(prog="python -m release", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND", dest="command")
    commands.add_parser("check", help="compare with the last release")
    commands.add_parser("changelog", help="write the entry of this version")
    published = commands.add_parser("publish", help="judge, build and send this version")
    published.add_argument("index_url", help="the simple page of the index")
    compatibility = commands.add_parser("compatibility", help="run the tests elsewhere")
    compatibility.add_argument("kind", choices=KINDS)
    options = parser.parse_args(arguments)
    root = Path.cwd()
    try:
        match options.command:
            case "publish":
                print(*publish(root, options.index_url), sep="\n")
                return 0
            case "compatibility":
                return run(root, options.kind)
            case command:
                return _judged(root, write=command == "changelog")
    except SpecificationError as error:
        print(error, file=sys.stderr)
    except PublishError as error:
        print(f"Not published: {error}", file=sys.stderr)
    return 1


def _judged(root: Path, *, write: bool) -> int:
    verdict, file = judge(root), root / CHANGELOG
    if write:
        file.write_text(with_entry(file.read_text(encoding="utf-8"), verdict), encoding="utf-8")
        print(f"{CHANGELOG}: {verdict.current} written; read it, correct its words, commit it")
    else:
        print(report(verdict))
    return 0 if verdict.passes else 1


if __name__ == "__main__":
    gc.disable()  # nearly all that is made is kept to the end
    sys.exit(main())
