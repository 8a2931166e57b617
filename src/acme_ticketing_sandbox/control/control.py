"""The control API's table, and who may use it.

It is no part of ACME, and answers only to the machine that the sandbox runs on: to its programs, and
to the sandbox's own page.
"""

from __future__ import annotations

from ..access.origins import check_same_origin
from ..http.messages import Reply, Request, json_reply, read_json
from ..http.refusal import Refusal
from . import actions
from .actions import Action, Controlled

PREFIX = "/_sandbox/"

_ACTIONS: dict[tuple[str, str], Action] = {
    ("GET", "state"): actions.state,  # what there is, and what is set
    # The requests so far; `lenient` tells what was taken too kindly.
    ("GET", "calls"): actions.calls,
    ("GET", "limits"): actions.budgets,  # and for each address and area how full its window is
    ("POST", "limits"): actions.set_limits,  # {"b2b": 100, "block": 5, "retryAfter": true, ...}
    ("POST", "limits/lift"): actions.lift_block,  # {"ip": "127.0.0.1", "area": "b2b"}
    ("POST", "duplicates"): actions.set_duplicates,  # {"remembered": "on-receipt", ...}
    ("POST", "behaviour"): actions.set_behaviour,  # {"listedDays": 30, "visibleAfter": 5}
    ("POST", "unlike"): actions.set_unlike,  # {"seed": 7, "share": 0.1}, or {"seed": null}
    ("POST", "clock/advance"): actions.advance,  # {"seconds": 60}
    ("POST", "clock/freeze"): actions.freeze,
    ("POST", "clock/resume"): actions.resume,
    ("POST", "faults"): actions.inject_fault,  # {"kind": "closed", "operationId": "b2c.carts.get"}
    ("DELETE", "faults"): actions.lift_faults,  # all that have not happened, or the one in the body
    ("GET", "state-file"): actions.save_state,  # the venue as it stands, to be loaded again
    ("POST", "state-file"): actions.load_state,
    ("POST", "reset"): actions.reset,
}
_HEADERS = {
    "cache-control": "no-store",
    "cross-origin-resource-policy": "same-origin",
    "x-content-type-options": "nosniff",
}


def control(sandbox: Controlled, request: Request) -> Reply:
    """Answer a request to the control API."""
    try:
        reply = json_reply(200, _act(sandbox, request))
    except Refusal as refusal:
        reply = refusal.reply()
    except ValueError as error:
        reply = Refusal(400, str(error)).reply()
    return Reply(reply.status, {**reply.headers, **_HEADERS}, reply.body)


def _act(sandbox: Controlled, request: Request) -> object:
    check_same_origin(request)
    action = _ACTIONS.get((request.method, request.path.removeprefix(PREFIX)))
    if action is None:
        raise Refusal(404, f"the control API has no {request.method} {request.path}")
    body = read_json(request.body or b"{}")
    if not isinstance(body, dict):
        raise Refusal(400, "the body is no JSON object")
    return action(sandbox, body)
