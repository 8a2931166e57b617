"""Validates the sandbox's own replies against the specification, in strict mode."""

from __future__ import annotations

import json

from ..http.messages import Reply
from .schemas import Schemas
from .specification import Operation


class SpecificationDeviation(AssertionError):  # noqa: N818 - names what happened
    """An answer of the sandbox is not what the specification promises."""


def check_reply(schemas: Schemas, operation: Operation, reply: Reply) -> None:
    """Hold an answer against the operation's responses.

    Raises:
        SpecificationDeviation: its status, its media type or its JSON is not promised.

    """
    promised = operation.responses.get(reply.status)
    if promised is None:
        if reply.status in _OUTSIDE:
            return
        raise SpecificationDeviation(
            f"{operation.id} answers {reply.status}, which is not promised: {reply.text[:200]}"
        )
    if not reply.body:
        return
    media = reply.headers.get("content-type", "").partition(";")[0]
    if media not in promised:
        raise SpecificationDeviation(
            f"{operation.id} answers {reply.status} as {media!r}, not {' or '.join(promised)}"
        )
    if media == "application/json":
        problems = schemas.problems(promised[media], json.loads(reply.body), "answer")
        if problems:
            raise SpecificationDeviation(
                f"{operation.id} answers {reply.status} unlike its schema: "
                + "; ".join(problems[:5])
            )


# What HTTP itself answers, before the operation is asked.
_OUTSIDE = {415}
