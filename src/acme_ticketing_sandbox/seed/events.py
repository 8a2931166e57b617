"""A seed's event templates, their schedules and their events."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from ..handlers.event_templates import new_template
from ..state import Record, State, shaped, some_of
from ..state.events import all_channels
from ..values import times

_SHOWN_EVERYWHERE = {"pos": "displayed", "b2c": "displayed"}
_WEEKDAYS = ("M", "Tu", "W", "Th", "F", "Sa", "Su")


def populate_events(state: State, entries: list[Record], days: Record) -> None:
    """Make the templates, and their events of so many days before and after today."""
    for entry in entries:
        starts = list(_starts(state, entry, days))
        template = state.event_templates.add(_template(state, entry, starts), id=entry.get("id"))
        ids = entry.get("eventIds", {})
        for place, start in enumerate(starts):
            state.events.add(_event(state, entry, template, start), id=ids.get(str(place)))


def _template(state: State, entry: Record, starts: list[datetime]) -> Record:
    listed = {each["name"]: each for each in state.price_lists}[entry["priceList"]]
    # As events hold it: its id has another name there.
    price_list = {"priceListId": listed["id"], **some_of(listed, ("name", "description", "prices"))}
    run = starts or [state.now()]
    body = shaped(
        "EventTemplate",
        entry,
        {"description": entry.get("shortDescription", ""), "rebookingFee": "1.00"},
        reviewState="published",
        startTime=times.write(run[0]),
        endTime=times.write(run[-1] + timedelta(minutes=entry["minutes"])),
        priceList=price_list,
        priceLists=[price_list],
        schedules=[_schedule(state, entry, run[0])],
        memberOnlyEvent=entry.get("memberOnly", False),
        allMembersCanPurchase=entry.get("memberOnly", False),
        ticketDetails={
            "ticketDurationDays": 1,
            "checkInWindow": {
                "minutesBefore": 30,
                "minutesAfter": 60,
                "blockScan": True,
                "autoRebook": False,
            },
            "postStartPurchase": {"allowLateTicketPurchase": True, "minutesAfter": 15},
            "ticketPrintLines": [state.venue.name],
            "doNotPrint": False,
            "expireFromEventDate": False,
            "hideEventDate": False,
        },
        orderForms=[
            shaped("Form", state.forms.get(form), preferences=_SHOWN_EVERYWHERE)
            for form in entry.get("forms", [])
        ],
        images=[],
        customFields=[],
        colorCategory={"backgroundColor": entry.get("color", "#1B4965"), "textColor": "#FFFFFF"},
        thirdPartyEvent=False,
        displayOrder=len(state.event_templates) + 1,
    )
    return new_template(state, body)


def _event(state: State, entry: Record, template: Record, start: datetime) -> Record:
    schedule = template["schedules"][0]
    event = shaped(
        "Event",
        template,
        templateId=template["id"],
        scheduleId=schedule["id"],
        state="ACTIVE",
        startTime=times.write(start),
        endTime=times.write(start + timedelta(minutes=entry["minutes"])),
        capacity=entry["capacity"],
        soldQuantity=0,
        checkInCount=0,
        manuallyDeleted=False,
        offSchedule=False,
        lastModified=times.write(state.now()),
        salesChannels=all_channels(),
        salesRestrictions=[],
    )
    return {**event, "scheduleName": schedule["name"]}


def _starts(state: State, entry: Record, days: Record) -> Iterator[datetime]:
    today = times.start_of_day(state.now())
    weekdays = entry.get("weekdays", _WEEKDAYS)
    for offset in range(-days["before"], days["after"] + 1):
        day = today + timedelta(days=offset)
        if _WEEKDAYS[day.weekday()] in weekdays:
            for text in entry["times"]:
                hour, minute = text.split(":")
                yield day.replace(hour=int(hour), minute=int(minute))


def _schedule(state: State, entry: Record, start: datetime) -> Record:
    hours, minutes = divmod(entry["minutes"], 60)
    return shaped(
        "Schedule",
        entry,
        {"type": "standard", "weekdays": list(_WEEKDAYS)},
        id=state.identifiers.hexadecimal("schedule"),
        name="Season",
        effectiveStartTime=times.write(times.start_of_day(start)),
        repeats="week",
        hours=[{"hour": text, "quantity": entry["capacity"]} for text in entry["times"]],
        duration={"hour": hours, "minutes": minutes},
        salesChannels=all_channels(),
        salesRestrictions=[],
    )
