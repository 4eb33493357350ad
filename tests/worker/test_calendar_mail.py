"""An invitation reaches a real mail server with a calendar file, is corrected and called off."""

from __future__ import annotations

from icalendar import Calendar

from evaluation.actions import sessions as acts
from tests.session_ground import CANDIDATE, SessionGround
from tests.worker.mail_servers import Handler


def event_of(message):
    """The calendar as the text's alternative; the file beside it is the same."""
    parts = [part for part in message.walk() if part.get_content_type() == "text/calendar"]
    shown, attached = parts
    assert attached.get_filename() == "session.ics"
    assert attached.get_payload(decode=True) == shown.get_payload(decode=True)
    assert {part.get_param("method") for part in parts} == {str(method_of(shown))}
    (event,) = Calendar.from_ical(shown.get_payload(decode=True)).walk("VEVENT")
    return event


def method_of(part) -> str:
    return Calendar.from_ical(part.get_payload(decode=True))["METHOD"]


def test_an_invitation_its_update_and_its_end_are_one_entry_of_the_calendar(
    award, act_as, serve, mailing, work
):
    ground = SessionGround(award, act_as)
    handler = Handler()
    mailing(serve(handler).port)
    session = ground.set(9, room="Aula", link="https://rapat.example/1")
    acts.publish(ground.act(), ground.interview)
    ground.set(10, revision=1, room="Aula Ñ")
    acts.cancel(ground.act(), session, "Banjir")
    assert work() == 3
    assert handler.recipients == [CANDIDATE] * 3
    first, _, off = handler.messages
    assert first.get_content_type() == "multipart/mixed"
    text = first.get_body(("plain",)).get_content()
    assert "Penghargaan Uji 2021" in text
    assert "20 January 2022, 09:00 WIB" in text
    assert "Aula, https://rapat.example/1" in text
    assert f"https://penjurian.example/entries/{ground.mojokerto}#contest-{ground.interview}" in text
    events = [event_of(message) for message in handler.messages]
    assert [str(one["UID"]) for one in events] == [f"{ground.session(session)['uid']}@award.example"] * 3
    assert [one["SEQUENCE"] for one in events] == [1, 2, 3]
    assert [str(one["STATUS"]) for one in events] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]
    assert [f"{one.decoded('DTSTART'):%H:%M%z}" for one in events] == [
        "02:00+0000",
        "03:00+0000",
        "03:00+0000",
    ]
    assert events[1]["LOCATION"] == "Aula Ñ"
    assert str(events[0]["ORGANIZER"]) == "mailto:noreply@award.example"
    assert str(events[0]["ATTENDEE"]) == f"mailto:{CANDIDATE}"
    assert events[0]["ATTENDEE"].params["RSVP"] == "FALSE"
    assert "Called off" in off["Subject"]
    assert "Banjir" in off.get_body(("plain",)).get_content()


def test_a_message_without_a_calendar_stays_plain_text(award, act_as, serve, mailing, work):
    from evaluation.actions.mail import post
    from evaluation.store.db import write

    handler = Handler()
    mailing(serve(handler).port)
    act = act_as()
    facts = {"candidate": "Kota Batu", "edition": "Uji", "entry": 1, "reason": "Kurang"}
    with write(act.db):
        post(act, email="sari@uji.example", template="returned", values=facts)
    work()
    assert handler.messages[0].get_content_type() == "text/plain"
