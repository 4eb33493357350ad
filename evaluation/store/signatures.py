"""Signatures under the results of contests: what was signed, by whom, and what made it void."""

from __future__ import annotations

from datetime import datetime

from sqlite_utils import Database

from evaluation.core.signature_rules import NO_SIGNATURES
from evaluation.core.subjects import SigningRef
from evaluation.store import refs
from evaluation.store.db import Row, change, insert, row, rows
from evaluation.store.round_rules import rule_of

PANEL = """
FROM contest c JOIN round r ON r.id = c.round_id
JOIN panel p ON p.edition_id = r.edition_id AND p.stage = r.stage
  AND coalesce(p.region_code, '') = coalesce(c.region_code, '')
JOIN panel_member m ON m.panel_id = p.id
"""
# Somebody recused from an entry that stands in the contest.
KEPT_AWAY = """
EXISTS (SELECT 1 FROM contest_entry ce JOIN recusal q ON q.entry_id = ce.entry_id
  WHERE ce.contest_id = c.id AND q.account_id = m.account_id)
"""
STANDING = """
FROM signature s LEFT JOIN signature_void v ON v.signature_id = s.id
LEFT JOIN finalisation f ON f.contest_id = s.contest_id
"""


def open_signing(db: Database, contest_id: int, *, opened_at: str, opened_by: int | None) -> None:
    """Let a contest's panel sign."""
    insert(db, "signing", contest_id=contest_id, opened_at=opened_at, opened_by=opened_by)


def opening(db: Database, contest_id: int) -> Row | None:
    """When and by whom a contest was opened for signing; None before."""
    return row(
        db,
        "SELECT g.*, a.name AS opened_by_name FROM signing g LEFT JOIN account a ON a.id = g.opened_by"
        " WHERE g.contest_id = :contest",
        contest=contest_id,
    )


def signing_ref(db: Database, contest_id: int, now: datetime) -> SigningRef:
    """The signing of a contest as permissions see it. NotFound when there is no such contest."""
    scores = refs.scores_ref(db, contest_id, now)
    one = refs.found(
        row(
            db,
            "SELECT r.signatures, g.contest_id IS NOT NULL AS opened FROM contest c"
            " JOIN round r ON r.id = c.round_id LEFT JOIN signing g ON g.contest_id = c.id WHERE c.id = :id",
            id=contest_id,
        )
    )
    return SigningRef(
        **refs.fields_of(scores),
        asked=rule_of(one["signatures"], NO_SIGNATURES).needed > 0,
        opened=bool(one["opened"]),
        signed=frozenset(s["account_id"] for s in of_contest(db, contest_id) if s["voided_at"] is None),
    )


def signers(db: Database, contest_id: int) -> list[Row]:
    """Who sits on a contest's panel now, the chair first, and whether an entry of it keeps them away."""
    return rows(
        db,
        f"SELECT m.account_id, m.name, m.position, m.capacity, {KEPT_AWAY} AS kept_away {PANEL}"
        " WHERE c.id = :contest AND m.left_at IS NULL"
        " ORDER BY CASE m.position WHEN 'chair' THEN 1 WHEN 'secretary' THEN 2 ELSE 3 END, m.name, m.id",
        contest=contest_id,
    )


def keep_result(db: Database, contest_id: int, *, fingerprint: str, snapshot: str, kept_at: str) -> None:
    """Keep the text that somebody signs."""
    change(
        db,
        "INSERT INTO signed_result (contest_id, fingerprint, snapshot, kept_at)"
        " VALUES (:contest, :fingerprint, :snapshot, :at) ON CONFLICT DO NOTHING",
        contest=contest_id,
        fingerprint=fingerprint,
        snapshot=snapshot,
        at=kept_at,
    )


