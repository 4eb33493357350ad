"""Wins of award years before an edition's: those finalised here, and those that its committees recorded."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass

from sqlite_utils import Database

from evaluation.core.subjects import PastWinRef
from evaluation.store.db import Row, change, row, rows
from evaluation.store.promotion import LAST_ROUND

# Of an edition's categories: every recorded win, and whoever won the last round that names winners.
WINS = f"""
FROM edition ed JOIN category k ON k.edition_id = ed.id
JOIN (
  SELECT p.category_code, p.candidate_code, p.award_year, p.source, p.id AS past_win_id, p.recorded_at,
    coalesce(nullif(a.name, ''), a.email, '') AS recorder, NULL AS contest_id, NULL AS name,
    NULL AS province_code, NULL AS title_id, NULL AS title_en, 1 AS published
  FROM past_win p LEFT JOIN account a ON a.id = p.recorded_by
  UNION ALL
  SELECT pk.code, pe.code, ped.award_year, NULL, NULL, NULL, '', pc.id, pe.name, pe.province_code,
    ped.title_id, ped.title_en, EXISTS (SELECT 1 FROM publication u WHERE u.contest_id = pc.id)
  FROM final_standing fs JOIN contest pc ON pc.id = fs.contest_id JOIN round pr ON pr.id = pc.round_id
  JOIN entry pe ON pe.id = fs.entry_id JOIN category pk ON pk.id = pe.category_id
  JOIN edition ped ON ped.id = pe.edition_id
  WHERE fs.wins = 1 AND pr.position = {LAST_ROUND}
) w ON w.category_code = k.code AND w.award_year < ed.award_year
LEFT JOIN entry e ON e.edition_id = ed.id AND e.category_id = k.id AND e.code = w.candidate_code
LEFT JOIN region g ON g.code = w.candidate_code
"""
# What is not published yet is known to the nation's committee and the auditor alone; whoever is kept away
# from an entry finds nothing of it here either.
SEEN = """
WHERE ed.id = :edition AND (:everywhere OR (w.published AND coalesce(e.province_code, w.province_code,
  g.parent, g.code) IN (SELECT value FROM json_each(:provinces))))
AND NOT EXISTS (SELECT 1 FROM recusal q WHERE q.entry_id = e.id AND q.account_id = :account)
"""


@dataclass(frozen=True, slots=True)
class WinsSeen:
    """Whose wins somebody sees: of an edition's candidates everywhere, or of these provinces."""

    edition_id: int
    account_id: int | None
    everywhere: bool
    provinces: Collection[str]

    @property
    def values(self) -> dict[str, object]:
        """What fills the condition."""
        return {
            "edition": self.edition_id,
            "account": self.account_id,
            "everywhere": int(self.everywhere),
            "provinces": json.dumps(sorted(self.provinces)),
        }


def listed(db: Database, seen: WinsSeen, *, limit: int, offset: int) -> list[Row]:
    """The wins of years before, the newest first, each with where it is known from.

    `contest_id` and the edition's title are those of a result finalised here; `past_win_id`, source, recorder
    and moment those of a recorded one. `entry_id` is the candidate's entry in this edition, if it has one.
    """
    return rows(
        db,
        "SELECT w.category_code, w.candidate_code, w.award_year, w.source, w.past_win_id, w.recorder,"
        " w.recorded_at, w.contest_id, w.published, w.title_id, w.title_en, k.title_id AS category_title_id,"
        " k.title_en AS category_title_en, coalesce(e.name, w.name, g.name, w.candidate_code) AS name,"
        " e.id AS entry_id, coalesce(e.province_code, w.province_code, g.parent, g.code) AS province_code"
        f" {WINS} {SEEN} ORDER BY w.award_year DESC, k.position, w.candidate_code, w.past_win_id"
        " LIMIT :limit OFFSET :offset",
        limit=limit,
        offset=offset,
        **seen.values,
    )


def count(db: Database, seen: WinsSeen) -> int:
    """How many `listed` would give in all."""
    found = row(db, f"SELECT count(*) AS n {WINS} {SEEN}", **seen.values)
    return 0 if found is None else int(found["n"])


def of_entry(db: Database, entry_id: int) -> list[Row]:
    """The wins of an entry's candidate in its category before its award year, the newest first.

    Those too that are not `published` yet: not everybody may be told of them.
    """
    return rows(
        db,
        "SELECT DISTINCT w.award_year, w.source, w.contest_id, w.title_id, w.title_en, w.published"
        f" {WINS}"
        " WHERE e.id = :entry ORDER BY w.award_year DESC, w.contest_id IS NULL",
        entry=entry_id,
    )


def by_id(db: Database, edition_id: int, past_win_id: int) -> Row | None:
    """A recorded win in one of an edition's categories."""
    return row(
        db,
        "SELECT p.* FROM past_win p JOIN category k ON k.code = p.category_code"
        " WHERE p.id = :id AND k.edition_id = :edition",
        id=past_win_id,
        edition=edition_id,
    )


def recorded(db: Database, edition_id: int) -> dict[tuple[str, str, int], Row]:
    """Every recorded win in an edition's categories, by category, candidate and award year."""
    found = rows(
        db,
        "SELECT p.* FROM past_win p JOIN category k ON k.code = p.category_code"
        " WHERE k.edition_id = :edition ORDER BY p.id",
        edition=edition_id,
    )
    return {(one["category_code"], one["candidate_code"], one["award_year"]): one for one in found}


def remove(db: Database, past_win_id: int) -> None:
    """Take a recorded win away."""
    change(db, "DELETE FROM past_win WHERE id = :id", id=past_win_id)


def refs_of(db: Database, edition_id: int, codes: Collection[str]) -> dict[str, PastWinRef]:
    """Candidates as permissions see them, by code: an edition's entry, or else the region of that code."""
    found = rows(
        db,
        "SELECT c.value AS code, coalesce(e.province_code, g.parent, g.code, '') AS province_code,"
        " (SELECT group_concat(q.account_id) FROM recusal q WHERE q.entry_id = e.id) AS recused"
        " FROM json_each(:codes) c LEFT JOIN entry e ON e.edition_id = :edition AND e.code = c.value"
        " LEFT JOIN region g ON g.code = c.value ORDER BY c.value",
        codes=json.dumps(sorted(codes)),
        edition=edition_id,
    )
    return {
        one["code"]: PastWinRef(
            edition_id,
            one["province_code"],
            frozenset(int(account) for account in (one["recused"] or "").split(",") if account),
        )
        for one in found
    }


def editions_with(db: Database, category_code: str, but: int) -> list[int]:
    """The other editions that have a category of this code."""
    found = rows(
        db,
        "SELECT edition_id FROM category WHERE code = :code AND edition_id <> :but ORDER BY edition_id",
        code=category_code,
        but=but,
    )
    return [one["edition_id"] for one in found]
