"""What the database itself refuses to change: audit, submissions, notes, decisions, messages and results."""

from __future__ import annotations

import sqlite3

import pytest
from sqlite_utils import Database

from evaluation.store import audit, sheet_versions
from evaluation.store.db import change, insert, rows, write
from tests.award import Award
from tests.store.immutable_ground import (
    AT,
    FINGERPRINT,
    keep_announced,
    keep_assigned,
    keep_deliberation,
    keep_meetings,
    keep_recount,
    keep_signed,
)


@pytest.fixture
def kept(db: Database, award: Award) -> Database:
    """A database with rows in each table that keeps what was written."""
    edition_id = award.edition()
    entry_id = award.entry(edition_id, "35.76", "Kota Mojokerto", status="accepted")
    contest_id = award.contest(edition_id, "province-desk", "35")
    account_id = award.account("juri@uji.example", "Juri")
    sheet_id = award.sheet(contest_id, entry_id, account_id, {"regulation": 80, "innovation": 80})
    with write(db):
        keep_signed(db, contest_id, account_id)
        keep_assigned(db, contest_id, entry_id, account_id)
        keep_deliberation(db, contest_id, entry_id, account_id)
        audit.add(
            db,
            happened_at=AT,
            account_id=account_id,
            name="EntryAccepted",
            edition_id=edition_id,
            contest_id=contest_id,
            entry_id=entry_id,
            fields="{}",
        )
        insert(
            db,
            "submission",
            entry_id=entry_id,
            number=1,
            submitted_at=AT,
            manifest="{}",
            fingerprint=FINGERPRINT,
        )
        insert(
            db,
            "interview_note",
            contest_id=contest_id,
            entry_id=entry_id,
            account_id=account_id,
            body="Menguasai materi",
            written_at=AT,
        )
        insert(
            db,
            "finalisation",
            contest_id=contest_id,
            finalised_at=AT,
            reason="Rapat pleno",
            snapshot="{}",
            fingerprint=FINGERPRINT,
        )
        minutes = dict(contest_id=contest_id, finalised_at=AT, fingerprint=FINGERPRINT)
        insert(db, "minutes_facts", facts="{}", **minutes)
        keep_announced(db, contest_id, entry_id, account_id)
        insert(db, "correction", entry_id=entry_id, reason="Lampiran", sections="[]", returned_at=AT)
        dates = dict(before_at="2022-01-31", until_at="2022-02-02", granted_at=AT)
        insert(db, "extension", entry_id=entry_id, reason="Banjir", **dates)
        insert(db, "declaration", account_id=account_id, entry_id=entry_id, connected=0, declared_at=AT)
        version = sheet_versions.keep(db, sheet_id)["id"]
        insert(db, "reopening", version_id=version, reason="Salah ketik", reopened_at=AT)
        keep_meetings(db, contest_id, entry_id, sheet_id)
        moved = dict(entry_id=entry_id, instead_of=entry_id, reason="Mundur", moved_at=AT)
        insert(db, "reserve_move", contest_id=contest_id, **moved)
        keep_recount(db, contest_id, entry_id)
        insert(db, "question", entry_id=entry_id, side="candidate", body="Bolehkah?", written_at=AT)
    return db


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("UPDATE assignment_plan SET pairs = '[[]]'", "a plan that was decided on is kept"),
        ("DELETE FROM assignment_plan", "a plan that was decided on is kept"),
        ("UPDATE assignment SET account_id = 2", "an assignment (is kept as it was made|ends once)"),
        ("UPDATE assignment SET ended_at = NULL", "an assignment ends once"),
        ("DELETE FROM assignment", "an assignment is kept as it was made"),
    ],
)
def test_a_plan_that_was_decided_on_and_what_came_of_it_stay(
    kept: Database, statement: str, words: str
) -> None:
    with pytest.raises(sqlite3.IntegrityError, match=words), write(kept):
        change(kept, statement)


