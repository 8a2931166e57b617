"""The one exception by which any part of the sandbox refuses a request."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from http import HTTPStatus

from .messages import Reply, json_reply


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

    def __init__(
        self,
        status: int,
        message: str,
        *,
        type: str | None = None,
        code: int | None = None,
        headers: Mapping[str, str] | None = None,
        problems: Iterable[str] = (),
    ) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.type = type or HTTPStatus(status).name
        self.code = status if code is None else code
        self.headers = dict(headers or {})
        self.problems = tuple(problems) or (message,)

    @classmethod
    def naming(cls, what: str, problems: Sequence[str]) -> Refusal:
        """Make the refusal, 400, that names what cannot be done and each reason."""
        return cls(400, f"{what}: {'; '.join(problems)}", problems=problems)

    def reply(self) -> Reply:
        """Return the answer that it is."""
        body = {"code": self.code, "message": self.message, "type": self.type}
        return json_reply(self.status, body, self.headers)
