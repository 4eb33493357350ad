"""What a committee sees of its contests: how far they are, who has still to judge, what does not count."""

from __future__ import annotations

import json
from collections.abc import Sequence

from sqlite_utils import Database

from evaluation.store.contests import DESCRIBED
from evaluation.store.db import Row, row, rows

# Where a committee or an auditor looks: edition (None: all), province (None: the nation), or everywhere.
Scope = tuple[int | None, str | None, bool]

IN_SCOPE = """
EXISTS (SELECT 1 FROM json_each(:scopes) s
  WHERE (json_extract(s.value, '$[0]') IS NULL OR json_extract(s.value, '$[0]') = r.edition_id)
  AND (json_extract(s.value, '$[2]')
    OR coalesce(json_extract(s.value, '$[1]'), '') = coalesce(c.region_code, '')))
"""

# The accepted entries of contest `c`, and the counted sheets of entry `e` in it.
LIVING = """
contest_entry ce JOIN entry e ON e.id = ce.entry_id AND e.status = 'accepted' AND ce.contest_id = c.id
"""
# A recusal declared after finalising (for a later round) leaves this contest's frozen sheets counted.
SHEETS_OF_ENTRY = """
(SELECT count(*) FROM scoresheet s WHERE s.contest_id = c.id AND s.entry_id = e.id
  AND s.status = 'submitted' AND s.excluded_at IS NULL
  AND NOT EXISTS (SELECT 1 FROM recusal q WHERE q.account_id = s.account_id AND q.entry_id = s.entry_id
    AND NOT EXISTS (SELECT 1 FROM finalisation f
      WHERE f.contest_id = c.id AND f.finalised_at < q.recused_at)))
"""
CRITERIA = "(SELECT count(*) FROM criterion x WHERE x.round_id = c.round_id AND x.kind = '{kind}')"
JUDGED, MEASURED = CRITERIA.format(kind="judged"), CRITERIA.format(kind="measured")

# The positions of those whose signatures count under the result of contest `c`.
SIGNED = """
(SELECT json_group_array(s.position) FROM signature s LEFT JOIN signature_void v ON v.signature_id = s.id
  WHERE s.contest_id = c.id AND v.signature_id IS NULL)
"""

PROGRESS = f"""
SELECT d.*, r.minimum_sheets, {SIGNED} AS signed,
  (SELECT count(*) FROM motion m LEFT JOIN motion_outcome o ON o.motion_id = m.id
    WHERE m.contest_id = c.id AND o.id IS NULL) AS open_motions,
  (SELECT count(*) FROM replaced_result v WHERE v.contest_id = c.id) AS replaced,
  (SELECT count(*) FROM {LIVING}) AS entries,
  (SELECT count(*) FROM {LIVING} WHERE ce.provisional = 1) AS provisional,
  (SELECT count(*) FROM {LIVING} WHERE {JUDGED} > 0 AND {SHEETS_OF_ENTRY} < r.minimum_sheets) AS incomplete,
  (SELECT count(*) FROM {LIVING} WHERE (SELECT count(*) FROM measure m WHERE m.contest_id = c.id
    AND m.entry_id = e.id) < {MEASURED}) AS unmeasured,
  (SELECT coalesce(sum({SHEETS_OF_ENTRY}), 0) FROM {LIVING}) AS sheets,
  (SELECT count(*) FROM {LIVING} JOIN panel p ON p.edition_id = r.edition_id AND p.stage = r.stage
    AND coalesce(p.region_code, '') = coalesce(c.region_code, '')
    JOIN panel_member m ON m.panel_id = p.id AND m.left_at IS NULL
    WHERE {JUDGED} > 0
    AND NOT EXISTS (SELECT 1 FROM recusal q WHERE q.account_id = m.account_id AND q.entry_id = e.id)
    AND NOT EXISTS (SELECT 1 FROM unassigned u WHERE u.contest_id = c.id AND u.entry_id = e.id
      AND u.account_id = m.account_id)
    AND NOT EXISTS (SELECT 1 FROM scoresheet s WHERE s.contest_id = c.id AND s.entry_id = e.id
      AND s.account_id = m.account_id AND s.status = 'submitted')) AS awaited,
  (SELECT count(*) FROM contest c2 JOIN round r2 ON r2.id = c2.round_id AND r2.position < r.position
    WHERE r2.edition_id = r.edition_id AND c2.category_id = c.category_id
    AND (c.region_code IS NULL OR c2.region_code = c.region_code)
    AND EXISTS (SELECT 1 FROM contest_entry ce JOIN entry e ON e.id = ce.entry_id AND e.status = 'accepted'
      WHERE ce.contest_id = c2.id)
    AND NOT EXISTS (SELECT 1 FROM finalisation f2 WHERE f2.contest_id = c2.id)) AS open_before
FROM ({DESCRIBED}) d JOIN contest c ON c.id = d.id JOIN round r ON r.id = c.round_id
"""


