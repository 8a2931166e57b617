"""`make learn`: what drift logs say becomes an edit of `spec/`, shown before it is made."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from acme_ticketing_core.observability.drift_file import Difference, Document, read_drift

from ...comparing.summary import summary
from ...reading.join import JoinedDocument, join
from .decide import Decider, Question
from .places import Places
from .writing import edited


@dataclass(frozen=True)
class Learned:
    """What was learned."""

    folder: Path  # the folder of the specification
    texts: dict[Path, str]  # file below it → its new text
    decided: tuple[Difference, ...]  # the differences that the new texts know
    questions: tuple[Question, ...]  # those that a person has to decide
    unreadable: int  # lines of the logs that were none
    before: JoinedDocument  # the specification as it is
    after: JoinedDocument  # as it would be

    def diff(self) -> Iterator[str]:
        """Yield the lines of the edit, as `diff -u` would."""
        for file, text in sorted(self.texts.items()):
            path = self.folder / file
            old = path.read_text(encoding="utf-8").splitlines()
            name = (Path(self.folder.name) / file).as_posix()
            yield from difflib.unified_diff(
                old, text.splitlines(), f"a/{name}", f"b/{name}", lineterm=""
            )

    def asked(self) -> Iterator[str]:
        """Yield the questions, a line each."""
        for each in self.questions:
            one = each.seen
            place = f"{one.operation} {one.path or 'the answer'}"
            came = one.value or one.shape or one.found
            yield f"{place}: {one.kind}, {came} ({one.times} times): {each.asks}"

    def apply(self) -> None:
        """Write the files."""
        for file, text in self.texts.items():
            (self.folder / file).write_text(text, encoding="utf-8")


def learn(root: Path, files: Iterable[str]) -> Learned:
    """Say what drift logs teach about the specification whose root file is `root`."""
    places, read = Places(join(root)), read_drift(files)
    decider, folder = Decider(places), places.folder
    decider.decide(read.differences)
    texts = edited(folder, decider.edits, decider.file_of)
    after = join(root, {folder / file: text for file, text in texts.items()})
    judge = Document(after.data)
    seen = [each for edit in decider.edits for each in edit.seen]
    left = [each for each in seen if judge.differs(each)]
    decided = tuple(each for each in seen if each not in left)
    asked = [Question(each, "the edit does not cover it: what is it?") for each in left]
    questions = (*decider.questions, *asked)
    return Learned(folder, texts, decided, questions, read.unreadable, places.document, after)


def told(learned: Learned, *, applied: bool) -> Iterator[str]:
    """Yield what a maintainer reads: the edit, what it means for consumers, the questions."""
    yield from learned.diff()
    if learned.unreadable:
        yield f"{learned.unreadable} lines are none of a drift log, and left out."
    if changes := summary(learned.before, learned.after):
        yield from ("", "For consumers:", *changes)
    if questions := list(learned.asked()):
        yield from ("", "To be decided by you:", *questions)
    done = "written; run `make regenerate`" if applied else "APPLY=1 writes them"
    count, files = len(learned.decided), len(learned.texts)
    edits = f"{count} differences are answered by edits of {files} files ({done})"
    yield from ("", f"{edits if count else 'Nothing to edit'}; {len(questions)} are questions.")
