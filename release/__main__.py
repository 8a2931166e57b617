"""`python -m release`: judge the next version, write its changelog, build it, publish it."""

from __future__ import annotations

import argparse
import gc
import sys
from pathlib import Path

from generator.reading.problem import SpecificationError

from .compatibility import KINDS


def main(arguments: list[str] | None = None) -> int:
    """Run one command; return the exit status (1: the release is not fit)."""
    options = _parser().parse_args(arguments)
    try:
        status: int = options.run(options)
    except SpecificationError as error:
        print(error, file=sys.stderr)
        return 1
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m release", description=__doc__)
    parser.add_argument("--root", type=Path, default=Path(), help="the repository")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    check = commands.add_parser("check", help="compare with the last release")
    check.set_defaults(run=_check)
    changelog = commands.add_parser("changelog", help="write the entry of this version")
    changelog.set_defaults(run=_changelog)
    build = commands.add_parser("build", help="build and check wheels and sdists")
    build.add_argument("--output", type=Path, default=Path("dist"), help="where to")
    build.set_defaults(run=_build)
    publish = commands.add_parser("publish", help="judge, build and send this version")
    publish.add_argument("index_url", help="the simple page of the index")
    publish.set_defaults(run=_publish)
    compatibility = commands.add_parser("compatibility", help="run the tests elsewhere")
    compatibility.add_argument("kind", choices=KINDS)
    compatibility.add_argument("arguments", nargs="*", help="for pytest, after --")
    compatibility.set_defaults(run=_compatibility)
    return parser


def _check(options: argparse.Namespace) -> int:
    from .gate import judge
    from .report import report

    verdict = judge(options.root.resolve())
    print(report(verdict))
    return 0 if verdict.passes else 1


def _changelog(options: argparse.Namespace) -> int:
    from .gate import judge
    from .report import CHANGELOG, with_entry

    root = options.root.resolve()
    file = root / CHANGELOG
    verdict = judge(root)
    file.write_text(with_entry(file.read_text(encoding="utf-8"), verdict), encoding="utf-8")
    print(f"{CHANGELOG}: {verdict.current} written; read it, correct its words, commit it")
    return 0 if verdict.passes else 1


def _build(options: argparse.Namespace) -> int:
    from .build import build, check, write_sums

    root = options.root.resolve()
    files = build(root, root / options.output)
    check(root, *files)
    write_sums(*files)
    for file in files:
        print(options.output / file.name)
    return 0


def _publish(options: argparse.Namespace) -> int:
    from .index import PackageIndexError
    from .publish import PublishError, publish

    try:
        lines = publish(options.root.resolve(), options.index_url)
    except (PublishError, PackageIndexError) as error:
        print(f"Not published: {error}", file=sys.stderr)
        return 1
    print(*lines, sep="\n")
    return 0


def _compatibility(options: argparse.Namespace) -> int:
    from .compatibility import run

    done = run(options.root.resolve(), options.kind, options.arguments)
    for name, status in done.items():
        print(f"{name}: {'passed' if status == 0 else f'failed ({status})'}")
    return max(done.values(), default=0)


if __name__ == "__main__":
    gc.disable()  # nearly all that is made is kept to the end
    sys.exit(main())
