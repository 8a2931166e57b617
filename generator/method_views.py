"""What the templates need to know of one operation: its method, arguments and answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NoReturn

from openapi_python_client.parser import GeneratorData
from openapi_python_client.parser import properties as opc

from .join import JoinedDocument
from .names import argument_name, constant_name, method_name
from .operation_table import OperationRow, ParameterRow, resolve
from .paging_views import PagingView, paging_view
from .parameter_styles import (
    USUAL_STYLES,
    fits,
    is_body,
    is_compound,
    is_flat_object,
    unusual_style,
)
from .problem import Problem, SpecificationError
from .python_types import PythonType, type_at
from .text import paragraphs, sentence

_SUCCESS = range(200, 300)
_CONTENT_KINDS = {"response.json()": "json", "response.text": "text", "response.content": "binary"}
_TYPES_OF_KINDS = {
    "text": PythonType("str"), "binary": PythonType("bytes"), "empty": PythonType("None"),
}  # fmt: skip
_FILLED_IN = {
    "idempotency-key": "Made by the client, once for the call, if left out.",
    "buyer-ip": "Left out only where the client is one of `for_buyer`.",
}
_ERROR_CLASSES = {
    "400": "BadRequest", "401": "Unauthorized", "403": "Forbidden", "404": "NotFound",
    "409": "Conflict", "422": "UnprocessableRequest", "429": "RateLimited",
}  # fmt: skip


@dataclass(frozen=True)
class ArgumentView:
    """One keyword argument of a method.

    Attributes:
        name: the argument.
        type: its Python type.
        required: whether a call without it is refused.
        doc: what it means and what it is on the wire, as one paragraph.
        row: the parameter it becomes.

    """

    name: str
    type: PythonType
    required: bool
    doc: str
    row: ParameterRow


@dataclass(frozen=True)
class ParameterView:
    """One parameter on the wire, and the argument that fills it."""

    row: ParameterRow
    argument: str
    explode: bool
    style: str | None = None


@dataclass(frozen=True)
class BodyView:
    """The request body."""

    type: PythonType
    required: bool
    doc: str


@dataclass(frozen=True)
class AnswerView:
    """What one success status means.

    Attributes:
        status: the status code.
        kind: `json`, `text`, `binary` or `empty`.
        type: the Python type of the answer.

    """

    status: int
    kind: str
    type: PythonType


@dataclass(frozen=True)
class ErrorView:
    """One documented failure: what is raised, at which status, and what it means."""

    class_name: str
    status: str
    meaning: str


@dataclass(frozen=True)
class MethodView:
    """One operation as a method."""

    row: OperationRow
    name: str
    constant: str
    arguments: tuple[ArgumentView, ...]
    parameters: tuple[ParameterView, ...]
    body: BodyView | None
    answers: tuple[AnswerView, ...]
    paging: PagingView | None
    summary: str
    description: tuple[str, ...]
    errors: tuple[ErrorView, ...]

    @property
    def required_arguments(self) -> tuple[ArgumentView, ...]:
        """The arguments that a call must give."""
        return tuple(each for each in self.arguments if each.required)

    @property
    def optional_arguments(self) -> tuple[ArgumentView, ...]:
        """The arguments that a call may leave out."""
        return tuple(each for each in self.arguments if not each.required)

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
        plain = self.row.method == "GET" and not self.paging and self.returns.startswith("list[")
        return self.returns[len("list[") : -1] if plain and "|" not in self.returns else None

    @property
    def fills_file(self) -> bool:
        """Whether the answer is text or bytes, which can go straight to a file."""
        kinds = {answer.kind for answer in self.answers}
        return self.row.method == "GET" and kinds <= {"text", "binary"} and not self.body

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all methods that the operation becomes."""
        return (self.name, f"{self.name}_to_file") if self.fills_file else (self.name,)

    @property
    def models(self) -> frozenset[str]:
        """The names of the models that the method mentions."""
        types = [answer.type for answer in self.answers]
        types += [argument.type for argument in self.arguments]
        types += [self.body.type] if self.body else []
        types += [self.paging.item_type] if self.paging else []
        return frozenset[str]().union(*(each.models for each in types))


