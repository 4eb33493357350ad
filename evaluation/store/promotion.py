"""What promotion rules look at in entries, and who moved up from a reserve list."""

from __future__ import annotations

from sqlite_utils import Database

from evaluation.core.promotion import Facts
from evaluation.store.db import Row, change, insert, rows

# Whether a round `r` names winners of its own. Who wins is not decided where places are nominations.
NAMES_WINNERS = """(coalesce(r.promotion ->> 'nominations', 0) = 0 AND (r.winners > 0 OR EXISTS (
  SELECT 1 FROM json_each(r.promotion, '$.clusters') c WHERE c.value ->> 'winners' > 0)))"""
LAST_ROUND = f"""(SELECT max(r.position) FROM round r JOIN round_category rc ON rc.round_id = r.id
  WHERE rc.category_id = pk.id AND {NAMES_WINNERS})"""
# Award years that an entry's candidate won in its category: in a public result of the last round that names
# winners, or recorded from before. One that is not public yet would be told by who is passed over for it.
WON = f"""
SELECT e.id AS entry_id, past.award_year FROM contest_entry ce
JOIN entry e ON e.id = ce.entry_id JOIN category k ON k.id = e.category_id
JOIN edition ed ON ed.id = e.edition_id
JOIN (
  SELECT pk.code AS category_code, pe.code AS candidate_code, ped.award_year
  FROM final_standing fs JOIN contest pc ON pc.id = fs.contest_id JOIN round pr ON pr.id = pc.round_id
  JOIN publication u ON u.contest_id = pc.id
  JOIN entry pe ON pe.id = fs.entry_id JOIN category pk ON pk.id = pe.category_id
  JOIN edition ped ON ped.id = pe.edition_id
  WHERE fs.wins = 1 AND pr.position = {LAST_ROUND}
  UNION
  SELECT category_code, candidate_code, award_year FROM past_win
) past ON past.category_code = k.code AND past.candidate_code = e.code AND past.award_year < ed.award_year
WHERE ce.contest_id = :contest ORDER BY e.id, past.award_year
"""


# The version of a contest's result that is final now, or would be next: those before it were replaced.
VERSION = "1 + (SELECT count(*) FROM replaced_result x WHERE x.contest_id = {contest})"


def facts_of(db: Database, contest_id: int) -> dict[str, Facts]:
    """What rules look at in the entries of a contest, by candidate code. Two questions."""
    won: dict[int, list[int]] = {}
    for one in rows(db, WON, contest=contest_id):
        won.setdefault(one["entry_id"], []).append(one["award_year"])
    found = rows(
        db,
        "SELECT e.id, e.code, e.region_code, e.province_code, e.institution, e.sector, g.kind,"
        " v.name AS province"
        " FROM contest_entry ce JOIN entry e ON e.id = ce.entry_id JOIN region g ON g.code = e.region_code"
        " JOIN region v ON v.code = e.province_code"
        " WHERE ce.contest_id = :contest ORDER BY e.code",
        contest=contest_id,
    )
    return {
        one["code"]: Facts(
            province=one["province"],
            kind=one["kind"],
            regions=frozenset({one["region_code"], one["province_code"]}),
            institution=one["institution"],
            sector=one["sector"],
            won=tuple(won.get(one["id"], ())),
        )
        for one in found
    }


def wins_unpublished(db: Database, contest_id: int, years: int) -> list[int]:
    """Contests that decided, in so many award years before, who won this one's category, and aren't public.

    A result that is being corrected after it was final is among them; one that nobody finalised is not.
    """
    found = rows(
        db,
        "SELECT pc.id FROM contest c JOIN round own ON own.id = c.round_id JOIN category k"
        " ON k.id = c.category_id JOIN edition ed ON ed.id = own.edition_id"
        " JOIN category pk ON pk.code = k.code JOIN edition ped ON ped.id = pk.edition_id"
        " JOIN contest pc ON pc.category_id = pk.id JOIN round pr ON pr.id = pc.round_id"
        " WHERE c.id = :contest AND ped.award_year BETWEEN ed.award_year - :years AND ed.award_year - 1"
        f" AND pr.position = {LAST_ROUND}"
        " AND (c.region_code IS NULL OR pc.region_code IS NULL OR pc.region_code = c.region_code)"
        " AND (EXISTS (SELECT 1 FROM finalisation f WHERE f.contest_id = pc.id)"
        " OR EXISTS (SELECT 1 FROM replaced_result v WHERE v.contest_id = pc.id))"
        " AND NOT EXISTS (SELECT 1 FROM publication u WHERE u.contest_id = pc.id)"
        " ORDER BY ped.award_year, pc.id",
        contest=contest_id,
        years=years,
    )
    return [one["id"] for one in found]


