"""Results that were final once: kept whole when a recount opens their contest again."""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import datetime

from sqlite_utils import Database

from evaluation.core.subjects import RecountRef
from evaluation.store import refs
from evaluation.store.db import Row, change, row, rows

WHO = "coalesce(nullif({0}.name, ''), {0}.email, '')"
VERSIONS = f"""
SELECT v.*, n.title AS recount_title, n.decree, n.objection_id,
  {WHO.format("a")} AS finalised_by_name, {WHO.format("b")} AS reopened_by_name
FROM replaced_result v JOIN recount n ON n.id = v.recount_id
LEFT JOIN account a ON a.id = v.finalised_by LEFT JOIN account b ON b.id = v.reopened_by
"""
REPLACED = """
INSERT INTO replaced_result (contest_id, number, finalised_at, finalised_by, reason, snapshot, fingerprint,
  published_at, published_by, recount_id, reopened_because, reopened_by, reopened_at)
SELECT f.contest_id, 1 + (SELECT count(*) FROM replaced_result x WHERE x.contest_id = f.contest_id),
  f.finalised_at, f.finalised_by, f.reason, f.snapshot, f.fingerprint, p.published_at, p.published_by,
  :recount, :because, :by, :at
FROM finalisation f LEFT JOIN publication p ON p.contest_id = f.contest_id WHERE f.contest_id = :contest
"""


def replace_result(
    db: Database,
    contest_id: int,
    *,
    recount_id: int,
    because: str,
    reopened_by: int | None,
    reopened_at: str,
) -> int:
    """Keep a contest's final result as an earlier version and open the contest again; the version's number.

    Nothing is lost: triggers refuse to let go of what is not kept to the byte. ValueError without a result.
    """
    kept = change(
        db,
        REPLACED,
        contest=contest_id,
        recount=recount_id,
        because=because,
        by=reopened_by,
        at=reopened_at,
    )
    if not kept:
        raise ValueError(f"contest {contest_id} has no final result")
    version = versions_of(db, contest_id)[0]
    change(
        db,
        "INSERT INTO replaced_standing SELECT :version, entry_id, rank, score, round_score, advances, wins"
        " FROM final_standing WHERE contest_id = :contest",
        version=version["id"],
        contest=contest_id,
    )
    for table in ("final_standing", "finalisation"):
        change(db, f"DELETE FROM {table} WHERE contest_id = :contest", contest=contest_id)
    return int(version["number"])


def make_provisional(db: Database, contest_id: int, position: int) -> None:
    """Let the entries of a contest stand provisionally in the later rounds that are not final."""
    change(
        db,
        "UPDATE contest_entry SET provisional = 1 WHERE entry_id IN (SELECT ce.entry_id FROM contest_entry ce"
        "  JOIN entry e ON e.id = ce.entry_id AND e.status = 'accepted' WHERE ce.contest_id = :contest)"
        " AND contest_id IN (SELECT c.id FROM contest c JOIN round r ON r.id = c.round_id"
        "  LEFT JOIN finalisation f ON f.contest_id = c.id"
        "  WHERE r.position > :position AND f.contest_id IS NULL)",
        contest=contest_id,
        position=position,
    )


def versions_of(db: Database, contest_id: int) -> list[Row]:
    """The results of a contest that were replaced, newest first."""
    return rows(
        db,
        VERSIONS + " WHERE v.contest_id = :contest ORDER BY v.number DESC",
        contest=contest_id,
    )


def version(db: Database, contest_id: int, number: int) -> Row | None:
    """One result that was replaced."""
    return row(
        db,
        VERSIONS + " WHERE v.contest_id = :contest AND v.number = :number",
        contest=contest_id,
        number=number,
    )


def signatures_of(db: Database, one: Row) -> list[Row]:
    """The signatures that stood under a replaced result, a row of `versions_of`, in their order."""
    return rows(
        db,
        "SELECT s.* FROM signature s LEFT JOIN signature_void v ON v.signature_id = s.id"
        " WHERE s.contest_id = :contest AND s.fingerprint = :fingerprint AND s.signed_at <= :finalised"
        " AND (v.signature_id IS NULL OR v.voided_at >= :reopened) ORDER BY s.signed_at, s.id",
        contest=one["contest_id"],
        fingerprint=one["fingerprint"],
        finalised=one["finalised_at"],
        reopened=one["reopened_at"],
    )


CORRECTED = """
SELECT c.id, max(v.number) AS number, c.region_code, r.code AS round_code, k.code AS category_code,
  e.code AS edition_code, r.title_id AS round_title_id, r.title_en AS round_title_en,
  k.title_id AS category_title_id, k.title_en AS category_title_en, g.name AS region_name
FROM replaced_result v JOIN contest c ON c.id = v.contest_id JOIN round r ON r.id = c.round_id
JOIN category k ON k.id = c.category_id JOIN edition e ON e.id = r.edition_id
LEFT JOIN region g ON g.code = c.region_code LEFT JOIN publication p ON p.contest_id = c.id
WHERE v.published_at IS NOT NULL AND p.contest_id IS NULL
"""
IN_ORDER = " GROUP BY c.id ORDER BY r.position DESC, k.position, g.name, c.id"


