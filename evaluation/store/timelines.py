"""The rounds of categories with their dates, and what entries reached in published contests."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable

from sqlite_utils import Database

from evaluation.core.rules import Round, Text
from evaluation.core.timeline import Outcome
from evaluation.store.db import moment, rows


def rounds_of_categories(db: Database, category_ids: Iterable[int]) -> dict[int, tuple[Round, ...]]:
    """The rounds of each category in order, with titles, kinds and dates only. One question."""
    found: dict[int, list[Round]] = defaultdict(list)
    for one in rows(
        db,
        "SELECT rc.category_id, r.code, r.title_id, r.title_en, r.stage, r.kind, r.opens_at, r.closes_at"
        " FROM round r JOIN round_category rc ON rc.round_id = r.id"
        " WHERE rc.category_id IN (SELECT value FROM json_each(:ids)) ORDER BY r.position, r.id",
        ids=json.dumps(sorted(set(category_ids))),
    ):
        found[one["category_id"]].append(
            Round(
                code=one["code"],
                title=Text(one["title_id"], one["title_en"]),
                categories=(),
                stage=one["stage"],
                kind=one["kind"],
                opens=moment(one["opens_at"]) if one["opens_at"] else None,
                closes=moment(one["closes_at"]) if one["closes_at"] else None,
            )
        )
    return {category_id: tuple(rounds) for category_id, rounds in found.items()}


def published_outcomes(db: Database, entry_ids: Iterable[int]) -> dict[int, dict[str, Outcome]]:
    """What entries reached in published contests, by entry and round code. One question."""
    found: dict[int, dict[str, Outcome]] = defaultdict(dict)
    for one in rows(
        db,
        "SELECT s.entry_id, c.region_code, s.rank, s.score, r.code, r.rounding_places FROM final_standing s"
        " JOIN publication p ON p.contest_id = s.contest_id JOIN contest c ON c.id = s.contest_id"
        " JOIN round r ON r.id = c.round_id WHERE s.entry_id IN (SELECT value FROM json_each(:ids))"
        " ORDER BY s.entry_id, r.position, s.contest_id",
        ids=json.dumps(sorted(set(entry_ids))),
    ):
        found[one["entry_id"]][one["code"]] = Outcome(
            one["region_code"], one["rank"], one["score"], one["rounding_places"]
        )
    return dict(found)
