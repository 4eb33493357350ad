"""The search in dossiers: the one module that asks the full-text index.

Which entries are searched is `visible` below: the rule of `may(actor, "entry.view", ...)` as joins. Their
order depends on their own texts alone: a rank that weighs words by how rare they are among all texts would
tell of texts that one may not read.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

from evaluation.core.finding import BEGINS, ENDS, Asked, Part
from evaluation.core.subjects import EntryReach
from evaluation.store.db import Row, rows

# Up to so many entries are named to the index; with more it is faster to look at all texts that match.
FEW = 400
SNIPPET_WORDS = 28

# Where the actor looks after entries or judges them: an edition's province, or (NULL) its nation.
VISIBLE = """
WITH place AS MATERIALIZED (
  SELECT DISTINCT ed.id AS edition_id, p.value ->> 1 AS province, p.value ->> 2 AS panel
  FROM json_each(:places) p JOIN edition ed ON p.value ->> 0 IS NULL OR ed.id = p.value ->> 0
), audited AS MATERIALIZED (
  SELECT DISTINCT ed.id FROM json_each(:audited) a JOIN edition ed ON a.value IS NULL OR ed.id = a.value
), first_stage AS MATERIALIZED (
  SELECT k.id AS category_id, k.edition_id,
    coalesce((SELECT r.stage FROM round r JOIN round_category rc ON rc.round_id = r.id
              WHERE rc.category_id = k.id ORDER BY r.position LIMIT 1), 'province') AS stage
  FROM category k
), undeclared AS MATERIALIZED (
  SELECT DISTINCT ce.entry_id FROM panel_member m JOIN panel pn ON pn.id = m.panel_id
  JOIN round r ON r.edition_id = pn.edition_id AND r.stage = pn.stage JOIN contest c ON c.round_id = r.id
    AND coalesce(c.region_code, '') = coalesce(pn.region_code, '')
  JOIN contest_entry ce ON ce.contest_id = c.id
  WHERE m.account_id = :account AND m.left_at IS NULL
    AND NOT EXISTS (SELECT 1 FROM finalisation f WHERE f.contest_id = c.id)
    AND NOT EXISTS (SELECT 1 FROM declaration n WHERE n.account_id = :account AND n.entry_id = ce.entry_id)
), others AS MATERIALIZED (
  SELECT entry_id FROM outsider WHERE account_id = :account
), looked_after AS (
  SELECT e.id AS entry_id, 0 AS panel FROM place p CROSS JOIN entry e
    ON e.edition_id = p.edition_id AND e.province_code = p.province
    JOIN first_stage f ON f.category_id = e.category_id AND f.stage = 'province' WHERE NOT p.panel
  UNION ALL
  SELECT e.id, 0 FROM place p JOIN first_stage f ON f.edition_id = p.edition_id AND f.stage = 'national'
    JOIN entry e ON e.edition_id = p.edition_id AND e.category_id = f.category_id
    WHERE p.province IS NULL AND NOT p.panel
  UNION ALL
  SELECT e.id, p.panel FROM place p CROSS JOIN entry e
    ON e.edition_id = p.edition_id AND e.province_code = p.province
    WHERE EXISTS (SELECT 1 FROM contest_entry ce JOIN contest c ON c.id = ce.contest_id
      JOIN round r ON r.id = c.round_id WHERE ce.entry_id = e.id AND r.stage = 'province')
  UNION ALL
  SELECT ce.entry_id, p.panel FROM place p
    CROSS JOIN round r ON r.edition_id = p.edition_id AND r.stage = 'national'
    CROSS JOIN contest c ON c.round_id = r.id CROSS JOIN contest_entry ce ON ce.contest_id = c.id
    WHERE p.province IS NULL
), seen AS (
  SELECT o.value AS entry_id, 1 AS whole FROM json_each(:own) o
  UNION ALL
  SELECT e.id, 1 FROM audited a JOIN entry e ON e.edition_id = a.id WHERE NOT EXISTS
    (SELECT 1 FROM recusal q WHERE q.entry_id = e.id AND q.account_id = :account)
  UNION ALL
  SELECT l.entry_id, NOT l.panel FROM looked_after l WHERE NOT EXISTS
    (SELECT 1 FROM recusal q WHERE q.entry_id = l.entry_id AND q.account_id = :account)
    AND NOT (l.panel AND l.entry_id IN (SELECT entry_id FROM undeclared))
    AND NOT (l.panel AND l.entry_id IN (SELECT entry_id FROM others))
    AND NOT (l.panel AND l.entry_id IN (SELECT value FROM json_each(:nameless)))
), visible AS MATERIALIZED (
  SELECT s.entry_id, max(s.whole) OR NOT EXISTS
    (SELECT 1 FROM submission sub WHERE sub.entry_id = s.entry_id) AS whole
  FROM seen s JOIN entry e ON e.id = s.entry_id JOIN edition ed ON ed.id = e.edition_id
  JOIN category k ON k.id = e.category_id
  WHERE (:edition IS NULL OR ed.code = :edition) AND (:category IS NULL OR k.code = :category)
    AND (:entries IS NULL OR e.id IN (SELECT value FROM json_each(:entries)))
    AND (:province IS NULL OR e.province_code = :province)
    AND (:round IS NULL OR EXISTS (SELECT 1 FROM contest_entry ce JOIN contest c ON c.id = ce.contest_id
      JOIN round r ON r.id = c.round_id WHERE ce.entry_id = e.id AND r.code = :round
      AND (r.edition_id IN (SELECT id FROM audited) OR EXISTS (SELECT 1 FROM place p
        WHERE p.edition_id = r.edition_id AND p.province IS c.region_code))))
  GROUP BY s.entry_id
)
"""
PIECES = "search_index x CROSS JOIN search_piece p ON p.id = x.rowid"
# A file that the virus scanner holds back can't be opened, so its words aren't told either.
MATCHING = """
x.search_index MATCH :words
  AND (p.live AND p.entry_id IN (SELECT entry_id FROM visible WHERE whole)
    OR p.sent AND p.entry_id IN (SELECT entry_id FROM visible WHERE NOT whole))
  AND NOT (p.kind = 'page' AND EXISTS (SELECT 1 FROM file held WHERE held.id = p.file_id
    AND held.scan IN ('waiting', 'infected')))
