"""What each background job does. To add one: a function here, a line in JOBS, `later(act, ITS NAME, ...)`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from evaluation.actions import announcing, incoming, mail, reading, reminders, scans
from evaluation.calendar_file import CalendarFile, calendar_file
from evaluation.core.calendar import unpacked
from evaluation.core.errors import UserError
from evaluation.letter_text import written
from evaluation.smtp import NeverTaken, NotNow, address, deliver, envelope
from evaluation.store import outbox
from evaluation.store.db import Row, moment, write
from evaluation.worker.board import Job, TryAgain, Work

MINUTES = tuple(timedelta(minutes=m) for m in (1, 5, 15, 30, 60, 120, 240, 480, 720, 1440, 1440, 1440))


def send_message(work: Work, arguments: Mapping[str, Any]) -> None:
    """Hand a message of the outbox to the mail server; without one it is kept for administrators to read."""
    message = outbox.by_id(work.act.db, arguments["message"])
    if message is None or message["state"] != "waiting":
        return
    if work.settings["SMTP"] is None:
        mail.settle(work.act, message["id"], "kept", "")
        return
    try:
        token = mail.link_for(work.act, message["id"])
    except UserError as reason:
        mail.settle(work.act, message["id"], "void", str(reason.message))
        return
    try:
        hand_over(work, message, token)
    except NeverTaken as refusal:
        mail.settle(work.act, message["id"], "failed", str(refusal))
    except NotNow as trouble:
        with write(work.act.db):
            outbox.note_answer(work.act.db, message["id"], str(trouble))
        raise TryAgain(str(trouble)) from trouble


def hand_over(work: Work, message: Row, token: str | None) -> None:
    """Write a message and hand it over; its OK is stored before the session with the server ends."""
    server, base = work.settings["SMTP"], work.settings["URL"]
    link = None if token is None else f"{base.rstrip('/')}/link/{token}"
    letter = written(
        message["template"], json.loads(message["contents"]), name=message["name"], base=base, link=link
    )
    posted = envelope(
        server,
        to=address(message["name"], message["email"]),
        subject=letter.subject,
        text=letter.text,
        stem=message["stem"],
        date=moment(message["posted_at"]),
        calendar=calendar_of(work, message),
    )
    deliver(server, posted, lambda answer: mail.settle(work.act, message["id"], "sent", answer))


def calendar_of(work: Work, message: Row) -> CalendarFile | None:
    """The calendar file that goes with a message, written for its reader."""
    if message["calendar"] is None:
        return None
    return calendar_file(
        unpacked(json.loads(message["calendar"])),
        organizer=work.settings["SMTP"].from_address,
        base=work.settings["URL"],
        attendee=address(message["name"], message["email"]),
    )


def give_up_message(work: Work, arguments: Mapping[str, Any], error: str) -> None:
    """The server took the message at no try: it failed."""
    mail.settle(work.act, arguments["message"], "failed", error)


def send_link(work: Work, arguments: Mapping[str, Any]) -> None:
    """Post a way in to whoever typed this address on the page for forgotten passwords, if it is known."""
    with write(work.act.db):
        mail.post_way_in(work.act, arguments["email"])


def remind(work: Work, _arguments: Mapping[str, Any]) -> None:
    """Post the reminders that are due."""
    reminders.remind(work.act)


def tell_candidates(work: Work, arguments: Mapping[str, Any]) -> None:
    """Write to the candidates of a result that has become public."""
    announcing.tell_candidates(work.act, arguments["announcement"])


def read_file(work: Work, arguments: Mapping[str, Any]) -> None:
    """Read a file that came in, page by page."""
    reading.read_file(work.act, arguments["sha256"])


def drop_pictures(work: Work, arguments: Mapping[str, Any]) -> None:
    """Drop the pictures of a file that was removed."""
    reading.drop_pictures(work.act, arguments["sha256"])


def give_up_file(work: Work, arguments: Mapping[str, Any], _error: str) -> None:
    """No try could read the file."""
    reading.give_up(work.act, arguments["sha256"])


def scan_files(work: Work, _arguments: Mapping[str, Any]) -> None:
    """Show waiting files to the virus scanner, until it could be asked about each."""
    if scans.scan_waiting(work.act).waiting:
        raise TryAgain("the virus scanner could not be asked")


def clean_uploads(work: Work, _arguments: Mapping[str, Any]) -> None:
    """Remove old uploads and what crashes left behind."""
    incoming.clean_uploads(work.act)


JOBS: Final[Mapping[str, Job]] = {
    reading.READ: Job(read_file, MINUTES[:2], give_up_file),
    reading.FORGET: Job(drop_pictures, MINUTES[:4]),
    mail.SEND: Job(send_message, MINUTES, give_up_message),
    mail.SEND_LINK: Job(send_link, MINUTES[:4]),
    scans.SCAN: Job(scan_files, MINUTES[:4] + 48 * MINUTES[4:5]),
    incoming.CLEAN: Job(clean_uploads, MINUTES[:4]),
    reminders.REMIND: Job(remind, MINUTES[:4]),
    announcing.TELL: Job(tell_candidates, MINUTES),
}