def contests_in(db: Database, scopes: Sequence[Scope]) -> list[Row]:
    """The contests of these scopes with their progress: the nation's first, then by province and round.

    `entries`, `sheets` (that count), `awaited` (sheets still to come from seated members), and what hinders
    finalising: `incomplete`, `unmeasured` and `provisional` entries, `open_before` contests, `open_motions`.
    `signed`: the positions of whose signatures count, as JSON. `replaced`: how many final results it had
    before.
    """
    return rows(
        db,
        PROGRESS + f" WHERE {IN_SCOPE} ORDER BY d.edition_id, d.region_code IS NOT NULL, d.region_name,"
        " d.position, d.category_code, d.id",
        scopes=json.dumps(scopes),
    )


def progress_of(db: Database, contest_id: int) -> Row | None:
    """One contest with its progress, as `contests_in` gives it."""
    return row(db, PROGRESS + " WHERE d.id = :id", id=contest_id)


def provinces_of(db: Database, edition_ids: Sequence[int]) -> list[Row]:
    """The provincial contests of these editions: which, and whether finalised; no figures of running ones."""
    return rows(
        db,
        DESCRIBED + " WHERE r.stage = 'province' AND r.edition_id IN (SELECT value FROM json_each(:editions))"
        " ORDER BY r.edition_id, g.name, r.position, k.position, c.id",
        editions=json.dumps(list(edition_ids)),
    )


def waiting_dossiers(db: Database, edition_ids: Sequence[int]) -> list[Row]:
    """How many submitted dossiers wait for screening, by edition and province (None: the nation screens)."""
    return rows(
        db,
        "SELECT w.edition_id, w.region_code, count(*) AS dossiers FROM ("
        "SELECT e.edition_id, CASE (SELECT r.stage FROM round r JOIN round_category rc ON rc.round_id = r.id"
        " WHERE rc.category_id = e.category_id ORDER BY r.position LIMIT 1)"
        " WHEN 'national' THEN NULL ELSE e.province_code END AS region_code FROM entry e"
        " WHERE e.status = 'submitted' AND e.edition_id IN (SELECT value FROM json_each(:editions))) w"
        " GROUP BY w.edition_id, w.region_code ORDER BY w.edition_id, w.region_code",
        editions=json.dumps(list(edition_ids)),
    )


def seats(db: Database, edition_ids: Sequence[int]) -> list[Row]:
    """How many people sit on each panel of these editions, by edition and province (None: the nation)."""
    return rows(
        db,
        "SELECT p.edition_id, p.region_code, count(m.id) AS members FROM panel p"
        " LEFT JOIN panel_member m ON m.panel_id = p.id AND m.left_at IS NULL"
        " WHERE p.edition_id IN (SELECT value FROM json_each(:editions))"
        " GROUP BY p.id ORDER BY p.edition_id, p.region_code",
        editions=json.dumps(list(edition_ids)),
    )