def award_year(db: Database, contest_id: int) -> int:
    """The award year of a contest's edition. KeyError when there is no such contest."""
    found = rows(
        db,
        "SELECT ed.award_year FROM contest c JOIN round r ON r.id = c.round_id"
        " JOIN edition ed ON ed.id = r.edition_id WHERE c.id = :contest",
        contest=contest_id,
    )
    if not found:
        raise KeyError(contest_id)
    return int(found[0]["award_year"])


def add_past_win(
    db: Database,
    *,
    category_code: str,
    candidate_code: str,
    award_year: int,
    source: str,
    recorded_by: int | None,
    recorded_at: str,
) -> bool:
    """Record a win of an earlier year; False when it is known already."""
    return bool(
        change(
            db,
            "INSERT INTO past_win"
            " (category_code, candidate_code, award_year, source, recorded_by, recorded_at)"
            " VALUES (:category, :candidate, :year, :source, :by, :at) ON CONFLICT DO NOTHING",
            category=category_code,
            candidate=candidate_code,
            year=award_year,
            source=source,
            by=recorded_by,
            at=recorded_at,
        )
    )


def moves_of(db: Database, contest_id: int) -> list[Row]:
    """Who moved up from the contest's reserve list, in order, with both names."""
    return rows(
        db,
        "SELECT m.*, e.name, e.code, o.name AS instead_name, o.code AS instead_code FROM reserve_move m"
        " JOIN entry e ON e.id = m.entry_id JOIN entry o ON o.id = m.instead_of"
        f" WHERE m.contest_id = :contest AND m.version = {VERSION.format(contest='m.contest_id')}"
        " ORDER BY m.id",
        contest=contest_id,
    )


def add_move(
    db: Database,
    *,
    contest_id: int,
    entry_id: int,
    instead_of: int,
    reason: str,
    moved_by: int | None,
    moved_at: str,
) -> int:
    """Write down who moved up for whom; its id."""
    version = rows(db, f"SELECT {VERSION.format(contest=':contest')} AS number", contest=contest_id)
    return insert(
        db,
        "reserve_move",
        contest_id=contest_id,
        entry_id=entry_id,
        instead_of=instead_of,
        reason=reason,
        moved_by=moved_by,
        moved_at=moved_at,
        version=version[0]["number"],
    )


def since_final(db: Database, contest_id: int) -> dict[str, str]:
    """What became, after a result was final, of those who went on or moved up: "left" or "moved", by code."""
    found = rows(
        db,
        "SELECT e.code, CASE WHEN e.status IN ('withdrawn', 'excluded') THEN 'left' ELSE 'moved' END AS now"
        " FROM final_standing fs JOIN entry e ON e.id = fs.entry_id WHERE fs.contest_id = :contest"
        " AND (e.status IN ('withdrawn', 'excluded') AND (fs.advances = 1 OR fs.wins = 1)"
        " OR EXISTS (SELECT 1 FROM reserve_move m WHERE m.entry_id = e.id AND m.contest_id = fs.contest_id"
        f" AND m.version = {VERSION.format(contest='m.contest_id')})) ORDER BY e.code",
        contest=contest_id,
    )
    return {one["code"]: one["now"] for one in found}


def went_on_from(db: Database, entry_id: int) -> list[Row]:
    """The finalised contests from which an entry goes on, by its place or from the reserve list.

    Each: contest_id, round_code, and whether a contest further on its way is finalised already.
    """
    return rows(
        db,
        "SELECT c.id AS contest_id, r.code AS round_code, EXISTS (SELECT 1 FROM contest_entry later"
        " JOIN contest lc ON lc.id = later.contest_id JOIN round lr ON lr.id = lc.round_id"
        " JOIN finalisation f ON f.contest_id = lc.id WHERE later.entry_id = :entry"
        " AND lr.position > r.position) AS next_finalised"
        " FROM final_standing fs JOIN contest c ON c.id = fs.contest_id JOIN round r ON r.id = c.round_id"
        " WHERE fs.entry_id = :entry AND (fs.advances = 1 OR EXISTS (SELECT 1 FROM reserve_move m"
        f" WHERE m.contest_id = c.id AND m.entry_id = fs.entry_id"
        f" AND m.version = {VERSION.format(contest='c.id')})) ORDER BY r.position, c.id",
        entry=entry_id,
    )