"""
KIND_PLACE = "CASE p.kind WHEN 'entry' THEN 0 WHEN 'item' THEN 1 WHEN 'file' THEN 2 ELSE 3 END"
# The plus keeps the index from being asked anew for each number, which is slow for beginnings of words.
PASSAGES = f"""
SELECT rowid AS id, snippet(search_index, 0, '{BEGINS}', '{ENDS}', '…', {SNIPPET_WORDS}) AS passage
FROM search_index WHERE search_index MATCH :words AND +rowid IN (SELECT value FROM json_each(:ids))
ORDER BY rowid
"""
HITS = f"""{VISIBLE}, hit AS MATERIALIZED (
  SELECT p.id, p.entry_id, p.kind, s.id AS section_id, p.item_id, p.file_id, p.page, row_number() OVER
    (PARTITION BY p.entry_id ORDER BY {KIND_PLACE}, s.position, p.item_id, p.page, p.id) AS number
  FROM {PIECES} JOIN entry e ON e.id = p.entry_id
  LEFT JOIN section s ON s.edition_id = e.edition_id AND s.code = p.section_code WHERE {MATCHING}
)
SELECT h.*, s.code AS section_code, s.title_id AS section_title_id, s.title_en AS section_title_en,
  f.name AS file_name, d.pages AS file_pages
