"""The letters that the system writes: what each says, and which facts it must be given.

A letter is written in both languages; the sentences here are the keys of the translation files. To add
one, add it to LETTERS and call `actions.mail.post(act, template=ITS NAME, values=ITS HOLES, ...)`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from evaluation.core.messages import Message, Moment, msg
from evaluation.core.rules import Text

HOLE = re.compile(r"%\((\w+)\)s")


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter: subject and paragraphs with named holes.

    `page` is the path of the page that it leads to, with the same holes, or "". `link` is the purpose of
    the one-time link that stands in it ("invitation" or "reset"), or ""; that link is made at the moment
    of sending and never stored.
    """

    subject: Message
    body: tuple[Message, ...]
    page: str = ""
    link: str = ""

    @property
    def holes(self) -> frozenset[str]:
        """The facts that the letter must be given."""
        texts = [self.subject.text, *(one.text for one in self.body), self.page]
        return frozenset(name for text in texts for name in HOLE.findall(text))


LETTERS: Final[Mapping[str, Letter]] = {
    "invitation": Letter(
        msg("Your access to Penjurian"),
        (
            msg("You are invited to Penjurian, where the award's dossiers are handed in and assessed."),
            msg("Open this link and choose a password. It works once, for 14 days:"),
            msg("Whoever opens the link can set the password of your account: please pass it on to nobody."),
        ),
        link="invitation",
    ),
    "reset": Letter(
        msg("A new password for Penjurian"),
        (
            msg("A new password was asked for your account."),
            msg("Open this link and choose one. It works once, for 24 hours:"),
            msg("If you did not ask for this, do nothing: your password stays as it is."),
        ),
        link="reset",
    ),
    "entrusted": Letter(
        msg("You act for %(candidate)s"),
        (
            msg("%(candidate)s is invited to the award %(edition)s, and you act for it."),
            msg("Its dossier is waiting for you. Sign in with the password that you have."),
        ),
        page="/entries/%(entry)s",
    ),
    "called_in": Letter(
        msg("You are called in as a substitute: %(edition)s"),
        (
            msg("The decree %(decree)s calls you in to the panel of the award %(edition)s."),
            msg("First declare whether you are connected with any candidate: then the dossiers open to you."),
        ),
        page="/declaration",
    ),
    "receipt": Letter(
        msg("Dossier received: %(candidate)s"),
        (
            msg("The dossier of %(candidate)s for the award %(edition)s was received on %(moment)s."),
            msg("It is submission number %(number)s. Its fingerprint (SHA-256) is %(fingerprint)s."),
            msg("The receipt lists every field and every file of what you sent."),
        ),
        page="/entries/%(entry)s",
    ),
    "returned": Letter(
        msg("Dossier returned for correction: %(candidate)s"),
        (
            msg("The committee returned the dossier of %(candidate)s for the award %(edition)s."),
            msg("The reason: %(reason)s"),
            msg("Correct it and submit it again."),
        ),
        page="/entries/%(entry)s",
    ),
    "returned_until": Letter(
        msg("Dossier returned for correction: %(candidate)s"),
        (
            msg("The committee returned the dossier of %(candidate)s for the award %(edition)s."),
            msg("The reason: %(reason)s"),
            msg("Correct it and submit it again by %(moment)s."),
        ),
        page="/entries/%(entry)s",
    ),
    "accepted": Letter(
        msg("Dossier accepted: %(candidate)s"),
        (
            msg("The committee accepted the dossier of %(candidate)s for the award %(edition)s."),
            msg("It goes on to the assessors. Nothing needs to be done now."),
        ),
        page="/entries/%(entry)s",
    ),
    "rejected": Letter(
        msg("Dossier rejected: %(candidate)s"),
        (
            msg("The committee rejected the dossier of %(candidate)s for the award %(edition)s."),
            msg("The reason: %(reason)s"),
        ),
        page="/entries/%(entry)s",
    ),
    "extended": Letter(
        msg("More time for the dossier: %(candidate)s"),
        (
            msg("The committee extended the deadline of %(candidate)s in the award %(edition)s."),
            msg("The dossier is now taken until %(moment)s."),
            msg("The reason: %(reason)s"),
        ),
        page="/entries/%(entry)s",
    ),
    "infected": Letter(
        msg("A virus in the dossier of %(candidate)s"),
        (
            msg("%(file)s in the dossier of %(candidate)s for the award %(edition)s carries a virus."),
            msg("Nobody can open it, and the dossier isn't taken with it: replace it with a clean file."),
            msg("Clean the computer that it comes from first."),
        ),
        page="/entries/%(entry)s",
    ),
    "withdrawn": Letter(
        msg("Entry withdrawn: %(candidate)s"),
        (
            msg("%(candidate)s withdrew its entry from the award %(edition)s."),
            msg("The reason: %(reason)s"),
        ),
        page="/committee/entries/%(entry)s",
    ),
    "question": Letter(
        msg("A question about the dossier of %(candidate)s"),
        (
            msg("%(candidate)s wrote to the committee of the award %(edition)s:"),
            msg("%(body)s"),
            msg("Please answer on the page of the entry, not by replying to this message."),
        ),
        page="/committee/entries/%(entry)s/questions",
    ),
    "answer": Letter(
        msg("The committee wrote about the dossier of %(candidate)s"),
        (
            msg("The committee of the award %(edition)s wrote to %(candidate)s:"),
            msg("%(body)s"),
            msg("Please answer on the page of the entry, not by replying to this message."),
        ),
        page="/entries/%(entry)s/questions",
    ),
    "reopened": Letter(
        msg("A score sheet of yours was reopened: %(round)s"),
        (
            msg("The committee reopened one of your score sheets in %(round)s, award %(edition)s."),
            msg("The reason: %(reason)s"),
            msg("Your marks stand there as a draft. The sheet does not count until you hand it in again."),
            msg("What you submitted before stays readable beside it."),
        ),
        page="/desk/%(contest)s/%(entry)s",
    ),
    "reminder": Letter(
        msg("Deadline on %(moment)s: %(candidate)s"),
        (
            msg("The dossier of %(candidate)s for the award %(edition)s is not submitted yet."),
            msg("It must be submitted by %(moment)s. Days left: %(days)s."),
            msg("The page of the dossier lists what is still missing."),
        ),
        page="/entries/%(entry)s",
    ),
    "awaited_until": Letter(
        msg("Reminder: the dossier of %(candidate)s, by %(moment)s"),
        (
            msg("The committee of the award %(edition)s waits for the dossier of %(candidate)s."),
            msg("It must be submitted by %(moment)s. Days left: %(days)s."),
            msg("The page of the dossier lists what is still missing."),
        ),
        page="/entries/%(entry)s",
    ),
    "awaited": Letter(
        msg("Reminder: the dossier of %(candidate)s"),
        (
            msg("The committee of the award %(edition)s waits for the dossier of %(candidate)s."),
            msg("The page of the dossier lists what is still missing."),
        ),
        page="/entries/%(entry)s",
    ),
    "sheets_owed_until": Letter(
        msg("Reminder: score sheets still to come, by %(moment)s"),
        (
            msg("The committee of the award %(edition)s waits for score sheets of yours."),
            msg("%(round)s, %(category)s: you have %(sheets)s score sheets still to hand in."),
            msg("The round closes on %(moment)s. Days left: %(days)s."),
        ),
        page="/desk",
    ),
    "sheets_owed": Letter(
        msg("Reminder: score sheets still to come"),
        (
            msg("The committee of the award %(edition)s waits for score sheets of yours."),
            msg("%(round)s, %(category)s: you have %(sheets)s score sheets still to hand in."),
        ),
        page="/desk",
    ),
    "published": Letter(
        msg("Result published: %(round)s"),
        (
            msg("The result of %(round)s (%(category)s) in the award %(edition)s is published."),
            msg("What the panel tells %(candidate)s of it stands on the page of your entry."),
        ),
        page="/entries/%(entry)s/feedback",
    ),
    "published_until": Letter(
        msg("Result published: %(round)s"),
        (
            msg("The result of %(round)s (%(category)s) in the award %(edition)s is published."),
            msg("What the panel tells %(candidate)s of it stands on the page of your entry."),
            msg("Objections to this result are taken until %(moment)s."),
        ),
        page="/entries/%(entry)s/feedback",
    ),
    "objection_filed": Letter(
        msg("Objection no. %(number)s received: %(candidate)s"),
        (
            msg("The objection of %(candidate)s to %(round)s in the award %(edition)s was received."),
            msg("It came in on %(moment)s and has the number %(number)s. Files: %(files)s."),
            msg("The committee answers it with reasons. You are written to when it has."),
        ),
        page="/entries/%(entry)s/objections/%(objection)s",
    ),
    "objection_came": Letter(
        msg("An objection to answer: %(candidate)s"),
        (
            msg("%(candidate)s objects to the result of %(round)s in the award %(edition)s."),
            msg("The objection has the number %(number)s. Please answer it with reasons."),
        ),
        page="/committee/objections/%(objection)s",
    ),
    "objection_withdrawn": Letter(
        msg("Objection no. %(number)s was taken back: %(candidate)s"),
        (
            msg("%(candidate)s took its objection to %(round)s in the award %(edition)s back."),
            msg("The reason: %(reason)s"),
        ),
        page="/committee/objections/%(objection)s",
    ),
    "objection_granted": Letter(
        msg("Your objection no. %(number)s was granted: %(candidate)s"),
        (
            msg("The committee granted the objection of %(candidate)s to %(round)s, award %(edition)s."),
            msg("The reasons: %(reasons)s"),
            msg("What follows for the result is published with it."),
        ),
        page="/entries/%(entry)s/objections/%(objection)s",
    ),
    "objection_part": Letter(
        msg("Your objection no. %(number)s was granted in part: %(candidate)s"),
        (
            msg(
                "The committee granted a part of the objection of %(candidate)s to %(round)s, award"
                " %(edition)s."
            ),
            msg("The reasons: %(reasons)s"),
            msg("What follows for the result is published with it."),
        ),
        page="/entries/%(entry)s/objections/%(objection)s",
    ),
    "objection_refused": Letter(
        msg("Your objection no. %(number)s was refused: %(candidate)s"),
        (
            msg("The committee refused the objection of %(candidate)s to %(round)s, award %(edition)s."),
            msg("The reasons: %(reasons)s"),
        ),
        page="/entries/%(entry)s/objections/%(objection)s",
    ),
    "session_set": Letter(
        msg("%(round)s: %(candidate)s, %(moment)s"),
        (
            msg("You are invited to the session with %(candidate)s in the award %(edition)s (%(round)s)."),
            msg("It begins on %(moment)s and lasts %(minutes)s minutes."),
            msg("Where: %(place)s"),
            msg("The calendar file that comes with this message puts it into your calendar."),
        ),
        page="/desk/%(contest)s/%(entry)s/room",
    ),
    "session_moved": Letter(
        msg("Changed: %(round)s, %(candidate)s, %(moment)s"),
        (
            msg("The session with %(candidate)s in the award %(edition)s (%(round)s) has changed."),
            msg("It now begins on %(moment)s and lasts %(minutes)s minutes."),
            msg("Where: %(place)s"),
            msg("The calendar file that comes with this message corrects the entry in your calendar."),
        ),
        page="/desk/%(contest)s/%(entry)s/room",
    ),
    "session_off": Letter(
        msg("Called off: %(round)s, %(candidate)s, %(moment)s"),
        (
            msg(
                "The session with %(candidate)s in the award %(edition)s (%(round)s) on %(moment)s does not"
                " take place, or no longer with you."
            ),
            msg("The reason: %(reason)s"),
            msg("The calendar file that comes with this message takes it out of your calendar."),
        ),
        page="/desk/%(contest)s/%(entry)s/room",
    ),
    "slot_set": Letter(
        msg("%(round)s: %(candidate)s on %(moment)s"),
        (
            msg("%(candidate)s is invited to a session of the award %(edition)s (%(round)s)."),
            msg("It begins on %(moment)s and lasts %(minutes)s minutes."),
            msg("Where: %(place)s"),
            msg("The calendar file that comes with this message puts it into your calendar."),
        ),
        page="/entries/%(entry)s#contest-%(contest)s",
    ),
    "slot_moved": Letter(
        msg("Changed: %(round)s, %(candidate)s on %(moment)s"),
        (
            msg("The session of %(candidate)s in the award %(edition)s (%(round)s) has changed."),
            msg("It now begins on %(moment)s and lasts %(minutes)s minutes."),
            msg("Where: %(place)s"),
            msg("The calendar file that comes with this message corrects the entry in your calendar."),
        ),
        page="/entries/%(entry)s#contest-%(contest)s",
    ),
    "slot_off": Letter(
        msg("Called off: %(round)s, %(candidate)s on %(moment)s"),
        (
            msg(
                "The session of %(candidate)s in the award %(edition)s (%(round)s) on %(moment)s does not"
                " take place."
            ),
            msg("The reason: %(reason)s"),
            msg("The calendar file that comes with this message takes it out of your calendar."),
        ),
        page="/entries/%(entry)s#contest-%(contest)s",
    ),
}


def letter_named(template: str) -> Letter:
    """The letter with this name. LookupError for one that nobody wrote: a fault of the program."""
    return LETTERS[template]


def packed(template: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """The letter's facts in a form that JSON keeps. TypeError when they are not exactly its holes."""
    letter = letter_named(template)
    if set(values) != letter.holes:
        raise TypeError(f"{template} takes {sorted(letter.holes)}, not {sorted(values)}")
    return {name: _packed(value) for name, value in values.items()}


def unpacked(contents: Mapping[str, Any]) -> dict[str, Any]:
    """The facts that `packed` packed."""
    return {name: _unpacked(value) for name, value in contents.items()}


def _packed(value: Any) -> Any:
    if isinstance(value, Moment):
        return {"at": value.at.isoformat(), "zone": value.zone}
    if isinstance(value, Text):
        return {"id": value.id, "en": value.en}
    if isinstance(value, (str, int)):
        return value
    raise TypeError(f"a letter says no {type(value).__name__}")


def _unpacked(value: Any) -> Any:
    if isinstance(value, dict) and "at" in value:
        return Moment(datetime.fromisoformat(value["at"]), value["zone"])
    if isinstance(value, dict):
        return Text(value["id"], value["en"])
    return value
