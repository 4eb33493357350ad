"""Field visits: the team, its findings with photographs, and the marks that changed because of them."""

from __future__ import annotations

from collections import defaultdict

from sqlite_utils import Database

from evaluation.store.db import Row, change, insert, row, rows

# --- the team ------------------------------------------------------------------------------------


def team(db: Database, contest_id: int, entry_id: int) -> list[Row]:
    """Who goes: the panel's side first, then by name, each with the address of their account."""
    return rows(
        db,
        "SELECT v.*, a.email FROM visit_member v LEFT JOIN account a ON a.id = v.account_id"
        " WHERE v.contest_id = :contest AND v.entry_id = :entry ORDER BY v.side = 'panel' DESC, v.name, v.id",
        contest=contest_id,
        entry=entry_id,
    )


def may_go(db: Database, contest_id: int, entry_id: int) -> list[Row]:
    """Members of the contest's panel who may go: not recused, not acting for the entry, not on the team."""
    return rows(
        db,
        "SELECT m.account_id, m.name, m.capacity FROM contest c JOIN round r ON r.id = c.round_id"
        " JOIN panel p ON p.edition_id = r.edition_id AND p.stage = r.stage"
        "  AND coalesce(p.region_code, '') = coalesce(c.region_code, '')"
        " JOIN panel_member m ON m.panel_id = p.id AND m.left_at IS NULL"
        " WHERE c.id = :contest AND NOT EXISTS (SELECT 1 FROM recusal q"
        "   WHERE q.account_id = m.account_id AND q.entry_id = :entry)"
        "  AND NOT EXISTS (SELECT 1 FROM representative x"
        "   WHERE x.account_id = m.account_id AND x.entry_id = :entry)"
        "  AND NOT EXISTS (SELECT 1 FROM visit_member v WHERE v.contest_id = c.id AND v.entry_id = :entry"
        "   AND v.account_id = m.account_id) ORDER BY m.name, m.id",
        contest=contest_id,
        entry=entry_id,
    )


def add_member(
    db: Database,
    *,
    contest_id: int,
    entry_id: int,
    side: str,
    account_id: int | None,
    name: str,
    capacity: str,
    added_at: str,
) -> int:
    """Let somebody go along. sqlite3.IntegrityError when the account is on the team already."""
    return insert(
        db,
        "visit_member",
        contest_id=contest_id,
        entry_id=entry_id,
        side=side,
        account_id=account_id,
        name=name,
        capacity=capacity,
        added_at=added_at,
    )


def remove_member(db: Database, contest_id: int, entry_id: int, member_id: int) -> bool:
    """Take somebody off the team; False when nobody there has this number."""
    return bool(
        change(
            db,
            "DELETE FROM visit_member WHERE id = :id AND contest_id = :contest AND entry_id = :entry",
            id=member_id,
            contest=contest_id,
            entry=entry_id,
        )
    )


# --- findings ------------------------------------------------------------------------------------


def findings(db: Database, contest_id: int, entry_id: int) -> dict[int, Row]:
    """What was found, by the number of the dossier's item, each with `photos`. Two questions."""
    found = rows(
        db,
        "SELECT f.*, coalesce(nullif(a.name, ''), a.email, '') AS saver FROM finding f"
        " LEFT JOIN account a ON a.id = f.saved_by WHERE f.contest_id = :contest AND f.entry_id = :entry"
        " ORDER BY f.item_id",
        contest=contest_id,
        entry=entry_id,
    )
    photos: dict[int, list[Row]] = defaultdict(list)
    for one in rows(
        db,
        "SELECT p.*, x.name FROM finding_photo p JOIN finding f ON f.id = p.finding_id"
        " JOIN file x ON x.id = p.file_id WHERE f.contest_id = :contest AND f.entry_id = :entry"
        " ORDER BY p.file_id",
        contest=contest_id,
        entry=entry_id,
    ):
        photos[one["finding_id"]].append(one)
    return {one["item_id"]: {**one, "photos": photos[one["id"]]} for one in found}


