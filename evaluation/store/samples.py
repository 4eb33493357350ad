"""Samples for calibration. No other question of the store reads their sheets: they count nowhere."""

from __future__ import annotations

import json
from collections import defaultdict

from sqlite_utils import Database

from evaluation.core.subjects import SampleRef
from evaluation.store.db import Row, change, insert, moment, row, rows
from evaluation.store.refs import found

# `begun`: sheets of this round are taken by the panel already, whatever the dates say.
SAMPLES = """
SELECT m.*, p.edition_id, p.stage, p.region_code, r.code AS round_code, r.title_id AS round_title_id,
  r.title_en AS round_title_en, r.opens_at, r.closes_at, k.title_id AS category_title_id,
  k.title_en AS category_title_en, coalesce(g.timezone, e.timezone) AS timezone, g.name AS region_name,
  e.code AS edition_code, e.title_id AS edition_title_id, e.title_en AS edition_title_en, b.entry_id,
  b.manifest, f.name AS file_name, f.size AS file_size, f.sha256 AS file_sha256, d.state AS file_state,
  EXISTS (SELECT 1 FROM scoresheet s JOIN contest c ON c.id = s.contest_id WHERE c.round_id = m.round_id
    AND c.category_id = m.category_id
    AND coalesce(c.region_code, '') = coalesce(p.region_code, '')) AS begun,
  (SELECT json_group_array(account_id) FROM (
    SELECT q.account_id FROM recusal q WHERE q.entry_id = b.entry_id
    UNION SELECT t.account_id FROM representative t WHERE t.entry_id = b.entry_id)) AS kept_away,
  (SELECT count(*) FROM sample_sheet x WHERE x.sample_id = m.id) AS sheets,
  (SELECT count(*) FROM sample_sheet x WHERE x.sample_id = m.id AND x.submitted_at IS NOT NULL) AS handed_in
FROM sample m JOIN panel p ON p.id = m.panel_id JOIN round r ON r.id = m.round_id
JOIN category k ON k.id = m.category_id JOIN edition e ON e.id = p.edition_id
LEFT JOIN region g ON g.code = p.region_code LEFT JOIN submission b ON b.id = m.submission_id
LEFT JOIN file f ON f.id = m.file_id LEFT JOIN reading d ON d.sha256 = f.sha256
"""

# Dossiers that a panel may take as a sample: none that stands, or may yet stand, before it in its edition.
SOURCES = """
SELECT b.id, b.number, b.submitted_at, e.id AS entry_id, e.name, e.edition_id, x.award_year,
  x.title_id AS edition_title_id, x.title_en AS edition_title_en, k.title_id AS category_title_id,
  k.title_en AS category_title_en
FROM submission b JOIN entry e ON e.id = b.entry_id JOIN edition x ON x.id = e.edition_id
JOIN category k ON k.id = e.category_id
WHERE (e.edition_id <> :edition OR e.status IN ('rejected', 'withdrawn', 'excluded'))
  AND (:region IS NULL OR e.province_code = :region)
ORDER BY x.award_year DESC, e.name, e.id, b.number DESC
"""


def described(db: Database, sample_id: int) -> Row:
    """One sample with all that its pages say of it. NotFound when there is none."""
    return found(row(db, SAMPLES + " WHERE m.id = :id", id=sample_id))


def of_panel(db: Database, panel_id: int) -> list[Row]:
    """The samples of a panel, newest first."""
    return rows(db, SAMPLES + " WHERE m.panel_id = :panel ORDER BY m.id DESC", panel=panel_id)


def of_account(db: Database, account_id: int, now: str) -> list[Row]:
    """The samples before the panels on which somebody sits, with `own_state`; newest first.

    Without those of rounds that have closed, and of dossiers from which the account is kept away.
    """
    listed = rows(
        db,
        SAMPLES.replace(
            "SELECT m.*,",
            "SELECT m.*, CASE WHEN o.id IS NULL THEN 'none' WHEN o.submitted_at IS NULL THEN 'draft'"
            " ELSE 'submitted' END AS own_state,",
        )
        + " JOIN panel_member w ON w.panel_id = p.id AND w.account_id = :account AND w.left_at IS NULL"
        " LEFT JOIN sample_sheet o ON o.sample_id = m.id AND o.account_id = :account"
        " WHERE r.closes_at IS NULL OR r.closes_at >= :now ORDER BY m.id DESC",
        account=account_id,
        now=now,
    )
    return [one for one in listed if account_id not in json.loads(one["kept_away"])]


