"""Where an assessor sits: one entry of one contest before their own panel, and what they may do there now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from sqlite_utils import Database

from evaluation.core.dossier import Dossier
from evaluation.core.errors import Denied, NotFound, Refused, Undeclared
from evaluation.core.exact import parse_exact
from evaluation.core.messages import Moment, msg
from evaluation.core.people import Actor
from evaluation.core.rules import Round
from evaluation.core.sheet_fields import Stored
from evaluation.core.sheets import FIELD_NAMES
from evaluation.core.subjects import ContestRef, EntryRef
from evaluation.core.unnamed import unnamed_dossier, unnamed_entry
from evaluation.core.visibility import Sight
from evaluation.core.windows import Window, window_of
from evaluation.permissions import YES, Answer, may, require
from evaluation.permissions.visibility import sight_of
from evaluation.store import (
    contests,
    desk,
    dossiers,
    editions,
    entries,
    numbers,
    refs,
    sheet_fields,
    sheet_versions,
)
from evaluation.store.db import Row, moment
from evaluation.store.editions import StoredRound


@dataclass(frozen=True, slots=True)
class Seat:
    """An assessor before an entry: `about` is the contest's row with its names; marks are exact.

    `fields` holds every field of the sheet by its name on the page, saved or not. `sight` is what the
    assessor sees of others; `number` stands for the candidate where that is hidden.
    """

    account_id: int
    contest: ContestRef
    entry: EntryRef
    about: Row
    round: StoredRound
    window: Window
    sheet: Row | None
    marks: dict[str, Fraction]
    comments: dict[str, str]
    feedback: dict[str, str]
    fields: dict[str, Stored]
    sight: Sight
    number: int | None = None
    reopening: Row | None = None

    @property
    def reopened(self) -> bool:
        """Whether the committee gave the sheet back, and it was not handed in again yet."""
        return self.reopening is not None and not self.submitted

    @property
    def revision(self) -> int:
        """The revision of the sheet that is stored; 0 when there is none."""
        return int(self.sheet["revision"]) if self.sheet else 0

    @property
    def takes_sheets(self) -> bool:
        """Whether the contest takes sheets now."""
        return self.window.state == "open" and not self.contest.finalised

    @property
    def submitted(self) -> bool:
        """Whether the sheet was handed in."""
        return self.sheet is not None and self.sheet["status"] == "submitted"


def standing_before(db: Database, contest_id: int, entry_id: int) -> tuple[ContestRef, EntryRef]:
    """The contest and the entry that stands in it. NotFound when either is missing or it does not."""
    contest, entry = refs.contest_ref(db, contest_id), refs.entry_ref(db, entry_id, contest_id)
    if not contests.stands(db, contest_id, entry_id):
        raise NotFound(refs.NOT_FOUND)
    return contest, entry


def take_seat(db: Database, actor: Actor, now: datetime, contest_id: int, entry_id: int) -> Seat:
    """All that an assessor's page and actions on one entry stand on.

    NotFound for whoever does not sit on the contest's panel or is recused, as for what does not exist.
    """
    contest, entry = standing_before(db, contest_id, entry_id)
    require(actor, "sheet.read", contest)
    require(actor, "entry.assess", entry)
    if actor.account_id is None:
        raise NotFound(refs.NOT_FOUND)
    about = refs.found(contests.described(db, contest_id))
    sheet = desk.own_sheet(db, contest_id, entry_id, actor.account_id)
    kept = desk.marks_of(db, sheet["id"]) if sheet else []
    window = window_of(contest, now, about["timezone"])
    handed_in = sheet is not None and sheet["status"] == "submitted"
    counted = sheet_fields.of_sheet(db, sheet["id"]) if sheet else []
    stored_round = editions.round_by_id(db, about["round_id"])
    return Seat(
        account_id=actor.account_id,
        contest=contest,
        entry=entry,
        about=about,
        round=stored_round,
        window=window,
        sheet=sheet,
        marks={one["code"]: parse_exact(one["value"]) for one in kept if one["value"] is not None},
        comments={one["code"]: one["comment"] for one in kept},
        feedback={one["code"]: one["feedback"] for one in kept},
        fields=_fields(stored_round.rules, kept, counted),
        sight=sight_of(actor, contest, window=window.state, judged=handed_in),
        number=numbers.hidden_from(db, actor.account_id, [entry_id]).get(entry_id, {}).get(contest_id),
        reopening=sheet_versions.last_reopening(db, sheet["id"]) if sheet else None,
    )


def seen_entry(db: Database, seat: Seat) -> Row:
    """The entry's row as this assessor may see it."""
    entry = refs.found(entries.described(db, seat.entry.entry_id))
    return entry if seat.number is None else unnamed_entry(entry, seat.number, seat.about["timezone"])


def seen_dossier(db: Database, seat: Seat) -> Dossier:
    """The entry's dossier as this assessor may see it."""
    dossier = dossiers.dossier(db, seat.entry.entry_id)
    return dossier if seat.number is None else unnamed_dossier(dossier)


def _fields(rnd: Round, kept: list[Row], counted: list[Row]) -> dict[str, Stored]:
    """Every field of a sheet by its name: what stands in it, and what its last change was."""
    texts = {
        (one["code"], part): one[column] or ""
        for one in kept
        for part, column in sheet_fields.COLUMNS.items()
    }
    changes = {(one["code"], one["part"]): (one["revision"], one["change_key"]) for one in counted}
    return {
        named(c.code): Stored(texts.get((c.code, part), ""), *changes.get((c.code, part), (0, "")))
        for c in rnd.judged_criteria
        for part, named in FIELD_NAMES.items()
    }


def may_mark(actor: Actor, seat: Seat) -> Answer:
    """Whether the sheet takes marks now, or why not."""
    answer = may(actor, "sheet.write", seat.contest) and may(actor, "entry.judge", seat.entry)
    if not answer:
        return answer
    if seat.sheet and seat.submitted:
        handed_in = Moment(moment(seat.sheet["submitted_at"]), seat.about["timezone"])
        reason = msg("You submitted this sheet on %(when)s; it can't change any more.", when=handed_in)
        return Answer(False, reason, by_state=True)
    # A committee may give a sheet back after the closing: what it asks for can be done.
    if seat.window.refusal and not seat.reopened:
        return Answer(False, seat.window.refusal, by_state=True)
    return YES


def may_note(actor: Actor, seat: Seat) -> Answer:
    """Whether a note can be kept now, or why not; a submitted sheet and a closed round don't matter."""
    return may(actor, "note.write", seat.contest) and may(actor, "entry.judge", seat.entry)


def may_recuse(actor: Actor, seat: Seat) -> Answer:
    """Whether the assessor may still step away from the entry, or why not."""
    return may(actor, "recusal.declare", seat.contest)


def may_meet(actor: Actor, contest: ContestRef, entry: EntryRef) -> Answer:
    """Whether the actor may write down who came for the entry; what must stay hidden goes before reasons."""
    answers = (may(actor, "attendance.record", contest), may(actor, "entry.meet", entry))
    refusals = sorted((answer for answer in answers if not answer), key=lambda answer: not answer.hidden)
    return refusals[0] if refusals else YES


def demand(answer: Answer) -> None:
    """Raise NotFound, Refused (by state) or Denied with the answer's reason, unless it is yes."""
    if answer:
        return
    assert answer.reason is not None
    if answer.hidden:
        raise NotFound(answer.reason)
    if answer.undeclared:
        raise Undeclared(answer.reason)
    raise Refused(answer.reason) if answer.by_state else Denied(answer.reason)
