"""Hostile documents: the golden specification with one of its texts replaced, and what may come of it."""

from __future__ import annotations

import ast
import copy
import unicodedata
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from generator.checking.lint import lint
from generator.checking.validate import validate
from generator.reading.join import JoinedDocument
from generator.reading.load import Pointer
from generator.reading.problem import SpecificationError
from generator.rendering.pydantic_edition import render_pydantic
from generator.rendering.render import render_client

from .museum import GENERATED

PLANTED = '"""+__import__("os").system("touch PWNED")+"""'

PAYLOADS = (
    PLANTED,
    "'''+__import__('os').system('touch PWNED')+'''",
    '"+__import__("os").system("touch PWNED")+"',
    "\\" + '"+__import__("os").system("touch PWNED")#',
    "\\",
    "\\\\\\",
    "\\N{DOLLAR SIGN}\\x41\\u",
    '"',
    '""""',
    "'''",
    "a\nimport os\nos.system('touch PWNED')",
    "a\r\n    __import__('os').system('touch PWNED')",
    "a\x0c\x0b\x1c\x85\u2028\u2029import os",
    "\x00",
    "\x1b[31mred\x07",
    "{{ 7 * 7 }}{{ cycler.__init__.__globals__.os.system('touch PWNED') }}",
    "{% import 'os' as os %}{# note #}",
    "{0}{x!r}{{}}}}{",
    "%s%(x)s%",
    "\u202ereversed\u2066\u200b\ufeff",
    "\U0001f3ab\u0301e\u00df\u01c5\u4e2d",
    "class",
    "None",
    "print",
    "__class__",
    "__init__",
    "__import__",
    "self",
    "field",
    "UNSET",
    "0",
    "-1",
    "",
    " ",
    "a" * 10_000,
    "é" * 10_000,
    "# type: ignore",
    "*/ /* <script>alert(1)</script>",
    "../../../etc/passwd",
    "$ref",
    "x = PWNED() #",
    "Model",
    "Any",
    "Page",
    "Exhibit",
)


@dataclass(frozen=True)
class Mutation:
    """One text of the document and what stands in its place.

    Attributes:
        pointer: the text.
        is_key: whether it is the name of an entry rather than a value.
        payload: what replaces it.

    """

    pointer: Pointer
    is_key: bool
    payload: str

    def __str__(self) -> str:
        place = "/".join(str(step) for step in self.pointer)
        return f"{'key' if self.is_key else 'value'} {place} = {self.payload[:60]!r}"

    def applied(self, document: JoinedDocument) -> JoinedDocument:
        """Return `document` with the text replaced; references to a renamed component follow."""
        data = copy.deepcopy(document.data)
        *way, last = self.pointer
        holder: Any = data
        for step in way:
            holder = holder[step]
        if not self.is_key:
            holder[last] = self.payload
        else:
            entries = list(holder.items())
            holder.clear()
            holder.update({self.payload if key == last else key: value for key, value in entries})
            if way[:1] == ["components"] and len(way) == 2:
                old, new = (
                    f"#/{'/'.join(map(str, way))}/{str(name).replace('~', '~0').replace('/', '~1')}"
                    for name in (last, self.payload)
                )
                data = _renamed(data, old, new)
        return JoinedDocument(data, document.locations, document.schema_files)


def _renamed(node: Any, old: str, new: str) -> Any:
    if isinstance(node, list):
        return [_renamed(item, old, new) for item in node]
    if isinstance(node, dict):
        return {
            key: new if key == "$ref" and value == old else _renamed(value, old, new)
            for key, value in node.items()
        }
    return node


def places(node: Any, pointer: Pointer = ()) -> Iterator[tuple[Pointer, bool]]:
    """Yield every text of a document: where it is and whether it is a key."""
    if isinstance(node, list):
        for index, item in enumerate(node):
            yield from places(item, (*pointer, index))
    elif isinstance(node, dict):
        for key, value in node.items():
            if key != "$ref":  # references are the joiner's own: they always lead somewhere
                yield (*pointer, key), True
                yield from places(value, (*pointer, key))
    elif isinstance(node, str):
        yield pointer, False