def ref_of(one: Row) -> SampleRef:
    """A sample as permissions see it, from a row of the questions above."""
    return SampleRef(
        sample_id=one["id"],
        panel_id=one["panel_id"],
        edition_id=one["edition_id"],
        stage=one["stage"],
        region_code=one["region_code"],
        discussed=one["discussed_at"] is not None,
        begun=bool(one["begun"]),
        sheets=one["sheets"],
        kept_away=frozenset(json.loads(one["kept_away"])),
        opens=moment(one["opens_at"]) if one["opens_at"] else None,
        closes=moment(one["closes_at"]) if one["closes_at"] else None,
    )


def begun(db: Database, *, round_id: int, category_id: int, region_code: str | None) -> bool:
    """Whether a panel has begun sheets of this round in this category."""
    one = row(
        db,
        "SELECT 1 AS yes FROM scoresheet s JOIN contest c ON c.id = s.contest_id WHERE c.round_id = :round"
        " AND c.category_id = :category AND coalesce(c.region_code, '') = coalesce(:region, '') LIMIT 1",
        round=round_id,
        category=category_id,
        region=region_code,
    )
    return one is not None


def sources(db: Database, edition_id: int, region_code: str | None) -> list[Row]:
    """Submissions that may become a sample of a province's panel (None: the nation's), newest award first."""
    return rows(db, SOURCES, edition=edition_id, region=region_code)


def source(db: Database, submission_id: int) -> Row | None:
    """One submission with its entry's edition, province and state."""
    return row(
        db,
        "SELECT b.id, b.entry_id, e.name, e.edition_id, e.province_code, e.status FROM submission b"
        " JOIN entry e ON e.id = b.entry_id WHERE b.id = :id",
        id=submission_id,
    )


def add(db: Database, **values: object) -> int:
    """Set a sample and answer its id. The names are the table's columns."""
    return insert(db, "sample", **values)


def remove(db: Database, sample_id: int) -> None:
    """Take a sample away on which nobody has begun."""
    change(db, "DELETE FROM sample_reference WHERE sample_id = :id", id=sample_id)
    change(db, "DELETE FROM sample WHERE id = :id", id=sample_id)


def discuss(db: Database, sample_id: int, at: str) -> None:
    """Open the discussion: the spread shows, and no mark is taken any more."""
    change(db, "UPDATE sample SET discussed_at = :at WHERE id = :id", id=sample_id, at=at)


# --- sheets --------------------------------------------------------------------------------------


def own_sheet(db: Database, sample_id: int, account_id: int) -> Row | None:
    """Somebody's sheet of a sample."""
    return row(
        db,
        "SELECT * FROM sample_sheet WHERE sample_id = :sample AND account_id = :account",
        sample=sample_id,
        account=account_id,
    )


def marks_of(db: Database, sheet_id: int) -> list[Row]:
    """The marks of one sheet with their criterion's code: exact text or None, and the comment."""
    return rows(
        db,
        "SELECT c.code, k.value, k.comment FROM sample_mark k JOIN criterion c ON c.id = k.criterion_id"
        " WHERE k.sheet_id = :sheet ORDER BY c.position, c.id",
        sheet=sheet_id,
    )


def put_sheet(db: Database, *, sample_id: int, account_id: int, saved_at: str) -> int:
    """Begin or touch somebody's sheet; its id."""
    change(
        db,
        "INSERT INTO sample_sheet (sample_id, account_id, saved_at) VALUES (:sample, :account, :at)"
        " ON CONFLICT (sample_id, account_id) DO UPDATE SET"
        " revision = revision + 1, saved_at = excluded.saved_at",
        sample=sample_id,
        account=account_id,
        at=saved_at,
    )
    return int(found(own_sheet(db, sample_id, account_id))["id"])


