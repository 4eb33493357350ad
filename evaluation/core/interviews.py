"""What an interview or visit keeps besides marks: notes as written, and who came."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from evaluation.core.messages import Message, msg

PRESENT: Final = ("leader", "deputy", "other", "nobody")
MODES: Final = ("onsite", "online")
LONGEST_MINUTES: Final = 600
LONGEST_NOTE: Final = 20_000
LONGEST_NAMES: Final = 2_000


@dataclass(frozen=True, slots=True)
class Attendance:
    """Who came to one interview: `person` is whoever led, `minutes` how long it took (None: not noted).

    `late` is how many minutes after the beginning they came.
    """

    present: str
    person: str
    companions: int
    companion_names: str
    mode: str
    minutes: int | None
    late: int = 0


def attendance_problems(came: Attendance) -> dict[str, Message]:
    """What keeps an attendance from being kept, by field. Too many companions are no problem."""
    problems: dict[str, Message] = {}
    if came.present not in PRESENT:
        problems["present"] = msg("Choose one of the list.")
    if came.mode not in MODES:
        problems["mode"] = msg("Choose one of the list.")
    if came.present == "nobody" and came.companions:
        problems["companions"] = msg("If nobody came, there are no companions: write 0.")
    if came.present != "nobody" and not came.person:
        problems["person"] = msg("Write the name of the person who came.")
    if came.minutes is not None and came.minutes > LONGEST_MINUTES:
        problems["minutes"] = msg("Write at most %(most)s minutes.", most=LONGEST_MINUTES)
    if came.late > LONGEST_MINUTES:
        problems["late"] = msg("Write at most %(most)s minutes.", most=LONGEST_MINUTES)
    if came.present == "nobody" and came.late:
        problems["late"] = msg("If nobody came, nobody was late: write 0.")
    for name, text in (("person", came.person), ("companion_names", came.companion_names)):
        if len(text) > LONGEST_NAMES:
            problems[name] = msg(
                "At most %(most)s characters fit here; this has %(have)s.", most=LONGEST_NAMES, have=len(text)
            )
    return problems


def companions_notice(companions: int, most: int) -> Message | None:
    """What is said when more companions came than the edition allows; None when it is fine."""
    if companions <= most:
        return None
    return msg(
        "%(count)s companions came; the award allows at most %(most)s. It is kept as you wrote it.",
        count=companions,
        most=most,
    )


def note_problem(body: str) -> Message | None:
    """Why a note can't be kept: only when it is blank, or too long to be one note."""
    if not body.strip():
        return msg("Write the note first: a blank one is not kept.")
    if len(body) > LONGEST_NOTE:
        return msg(
            "At most %(most)s characters fit here; this has %(have)s.", most=LONGEST_NOTE, have=len(body)
        )
    return None