def method_view(
    row: OperationRow, endpoint: Any, document: JoinedDocument, data: GeneratorData
) -> MethodView:
    """Return `row`, which the parser read as `endpoint`, as a method.

    Raises:
        SpecificationError: an argument, the body or an answer has a form that no method can take
            or return.

    """
    return _Operation(row, endpoint, document, data).view()


@dataclass(frozen=True)
class _Operation:
    row: OperationRow
    endpoint: Any
    document: JoinedDocument
    data: GeneratorData

    def view(self) -> MethodView:
        self._refuse_own_servers()
        name = method_name(self.row.id.split(".")[-1])
        arguments = self._arguments()
        answers = self._answers()
        return MethodView(
            row=self.row,
            name=name,
            constant=constant_name(name),
            arguments=arguments,
            parameters=self._parameters(arguments),
            body=self._body(),
            answers=answers,
            paging=paging_view(self.row, answers[0].type, self.document, self.data),
            summary=sentence(self.row.summary).rstrip("."),
            description=tuple(paragraphs(self.row.description)),
            errors=self._errors(),
        )

    def _written(self) -> dict[str, Any]:
        item: dict[str, Any] = self.document.data["paths"][self.row.path]
        operation: dict[str, Any] = item[self.row.method.lower()]
        return operation

    def _refuse(self, place: str, rule: str, message: str, remedy: str) -> NoReturn:
        location = self.document.locate("paths", self.row.path, self.row.method.lower(), place)
        raise SpecificationError(Problem(location, rule, message, remedy))

    def _type(self, prop: Any, place: str) -> PythonType:
        return type_at(
            prop, self.document.locate("paths", self.row.path, self.row.method.lower(), place)
        )

    def _refuse_own_servers(self) -> None:
        if "servers" in self._written() or "servers" in self.document.data["paths"][self.row.path]:
            self._refuse(
                "servers",
                "one-server",
                f"{self.row.id} has servers of its own",
                "Name the servers in the root document: a client calls one.",
            )

    def _arguments(self) -> tuple[ArgumentView, ...]:
        rows = {(each.name, each.location): each for each in self.row.parameters}
        arguments: list[ArgumentView] = []
        for location in ("path", "query", "header", "cookie"):
            for prop in getattr(self.endpoint, f"{location}_parameters"):
                row = rows[prop.name.get_untrusted_value(), location]
                type_ = self._type(prop, "parameters")
                # A UUID is told from other values by the parameter's format only.
                mixed = "UUID" in type_.annotation and row.format != "uuid"
                deep = self._style(row) == "deepObject" and is_flat_object(prop, self.data)
                if mixed or (is_compound(prop) and not deep):
                    self._refuse(
                        "parameters",
                        "plain-parameters",
                        f"the parameter {row.name} of {self.row.id} is a {type_.annotation}",
                        "Describe it as text, a number, or a list of one of these.",
                    )
                arguments.append(
                    ArgumentView(
                        argument_name(row.name, location),
                        type_,
                        row.required and row.role not in _FILLED_IN,
                        self._doc(row),
                        row,
                    )
                )
        return tuple(sorted(arguments, key=lambda each: not each.required))

    def _parameters(self, arguments: tuple[ArgumentView, ...]) -> tuple[ParameterView, ...]:
        by_row = {each.row: each for each in arguments}
        views: dict[str, ParameterView] = {}
        for row in self.row.parameters:
            argument = by_row.get(row)
            if argument is None and row.role != "request-id":
                self._refuse(
                    "parameters",
                    "parameter-schema",
                    f"the parameter {row.name} of {self.row.id} has no schema",
                    "Describe its value under `schema`; `content` is not supported.",
                )
            style = self._style(row)
            if style is not None and not fits(
                style, row.location, argument.type if argument else None
            ):
                self._refuse(
                    "parameters",
                    "parameter-style",
                    f"the parameter {row.name} of {self.row.id} has the style {style}",
                    f"Only the style {USUAL_STYLES[row.location]} is supported there.",
                )
            name = argument.name if argument else argument_name(row.name, row.location)
            is_list = argument is not None and argument.type.annotation.startswith("list[")
            explode = row.explode and is_list and row.location in {"query", "cookie"}
            view = ParameterView(row, name, explode and style is None, style)
            if views.setdefault(name, view) is not view:
                self._refuse(
                    "parameters",
                    "unique-python-names",
                    f"the parameters {row.name} and {views[name].row.name} of {self.row.id} would "
                    f"both be the argument `{name}`",
                    "Rename one of them.",
                )
        return tuple(views.values())

    def _written_parameter(self, row: ParameterRow) -> dict[str, Any]:
        item = self.document.data["paths"][self.row.path]
        written: dict[tuple[str, str], dict[str, Any]] = {}
        for raw in (*item.get("parameters", ()), *self._written().get("parameters", ())):
            parameter = resolve(self.document.data, raw)
            written[parameter["name"], parameter["in"]] = parameter
        return written[row.name, row.location]

    def _style(self, row: ParameterRow) -> str | None:
        return unusual_style(self._written_parameter(row))

    def _doc(self, row: ParameterRow) -> str:
        meaning = sentence(row.description)
        if self._written_parameter(row).get("deprecated"):
            meaning = f"Deprecated. {meaning}".rstrip()
        if row.role == "idempotency-key":
            meaning = f"{meaning} Made by the client, once for the call, if left out.".lstrip()
        wire = f"`{sentence(row.name)}`"
        if not meaning:
            return f"The {row.location} parameter {wire}."
        return f"{meaning} ({wire}, {row.location})"

    def _body(self) -> BodyView | None:
        if "requestBody" not in self._written():
            return None
        described = resolve(self.document.data, self._written()["requestBody"])
        content = described["content"]
        if len(content) != 1 or not is_body(next(iter(content))):
            self._refuse(
                "requestBody",
                "one-body",
                f"the body of {self.row.id} is {' or '.join(content)}",
                "Describe one body: JSON, application/x-www-form-urlencoded or octets.",
            )
        schema = resolve(self.document.data, next(iter(content.values())).get("schema", {}))
        docs = [each.get("description", "") for each in (described, schema)]
        doc = next((text for each in docs for text in paragraphs(each)), "The request body.")
        prop = self.endpoint.bodies[0].prop
        octets = isinstance(prop, opc.FileProperty)
        type_ = PythonType("bytes") if octets else self._type(prop, "requestBody")
        return BodyView(type_, prop.required, doc)

    def _answers(self) -> tuple[AnswerView, ...]:
        answers: list[AnswerView] = []
        for response in self.endpoint.responses.patterns:
            low, high = response.status_code.range
            if low not in _SUCCESS:
                continue
            content = response.data.content or {}
            if low != high or len(content) > 1:
                self._refuse(
                    "responses",
                    "one-answer",
                    f"{self.row.id} answers {response.status_code.pattern} with "
                    f"{len(content)} media types",
                    "Name one status and one media type for each success; split the operation.",
                )
            kind = _CONTENT_KINDS.get(response.source["attribute"], "empty")
            type_ = _TYPES_OF_KINDS.get(kind) or self._type(response.prop, "responses")
            answers.append(AnswerView(low, kind, type_))
        if not answers:
            self._refuse(
                "responses",
                "one-answer",
                f"{self.row.id} names no success",
                "Describe the status below 300 that a good call is answered with.",
            )
        return tuple(answers)

    def _errors(self) -> tuple[ErrorView, ...]:
        return tuple(
            ErrorView(
                self._error_class(status),
                "any other status" if status == "default" else sentence(status),
                sentence(resolve(self.document.data, response).get("description", "")),
            )
            for status, response in self._written().get("responses", {}).items()
            if not status.startswith("2")
        )

    def _error_class(self, status: str) -> str:
        if status == "409" and self.row.replay == "guarded":
            return "DuplicateRequest"
        return _ERROR_CLASSES.get(status, "ServerError" if status[:1] == "5" else "StatusError")