def put_mark(db: Database, sheet_id: int, criterion_id: int, *, value: str | None, comment: str) -> None:
    """Write one mark of a sample's sheet."""
    change(
        db,
        "INSERT INTO sample_mark (sheet_id, criterion_id, value, comment)"
        " VALUES (:sheet, :criterion, :value, :comment) ON CONFLICT (sheet_id, criterion_id)"
        " DO UPDATE SET value = excluded.value, comment = excluded.comment",
        sheet=sheet_id,
        criterion=criterion_id,
        value=value,
        comment=comment,
    )


def hand_in(db: Database, sheet_id: int, at: str) -> None:
    """Let a sheet of a sample stand as it is."""
    change(db, "UPDATE sample_sheet SET submitted_at = :at WHERE id = :id", id=sheet_id, at=at)


def given(db: Database, sample_id: int) -> dict[int, dict[str, tuple[str, str]]]:
    """The handed-in marks (exact text) and comments by account, then by criterion's code."""
    kept: dict[int, dict[str, tuple[str, str]]] = defaultdict(dict)
    for one in rows(
        db,
        "SELECT x.account_id, c.code, k.value, k.comment FROM sample_sheet x"
        " JOIN sample_mark k ON k.sheet_id = x.id JOIN criterion c ON c.id = k.criterion_id"
        " WHERE x.sample_id = :sample AND x.submitted_at IS NOT NULL AND k.value IS NOT NULL"
        " ORDER BY x.account_id, c.position, c.id",
        sample=sample_id,
    ):
        kept[one["account_id"]][one["code"]] = (one["value"], one["comment"])
    return kept


def names_of(db: Database, sample_id: int) -> dict[int, str]:
    """What everybody who handed in a sheet of a sample is called, by account."""
    listed = rows(
        db,
        "SELECT x.account_id, coalesce(nullif(w.name, ''), nullif(a.name, ''), a.email) AS name"
        " FROM sample_sheet x JOIN sample m ON m.id = x.sample_id JOIN account a ON a.id = x.account_id"
        " LEFT JOIN panel_member w ON w.panel_id = m.panel_id AND w.account_id = x.account_id"
        " WHERE x.sample_id = :sample AND x.submitted_at IS NOT NULL ORDER BY x.account_id",
        sample=sample_id,
    )
    return {one["account_id"]: one["name"] for one in listed}


# --- the committee's own marks -------------------------------------------------------------------


def reference_of(db: Database, sample_id: int) -> dict[str, tuple[str | None, str]]:
    """The committee's marks (exact text) and reasoning by criterion's code."""
    listed = rows(
        db,
        "SELECT c.code, n.value, n.reasoning FROM sample_reference n"
        " JOIN criterion c ON c.id = n.criterion_id WHERE n.sample_id = :sample ORDER BY c.position, c.id",
        sample=sample_id,
    )
    return {one["code"]: (one["value"], one["reasoning"]) for one in listed}


def put_reference(
    db: Database, sample_id: int, criterion_id: int, *, value: str | None, reasoning: str
) -> None:
    """Write what the committee would give on one criterion, and why."""
    change(
        db,
        "INSERT INTO sample_reference (sample_id, criterion_id, value, reasoning)"
        " VALUES (:sample, :criterion, :value, :reasoning) ON CONFLICT (sample_id, criterion_id)"
        " DO UPDATE SET value = excluded.value, reasoning = excluded.reasoning",
        sample=sample_id,
        criterion=criterion_id,
        value=value,
        reasoning=reasoning,
    )


# --- what there is to read -----------------------------------------------------------------------


def files_of(db: Database, sample: Row) -> dict[str, Row]:
    """The files that the sample's submission lists, by SHA-256; {} for an uploaded document."""
    if sample["manifest"] is None:
        return {}
    listed = rows(
        db,
        "SELECT * FROM file WHERE entry_id = :entry AND instr(:manifest, sha256) > 0 ORDER BY id",
        entry=sample["entry_id"],
        manifest=sample["manifest"],
    )
    return {one["sha256"]: one for one in listed}