def finding(db: Database, contest_id: int, entry_id: int, item_id: int) -> Row | None:
    """What was found of one item."""
    return row(
        db,
        "SELECT * FROM finding WHERE contest_id = :contest AND entry_id = :entry AND item_id = :item",
        contest=contest_id,
        entry=entry_id,
        item=item_id,
    )


def put_finding(
    db: Database,
    *,
    contest_id: int,
    entry_id: int,
    item_id: int,
    submission: int | None,
    verdict: str,
    note: str,
    revision: int,
    saved_by: int | None,
    saved_at: str,
) -> bool:
    """Write a finding as revision `revision` + 1; False when another revision stands there."""
    return bool(
        change(
            db,
            "INSERT INTO finding (contest_id, entry_id, item_id, submission, verdict, note, revision,"
            " saved_by, saved_at) VALUES (:contest, :entry, :item, :submission, :verdict, :note,"
            " :revision + 1, :by, :at) ON CONFLICT (contest_id, entry_id, item_id) DO UPDATE SET"
            " verdict = excluded.verdict, note = excluded.note, submission = excluded.submission,"
            " revision = excluded.revision, saved_by = excluded.saved_by, saved_at = excluded.saved_at"
            " WHERE finding.revision = :revision",
            contest=contest_id,
            entry=entry_id,
            item=item_id,
            submission=submission,
            verdict=verdict,
            note=note,
            revision=revision,
            by=saved_by,
            at=saved_at,
        )
    )


def add_photo(db: Database, *, finding_id: int, file_id: int, taken_at: str | None) -> None:
    """Put a photograph to a finding."""
    insert(db, "finding_photo", file_id=file_id, finding_id=finding_id, taken_at=taken_at)


def drop_photo(db: Database, file_id: int) -> None:
    """Take a photograph away from its finding."""
    change(db, "DELETE FROM finding_photo WHERE file_id = :file", file=file_id)


def photo(db: Database, contest_id: int, entry_id: int, file_id: int) -> Row | None:
    """The file of a photograph that belongs to a finding of this visit."""
    return row(
        db,
        "SELECT x.*, p.finding_id FROM finding_photo p JOIN finding f ON f.id = p.finding_id"
        " JOIN file x ON x.id = p.file_id"
        " WHERE p.file_id = :file AND f.contest_id = :contest AND f.entry_id = :entry",
        file=file_id,
        contest=contest_id,
        entry=entry_id,
    )


def is_photo(db: Database, file_id: int) -> bool:
    """Whether a file is a photograph of a visit: then it is shown on the visit's own pages only."""
    return row(db, "SELECT 1 AS yes FROM finding_photo WHERE file_id = :file", file=file_id) is not None


# --- marks ---------------------------------------------------------------------------------------


def add_mark_change(
    db: Database,
    *,
    scoresheet_id: int,
    criterion_id: int,
    finding_id: int,
    before: str | None,
    after: str,
    changed_at: str,
) -> None:
    """Remember that a mark changed because of a finding."""
    insert(
        db,
        "mark_change",
        scoresheet_id=scoresheet_id,
        criterion_id=criterion_id,
        finding_id=finding_id,
        before=before,
        after=after,
        changed_at=changed_at,
    )


def mark_changes(db: Database, contest_id: int, entry_id: int, account_id: int | None) -> list[Row]:
    """The marks that changed because of findings, oldest first; of one account, or (None) of submitted ones.

    A draft is its assessor's alone.
    """
    return rows(
        db,
        "SELECT h.*, c.title_id, c.title_en, f.item_id, f.verdict, f.note,"
        " coalesce(nullif(a.name, ''), a.email) AS assessor FROM mark_change h"
        " JOIN scoresheet s ON s.id = h.scoresheet_id JOIN criterion c ON c.id = h.criterion_id"
        " JOIN finding f ON f.id = h.finding_id JOIN account a ON a.id = s.account_id"
        " WHERE s.contest_id = :contest AND s.entry_id = :entry"
        " AND (s.account_id = :account OR :account IS NULL AND s.status = 'submitted')"
        " AND NOT EXISTS (SELECT 1 FROM recusal q WHERE q.account_id = s.account_id"
        "  AND q.entry_id = s.entry_id) ORDER BY h.id",
        contest=contest_id,
        entry=entry_id,
        account=account_id,
    )
