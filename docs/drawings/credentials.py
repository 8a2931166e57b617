"""Which credentials open which area, from the operation table."""

from __future__ import annotations

from acme_ticketing.definition import DEFINITION
from acme_ticketing.spec import operations
from generator.naming.names import method_name

from .svg import box, drawing, text

_GIVEN = {
    "apiKey": ["ApiKey"],
    "session": ["EmailLogin, UserNameLogin", "SessionToken"],
    "publishableKey": ["PublishableKey"],
    "tenantId": ["tenant_id"],
}
"""What a program gives the client to meet a security scheme."""

_ACTS_FOR = {
    "b2b": "the venue's staff",
    "b2c": "a visitor, by way of your server",
    "cors": "a visitor's browser",
}
_STEP = 92
_LEFT, _LEFT_WIDTH = 10, 240
_RIGHT, _RIGHT_WIDTH = 400, 350

Alternatives = tuple[tuple[str, ...], ...]


def credentials() -> str:
    """Draw it."""
    areas = _areas()
    height = 40 + _STEP * len(_GIVEN)
    given = {scheme: 40 + (number + 0.5) * _STEP for number, scheme in enumerate(_GIVEN)}
    step = _STEP * len(_GIVEN) / len(areas)
    parts = [
        text(_LEFT, 22, "What you give the client", "quiet"),
        text(_RIGHT, 22, "What it opens, with the headers that are sent", "quiet"),
    ]
    for number, (alternatives, ids) in enumerate(areas.items()):
        middle = 40 + (number + 0.5) * step
        for scheme in sorted({scheme for each in alternatives for scheme in each}):
            start = _LEFT + _LEFT_WIDTH
            parts.append(
                f'<path class="way" d="M{start} {given[scheme]:.0f}'
                f'C{start + 70} {given[scheme]:.0f} {_RIGHT - 70} {middle:.0f} {_RIGHT} {middle:.0f}"/>'
            )
        parts += box(_RIGHT, middle, _RIGHT_WIDTH, _told(alternatives, ids))
    for scheme, middle in given.items():
        lines = [(each, "strong code") for each in _GIVEN[scheme]]
        parts += box(_LEFT, middle, _LEFT_WIDTH, lines)
    return drawing("Which credentials open which area", height, parts)


def _areas() -> dict[Alternatives, list[str]]:
    """Give the operations by what they accept; logging in is what the client does by itself."""
    areas: dict[Alternatives, list[str]] = {}
    for row in operations():
        if not row["id"].startswith("sessions."):
            areas.setdefault(tuple(map(tuple, row["security"])), []).append(row["id"])
    return areas


def _told(alternatives: Alternatives, ids: list[str]) -> list[tuple[str, str]]:
    names = list(dict.fromkeys(each.partition(".")[0] for each in ids))
    headers = [" and ".join(map(_header, each)) for each in alternatives]
    many = f"{len(ids)} operation{'s' if len(ids) > 1 else ''}"
    return [
        (", ".join(f"client.{method_name(name)}" for name in names), "strong code"),
        (f"{many}, for {_ACTS_FOR[names[0]]}", ""),
        (", or ".join(headers), "code"),
    ]


def _header(scheme: str) -> str:
    return DEFINITION.security_schemes[scheme].header