FROM hit h LEFT JOIN section s ON s.id = h.section_id LEFT JOIN file f ON f.id = h.file_id
LEFT JOIN reading d ON d.sha256 = f.sha256
WHERE h.number > :skip AND h.number <= :skip + :each ORDER BY h.entry_id, h.number
"""
# The newest contest in which an assessor judges the entry: that is where they read its dossier.
ENTRIES = f"""{VISIBLE}
SELECT e.id, e.code, e.name, e.status, g.name AS region_name, pr.name AS province_name,
  k.title_id AS category_title_id, k.title_en AS category_title_en,
  ed.title_id AS edition_title_id, ed.title_en AS edition_title_en,
  (SELECT c.id FROM contest_entry ce JOIN contest c ON c.id = ce.contest_id JOIN round r ON r.id = c.round_id
   JOIN place p ON p.panel AND p.edition_id = r.edition_id AND p.province IS c.region_code
   WHERE ce.entry_id = e.id AND NOT EXISTS
     (SELECT 1 FROM recusal q WHERE q.entry_id = e.id AND q.account_id = :account)
   AND NOT EXISTS (SELECT 1 FROM unassigned u WHERE u.contest_id = c.id AND u.entry_id = e.id
     AND u.account_id = :account)
   ORDER BY r.position DESC, c.id LIMIT 1) AS judged_in
