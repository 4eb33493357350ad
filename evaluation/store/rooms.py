"""The room: when the parts of a meeting ran, and the shared minute with every version of its paragraphs."""

from __future__ import annotations

from collections import defaultdict

from sqlite_utils import Database

from evaluation.core.interview_rules import InterviewRules
from evaluation.core.rooms import PARTS, Paragraph, Part
from evaluation.store.db import Row, change, insert, moment, row, rows

# --- parts ---------------------------------------------------------------------------------------


def parts(db: Database, contest_id: int, entry_id: int, planned: InterviewRules | Row) -> tuple[Part, ...]:
    """The parts of a meeting in order, with the minutes of its session or of its round."""
    found = rows(
        db,
        "SELECT part, started_at, ended_at FROM meeting_part"
        " WHERE contest_id = :contest AND entry_id = :entry ORDER BY part",
        contest=contest_id,
        entry=entry_id,
    )
    ran = {one["part"]: one for one in found}
    return tuple(_part(code, _minutes(planned, code), ran.get(code)) for code in PARTS)


def _part(code: str, minutes: int, ran: Row | None) -> Part:
    if ran is None:
        return Part(code, minutes)
    ended = moment(ran["ended_at"]) if ran["ended_at"] else None
    return Part(code, minutes, moment(ran["started_at"]), ended)


def _minutes(planned: InterviewRules | Row, code: str) -> int:
    if isinstance(planned, InterviewRules):
        return planned.talk if code == "talk" else planned.questions
    return int(planned[code])


def start_part(db: Database, contest_id: int, entry_id: int, part: str, at: str) -> None:
    """Write down that a part begins."""
    insert(db, "meeting_part", contest_id=contest_id, entry_id=entry_id, part=part, started_at=at)


def end_part(db: Database, contest_id: int, entry_id: int, part: str, at: str | None) -> None:
    """Write down that a part ended; None lets it go on."""
    change(
        db,
        "UPDATE meeting_part SET ended_at = :at"
        " WHERE contest_id = :contest AND entry_id = :entry AND part = :part",
        contest=contest_id,
        entry=entry_id,
        part=part,
        at=at,
    )


# --- the shared minute ---------------------------------------------------------------------------


def minute(db: Database, contest_id: int, entry_id: int) -> tuple[Paragraph, ...]:
    """The paragraphs in the order in which they were begun, each with all its versions. One question."""
    versions: dict[int, list[Row]] = defaultdict(list)
    for one in rows(
        db,
        "SELECT v.*, coalesce(nullif(a.name, ''), a.email, '') AS writer FROM minute_paragraph p"
        " JOIN minute_version v ON v.paragraph_id = p.id LEFT JOIN account a ON a.id = v.account_id"
        " WHERE p.contest_id = :contest AND p.entry_id = :entry ORDER BY p.id, v.revision DESC",
        contest=contest_id,
        entry=entry_id,
    ):
        versions[one["paragraph_id"]].append(one)
    return tuple(Paragraph(number, tuple(found)) for number, found in versions.items())


def newest_version(db: Database, contest_id: int, entry_id: int, paragraph_id: int) -> Row | None:
    """The version of a paragraph that stands; None when the entry's minute has no such paragraph."""
    return row(
        db,
        "SELECT v.*, coalesce(nullif(a.name, ''), a.email, '') AS writer FROM minute_paragraph p"
        " JOIN minute_version v ON v.paragraph_id = p.id LEFT JOIN account a ON a.id = v.account_id"
        " WHERE p.id = :id AND p.contest_id = :contest AND p.entry_id = :entry"
        " ORDER BY v.revision DESC LIMIT 1",
        id=paragraph_id,
        contest=contest_id,
        entry=entry_id,
    )


def add_paragraph(db: Database, contest_id: int, entry_id: int) -> int:
    """Begin a paragraph and answer its number."""
    return insert(db, "minute_paragraph", contest_id=contest_id, entry_id=entry_id)


def add_version(
    db: Database, paragraph_id: int, *, revision: int, body: str, account_id: int | None, written_at: str
) -> None:
    """Keep one more version. sqlite3.IntegrityError when that revision stands there already."""
    insert(
        db,
        "minute_version",
        paragraph_id=paragraph_id,
        revision=revision,
        body=body,
        account_id=account_id,
        written_at=written_at,
    )
