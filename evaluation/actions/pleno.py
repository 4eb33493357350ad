"""A panel's deliberation: sittings, who is present, what lies on the table, notes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from evaluation.actions import deliberation_events as events
from evaluation.actions.act import Act
from evaluation.core.errors import Invalid, NotFound, Refused
from evaluation.core.messages import msg
from evaluation.core.pleno import Member, Pleno, PutMotion
from evaluation.core.subjects import PlenoRef
from evaluation.permissions import require
from evaluation.store import contests, deliberations, discussion_notes, pleno_refs, refs
from evaluation.store.db import Row, write

MOST_ON_TABLE = 4
LONGEST_NOTE = 4000


@dataclass(frozen=True, slots=True)
class Round:
    """The deliberation that an act takes part in."""

    ref: PlenoRef
    pleno: Pleno

    @property
    def where(self) -> dict[str, int]:
        """Where its events happen."""
        return {"edition_id": self.ref.edition_id, "contest_id": self.ref.contest_id}

    @property
    def sitting(self) -> int:
        """The open sitting. Refused when none is."""
        if self.pleno.sitting is None:
            raise Refused(msg("No deliberation is open: the chair or the committee opens it."))
        return int(self.pleno.sitting["id"])


def entered(act: Act, contest_id: int) -> Round:
    """The deliberation of a contest, whoever asks. NotFound when there is no such contest."""
    pleno = pleno_refs.pleno_of(act.db, contest_id)
    return Round(pleno_refs.pleno_ref(act.db, contest_id, act.now, pleno), pleno)


def open_sitting(act: Act, contest_id: int) -> int:
    """Open a sitting; its number. Refused while no entry has a place."""
    with write(act.db):
        there = entered(act, contest_id)
        require(act.actor, "pleno.open", there.ref)
        sitting = deliberations.add_sitting(
            act.db, contest_id, opened_at=act.at, opened_by=act.actor.account_id
        )
        act.record(events.SittingOpened(**there.where, sitting=sitting))
        return sitting


def end_sitting(act: Act, contest_id: int) -> None:
    """End the sitting. Refused while a vote is under way."""
    with write(act.db):
        there = entered(act, contest_id)
        require(act.actor, "pleno.lead", there.ref)
        if there.pleno.voting is not None:
            raise Refused(msg("A vote is under way: close it first."))
        deliberations.end_sitting(act.db, there.sitting, ended_at=act.at, ended_by=act.actor.account_id)
        act.record(events.SittingEnded(**there.where, sitting=there.sitting))


def end_with_result(act: Act, contest: Row) -> None:
    """End the sitting of a contest whose result is being fixed. Inside a write block."""
    sitting = deliberations.open_sitting(act.db, contest["id"])
    if sitting is not None:
        deliberations.end_sitting(act.db, sitting["id"], ended_at=act.at, ended_by=act.actor.account_id)
        act.record(
            events.SittingEnded(
                edition_id=contest["edition_id"], contest_id=contest["id"], sitting=sitting["id"]
            )
        )


def attend(act: Act, contest_id: int, *, here: bool) -> None:
    """Mark oneself present, or gone."""
    with write(act.db):
        there = entered(act, contest_id)
        require(act.actor, "pleno.attend", there.ref)
        _record(act, there, _member(there.pleno, act.actor.account_id), here)


def record_presence(act: Act, contest_id: int, account_id: int, *, here: bool) -> None:
    """Write down that a member came or left. Refused for one who has still to declare or to hand in."""
    with write(act.db):
        there = entered(act, contest_id)
        require(act.actor, "pleno.lead", there.ref)
        member = _member(there.pleno, account_id)
        if here and account_id in there.ref.undeclared | there.ref.judging:
            raise Refused(
                msg(
                    "%(name)s has declarations or score sheets to hand in first, and can't take part.",
                    name=member.name,
                )
            )
        _record(act, there, member, here)


def _member(pleno: Pleno, account_id: int | None) -> Member:
    for one in pleno.members:
        if one.account_id == account_id:
            return one
    raise NotFound(refs.NOT_FOUND)


def _record(act: Act, there: Round, member: Member, here: bool) -> None:
    if member.here == here:
        return
    deliberations.record_presence(
        act.db, there.sitting, member, here=here, at=act.at, recorded_by=act.actor.account_id
    )
    act.record(events.PresenceRecorded(**there.where, sitting=there.sitting, name=member.name, here=here))


def lay_entries(act: Act, contest_id: int, entries: Sequence[int]) -> None:
    """Put entries on the table, side by side; none clears it. Invalid for more than four."""
    with write(act.db):
        there = entered(act, contest_id)
        require(act.actor, "pleno.lay", pleno_refs.matter_ref(there.ref, there.pleno, entries))
        if len(entries) > MOST_ON_TABLE:
            problem = msg("At most %(most)s entries lie on the table at once.", most=MOST_ON_TABLE)
            raise Invalid(problem, {"entries": problem})
        if set(entries) - {one["id"] for one in contests.entries_of(act.db, contest_id)}:
            raise NotFound(refs.NOT_FOUND)
        _lay(act, there, entries, None)


def lay_motion(act: Act, contest_id: int, number: int) -> None:
    """Put a motion on the table, with all that it concerns."""
    with write(act.db):
        there = entered(act, contest_id)
        motion = found_motion(there.pleno, number)
        require(act.actor, "pleno.lay", pleno_refs.motion_ref(there.ref, there.pleno, motion))
        _lay(act, there, in_order(motion), motion.id)


def show(act: Act, there: Round, motion: PutMotion, more: Sequence[int] = ()) -> None:
    """Put a motion on the table because its vote begins. Inside a write block."""
    _lay(act, there, [*in_order(motion), *more], motion.id)


def in_order(motion: PutMotion) -> list[int]:
    """The entries that a motion concerns, the named first."""
    return [*motion.named, *sorted(motion.concerned - set(motion.named))]


def found_motion(pleno: Pleno, number: int) -> PutMotion:
    """The motion with this number, or NotFound."""
    motion = pleno.motion(number)
    if motion is None:
        raise NotFound(refs.NOT_FOUND)
    return motion


def _lay(act: Act, there: Round, entries: Sequence[int], motion_id: int | None) -> None:
    deliberations.lay(
        act.db,
        there.sitting,
        entries,
        motion_id=motion_id,
        placed_at=act.at,
        placed_by=act.actor.account_id,
    )
    event = events.PutOnTable if entries else events.TableCleared
    act.record(event(**there.where, sitting=there.sitting))


def write_note(act: Act, contest_id: int, body: str, item: int | None) -> None:
    """Keep a note on what lies on the table, which its writer saw as `item`.

    Refused when something else lies there by now: a note never comes to stand beside another entry.
    """
    with write(act.db):
        there = entered(act, contest_id)
        table = there.pleno.table
        require(act.actor, "pleno.note", pleno_refs.matter_ref(there.ref, there.pleno, table.entries))
        text = body.strip()
        if not text or len(text) > LONGEST_NOTE:
            problem = (
                msg("Write at most %(most)s characters.", most=LONGEST_NOTE)
                if text
                else msg("Write something first.")
            )
            raise Invalid(problem, {"body": problem})
        if table.item is None or table.item != item:
            raise Refused(msg("Something else lies on the table by now. Look before you write."))
        discussion_notes.add(
            act.db,
            table.item,
            account_id=act.actor.account_id,
            name=name_of(act, there.pleno),
            body=text,
            written_at=act.at,
        )
        act.record(events.DiscussionNoted(**there.where, sitting=there.sitting))


def minute_note(act: Act, contest_id: int, note_id: int, *, minuted: bool) -> None:
    """Put a note into the minutes, or take it out again, before the result is fixed."""
    with write(act.db):
        there = entered(act, contest_id)
        note = next((one for one in there.pleno.notes if one.id == note_id), None)
        if note is None:
            raise NotFound(refs.NOT_FOUND)
        require(act.actor, "pleno.minute", pleno_refs.matter_ref(there.ref, there.pleno, note.entries))
        if note.minuted != minuted:
            discussion_notes.record_minuted(
                act.db, note.id, minuted=minuted, at=act.at, recorded_by=act.actor.account_id
            )
            act.record(events.NoteMinuted(**there.where, minuted=minuted))


def name_of(act: Act, pleno: Pleno) -> str:
    """What the actor is called in a deliberation: as on the panel, else as in the account."""
    called = [one.name for one in pleno.members if one.account_id == act.actor.account_id]
    return called[0] if called else act.actor.name or act.actor.email
