"""What the templates need to know of one operation: its method, arguments and answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ..naming.text import paragraphs, sentence
from .answers import AnswerView, ErrorView, answer_views, error_views, item_type
from .arguments import ParameterView, argument_views, parameter_views
from .bodies import BodyView, body_view
from .flows import (
    ChangingView,
    EditingView,
    SettlingView,
    changing_view,
    editing_view,
    settling_view,
)
from .operation_source import OperationSource
from .python_types import PythonType


@dataclass(frozen=True)
class MethodView(OperationSource):
    """One operation as a method."""

    arguments: tuple[ParameterView, ...]
    parameters: tuple[ParameterView, ...]
    body: BodyView | None
    answers: tuple[AnswerView, ...]
    item_type: PythonType | None  # of a row, where the answer comes in pages
    summary: str
    description: tuple[str, ...]
    errors: tuple[ErrorView, ...]
    settling: SettlingView | None
    editing: EditingView | None
    changing: ChangingView | None

    @property
    def secrets(self) -> tuple[str, ...]:
        """The names of the arguments that must not show in text."""
        return tuple(each.name for each in self.arguments if each.sensitive)

    @property
    def returns(self) -> str:
        """The annotation of what the operation answers."""
        types = dict.fromkeys(answer.type.annotation for answer in self.answers)
        if self.row.empty_body:
            types["None"] = None
        return " | ".join(types)

    @property
    def returns_settled(self) -> str:
        """The annotation of what the purchase answers that is settled if need be."""
        order = self.settling.order.annotation if self.settling else self.returns
        return self.returns if order == self.returns else f"{self.returns} | {order}"

    @property
    def listed(self) -> str | None:
        """The annotation of the items, where a read answers with nothing but a list of them."""
        plain = self.row.method == "GET" and not self.item_type and self.returns.startswith("list[")
        return self.returns[len("list[") : -1] if plain and "|" not in self.returns else None

    @property
    def fills_file(self) -> bool:
        """Whether the answer is text or bytes, which can go straight to a file."""
        kinds = {answer.kind for answer in self.answers}
        return self.row.method == "GET" and kinds <= {"text", "binary"} and not self.body

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all methods that the operation becomes."""
        settled = (self.settling.name, self.settling.whole) if self.settling else ()
        edited = ("edit", "restore") if self.editing else ()
        changed = ["changes"] if self.changing else []
        changed += ["fetch_missing"] if self.changing and self.changing.read else []
        filled = (f"{self.name}_to_file",) if self.fills_file else settled
        return (self.name, *filled, *edited, *changed)

    @property
    def models(self) -> frozenset[str]:
        """The names of the models that the method mentions."""
        types = [answer.type for answer in self.answers]
        types += [argument.type for argument in self.arguments]
        types += [self.body.type] if self.body else []
        types += [self.item_type] if self.item_type else []
        types += [self.settling.order] if self.settling else []
        types += [self.changing.read.object] if self.changing and self.changing.read else []
        return frozenset[str]().union(*(each.models for each in types))


def method_view(source: OperationSource, sources: Mapping[str, OperationSource]) -> MethodView:
    """Return an operation as a method; `sources` are all operations by id."""
    if "servers" in source.node or "servers" in source.operation.item:
        remedy = "Name the servers in the root document: a client calls one."
        source.refuse("servers", "one-server", f"{source.row.id} has servers of its own", remedy)
    answers = answer_views(source)
    item = item_type(source, answers[0].type)
    return MethodView(
        **vars(source),
        arguments=argument_views(source),
        parameters=parameter_views(source),
        body=body_view(source),
        answers=answers,
        item_type=item,
        summary=sentence(source.row.summary).rstrip("."),
        description=tuple(paragraphs(source.row.description)),
        errors=error_views(source),
        settling=settling_view(source, sources),
        editing=editing_view(source, sources),
        changing=changing_view(source, item or answers[0].type.item, sources),
    )
