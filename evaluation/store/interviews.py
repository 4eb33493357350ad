"""What is kept of an interview or visit: each writer's own notes, and who came."""

from __future__ import annotations

from sqlite_utils import Database

from evaluation.store.db import Row, change, insert, row, rows


def own_notes(db: Database, contest_id: int, entry_id: int, account_id: int) -> list[Row]:
    """The account's own notes on an entry, newest first."""
    return rows(
        db,
        "SELECT id, body, written_at FROM interview_note WHERE contest_id = :contest AND entry_id = :entry"
        " AND account_id = :account ORDER BY id DESC",
        contest=contest_id,
        entry=entry_id,
        account=account_id,
    )


def all_notes(db: Database, contest_id: int, entry_id: int) -> list[Row]:
    """Every assessor's notes on an entry, by writer and time; those of the recused stay theirs."""
    return rows(
        db,
        "SELECT n.id, n.body, n.written_at, n.account_id,"
        " coalesce(nullif(a.name, ''), a.email) AS writer FROM interview_note n"
        " JOIN account a ON a.id = n.account_id WHERE n.contest_id = :contest AND n.entry_id = :entry"
        " AND NOT EXISTS (SELECT 1 FROM recusal q WHERE q.account_id = n.account_id"
        "  AND q.entry_id = n.entry_id) ORDER BY writer, n.account_id, n.id",
        contest=contest_id,
        entry=entry_id,
    )


def add_note(
    db: Database, *, contest_id: int, entry_id: int, account_id: int, body: str, written_at: str
) -> int:
    """Keep a note as written and answer its number."""
    return insert(
        db,
        "interview_note",
        contest_id=contest_id,
        entry_id=entry_id,
        account_id=account_id,
        body=body,
        written_at=written_at,
    )


def attendance(db: Database, contest_id: int, entry_id: int) -> Row | None:
    """Who came for an entry, with the name of whoever wrote it down."""
    return row(
        db,
        "SELECT t.*, coalesce(nullif(a.name, ''), a.email, '') AS recorder FROM attendance t"
        " LEFT JOIN account a ON a.id = t.recorded_by WHERE t.contest_id = :contest AND t.entry_id = :entry",
        contest=contest_id,
        entry=entry_id,
    )


def attendances(db: Database, contest_id: int) -> list[Row]:
    """Who came for each accepted entry of a contest, with the entry's name, by code."""
    return rows(
        db,
        "SELECT t.*, e.name FROM attendance t JOIN entry e ON e.id = t.entry_id AND e.status = 'accepted'"
        " WHERE t.contest_id = :contest ORDER BY e.code",
        contest=contest_id,
    )


def put_attendance(
    db: Database,
    *,
    contest_id: int,
    entry_id: int,
    present: str,
    person: str,
    companions: int,
    companion_names: str,
    mode: str,
    minutes: int | None,
    late: int,
    revision: int,
    recorded_by: int | None,
    recorded_at: str,
) -> bool:
    """Write down who came as revision `revision` + 1; False when another revision stands there."""
    return bool(
        change(
            db,
            "INSERT INTO attendance (contest_id, entry_id, present, person, companions, companion_names,"
            " mode, minutes, late, revision, recorded_by, recorded_at)"
            " VALUES (:contest, :entry, :present, :person, :companions, :names, :mode, :minutes, :late,"
            " :revision + 1, :by, :at)"
            " ON CONFLICT (contest_id, entry_id) DO UPDATE SET present = excluded.present,"
            " person = excluded.person, companions = excluded.companions,"
            " companion_names = excluded.companion_names, mode = excluded.mode, minutes = excluded.minutes,"
            " late = excluded.late,"
            " revision = excluded.revision, recorded_by = excluded.recorded_by,"
            " recorded_at = excluded.recorded_at WHERE attendance.revision = :revision",
            contest=contest_id,
            entry=entry_id,
            present=present,
            person=person,
            companions=companions,
            names=companion_names,
            mode=mode,
            minutes=minutes,
            late=late,
            revision=revision,
            by=recorded_by,
            at=recorded_at,
        )
    )


# --- notes that come again -----------------------------------------------------------------------


def note_of_key(db: Database, account_id: int, key: str) -> int | None:
    """The note that the account sent under this key."""
    found = row(
        db,
        "SELECT note_id FROM note_key WHERE account_id = :account AND change_key = :key",
        account=account_id,
        key=key,
    )
    return None if found is None else int(found["note_id"])


def add_key(db: Database, account_id: int, key: str, note_id: int) -> None:
    """Remember under which key the account sent a note."""
    insert(db, "note_key", account_id=account_id, change_key=key, note_id=note_id)
