"""What the exit status says, and the one line that says the rest.

| status | meaning |
| --- | --- |
| 0 | done |
| 1 | the API answered with an error, or with something that cannot be read |
| 2 | usage: the command, an argument or a setting is wrong; nothing was sent |
| 3 | credentials: missing, refused, or not allowed to do this |
| 4 | rate limited: the wait did not fit in the deadline; the message says when to come back |
| 5 | there is no such thing |
| 6 | no answer: network, timeout or deadline; nothing was changed |
| 7 | unknown: sent, perhaps applied, or done and its answer lost; of a purchase, `… settle` finds out |
| 8 | conflict: the uuid was received before, or the request contradicts the state of the server, such as an edit that is not undone since somebody has changed the same, or another run is at it |
| 130 | interrupted |
"""

from __future__ import annotations

from typing import Final

from acme_ticketing_core import errors
from acme_ticketing_core.edits import errors as edits
from acme_ticketing_core.warehouse.lock import AlreadyRunning

FAILED: Final = 1
USAGE: Final = 2
CREDENTIALS: Final = 3
NOT_FOUND: Final = 5
UNKNOWN: Final = 7
CONFLICT: Final = 8
INTERRUPTED: Final = 130

_CODES: Final[tuple[tuple[type[errors.AcmeError], int], ...]] = (
    (errors.MissingCredentials, CREDENTIALS),
    (errors.ConfigurationError, USAGE),
    (errors.Unauthorized, CREDENTIALS),
    (errors.Forbidden, CREDENTIALS),
    (errors.RateLimited, 4),
    (errors.NotFound, NOT_FOUND),
    (errors.OutcomeUnknown, UNKNOWN),
    (errors.AnswerLost, UNKNOWN),
    (errors.TransportError, 6),
    (errors.Conflict, CONFLICT),
    (errors.DuplicateTransaction, CONFLICT),
    (edits.EditConflict, CONFLICT),
    (AlreadyRunning, CONFLICT),
    (edits.EditInDoubt, UNKNOWN),
)


def exit_code(error: errors.AcmeError) -> int:
    """Give the exit status for an error."""
    return next((code for kind, code in _CODES if isinstance(error, kind)), FAILED)