def being_corrected(db: Database, edition_id: int) -> list[Row]:
    """Published results that were opened again and are not published anew: the names of their contests."""
    return rows(db, f"{CORRECTED} AND r.edition_id = :edition {IN_ORDER}", edition=edition_id)


def own_being_corrected(db: Database, entry_id: int) -> list[Row]:
    """The same, of those in which an entry stood when they were published."""
    return rows(
        db,
        f"{CORRECTED} AND EXISTS (SELECT 1 FROM replaced_standing s"
        f" WHERE s.replaced_id = v.id AND s.entry_id = :entry) {IN_ORDER}",
        entry=entry_id,
    )


def replaced_by_objections(db: Database, objection_ids: Collection[int]) -> list[Row]:
    """The published results that recounts on these objections replaced: `objection_id`, names, number."""
    return rows(
        db,
        "SELECT n.objection_id, v.number, v.contest_id, c.region_code, r.code AS round_code,"
        " k.code AS category_code, e.code AS edition_code, r.title_id AS round_title_id,"
        " r.title_en AS round_title_en, k.title_id AS category_title_id, k.title_en AS category_title_en,"
        " g.name AS region_name FROM replaced_result v JOIN recount n ON n.id = v.recount_id"
        " JOIN contest c ON c.id = v.contest_id JOIN round r ON r.id = c.round_id"
        " JOIN category k ON k.id = c.category_id JOIN edition e ON e.id = r.edition_id"
        " LEFT JOIN region g ON g.code = c.region_code WHERE v.published_at IS NOT NULL"
        " AND n.objection_id IN (SELECT value FROM json_each(:objections))"
        " ORDER BY n.objection_id, r.position, c.id, v.number",
        objections=json.dumps(sorted(objection_ids)),
    )


def last_published(db: Database, contest_id: int) -> int | None:
    """The number of the newest replaced result that the public saw; None without one."""
    one = row(
        db,
        "SELECT max(number) AS number FROM replaced_result"
        " WHERE contest_id = :contest AND published_at IS NOT NULL",
        contest=contest_id,
    )
    return None if one is None or one["number"] is None else int(one["number"])


def by_prefix(db: Database, prefix: str) -> list[Row]:
    """The replaced results whose fingerprint begins with these 25 digits, with the names of their contest.

    The same result may have been final more than once: those that the public saw come first, the newest of
    them before the others. `public`: whether it saw this one.
    """
    return rows(
        db,
        "SELECT v.*, v.published_at IS NOT NULL AS public,"
        " coalesce(g.timezone, e.timezone) AS timezone, r.title_id AS round_title_id,"
        " r.title_en AS round_title_en, k.title_id AS category_title_id, k.title_en AS category_title_en,"
        " g.name AS region_name, e.title_id AS edition_title_id, e.title_en AS edition_title_en,"
        " e.code AS edition_code, r.code AS round_code, k.code AS category_code, c.region_code"
        " FROM replaced_result v"
        " JOIN contest c ON c.id = v.contest_id JOIN round r ON r.id = c.round_id"
        " JOIN category k ON k.id = c.category_id JOIN edition e ON e.id = r.edition_id"
        " LEFT JOIN region g ON g.code = c.region_code WHERE substr(v.fingerprint, 1, 25) = :prefix"
        " ORDER BY public DESC, v.contest_id, v.number DESC",
        prefix=prefix,
    )


def panel_of(db: Database, one: Row) -> list[Row]:
    """The panel of a replaced result, the chair first: whether each was `seated` when it was fixed."""
    return rows(
        db,
        "SELECT m.name, m.position, m.capacity, a.email,"
        " m.seated_at <= :at AND (m.left_at IS NULL OR m.left_at > :at) AS seated"
        " FROM contest c JOIN round r ON r.id = c.round_id"
        " JOIN panel p ON p.edition_id = r.edition_id AND p.stage = r.stage"
        "  AND coalesce(p.region_code, '') = coalesce(c.region_code, '')"
        " JOIN panel_member m ON m.panel_id = p.id JOIN account a ON a.id = m.account_id"
        " WHERE c.id = :contest"
        " ORDER BY CASE m.position WHEN 'chair' THEN 1 WHEN 'secretary' THEN 2 ELSE 3 END, m.name, m.id",
        contest=one["contest_id"],
        at=one["finalised_at"],
    )


def ever_recused(db: Database, contest_id: int) -> frozenset[int]:
    """The accounts recused from an entry of any replaced result of a contest, also of those that left it."""
    found = rows(
        db,
        "SELECT DISTINCT q.account_id FROM replaced_result v JOIN replaced_standing s ON s.replaced_id = v.id"
        " JOIN recusal q ON q.entry_id = s.entry_id WHERE v.contest_id = :contest ORDER BY q.account_id",
        contest=contest_id,
    )
    return frozenset(one["account_id"] for one in found)


def every_ref(db: Database, contest_id: int, now: datetime) -> RecountRef:
    """A contest with all its versions as permissions see it. NotFound when there is no such contest."""
    values = refs.fields_of(refs.scores_ref(db, contest_id, now))
    values["recused"] |= ever_recused(db, contest_id)
    return RecountRef(**values, was_final=bool(versions_of(db, contest_id)))
