"""Event templates with few fields: what each listing shows (api-facts/events-*.md)."""

from __future__ import annotations

from ...values import times
from ..records import Record

_SUMMARY = (
    "id", "name", "description", "shortDescription", "admissionType", "reviewState", "startTime",
    "endTime", "priceLists", "soldQuantity", "ticketDetails", "customFields", "colorCategory",
)  # fmt: skip
_ONLINE = (
    "id", "name", "description", "shortDescription", "type", "admissionType", "startTime",
    "endTime", "emailConfirmationMessage", "priceLists", "images", "membership", "available",
    "thirdPartyEvent", "soldQuantity", "displayOrder",
)  # fmt: skip
_SLIM = ("id", "type", "name", "description", "shortDescription")


def template_summary(template: Record) -> Record:
    """Return a shown template as `EventTemplateSummary`."""
    return _some(template, _SUMMARY)


def online_summary(template: Record) -> Record:
    """Return a shown template as `OnlineEventTemplateSummary`: its moments are numbers here."""
    updated = times.epoch_milliseconds(times.parse(template["lastUpdated"]))
    return {
        **_some(template, _ONLINE),
        "summary": template.get("shortDescription", ""),
        "schedules": [_some(found, ("id", "name")) for found in template.get("schedules", [])],
        "lastPublished": updated,
        "lastUpdated": updated,
    }


def slim_template(template: Record) -> Record:
    """Return a template as `SlimEventTemplate`: its time is not ISO 8601 here."""
    start = times.parse(template["startTime"])
    return {**_some(template, _SLIM), "startTime": start.strftime("%m/%d/%Y %I:%M %p")}


def _some(record: Record, names: tuple[str, ...]) -> Record:
    return {name: record[name] for name in names if name in record}