def province_names(db: Database, codes: Sequence[str]) -> dict[str, str]:
    """The names of these provinces by code."""
    found = rows(
        db,
        "SELECT code, name FROM region WHERE code IN (SELECT value FROM json_each(:codes)) ORDER BY code",
        codes=json.dumps(list(codes)),
    )
    return {one["code"]: one["name"] for one in found}


def entries_in(db: Database, contest_id: int) -> list[Row]:
    """Everybody who stands in a contest, whatever became of them, with their counted sheets; by code."""
    return rows(
        db,
        "SELECT e.id, e.code, e.name, e.status, e.status_reason, e.submitted_at, ce.provisional,"
        f" {SHEETS_OF_ENTRY} AS sheets,"
        " (SELECT group_concat(q.account_id) FROM recusal q WHERE q.entry_id = e.id) AS recused"
        " FROM contest_entry ce JOIN contest c ON c.id = ce.contest_id JOIN entry e ON e.id = ce.entry_id"
        " WHERE ce.contest_id = :contest ORDER BY e.code",
        contest=contest_id,
    )


def assessors_of(db: Database, contest_id: int) -> list[Row]:
    """Each panel member's sheets over the contest's accepted entries, by seat.

    Members who left are listed while they have a sheet here. `excluded` sheets came in but are left out.
    """
    return rows(
        db,
        "SELECT m.id, m.account_id, m.name, m.position, m.capacity, m.left_at,"
        " count(e.id) AS entries, count(q.account_id) AS recused,"
        " count(CASE WHEN q.account_id IS NULL AND s.status = 'draft' THEN 1 END) AS drafts,"
        " count(CASE WHEN q.account_id IS NULL AND s.status = 'submitted' AND s.excluded_at IS NULL"
        " THEN 1 END) AS submitted,"
        " count(CASE WHEN q.account_id IS NULL AND s.excluded_at IS NOT NULL THEN 1 END) AS excluded,"
        " count(CASE WHEN q.account_id IS NULL AND s.id IS NULL THEN 1 END) AS untouched,"
        " max(s.saved_at) AS last_saved_at"
        " FROM contest c JOIN round r ON r.id = c.round_id JOIN panel p ON p.edition_id = r.edition_id"
        " AND p.stage = r.stage AND coalesce(p.region_code, '') = coalesce(c.region_code, '')"
        " JOIN panel_member m ON m.panel_id = p.id"
        " LEFT JOIN contest_entry ce ON ce.contest_id = c.id"
        " LEFT JOIN entry e ON e.id = ce.entry_id AND e.status = 'accepted' AND NOT EXISTS"
        "  (SELECT 1 FROM unassigned u WHERE u.contest_id = c.id AND u.entry_id = ce.entry_id"
        "   AND u.account_id = m.account_id)"
        " LEFT JOIN recusal q ON q.entry_id = e.id AND q.account_id = m.account_id"
        " LEFT JOIN scoresheet s ON s.contest_id = c.id AND s.entry_id = e.id AND s.account_id = m.account_id"
        " WHERE c.id = :contest GROUP BY m.id HAVING m.left_at IS NULL OR count(s.id) > 0"
        " ORDER BY CASE m.position WHEN 'chair' THEN 0 WHEN 'secretary' THEN 1 ELSE 2 END, m.id",
        contest=contest_id,
    )


def people_in(db: Database, contest_id: int) -> dict[str, Row]:
    """Who ever sat on a contest's panel: name, by address."""
    found = rows(
        db,
        "SELECT m.name, a.email FROM contest c JOIN round r ON r.id = c.round_id"
        " JOIN panel p ON p.edition_id = r.edition_id AND p.stage = r.stage"
        "  AND coalesce(p.region_code, '') = coalesce(c.region_code, '')"
        " JOIN panel_member m ON m.panel_id = p.id JOIN account a ON a.id = m.account_id"
        " WHERE c.id = :contest ORDER BY m.name, m.id",
        contest=contest_id,
    )
    return {one["email"]: one for one in found}