def result_text(db: Database, contest_id: int, fingerprint: str) -> str:
    """A result as it was signed. KeyError for one that nobody signed."""
    one = row(
        db,
        "SELECT snapshot FROM signed_result WHERE contest_id = :contest AND fingerprint = :fingerprint",
        contest=contest_id,
        fingerprint=fingerprint,
    )
    if one is None:
        raise KeyError(fingerprint)
    return str(one["snapshot"])


def sign(db: Database, contest_id: int, member: Row, *, fingerprint: str, signed_at: str) -> int:
    """Keep the signature of a member of the panel, a row of `signers`; its id."""
    return insert(
        db,
        "signature",
        contest_id=contest_id,
        fingerprint=fingerprint,
        signed_at=signed_at,
        **{key: member[key] for key in ("account_id", "name", "position", "capacity")},
    )


def of_contest(db: Database, contest_id: int) -> list[Row]:
    """Every signature, void ones too, in the order in which they were given."""
    return rows(
        db,
        "SELECT s.*, v.voided_at, v.event, v.changes, coalesce(a.name, '') AS voided_by_name"
        " FROM signature s LEFT JOIN signature_void v ON v.signature_id = s.id"
        " LEFT JOIN account a ON a.id = v.voided_by WHERE s.contest_id = :contest ORDER BY s.signed_at, s.id",
        contest=contest_id,
    )


def make_void(
    db: Database, signature_id: int, *, voided_at: str, voided_by: int | None, event: str, changes: str
) -> None:
    """Keep what made a signature void."""
    insert(
        db,
        "signature_void",
        signature_id=signature_id,
        voided_at=voided_at,
        voided_by=voided_by,
        event=event,
        changes=changes,
    )


def unfixed(
    db: Database, edition_id: int, *, contest_id: int | None = None, entry_id: int | None = None
) -> list[int]:
    """The contests of an edition that are signed and not finalised: this one, those with an entry, or all."""
    found = rows(
        db,
        f"SELECT DISTINCT s.contest_id {STANDING} JOIN contest c ON c.id = s.contest_id"
        " JOIN round r ON r.id = c.round_id WHERE v.signature_id IS NULL AND f.contest_id IS NULL"
        " AND r.edition_id = :edition AND ((:entry IS NULL AND :contest IS NULL) OR c.id = :contest"
        "  OR EXISTS (SELECT 1 FROM contest_entry ce WHERE ce.contest_id = c.id AND ce.entry_id = :entry))"
        " ORDER BY s.contest_id",
        edition=edition_id,
        contest=contest_id,
        entry=entry_id,
    )
    return [one["contest_id"] for one in found]


def standing_of(db: Database, contest_id: int) -> list[Row]:
    """The signatures of a contest that nothing made void."""
    return rows(
        db,
        f"SELECT s.* {STANDING} WHERE s.contest_id = :contest AND v.signature_id IS NULL ORDER BY s.id",
        contest=contest_id,
    )


def awaited_from(db: Database, account_id: int) -> list[Row]:
    """The contests that an account may sign, with the names of each, and whether it did."""
    return rows(
        db,
        "SELECT c.id, r.title_id AS round_title_id, r.title_en AS round_title_en,"
        " k.title_id AS category_title_id, k.title_en AS category_title_en, x.name AS region_name,"
        " EXISTS (SELECT 1 FROM signature s LEFT JOIN signature_void v ON v.signature_id = s.id"
        "  WHERE s.contest_id = c.id AND s.account_id = m.account_id AND v.signature_id IS NULL) AS signed"
        f" {PANEL} JOIN category k ON k.id = c.category_id LEFT JOIN region x ON x.code = c.region_code"
        " JOIN signing g ON g.contest_id = c.id LEFT JOIN finalisation f ON f.contest_id = c.id"
        f" WHERE m.account_id = :account AND m.left_at IS NULL AND f.contest_id IS NULL AND NOT {KEPT_AWAY}"
        " ORDER BY r.position, k.position, c.id",
        account=account_id,
    )
