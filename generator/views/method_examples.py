"""The example in a method's docstring: a call with the values that the document gives as examples.

An argument for which the document has no example stands as its own name: `client.pets.get(id=id)`.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from datetime import date, datetime
from typing import Any

from acme_ticketing_sandbox.samples.expressions import (
    Expression,
    array,
    call,
    mapping,
    named,
    plain,
)

from .arguments import ParameterView
from .bodies import BodyView
from .methods import CallView
from .models import ModelModuleView, ModelView

_WIDTH = 92
_INDENT = 12
_MOST_LINES = 6  # a longer body would hide what the call is; the page of the operation shows it


class MethodExamples:
    """Writes examples of calls, with what is known of models."""

    def __init__(self, modules: Iterable[ModelModuleView]) -> None:
        self._models = {model.name: model for module in modules for model in module.models}

    def text(self, method: CallView, *, is_async: bool, to_file: bool = False) -> str:
        """Return an example, as it may stand in a docstring.

        `to_file`: of the method that writes the answer into a file.
        """
        start, end = f"{'saved' if to_file else 'answer'} = await ", ""
        if method.item_type:
            start, end = "async for each in ", f":\n{' ' * _INDENT}    print(each)"
        used = self._call(method, to_file=to_file)
        text = used.lines(_WIDTH, _INDENT, len(start))  # both forms are broken at the same places
        if not is_async:
            start = start.replace("async ", "").replace("await ", "")
        return f"{start}{text}{end}".replace("\\", "\\\\").replace('"""', '\\"\\"\\"')

    def _call(self, method: CallView, *, to_file: bool) -> Expression:
        arguments = [Expression("path")] if to_file else []
        arguments += [
            named(each.name, value)
            for each in method.arguments
            if (value := self._argument(each)) is not None
        ]
        if method.body:
            arguments.append(named("body", self._body(method.body)))
        if method.row.replaces:
            arguments.append(named("whole", Expression("True")))
        name = f"{method.name}_to_file" if to_file else method.name
        return call(".".join(("client", *method.resource, name)), arguments)

    def _argument(self, argument: ParameterView) -> Expression | None:
        """Return the value of an argument, if the example shows it: required, or a time."""
        if not argument.row.required and argument.row.format != "date-time":
            return None
        if argument.row.role == "idempotency-key":
            return Expression("uuid4()")
        if argument.example is not None:
            return self._value(argument.example, argument.type.annotation)
        return Expression(argument.name) if argument.row.required else None

    def _body(self, body: BodyView) -> Expression:
        if body.example is None:
            return Expression("body")
        value = self._value(body.example, body.type.annotation)
        if value.lines(_WIDTH, _INDENT, 15).count("\n") <= _MOST_LINES:
            return value
        return Expression(f"{value.text}...{value.end}")

    def _value(self, value: Any, annotation: str) -> Expression:
        """Write a value as the type that reading would make of it."""
        kinds = annotation.split(" | ")
        if isinstance(value, list):
            listed = next((kind for kind in kinds if kind.startswith("list[")), "list[Any]")
            return array([self._value(each, listed[len("list[") : -1]) for each in value])
        if isinstance(value, dict):
            models = [self._models[kind] for kind in kinds if kind in self._models]
            if models:
                return self._instance(
                    value, min(models, key=lambda each: len(value.keys() - each.wires))
                )
            return mapping([(key, self._value(each, "Any")) for key, each in value.items()])
        if isinstance(value, str):
            for kind, reader in (("dt.datetime", datetime), ("dt.date", date)):
                if kind in kinds:
                    with suppress(ValueError):  # an example that is none stands as it is
                        moment = reader.fromisoformat(value).isoformat()
                        return Expression(f'{reader.__name__}.fromisoformat("{moment}")')
        if "Decimal" in kinds and type(value) in (int, float, str):
            return call("Decimal", [plain(str(value))])
        return plain(value)

    def _instance(self, value: dict[str, Any], model: ModelView) -> Expression:
        arguments = [
            named(each.name, self._value(value[each.wire], each.type.annotation))
            for each in model.attributes
            if each.wire in value
        ]
        if unknown := {key: each for key, each in value.items() if key not in model.wires}:
            arguments.append(named("unknown_fields", self._value(unknown, "Any")))
        return call(model.name, arguments)