def sheets_of(db: Database, contest_id: int, entry_id: int) -> list[Row]:
    """Every sheet and seat for one entry, by address: who, in which capacity, why it does not count.

    `state` is "counted", "draft", "reopened", "excluded", "recused" or "none"; a draft's marks are hidden.
    """
    return rows(
        db,
        "SELECT a.id AS account_id, a.email, coalesce(m.name, nullif(a.name, ''), a.email) AS name,"
        " m.position,"
        " coalesce(m.capacity, '') AS capacity, s.id AS sheet_id, s.submitted_at, s.excluded_reason,"
        " coalesce(q.reason, '') AS recusal_reason,"
        " CASE WHEN q.account_id IS NOT NULL THEN 'recused' WHEN s.id IS NULL THEN 'none'"
        " WHEN s.excluded_at IS NOT NULL THEN 'excluded' WHEN s.status = 'submitted' THEN 'counted'"
        " WHEN EXISTS (SELECT 1 FROM reopening o JOIN scoresheet_version v ON v.id = o.version_id"
        "  WHERE v.scoresheet_id = s.id) THEN 'reopened' ELSE 'draft' END AS state"
        " FROM contest c JOIN round r ON r.id = c.round_id"
        " LEFT JOIN panel p ON p.edition_id = r.edition_id AND p.stage = r.stage"
        " AND coalesce(p.region_code, '') = coalesce(c.region_code, '')"
        " JOIN account a ON a.id IN (SELECT x.account_id FROM panel_member x WHERE x.panel_id = p.id"
        " AND x.left_at IS NULL UNION SELECT y.account_id FROM scoresheet y"
        " WHERE y.contest_id = c.id AND y.entry_id = :entry)"
        " LEFT JOIN panel_member m ON m.panel_id = p.id AND m.account_id = a.id"
        " LEFT JOIN scoresheet s ON s.contest_id = c.id AND s.entry_id = :entry AND s.account_id = a.id"
        " LEFT JOIN recusal q ON q.entry_id = :entry AND q.account_id = a.id"
        " WHERE c.id = :contest AND (s.id IS NOT NULL OR q.account_id IS NOT NULL OR NOT EXISTS"
        "  (SELECT 1 FROM unassigned u WHERE u.contest_id = c.id AND u.entry_id = :entry"
        "   AND u.account_id = a.id)) ORDER BY a.email",
        contest=contest_id,
        entry=entry_id,
    )


def comments_of(db: Database, contest_id: int, entry_id: int) -> list[Row]:
    """What was written on the submitted sheets of one entry: address, criterion's code, comment, feedback."""
    return rows(
        db,
        "SELECT a.email, x.code AS criterion, k.comment, k.feedback"
        " FROM mark k JOIN criterion x ON x.id = k.criterion_id"
        " JOIN scoresheet s ON s.id = k.scoresheet_id JOIN account a ON a.id = s.account_id"
        " WHERE s.contest_id = :contest AND s.entry_id = :entry AND s.status = 'submitted'"
        " AND (k.comment <> '' OR k.feedback <> '')"
        " ORDER BY a.email, x.position",
        contest=contest_id,
        entry=entry_id,
    )


def sources_of(db: Database, contest_id: int, entry_id: int) -> list[Row]:
    """Where the measured values of one entry come from: criterion's code, source, when recorded."""
    return rows(
        db,
        "SELECT x.code AS criterion, m.source, m.recorded_at FROM measure m"
        " JOIN criterion x ON x.id = m.criterion_id WHERE m.contest_id = :contest AND m.entry_id = :entry"
        " ORDER BY x.position",
        contest=contest_id,
        entry=entry_id,
    )


