"""A seed's event templates, their schedules and their events."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from ..handlers.event_templates import new_template
from ..state import Record, State, shaped, some_of
from ..values import times
from .seed import defaults

_WEEKDAYS = ("M", "Tu", "W", "Th", "F", "Sa", "Su")
_SHOWN_EVERYWHERE = {"pos": "displayed", "b2c": "displayed"}


def populate_events(state: State, entries: list[Record], days: Record) -> None:
    """Make the templates, and their events of so many days before and after today."""
    for entry in entries:
        starts = list(_starts(state, entry, days))
        template = state.event_templates.add(_template(state, entry, starts), id=entry.get("id"))
        for place, start in enumerate(starts):
            known = entry["eventIds"].get(str(place))
            state.events.add(_event(state, entry, template, start), id=known)


def _template(state: State, entry: Record, starts: list[datetime]) -> Record:
    listed = {each["name"]: each for each in state.price_lists}[entry["priceList"]]
    # As events hold it: its id has another name there.
    price_list = {"priceListId": listed["id"], **some_of(listed, ("name", "description", "prices"))}
    run, details = starts or [state.now()], entry["ticketDetails"]
    body = shaped(
        "EventTemplate",
        entry,
        {"description": entry.get("shortDescription", "")},
        startTime=times.write(run[0]),
        endTime=times.write(run[-1] + timedelta(minutes=entry["minutes"])),
        priceList=price_list,
        priceLists=[price_list],
        schedules=[_schedule(state, entry, run[0])],
        memberOnlyEvent=entry["memberOnly"],
        allMembersCanPurchase=entry["memberOnly"],
        ticketDetails={**details, "ticketPrintLines": [state.venue.name]},
        orderForms=[
            shaped("Form", state.forms.get(form), preferences=_SHOWN_EVERYWHERE)
            for form in entry["forms"]
        ],
        colorCategory={"backgroundColor": entry["color"], "textColor": "#FFFFFF"},
        displayOrder=len(state.event_templates) + 1,
    )
    return new_template(state, body)


def _event(state: State, entry: Record, template: Record, start: datetime) -> Record:
    schedule = template["schedules"][0]
    event = shaped(
        "Event",
        defaults("events"),
        template,
        templateId=template["id"],
        scheduleId=schedule["id"],
        startTime=times.write(start),
        endTime=times.write(start + timedelta(minutes=entry["minutes"])),
        capacity=entry["capacity"],
        lastModified=times.write(state.now()),
        salesChannels=defaults("salesChannels"),
    )
    return {**event, "scheduleName": schedule["name"]}


def _starts(state: State, entry: Record, days: Record) -> Iterator[datetime]:
    today = times.start_of_day(state.now())
    for offset in range(-days["before"], days["after"] + 1):
        day = today + timedelta(days=offset)
        if _WEEKDAYS[day.weekday()] in entry["weekdays"]:
            for text in entry["times"]:
                hour, minute = text.split(":")
                yield day.replace(hour=int(hour), minute=int(minute))


def _schedule(state: State, entry: Record, start: datetime) -> Record:
    hours, minutes = divmod(entry["minutes"], 60)
    return shaped(
        "Schedule",
        entry,
        defaults("schedules"),
        id=state.identifiers.hexadecimal("schedule"),
        name="Season",
        effectiveStartTime=times.write(times.start_of_day(start)),
        hours=[{"hour": text, "quantity": entry["capacity"]} for text in entry["times"]],
        duration={"hour": hours, "minutes": minutes},
        salesChannels=defaults("salesChannels"),
    )
