"""`python -m generator`: check the specification and generate the client from it."""

from __future__ import annotations

import argparse
import gc
import os
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from .reading.join import JoinedDocument, join
from .reading.problem import SpecificationError
from .reading.specification import Specification

ROOT = Path("spec/openapi.yaml")
TARGET = Path("generated")
TESTS = Path("tests/operations")


def main(arguments: list[str] | None = None) -> int:
    """Run one command; return the exit status (1: the specification has problems)."""
    options = _parser().parse_args(arguments)
    try:
        status: int = options.run(options)
    except SpecificationError as error:
        for problem in error.problems:
            pointer = f" (#{problem.location.pointer})" if problem.location.pointer else ""
            print(f"{problem}{pointer}", file=sys.stderr)
        count = len(error.problems)
        print(f"{count} problem{'s' * (count != 1)}; nothing was written.", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m generator", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, run: Callable[..., int], what: str) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=what)
        added.set_defaults(run=run)
        added.add_argument("--spec", type=Path, default=ROOT, help="the root document")
        return added

    what = "write path, schema, example and test of a new operation"
    new = command("new-operation", _new_operation, what)
    new.add_argument("words", nargs="*", help="method, path, operationId; asked for if left out")
    new.add_argument("--tests", type=Path, default=TESTS, help="where its test goes")
    learn = command("learn", _learn, "propose edits of spec/ from drift logs")
    learn.add_argument("logs", nargs="+", help="what clients wrote with drift_log=")
    learn.add_argument("--apply", action="store_true", help="make the edits")
    regenerate = command("regenerate", _regenerate, "write generated/ from spec/ and templates/")
    regenerate.add_argument("--markdown", action="store_true", help="tell the changes for a review")
    drift = command("drift", _drift, "check that generated/ is what spec/ makes")
    for each in (learn, regenerate, drift):
        each.add_argument("--output", type=Path, default=TARGET, help="the generated tree")
    lint = command("lint", _lint, "check spec/ and write nothing")
    lint.add_argument("--facts", type=Path, help="folder of facts: finds text copied from them")
    coverage = command("coverage", _coverage, "compare the spec with an index of endpoints")
    coverage.add_argument("index", type=Path, help="a Markdown file with the endpoint table")
    return parser


def _checked(root: Path, facts: Path | None = None) -> JoinedDocument:
    from .checking.lint import lint
    from .checking.validate import validate

    document = join(root)
    problems = [*validate(document), *lint(document, facts)]
    if problems:
        raise SpecificationError(*problems)
    return document


def _generate(root: Path, target: Path) -> JoinedDocument:
    from .rendering.pydantic_edition import render_pydantic
    from .rendering.render import render_client
    from .rendering.write import write

    _progress("reading and checking the specification")
    document = _checked(root)
    _progress("writing the client")
    files = render_client(document)
    _progress("writing the pydantic edition")
    files |= render_pydantic(document)
    _progress("formatting")
    write(files, target / "acme_ticketing")
    _progress("")
    return document


def _progress(stage: str) -> None:
    """Show what is being done on a line that the next stage overwrites; only at a terminal."""
    if sys.stderr.isatty():
        print(f"\r\x1b[K{stage}{'...' * bool(stage)}", end="", file=sys.stderr, flush=True)


def _regenerate(options: argparse.Namespace) -> int:
    from .comparing.summary import markdown, previous, summary

    before = previous(options.output)
    document = _generate(options.spec, options.output)
    if before is not None:
        colour = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
        told = markdown if options.markdown else partial(summary, colour=colour)
        lines = told(before, document)
        print(*lines, sep="\n", end="\n" * bool(lines))
    count = len(Specification(document).operations)
    print(f"{options.output}/: {count} operations written", flush=True)
    return 0


def _new_operation(options: argparse.Namespace) -> int:
    from .authoring.new_operation import PROMPT, NewOperation, write_new_operation

    line = " ".join(options.words) or input(PROMPT)
    for path in write_new_operation(options.spec, options.tests, NewOperation.parse(line)):
        print(path)
    print("Fill in words and fields, then run `make regenerate`.")
    return 0


def _learn(options: argparse.Namespace) -> int:
    from .authoring.learning.learn import learn, told

    try:
        learned = learn(options.spec, options.logs)
    except OSError as error:
        print(f"{error.filename}: {error.strerror}", file=sys.stderr)
        return 2
    print(*told(learned, applied=options.apply), sep="\n")
    if options.apply:
        learned.apply()
    return 0


def _drift(options: argparse.Namespace) -> int:
    from .rendering.drift import drift

    with tempfile.TemporaryDirectory() as folder:
        _generate(options.spec, Path(folder))
        lines = drift(Path(folder), options.output)
    if lines:
        lines += ["Run `make regenerate` and commit what it writes; generated/ is never edited."]
        print(*lines, sep="\n")
    return 1 if lines else 0


def _lint(options: argparse.Namespace) -> int:
    document = _checked(options.spec, options.facts)
    print(f"{options.spec}: {len(document.data['paths'])} paths, no problem")
    return 0


def _coverage(options: argparse.Namespace) -> int:
    from .checking.coverage import coverage

    report = coverage(join(options.spec), options.index)
    print(*report.lines, sep="\n")
    return 0 if report.complete else 1


if __name__ == "__main__":
    gc.disable()  # nearly all that is made is kept to the end
    sys.exit(main())
