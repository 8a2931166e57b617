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
from ..reading.problem import Problem, SpecificationError, refuse

# One in the synchronous class of its resource, one in the asynchronous class.
_METHODS_OF_AN_OPERATION = 2
_RULE = "every-operation-generated"


def refuse_lost_operations(
    document: JoinedDocument, table: tuple[OperationRow, ...], resources: Iterable[str]
) -> None:
    """Compare the operations of the document with the methods in the code of `resources`."""
    if not table:
        remedy = "Name the path files under `x-acme-path-files` in the root document."
        refuse(document.locate("paths"), _RULE, "the document has no operation", remedy)
    methods = Counter(called for text in resources for called in operations_called(text))
    remedy = "This is a fault of the generator or of a template, not of the specification."
    lost = [
        Problem(
            document.locate("paths", row.path, row.method.lower()),
            _RULE, f"{row.id} became {methods[row.id]} methods", remedy,
        )
        for row in table
        if methods[row.id] != _METHODS_OF_AN_OPERATION
    ]  # fmt: skip
    if lost:
        raise SpecificationError(*lost)


def operations_called(text: str) -> Iterator[str]:
    """Yield the operationId that each method in the code of a resource calls."""
    operations: dict[str, str] = {}
    for node in ast.walk(ast.parse(text)):  # from the outside in
        match node:
            case ast.AnnAssign(
                target=ast.Name(id=constant),
                value=ast.Call(keywords=[ast.keyword("id", ast.Constant(str(id_))), *_]),
            ):
                operations[constant] = id_
            case ast.Call(
                func=ast.Attribute(ast.Attribute(attr="_client"), "call" | "items" | "page"),
                args=[ast.Name(constant), *_],
            ):
                yield operations[constant]