def outcome(document: JoinedDocument) -> str:
    """Run the pipeline on a document and return `refused`, `failed` or `generated`.

    Raises:
        AssertionError: the code holds what no template wrote.
        Exception: rendering broke although the checks let the document pass.

    """
    refused = bool([*validate(document), *lint(document)])
    try:
        files = render_client(document) | render_pydantic(document)
    except SpecificationError:
        return "failed"
    except Exception:  # whatever a document that the rules refuse brings about, `_checked` stops it
        if not refused:
            raise
        return "refused"
    for name, text in files.items():
        text.encode("utf-8")
        if name.suffix in {".py", ".pyi"}:
            assert_harmless(str(name), text)
    return "refused" if refused else "generated"


INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


# Files and purchases that can be settled, which the golden packages have none of.
_ELSEWHERE = {
    "acme_ticketing_core.purchases.facts",
    "acme_ticketing_core.purchases.buy",
    "acme_ticketing_core.purchases.settle",
    "acme_ticketing_core.request.bodies",
}


@dataclass(frozen=True)
class Vocabulary:
    """What generated code consists of: kinds of statements, imported modules, called functions."""

    statements: frozenset[type[ast.stmt]]
    modules: frozenset[str]
    calls: frozenset[str]

    @classmethod
    def of(cls, texts: Iterable[str]) -> Vocabulary:
        """Return the vocabulary of known good code."""
        nodes = [node for text in texts for node in ast.walk(ast.parse(text))]
        return cls(
            frozenset(type(node) for node in nodes if isinstance(node, ast.stmt)),
            frozenset(module for node in nodes for module in _imported(node)) | _ELSEWHERE,
            frozenset(_called(node) for node in nodes if isinstance(node, ast.Call)),
        )

    def foreign(self, node: ast.AST) -> bool:
        """Whether a part of some code is none of this vocabulary."""
        if isinstance(node, ast.Expr) and not isinstance(node.value, ast.Constant | ast.Call):
            return True
        if isinstance(node, ast.Call):
            # A property of a client or an area makes the resource that hangs below.
            return _called(node) not in self.calls and list(map(ast.unparse, node.args)) not in (
                ["self"],
                ["self._client"],
            )
        unknown_statement = isinstance(node, ast.stmt) and type(node) not in self.statements
        return unknown_statement or not self.modules.issuperset(_imported(node))


def _imported(node: ast.AST) -> list[str]:
    """Return the modules of others that an import names, and what it takes from `os`."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and not node.level:
        if node.module == "os":  # one name of it is harmless, and the module is not
            return [f"os.{alias.name}" for alias in node.names]
        return [str(node.module)]
    return []


def _called(call: ast.Call) -> str:
    """Return a function's name, or a method's behind a dot."""
    if isinstance(call.func, ast.Attribute):
        return f".{call.func.attr}"
    return ast.unparse(call.func)


VOCABULARY = Vocabulary.of(
    path.read_text("utf-8") for path in GENERATED.rglob("*.py*") if path.suffix != ".pyc"
)


def assert_harmless(name: str, text: str) -> None:
    """Assert that code is Python and consists of what the golden packages consist of.

    Raises:
        AssertionError: a statement, import or call is foreign, or a character is hidden.
        SyntaxError: it is no Python.

    """
    foreign = _foreign(text)
    assert foreign is None, f"{name}: {foreign}"


@cache
def _foreign(text: str) -> str | None:
    """Return the first that is foreign in some code; most files are the same in many packages."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        tree = ast.parse(text)
        compile(tree, "generated", "exec")
    hidden = {each for each in set(text) - {"\n"} if unicodedata.category(each) in INVISIBLE}
    if hidden:
        return repr(hidden)
    return next(
        (ast.unparse(node)[:200] for node in ast.walk(tree) if VOCABULARY.foreign(node)), None
    )