def attendance_of(db: Database, contest_id: int, entry_id: int) -> list[Row]:
    """Who came to the interview of one entry; empty or one row."""
    return rows(
        db,
        "SELECT * FROM attendance WHERE contest_id = :contest AND entry_id = :entry",
        contest=contest_id,
        entry=entry_id,
    )


def round_titles(db: Database, edition_id: int) -> dict[str, Row]:
    """The titles of an edition's rounds by code."""
    found = rows(
        db,
        "SELECT code, title_id, title_en FROM round WHERE edition_id = :edition ORDER BY position, id",
        edition=edition_id,
    )
    return {one["code"]: one for one in found}


def advanced_to(db: Database, contest_id: int) -> list[Row]:
    """Who advanced from a finalised contest and the contest of the next round they entered, by rank."""
    return rows(
        db,
        "SELECT s.entry_id, s.rank, e.code, e.name, d.id AS next_id, d.round_title_id, d.round_title_en,"
        " d.region_name, d.region_code, d.edition_id, d.stage, d.kind, d.finalised, d.published,"
        " d.opens_at, d.closes_at, d.marks_seen, d.assessors_seen, d.candidates_seen"
        " FROM final_standing s JOIN entry e ON e.id = s.entry_id"
        " JOIN contest c ON c.id = s.contest_id JOIN round r ON r.id = c.round_id"
        f" LEFT JOIN ({DESCRIBED}) d ON d.category_id = c.category_id AND d.position = ("
        "SELECT min(r2.position) FROM round r2 JOIN contest c2 ON c2.round_id = r2.id"
        " JOIN contest_entry ce2 ON ce2.contest_id = c2.id"
        " WHERE ce2.entry_id = s.entry_id AND r2.position > r.position)"
        " AND EXISTS (SELECT 1 FROM contest_entry ce3"
        " WHERE ce3.contest_id = d.id AND ce3.entry_id = s.entry_id)"
        " WHERE s.contest_id = :contest AND s.advances = 1 ORDER BY s.rank, e.code",
        contest=contest_id,
    )


def provincial_rounds(db: Database, edition_id: int) -> list[Row]:
    """The judged rounds of the provinces by category: what the map of an edition can show, in order.

    `contests` of them exist, `open_contests` are not finalised.
    """
    return rows(
        db,
        "SELECT r.id AS round_id, k.id AS category_id, r.code AS round_code, k.code AS category_code,"
        " r.title_id AS round_title_id, r.title_en AS round_title_en, k.title_id AS category_title_id,"
        " k.title_en AS category_title_en, count(c.id) AS contests,"
        " count(c.id) - count(f.contest_id) AS open_contests"
        " FROM round r JOIN round_category rc ON rc.round_id = r.id JOIN category k ON k.id = rc.category_id"
        " LEFT JOIN contest c ON c.round_id = r.id AND c.category_id = k.id"
        " LEFT JOIN finalisation f ON f.contest_id = c.id"
        " WHERE r.edition_id = :edition AND r.stage = 'province' AND r.kind <> 'screening'"
        " GROUP BY r.id, k.id ORDER BY r.position, k.position, r.id, k.id",
        edition=edition_id,
    )


def contests_of_round(db: Database, round_id: int, category_id: int) -> list[Row]:
    """The provinces' contests of one round and category: which, and how far; no figures of running ones.

    `replaced`: how many final results each had before.
    """
    return rows(
        db,
        f"SELECT d.*, {SIGNED} AS signed,"
        " EXISTS (SELECT 1 FROM signing g WHERE g.contest_id = c.id) AS signing,"
        " (SELECT count(*) FROM replaced_result v WHERE v.contest_id = c.id) AS replaced"
        f" FROM ({DESCRIBED}) d JOIN contest c ON c.id = d.id"
        " WHERE c.round_id = :round AND c.category_id = :category AND c.region_code IS NOT NULL"
        " ORDER BY c.region_code, c.id",
        round=round_id,
        category=category_id,
    )