DELIBERATION = (
    "sitting",
    "sitting_end",
    "presence",
    "motion",
    "motion_entry",
    "table_item",
    "table_entry",
    "discussion_note",
    "minuted_note",
    "vote_call",
    "voter",
    "ballot",
    "motion_outcome",
)
REFUSALS = {
    "audit_event": "the audit is append-only",
    "submission": "a submission is never",
    "interview_note": "a note is kept as written",
    "finalisation": "a finalised result is never",
    "correction": "a decision is kept as it was taken",
    "extension": "a decision is kept as it was taken",
    "question": "a question is kept as written",
    "entry_number": "a number is kept as drawn",
    "assessor_number": "a number is kept as drawn",
    "declaration": "a declaration is",
    "scoresheet_version": "a submitted sheet is kept as it was",
    "scoresheet_version_mark": "a submitted sheet is kept as it was",
    "reopening": "a decision is kept as it was taken",
    "reserve_move": "a decision is kept as it was taken",
    "draw": "a draw is kept as it fell",
    "minute_version": "a minute is kept as written",
    "mark_change": "a history is never changed",
    "announcement": "a decision is kept as it was taken",
    "announcement_told": "what was told is told",
    "objection": "an objection is kept as filed",
    "objection_file": "an objection is kept as filed",
    "objection_answer": "a decision is kept as it was taken",
    "objection_withdrawal": "a decision is kept as it was taken",
    "signing": "what was opened stays opened",
    "signed_result": "what was signed is kept as it was",
    "signature": "a signature is kept as it was given",
    "signature_void": "a void signature stays void",
    "assignment_edit": "a change by hand is kept as it was made",
    "minutes_facts": "what minutes say is kept as it stood",
    **dict.fromkeys(DELIBERATION, "a deliberation is kept as it went"),
    "recount": "a recount is kept as it was begun",
    "recount_end": "a decision is kept as it was taken",
    "contest_rule": "a decision is kept as it was taken",
    "replaced_result": "a result that was final is kept as it was",
    "replaced_standing": "a result that was final is kept as it was",
}
# These refuse every change; a deletion only of what was not kept elsewhere, or is decided.
REFUSE_CHANGES = {"finalisation", "final_standing", "recount_step"}

# What can end, once.
ENDING = ("conflict", "assignment", "assignment_plan")


def test_these_are_the_tables_that_refuse_both(db: Database) -> None:
    """A trigger that refuses every change of another table also belongs into the list above.

    (One with a condition refuses some changes only.)
    """
    found = rows(
        db,
        "SELECT tbl_name AS name, count(*) AS n FROM sqlite_master WHERE type = 'trigger'"
        " AND (sql LIKE '%BEFORE UPDATE ON%' OR sql LIKE '%BEFORE DELETE ON%') AND sql NOT LIKE '%WHEN%'"
        " AND sql LIKE '%RAISE%'"
        " GROUP BY tbl_name ORDER BY tbl_name",
    )
    # What can end is only kept from being deleted, whatever happens.
    assert {one["name"]: one["n"] for one in found} == {
        **dict.fromkeys(REFUSALS, 2),
        **dict.fromkeys({*ENDING, *REFUSE_CHANGES}, 1),
    }


@pytest.mark.parametrize(("table", "reason"), REFUSALS.items())
def test_a_row_is_never_changed(kept: Database, table: str, reason: str) -> None:
    before = rows(kept, f"SELECT * FROM {table}")
    column = list(before[0])[-1]
    with pytest.raises(sqlite3.IntegrityError, match=reason), write(kept):
        change(kept, f"UPDATE {table} SET {column} = {column}")
    assert rows(kept, f"SELECT * FROM {table}") == before


@pytest.mark.parametrize(("table", "reason"), REFUSALS.items())
def test_a_row_is_never_deleted(kept: Database, table: str, reason: str) -> None:
    before = rows(kept, f"SELECT * FROM {table}")
    assert before
    with pytest.raises(sqlite3.IntegrityError, match=reason), write(kept):
        change(kept, f"DELETE FROM {table}")
    assert rows(kept, f"SELECT * FROM {table}") == before


@pytest.mark.parametrize(("table", "reason"), REFUSALS.items())
def test_a_row_is_not_replaced_either(kept: Database, table: str, reason: str) -> None:
    """REPLACE deletes the old row; the trigger sees it because connections set recursive_triggers."""
    before = rows(kept, f"SELECT * FROM {table}")
    one = before[0]
    slots = ", ".join(f":{name}" for name in one)
    with (
        pytest.raises(
            sqlite3.IntegrityError, match=f"{reason}|finalised result|what is public|this objection was"
        ),
        write(kept),
    ):
        change(kept, f"INSERT OR REPLACE INTO {table} ({', '.join(one)}) VALUES ({slots})", **one)
    assert rows(kept, f"SELECT * FROM {table}") == before


def test_more_events_can_always_be_added(kept: Database) -> None:
    with write(kept):
        audit.add(
            kept,
            happened_at=AT,
            account_id=None,
            name="EntryReturned",
            edition_id=None,
            contest_id=None,
            entry_id=None,
            fields='{"reason":"Lampiran kurang"}',
        )
    assert [one["name"] for one in rows(kept, "SELECT name FROM audit_event ORDER BY id")] == [
        "EntryAccepted",
        "EntryReturned",
    ]


