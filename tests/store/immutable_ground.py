"""Rows that are never changed: what stands behind each test of tests/store/test_immutable.py."""

from __future__ import annotations

from sqlite_utils import Database

from evaluation.store.db import change, insert, rows

AT = "2022-01-10T03:00:00.000000Z"
FINGERPRINT = "0" * 64


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


def keep_assigned(db: Database, contest_id: int, entry_id: int, account_id: int) -> None:
    """A plan with a change by hand, what came of it, and an assignment that ended."""
    texts = dict(problem="{}", proposed="[]", pairs="[]", made_at=AT)
    plan = insert(db, "assignment_plan", contest_id=contest_id, seed=1, anew=0, **texts)
    insert(db, "assignment_edit", plan_id=plan, entry_id=entry_id, accounts="[]", reason="R", edited_at=AT)
    change(db, "UPDATE assignment_plan SET confirmed_at = :at WHERE id = :plan", plan=plan, at=AT)
    who = dict(contest_id=contest_id, entry_id=entry_id, account_id=account_id)
    insert(
        db, "assignment", **who, source="solver", plan_id=plan, made_at=AT, ended_at=AT, ended_plan=plan,
        ended_cause="left",
    )  # fmt: skip


def keep_announced(db: Database, contest_id: int, entry_id: int, account_id: int) -> None:
    """A published result of which candidates were told; an answered objection to it, and one taken back."""
    result = dict(contest_id=contest_id, fingerprint=FINGERPRINT)
    announced = insert(db, "announcement", publishes_at=AT, decided_at=AT, **result)
    insert(db, "announcement_told", announcement_id=announced, told_at=AT, people=1)
    filed = dict(entry_id=entry_id, body="Nilai keliru", filed_by=account_id, filed_at=AT)
    first = insert(db, "objection", number=1, **result, **filed)
    second = insert(db, "objection", number=2, **result, **filed)
    file = insert(
        db, "file", entry_id=entry_id, name="bukti.pdf", media_type="application/pdf", size=1,
        sha256=FINGERPRINT, stored_as="0" * 32, uploaded_at=AT,
    )  # fmt: skip
    insert(db, "objection_file", objection_id=first, file_id=file)
    insert(db, "objection_answer", objection_id=first, outcome="granted", reasons="Benar", answered_at=AT)
    insert(
        db, "objection_withdrawal", objection_id=second, reason="Batal", withdrawn_by=account_id,
        withdrawn_at=AT,
    )  # fmt: skip


def keep_deliberation(db: Database, contest_id: int, entry_id: int, account_id: int) -> None:
    """A sitting with everything that happens in one. Before the contest is finalised."""
    sitting = insert(db, "sitting", contest_id=contest_id, opened_at=AT)
    who = dict(account_id=account_id, name="Juri", position="chair")
    insert(db, "presence", sitting_id=sitting, here=1, at=AT, **who)
    motion = insert(
        db, "motion", contest_id=contest_id, sitting_id=sitting, number=1, kind="tie", reason="Setara",
        proposer="Juri", put_at=AT,
    )  # fmt: skip
    insert(db, "motion_entry", motion_id=motion, entry_id=entry_id, position=1)
    item = insert(db, "table_item", sitting_id=sitting, motion_id=motion, placed_at=AT)
    insert(db, "table_entry", item_id=item, entry_id=entry_id, position=1)
    insert(db, "discussion_note", item_id=item, name="Juri", body="Catatan", written_at=AT)
    insert(db, "minuted_note", note_id=1, minuted=1, at=AT)
    insert(db, "vote_call", motion_id=motion, sitting_id=sitting, called_at=AT)
    insert(db, "voter", motion_id=motion, **who)
    insert(db, "ballot", motion_id=motion, account_id=account_id, choice="for", cast_at=AT)
    votes = dict(votes_for=1, votes_against=0, votes_abstained=0, entitled=1)
    insert(db, "motion_outcome", motion_id=motion, outcome="adopted", decided_at=AT, **votes)
    insert(db, "sitting_end", sitting_id=sitting, ended_at=AT)


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
