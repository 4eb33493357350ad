"""Calendar files (RFC 5545) as calendars everywhere read them; times are written in UTC."""

from __future__ import annotations

from dataclasses import dataclass
from email.headerregistry import Address

from icalendar import Calendar, Event, vCalAddress, vText

from evaluation.core.calendar import Appointment

MAKER = "-//Penjurian//Award sessions//EN"
NAME = "session.ics"


@dataclass(frozen=True, slots=True)
class CalendarFile:
    """A calendar file as text, and what it does with its reader's calendar."""

    text: str
    method: str


def calendar_file(
    appointment: Appointment, *, organizer: Address, base: str, attendee: Address | None = None
) -> CalendarFile:
    """Write one appointment. `organizer` must stay the same for all its updates; `base` is our address."""
    calendar = Calendar()
    calendar.add("prodid", MAKER)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", appointment.method)
    calendar.add_component(_event(appointment, organizer, base.rstrip("/"), attendee))
    return CalendarFile(calendar.to_ical().decode("utf-8"), appointment.method)


def _event(one: Appointment, organizer: Address, base: str, attendee: Address | None) -> Event:
    event = Event()
    event.add("uid", f"{one.uid}@{organizer.domain}")
    event.add("sequence", one.sequence)
    event.add("dtstamp", one.stamped)
    event.add("dtstart", one.starts)
    event.add("dtend", one.ends)
    event.add("summary", one.summary)
    if one.location or one.link:
        event.add("location", one.location or one.link)
    event.add("description", "\n".join(text for text in (one.link, base + one.page) if text))
    event.add("url", one.link or base + one.page)
    event.add("status", "CANCELLED" if one.method == "CANCEL" else "CONFIRMED")
    event.add("organizer", _person(organizer), encode=False)
    if attendee is not None:
        invited = _person(attendee)
        invited.params["ROLE"] = vText("REQ-PARTICIPANT")
        invited.params["PARTSTAT"] = vText("NEEDS-ACTION")
        # Whether somebody comes is not answered by calendar: nobody reads the sender's mailbox.
        invited.params["RSVP"] = vText("FALSE")
        event.add("attendee", invited, encode=False)
    return event


def _person(who: Address) -> vCalAddress:
    address = vCalAddress(f"mailto:{who.addr_spec}")
    if who.display_name:
        address.params["CN"] = vText(who.display_name)
    return address