def test_a_sheet_comes_only_for_an_entry_that_stands_in_the_contest(kept: Database, award: Award) -> None:
    elsewhere = award.entry(
        rows(kept, "SELECT id FROM edition")[0]["id"], "33.71", "Kota Magelang", status="accepted"
    )
    contest = rows(kept, "SELECT contest_id FROM finalisation")[0]["contest_id"]
    account = rows(kept, "SELECT id FROM account")[0]["id"]
    with pytest.raises(sqlite3.IntegrityError, match="does not stand"), write(kept):
        insert(
            kept,
            "scoresheet",
            contest_id=contest,
            entry_id=elsewhere,
            account_id=account,
            status="draft",
            saved_at=AT,
        )


def test_only_a_finalised_contest_can_be_announced(db: Database, award: Award) -> None:
    contest_id = award.contest(award.edition(), "province-desk", "35")
    decided = dict(fingerprint=FINGERPRINT, publishes_at=AT, decided_at=AT)
    with pytest.raises(sqlite3.IntegrityError, match="only a finalised result is announced"), write(db):
        insert(db, "announcement", contest_id=contest_id, **decided)


def test_what_is_public_stays_public_and_is_never_dated_back(kept: Database) -> None:
    contest = rows(kept, "SELECT contest_id, publishes_at FROM announcement")[0]
    assert rows(kept, "SELECT contest_id, published_at FROM publication") == [
        {"contest_id": contest["contest_id"], "published_at": contest["publishes_at"]}
    ]
    later = dict(contest_id=contest["contest_id"], fingerprint=FINGERPRINT, reason="Ditarik", decided_at=AT)
    with pytest.raises(sqlite3.IntegrityError, match="what is public stays public"), write(kept):
        insert(kept, "announcement", publishes_at=None, **later)
    before = "2022-01-10T02:59:59.999999Z"
    with pytest.raises(sqlite3.IntegrityError), write(kept):
        insert(kept, "announcement", **{**later, "publishes_at": before})
    with pytest.raises(sqlite3.OperationalError, match="it is a view"), write(kept):
        change(kept, "DELETE FROM publication")


def test_an_objection_ends_once(kept: Database) -> None:
    account = rows(kept, "SELECT id FROM account")[0]["id"]
    answered, withdrawn = (one["id"] for one in rows(kept, "SELECT id FROM objection ORDER BY id"))
    with pytest.raises(sqlite3.IntegrityError, match="this objection was answered"), write(kept):
        insert(
            kept, "objection_withdrawal", objection_id=answered, reason="Batal", withdrawn_by=account,
            withdrawn_at=AT,
        )  # fmt: skip
    with pytest.raises(sqlite3.IntegrityError, match="this objection was taken back"), write(kept):
        insert(
            kept, "objection_answer", objection_id=withdrawn, outcome="refused", reasons="Tidak",
            answered_at=AT,
        )  # fmt: skip


CHANGES = (
    "UPDATE scoresheet SET total = '99'",
    "UPDATE scoresheet SET status = 'draft', total = NULL, submitted_at = NULL",
    "DELETE FROM scoresheet",
    "UPDATE mark SET value = '99'",
    "DELETE FROM mark",
)


@pytest.fixture
def submitted(db: Database, award: Award) -> Database:
    """A database with one submitted sheet."""
    edition_id = award.edition()
    entry_id = award.entry(edition_id, "35.76", "Kota Mojokerto", status="accepted")
    account_id = award.account("juri@uji.example", "Juri")
    contest_id = award.contest(edition_id, "province-desk", "35")
    award.sheet(contest_id, entry_id, account_id, {"regulation": 80, "innovation": 70})
    return db


@pytest.mark.parametrize("statement", CHANGES)
def test_a_submitted_sheet_and_its_marks_stay(submitted: Database, statement: str) -> None:
    before = [rows(submitted, f"SELECT * FROM {table}") for table in ("scoresheet", "mark")]
    with pytest.raises(sqlite3.IntegrityError, match="a submitted sheet"), write(submitted):
        change(submitted, statement)
    assert [rows(submitted, f"SELECT * FROM {table}") for table in ("scoresheet", "mark")] == before


def test_only_a_reopening_of_the_newest_version_gives_a_sheet_back(submitted: Database) -> None:
    version = rows(submitted, "SELECT id, number FROM scoresheet_version")
    assert version == [{"id": 1, "number": 1}]
    with write(submitted):
        sheet_versions.reopen(submitted, 1, 1, reason="Salah ketik", reopened_by=None, reopened_at=AT)
        change(
            submitted, "UPDATE scoresheet SET status = 'submitted', total = '1', submitted_at = :at", at=AT
        )
        assert sheet_versions.keep(submitted, 1)["number"] == 2
    with pytest.raises(sqlite3.IntegrityError, match="a submitted sheet"), write(submitted):
        change(submitted, CHANGES[1])


def test_an_exclusion_still_changes_a_submitted_sheet(submitted: Database) -> None:
    with write(submitted):
        assert (
            change(submitted, "UPDATE scoresheet SET excluded_at = :at, excluded_reason = 'uji'", at=AT) == 1
        )
