"""What the templates need to know of one operation: its method, arguments and answers."""

from __future__ import annotations

from dataclasses import dataclass

from ..naming.text import paragraphs, sentence
from .answers import AnswerView, answer_views, error_texts, item_type
from .arguments import ParameterView, by_priority, parameter_views
from .bodies import BodyView, body_view
from .operation_source import OperationSource
from .python_types import PythonType


@dataclass(frozen=True)
class CallView(OperationSource):
    """One operation as a method."""

    parameters: tuple[ParameterView, ...]
    arguments: tuple[ParameterView, ...]  # those that a caller gives, the required ones first
    body: BodyView | None
    answers: tuple[AnswerView, ...]
    item_type: PythonType | None  # of a row, where the answer comes in pages
    summary: str
    description: list[str]
    errors: tuple[str, ...]

    @property
    def required(self) -> tuple[ParameterView, ...]:
        """The arguments without which a call is refused."""
        return tuple(each for each in self.arguments if each.required)

    @property
    def given(self) -> list[ParameterView | BodyView]:
        """All that a method is given, the body behind the arguments that are required."""
        optional = self.arguments[len(self.required) :]
        return [*self.required, *([self.body] if self.body else []), *optional]

    @property
    def secrets(self) -> tuple[str, ...]:
        """The names of the arguments that must not show in text."""
        return tuple(each.name for each in self.arguments if each.sensitive)

    @property
    def answer(self) -> PythonType:
        """The type of its first answer, which is also that of every success not named."""
        return self.answers[0].type

    @property
    def returns(self) -> str:
        """The annotation of what the operation answers."""
        types = dict.fromkeys(answer.type.annotation for answer in self.answers)
        if self.row.empty_body:
            types["None"] = None
        return " | ".join(types)

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


def call_view(source: OperationSource) -> CallView:
    """Return an operation as a method."""
    if "servers" in source.node or "servers" in source.operation.item:
        remedy = "Name the servers in the root document: a client calls one."
        source.refuse("servers", "one-server", f"{source.row.id} has servers of its own", remedy)
    answers, parameters = answer_views(source), parameter_views(source)
    return CallView(
        **vars(source),
        parameters=parameters,
        arguments=by_priority(parameters),
        body=body_view(source),
        answers=answers,
        item_type=item_type(source, answers[0].type),
        summary=sentence(source.row.summary).rstrip(".") or f"Call `{sentence(source.row.id)}`",
        description=paragraphs(source.row.description),
        errors=error_texts(source),
    )
