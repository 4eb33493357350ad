"""The minutes of a deliberation in words: who was there and when, the motions and the votes on each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from evaluation.core.deliberation_rules import DeliberationRule
from evaluation.core.deliberation_words import deliberation_lines, motion_words, votes_words
from evaluation.core.messages import Message, msg
from evaluation.core.pleno import Note, PutMotion, attendance, sent_out
from evaluation.store.db import Row
from evaluation.views.language import clock, label, say, when

# So many motions fit beside one another on a page.
ABREAST = 5
SENIORITY = ("chair", "secretary", "member")

Parts = tuple[Message, dict[str, list[Any]]]


@dataclass(frozen=True, slots=True)
class Deliberation:
    """What minutes tell of a deliberation; `names` are those of the entries by id.

    `idle` are the numbers of the adopted motions that change nothing about this result, `notes` those of the
    discussion that were put into the minutes.
    """

    rule: DeliberationRule
    sittings: Sequence[Row]
    comings: Sequence[Row]
    motions: Sequence[PutMotion]
    names: Mapping[int, str]
    idle: frozenset[int] = frozenset()
    notes: Sequence[Note] = ()


def deliberation_parts(found: Deliberation | None, contest: Row) -> list[Parts]:
    """The sections: the sittings where the round has a deliberation, and the motions."""
    if found is None or not found.rule.held:
        return [(msg("Motions"), {"texts": [say(msg("No motions were put."))]})]
    notes = [notes_part(found, contest)] if found.notes else []
    return [sittings_part(found, contest), *notes, motions_part(found, contest)]


def notes_part(found: Deliberation, contest: Row) -> Parts:
    """The notes that the chair or the committee put into the minutes, as they were written."""
    return msg("Notes of the discussion"), {
        "blocks": [note_block(found, one, contest) for one in found.notes]
    }


def note_block(found: Deliberation, one: Note, contest: Row) -> dict[str, Any]:
    """A note under what lay on the table, with its moment, and its writer where the round tells names."""
    told = [one.name] if contest["assessors_seen"] == "names" else []
    by_line = " · ".join([*told, when(one.written_at, contest["timezone"])])
    about = ", ".join(found.names.get(entry, "…") for entry in one.entries)
    return {"title": about, "lines": [one.body, by_line]}


def sittings_part(found: Deliberation, contest: Row) -> Parts:
    """The rule, and who was in the room of each sitting."""
    texts = [say(line) for line in deliberation_lines(found.rule)]
    if not found.sittings:
        texts.append(say(msg("The panel held no deliberation.")))
    tables = [sitting_table(found, one, contest["timezone"]) for one in found.sittings]
    return msg("Deliberation"), {"texts": texts, "tables": tables}


def sitting_table(found: Deliberation, sitting: Row, zone: str) -> dict[str, Any]:
    """Who was in the room of one sitting, and when."""
    came = [one for one in found.comings if one["sitting_id"] == sitting["id"]]
    rows = [
        [one.name, label("position", one.position), ", ".join(span(times, zone) for times in one.times)]
        for one in attendance(came, sitting["ended_at"] or "")
    ]
    return {
        "title": sitting_title(sitting, zone),
        "columns": [say(msg("Name")), say(msg("Position")), say(msg("In the room"))],
        "widths": [5, 2, 3],
        "numbers": [False, False, False],
        "rows": rows,
    }


def sitting_title(sitting: Row, zone: str) -> str:
    """From when until when a sitting went on."""
    begun, ended = when(sitting["opened_at"], zone), sitting["ended_at"]
    if not ended:
        return say(msg("Sitting of %(moment)s", moment=begun))
    over = when(ended, zone)
    same_day = begun.rpartition(",")[0] == over.rpartition(",")[0]
    until = clock(ended, zone, named=True) if same_day else over
    return say(msg("Sitting of %(moment)s, until %(until)s", moment=begun, until=until))


def span(times: tuple[str, str], zone: str) -> str:
    """From when until when; without an end where the sitting was never ended."""
    came, left = times
    return f"{clock(came, zone)}–{clock(left, zone) if left else ''}"


def motions_part(found: Deliberation, contest: Row) -> Parts:
    """Each motion with its reason and what became of it; votes by name where the round tells names."""
    if not found.motions:
        return msg("Motions"), {"texts": [say(msg("No motions were put."))]}
    named = contest["assessors_seen"] == "names"
    blocks = [motion_block(found, one, contest["timezone"], named=named) for one in found.motions]
    voted = [one for one in found.motions if named and one.cast and one.state != "withdrawn"]
    tables = [votes_table(voted[at : at + ABREAST]) for at in range(0, len(voted), ABREAST)]
    notes = [say(msg("– stands for whoever did not vote, or could not on that motion."))] if voted else []
    if not named:
        notes = [say(msg("Votes are told without names, as the round says."))]
    return msg("Motions"), {"blocks": blocks, "tables": tables, "notes": notes}


def motion_block(found: Deliberation, one: PutMotion, zone: str, *, named: bool) -> dict[str, Any]:
    """One motion: a title with what became of it, then what it asked for, why, how the vote went."""
    title = msg(
        "Motion %(number)s: %(kind)s – %(state)s",
        number=one.number,
        kind=label("motion_kind", one.kind),
        state=label("motion_state", one.state),
    )
    names = [found.names.get(entry, "…") for entry in one.named]
    lines = [
        say(motion_words(one.kind, names, one.place)),
        say(msg("Reason: %(reason)s", reason=one.reason)),
        say(put_by(one, zone, named=named)),
    ]
    if one.votes is not None and one.state != "withdrawn":
        decided = dict(moment=when(one.decided_at, zone), votes=votes_words(one.votes))
        lines.append(say(msg("Voted on %(moment)s. %(votes)s", **decided)))
    gone = sent_out(one, found.comings)
    if gone and named:
        lines.append(say(msg("Left the room for it, kept away: %(names)s.", names=", ".join(gone))))
    elif gone:
        lines.append(say(msg("Members who left the room for it, kept away: %(n)s.", n=len(gone))))
    if one.number in found.idle:
        lines.append(say(msg("As the result stands, this motion changes nothing.")))
    return {"title": say(title), "lines": lines}


def put_by(one: PutMotion, zone: str, *, named: bool) -> Message:
    """When a motion was put, and by whom where that is told."""
    moment = when(one.put_at, zone)
    if named:
        return msg("Put by %(name)s on %(moment)s.", name=one.proposer, moment=moment)
    return msg("Put on %(moment)s.", moment=moment)


def votes_table(motions: Sequence[PutMotion]) -> dict[str, Any]:
    """The votes by name, a column a motion."""
    found = {one.account_id: one for motion in motions for one in motion.voters}
    voters = sorted(found.values(), key=lambda one: (SENIORITY.index(one.position), one.name))
    cast = {
        (motion.number, one.account_id): "" if one.away else one.choice
        for motion in motions
        for one in motion.voters
    }
    rows = [
        [one.name, *(word(cast.get((motion.number, one.account_id))) for motion in motions)] for one in voters
    ]
    return {
        "title": say(msg("Votes by name")),
        "columns": [say(msg("Name")), *(say(msg("Motion %(number)s", number=one.number)) for one in motions)],
        "widths": [max(4, 8 - len(motions)), *(2 for _ in motions)],
        "numbers": [False] * (len(motions) + 1),
        "rows": rows,
    }


def word(choice: str | None) -> str:
    """How somebody voted; a dash for whoever might not, or did not."""
    return label("ballot", choice) if choice else "–"