FROM visible v JOIN entry e ON e.id = v.entry_id JOIN edition ed ON ed.id = e.edition_id
JOIN category k ON k.id = e.category_id JOIN region g ON g.code = e.region_code
JOIN region pr ON pr.code = e.province_code ORDER BY e.id
"""


@dataclass(frozen=True, slots=True)
class Where:
    """Which part of what the actor may read is searched; None: no limit. By code, but entries by id.

    `nameless` are entries whose candidates a panel may not be told: it finds nothing in them, as whoever
    looks for a name would learn whose dossier says it.
    """

    edition: str | None = None
    category: str | None = None
    round: str | None = None
    province: str | None = None
    entries: Collection[int] | None = None
    nameless: Collection[int] = ()


def found(db: Database, reach: EntryReach, words: Asked, where: Where) -> list[Row]:
    """The entries in which the words are found: `entry_id` and `hits`. Two questions.

    First those that are called so, then those that say so, then files' names and pages; then by hits.
    """
    values = _values(reach, where)
    few = f"{VISIBLE} SELECT entry_id FROM visible ORDER BY entry_id LIMIT :most"
    seen = [one["entry_id"] for one in rows(db, few, most=FEW + 1, **values)]
    among = seen if len(seen) <= FEW else None
    return rows(
        db,
        f"{VISIBLE}, hit AS MATERIALIZED"
        f" (SELECT p.entry_id, {KIND_PLACE} AS place FROM {PIECES} WHERE {MATCHING})"
        " SELECT entry_id, count(*) AS hits FROM hit"
        " GROUP BY entry_id ORDER BY min(place), count(*) DESC, entry_id",
        words=expression(words, among),
        **values,
    )


def hits(
    db: Database, reach: EntryReach, words: Asked, where: Where, *, each: int, skip: int = 0
) -> list[Row]:
    """The places in each entry, `each` at most after the first `skip`, with the passage. Two questions.

    In the order of the dossier: name, items, files' names, pages.
    """
    values = _values(reach, where)
    question = expression(words, where.entries)
    listed = rows(db, HITS, words=question, each=each, skip=skip, **values)
    ids = json.dumps([one["id"] for one in listed])
    passages = {one["id"]: one["passage"] for one in rows(db, PASSAGES, words=question, ids=ids)}
    return [{**one, "passage": passages[one["id"]]} for one in listed]


def entries_of(db: Database, reach: EntryReach, where: Where) -> dict[int, Row]:
    """Who these entries are, and (`judged_in`) in which contest the actor judges each. One question."""
    return {one["id"]: one for one in rows(db, ENTRIES, **_values(reach, where))}


def choices(
    db: Database, reach: EntryReach, edition: str | None, nameless: Collection[int] = ()
) -> dict[str, list[Row]]:
    """What a search can be limited to: `editions`, and `categories`, `provinces` and `rounds` of one of them.

    Only what the actor's own entries, committees, panels and audits are in. Two questions.
    """
    values = _values(reach, Where(nameless=nameless))
    kinds = rows(
        db,
        f"{VISIBLE} SELECT DISTINCT ed.code AS edition, ed.title_id AS edition_title_id,"
        " ed.title_en AS edition_title_en, ed.award_year, k.code AS category, k.position,"
        " k.title_id AS category_title_id, k.title_en AS category_title_en, e.province_code,"
        " pr.name AS province"
        " FROM visible v JOIN entry e ON e.id = v.entry_id JOIN edition ed ON ed.id = e.edition_id"
        " JOIN category k ON k.id = e.category_id JOIN region pr ON pr.code = e.province_code"
        " ORDER BY ed.award_year DESC, ed.code, k.position, k.code, e.province_code",
        **values,
    )
    rounds = rows(
        db,
        f"{VISIBLE} SELECT r.code, r.title_id, r.title_en, ed.code AS edition FROM round r"
        " JOIN edition ed ON ed.id = r.edition_id WHERE EXISTS (SELECT 1 FROM contest c"
        "  WHERE c.round_id = r.id AND (r.edition_id IN (SELECT id FROM audited)"
        "  OR EXISTS (SELECT 1 FROM place p WHERE p.edition_id = r.edition_id"
        "   AND p.province IS c.region_code)))"
        " ORDER BY ed.code, r.position, r.id",
        **values,
    )
    here = [one for one in kinds if one["edition"] == edition]
    return {
        "editions": _distinct(kinds, "edition", "edition_title"),
        "categories": _distinct(here, "category", "category_title"),
        "provinces": list(
            {
                one["province_code"]: {"code": one["province_code"], "name": one["province"]} for one in here
            }.values()
        ),
        "rounds": [one for one in rounds if one["edition"] == edition],
    }


def marked_pages(db: Database, file: Row, words: Asked, numbers: Sequence[int]) -> dict[int, str]:
    """The whole texts of those of a file's pages on which the words stand, with marks, by number.

    Whether the file may be read, the caller asked before. Of a file that is in no dossier: none.
    """
    found_on = rows(
        db,
        f"SELECT p.page, highlight(search_index, 0, '{BEGINS}', '{ENDS}') AS text FROM {PIECES}"
        " WHERE p.file_id = :file AND p.kind = 'page'"
        " AND p.page IN (SELECT value FROM json_each(:pages)) AND x.search_index MATCH :words"
        " ORDER BY p.page, p.id",
        file=file["id"],
        pages=json.dumps(list(numbers)),
        words=expression(words, [file["entry_id"] or 0]),
    )
    return {one["page"]: one["text"] for one in found_on}


def expression(words: Asked, among: Collection[int] | None = None) -> str:
    """The question in the index's own language: bare words in quotes, whatever was typed.

    `among` are the entries whose texts are looked at; None: everybody's.
    """
    wanted = " AND ".join(_part(part) for part in words.wanted)
    unwanted = " OR ".join(_part(part) for part in words.unwanted)
    question = f"(text : ({wanted}) NOT text : ({unwanted}))" if unwanted else f"text : ({wanted})"
    if among is None:
        return question
    # No entry has the number 0: among none, nothing is found.
    return question + " AND entry : (" + " OR ".join(f'"e{entry}"' for entry in among or [0]) + ")"


def _part(part: Part) -> str:
    ways = ['"' + " ".join(way) + '"' + ("*" if part.open_end else "") for way in part.ways]
    return f"({' OR '.join(ways)})"


def _values(reach: EntryReach, where: Where) -> dict[str, Any]:
    """The parameters of `VISIBLE`."""
    places = [(*place, 0) for place in reach.committees] + [(*place, 1) for place in reach.panels]
    return dict(
        account=reach.account_id,
        own=json.dumps(reach.own),
        audited=json.dumps(reach.audited),
        places=json.dumps(places),
        edition=where.edition,
        category=where.category,
        round=where.round,
        province=where.province,
        entries=None if where.entries is None else json.dumps(sorted(where.entries)),
        nameless=json.dumps(sorted(where.nameless)),
    )


def _distinct(found_in: list[Row], code: str, title: str) -> list[Row]:
    """Each code once, in order, with its title in both languages."""
    return list(
        {
            one[code]: {"code": one[code], "title_id": one[f"{title}_id"], "title_en": one[f"{title}_en"]}
            for one in found_in
        }.values()
    )
