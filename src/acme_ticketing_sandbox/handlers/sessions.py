"""Sessions (api-facts/sessions.md)."""

from __future__ import annotations

from ..state import Record
from .call import Call, answers


@answers("sessions.create")
def create(call: Call) -> Record:
    """Open a session for the user whose credentials came in the headers."""
    user = call.principal.user
    assert user is not None, "every alternative of this operation is a login"
    session = call.open_session(user)
    venue = call.state.venue
    return {
        "roles": list(user.roles),
        "session": session.token,
        "expireMs": int(session.expires_at * 1000),
        "email": user.email,
        "userName": user.user_name or user.email,
        "tenantId": user.tenant_id,
        "firstName": user.first_name,
        "lastName": user.last_name,
        "title": "Operations",
        "id": user.id,
        "confirmed": True,
        "onBoarded": True,
        "tenantTimeZone": venue.time_zone_name,
        "companyName": venue.name,
    }
