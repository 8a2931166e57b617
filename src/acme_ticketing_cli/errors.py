"""Exit statuses (docs/guides/7-command-line.md), and the line that says the rest."""

from __future__ import annotations

import os
import re
from typing import Final

from acme_ticketing_cli.naming import command_of
from acme_ticketing_core import errors
from acme_ticketing_core.settings.profiles import config_file, shown
from acme_ticketing_core.warehouse.sync import AlreadyRunning

FAILED: Final = 1
USAGE: Final = 2
CREDENTIALS: Final = 3
RATE_LIMITED: Final = 4
NOT_FOUND: Final = 5
NO_ANSWER: Final = 6
UNKNOWN: Final = 7
CONFLICT: Final = 8
INTERRUPTED: Final = 130

_ERRORS: Final = {
    CREDENTIALS: (errors.MissingCredentials, errors.Unauthorized, errors.Forbidden),
    USAGE: (errors.ConfigurationError,),
    RATE_LIMITED: (errors.RateLimited,),
    NOT_FOUND: (errors.NotFound,),
    UNKNOWN: (errors.OutcomeUnknown, errors.AnswerLost, errors.EditInDoubt),
    NO_ANSWER: (errors.TransportError,),
    CONFLICT: (errors.Conflict, errors.DuplicateTransaction, errors.EditConflict, AlreadyRunning),
}
"""The first status that fits an error is its own."""


def exit_code(error: errors.AcmeError) -> int:
    return next((code for code, kinds in _ERRORS.items() if isinstance(error, kinds)), FAILED)


_SUPPLIED_BY: Final = {
    "apiKey": "set ACME_API_KEY",
    "session": "run acme login",
    "publishableKey": "set ACME_PUBLISHABLE_KEY",
    "tenantId": "give --tenant ID or set ACME_TENANT_ID",
    "email": "set ACME_EMAIL and ACME_PASSWORD",
    "userName": "set ACME_USER_NAME and ACME_PASSWORD",
    "password": "set ACME_PASSWORD",
    "loginTenantId": "give --tenant ID or set ACME_TENANT_ID",
}
_CAUSE: Final = re.compile(r"\(\w+: (?:\[[^\]]*\] ?)?([^()]*)\)")
"""An exception's class, number and text, as the client quotes them."""


def message(error: errors.AcmeError) -> str:
    if isinstance(error, errors.MissingCredentials) and error.missing:
        return _missing(error)
    if isinstance(error, errors.Unauthorized):
        return f"{error}; acme doctor shows where the credentials come from"
    if _is_of_the_connection(error):
        told = _CAUSE.sub(lambda cause: f"({cause[1].lower() or 'no answer'})", str(error))
        return f"{told}; acme doctor looks at the connection"
    if isinstance(error, errors.PurchaseInDoubt) and error.request_uuid and error.first_sent_at:
        return f"{error}; {_settling(error)}"
    return str(error)


def _is_of_the_connection(error: errors.AcmeError) -> bool:
    if isinstance(error, errors.DeadlineExceeded):
        cause = error.__cause__
        return cause is not None and not isinstance(cause, errors.StatusError)
    return isinstance(error, (errors.NotSent, errors.NoAnswer))


def _settling(error: errors.PurchaseInDoubt) -> str:
    command = command_of((error.operation_id or "").replace(".create", ".settle"))
    since = f"{error.first_sent_at:%FT%TZ}"
    settings = "".join(getattr(error, "__notes__", ()))  # of the command that bought
    return (
        f"first sent at {since}; whether it was bought is not known: acme {command} "
        f"--body JSON --request-uuid {error.request_uuid} --since {since}{settings} finds out"
    )


def _missing(error: errors.MissingCredentials) -> str:
    ways = dict.fromkeys(
        " and ".join(dict.fromkeys(_SUPPLIED_BY.get(name, f"supply {name}") for name in missing))
        for missing in error.missing
    )
    return (
        f"acme {command_of(error.operation_id or '')} needs credentials: {'; or '.join(ways)}; "
        f"or name a profile of {shown(config_file(os.environ))} that has them, --profile NAME"
    )
