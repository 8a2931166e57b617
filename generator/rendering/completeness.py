"""Proves that every operation of the document became methods, from the rendered code itself.

openapi-python-client makes an empty client of a document that it cannot read; a template can lose
a method. Neither may pass.
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterable, Iterator

from ..reading.join import JoinedDocument
from ..reading.operation_table import OperationRow
from ..reading.problem import Problem, SpecificationError

# One in the synchronous class of its resource, one in the asynchronous class.
_METHODS_OF_AN_OPERATION = 2


def refuse_lost_operations(
    document: JoinedDocument, table: tuple[OperationRow, ...], resources: Iterable[str]
) -> None:
    """Compare the operations of the document with the methods in the code of `resources`.

    Raises:
        SpecificationError: there is no operation, or one did not become its two methods.

    """
    if not table:
        raise SpecificationError(
            Problem(
                document.locate("paths"),
                "every-operation-generated",
                "the document has no operation",
                "Name the path files under `x-acme-path-files` in the root document.",
            )
        )
    methods = Counter(called for text in resources for called in operations_called(text))
    lost = [row for row in table if methods[row.id] != _METHODS_OF_AN_OPERATION]
    if lost:
        raise SpecificationError(
            *(
                Problem(
                    document.locate("paths", row.path, row.method.lower()),
                    "every-operation-generated",
                    f"{row.id} became {methods[row.id]} methods",
                    "This is a fault of the generator or of a template, not of the specification.",
                )
                for row in lost
            )
        )


def operations_called(text: str) -> Iterator[str]:
    """Yield the operationId that each method in the code of a resource calls."""
    tree = ast.parse(text)
    operations = {
        node.target.id: keyword.value.value
        for node in tree.body
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)
        if isinstance(node.value, ast.Call)
        for keyword in node.value.keywords
        if keyword.arg == "id" and isinstance(keyword.value, ast.Constant)
    }
    for resource in tree.body:
        for method in resource.body if isinstance(resource, ast.ClassDef) else ():
            for call in ast.walk(method):
                if isinstance(call, ast.Call) and call.args and _is_of_client(call.func):
                    yield str(operations[ast.unparse(call.args[0])])


def _is_of_client(function: ast.expr) -> bool:
    return ast.unparse(function) in {
        "self._client.call",
        "self._client.items",
        "self._client.page",
    }
