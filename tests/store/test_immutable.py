"""What the database itself refuses to change: audit, submissions, notes, decisions, messages and results."""

from __future__ import annotations

import sqlite3

import pytest
from sqlite_utils import Database

from evaluation.store import audit, sheet_versions
from evaluation.store.db import change, insert, rows, write
from tests.award import Award

AT = "2022-01-10T03:00:00.000000Z"
FINGERPRINT = "0" * 64


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


def keep_signed(db: Database, contest_id: int, account_id: int) -> None:
    """A result that was signed, and a signature that a change made void. Before the contest is finalised."""
    insert(db, "signing", contest_id=contest_id, opened_at=AT)
    result = dict(contest_id=contest_id, fingerprint=FINGERPRINT)
    insert(db, "signed_result", snapshot="{}", kept_at=AT, **result)
    who = dict(account_id=account_id, name="Juri", position="chair", capacity="", signed_at=AT)
    signature = insert(db, "signature", **result, **who)
    insert(
        db, "signature_void", signature_id=signature, voided_at=AT, event="AdjustmentRecorded", changes="[]"
    )


def keep_recount(db: Database, contest_id: int, entry_id: int) -> None:
    """A recount that was applied, the rule that it gave, and the result that it replaced."""
    texts = dict(title="Koreksi", reason="Salah salin", decree="SK 1")
    recount = insert(db, "recount", contest_id=contest_id, begun_at=AT, **texts)
    rule = dict(advance=1, winners=0, source="SK 1", decided_at=AT)
    insert(db, "contest_rule", contest_id=contest_id, recount_id=recount, **rule)
    insert(db, "recount_end", recount_id=recount, outcome="applied", reason="", changes="[]", ended_at=AT)
    version = insert(
        db, "replaced_result", contest_id=contest_id, number=1, finalised_at="2022-01-09", reason="Pleno",
        snapshot="{}", fingerprint=FINGERPRINT, recount_id=recount, reopened_because="Salah", reopened_at=AT,
    )  # fmt: skip
    insert(db, "replaced_standing", replaced_id=version, entry_id=entry_id, advances=0, wins=0)


def keep_meetings(db: Database, contest_id: int, entry_id: int, sheet_id: int) -> None:
    """A draw, a minute, and a mark that changed because of what a visit found."""
    where = dict(contest_id=contest_id, entry_id=entry_id)
    insert(db, "draw", contest_id=contest_id, seed="7", codes="[]", drawn_at=AT)
    paragraph = insert(db, "minute_paragraph", **where)
    insert(db, "minute_version", paragraph_id=paragraph, revision=1, body="Dibuka", written_at=AT)
    section = rows(db, "SELECT id FROM section WHERE code = 'documents'")[0]["id"]
    item = insert(db, "dossier_item", entry_id=entry_id, section_id=section, fields="{}", saved_at=AT)
    finding = insert(db, "finding", item_id=item, verdict="confirmed", saved_at=AT, **where)
    mark = rows(db, "SELECT criterion_id FROM mark WHERE scoresheet_id = :s", s=sheet_id)[0]
    changed = dict(scoresheet_id=sheet_id, criterion_id=mark["criterion_id"], finding_id=finding)
    insert(db, "mark_change", before="70", after="80", changed_at=AT, **changed)


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
    "signing": "what was opened stays opened",
    "signed_result": "what was signed is kept as it was",
    "signature": "a signature is kept as it was given",
    "signature_void": "a void signature stays void",
    "recount": "a recount is kept as it was begun",
    "recount_end": "a decision is kept as it was taken",
    "contest_rule": "a decision is kept as it was taken",
    "replaced_result": "a result that was final is kept as it was",
    "replaced_standing": "a result that was final is kept as it was",
}
# These refuse every change; a deletion only of what was not kept elsewhere, or is decided.
REFUSE_CHANGES = {"finalisation", "final_standing", "recount_step"}


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
    # A conflict of interest can end, so only its deletion is refused whatever happens.
    once = dict.fromkeys({"conflict", *REFUSE_CHANGES}, 1)
    assert {one["name"]: one["n"] for one in found} == {**dict.fromkeys(REFUSALS, 2), **once}


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
    with pytest.raises(sqlite3.IntegrityError, match=f"{reason}|finalised result"), write(kept):
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


def test_only_a_finalised_contest_can_be_published(db: Database, award: Award) -> None:
    contest_id = award.contest(award.edition(), "province-desk", "35")
    with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"), write(db):
        insert(db, "publication", contest_id=contest_id, published_at=AT)


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
