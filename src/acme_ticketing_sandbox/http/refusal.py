"""The one exception by which any part of the sandbox refuses a request."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import KW_ONLY, dataclass, field
from http import HTTPStatus

from .messages import Reply, json_reply


@dataclass(eq=False)
class Refusal(Exception):  # noqa: N818 - an answer, not a failure of the sandbox
    """The request is answered with an error status and ACME's loose error object.

    The fields of that object are unproven (api-facts README, "Errors"): `code`, `message` and
    `type` are the sheet's reading of the one error that is known, 16003.

    Args:
        status: the HTTP status.
        message: what is wrong, and what to send instead.
        type: an upper-case name; by default the status's own.
        code: a number; by default the status.
        headers: further headers of the answer.
        problems: each thing that is wrong, where the message names several.

    """

    status: int
    message: str
    _: KW_ONLY
    type: str = ""
    code: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    problems: Sequence[str] = ()

    def __str__(self) -> str:
        return self.message

    @classmethod
    def naming(cls, what: str, problems: Sequence[str]) -> Refusal:
        """Make the refusal, 400, that names what cannot be done and each reason."""
        return cls(400, f"{what}: {'; '.join(problems)}", problems=problems)

    def reply(self, headers: Mapping[str, str] | None = None) -> Reply:
        """Return the answer that it is, with further headers."""
        code = self.status if self.code is None else self.code
        kind = self.type or HTTPStatus(self.status).name
        body = {"code": code, "message": self.message, "type": kind}
        return json_reply(self.status, body, {**self.headers, **(headers or {})})
