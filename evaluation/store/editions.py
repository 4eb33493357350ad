"""Editions with their categories, rounds and criteria: rules go in and come out as the core's values."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, TypeVar

from sqlite_utils import Database

from evaluation.core.deliberation_rules import NO_DELIBERATION
from evaluation.core.exact import decimal_text, parse_exact
from evaluation.core.feedback_rules import USUAL_FEEDBACK
from evaluation.core.objection_rules import NO_OBJECTIONS
from evaluation.core.promotion_rules import NOTHING_MORE
from evaluation.core.rules import (
    Category,
    ChecklistItem,
    Criterion,
    Round,
    Rounding,
    RubricLevel,
    Rules,
    Text,
)
from evaluation.core.signature_rules import NO_SIGNATURES
from evaluation.core.visibility import Visibility
from evaluation.store import interview_rules, sections
from evaluation.store.assignment_rules import assignment_of, assignment_text
from evaluation.store.db import Row, change, insert, moment, row, rows, stamp
from evaluation.store.round_rules import rule_of, text_of

Rule = TypeVar("Rule")


@dataclass(frozen=True, slots=True)
class StoredRound:
    """A round with the ids that its marks and contests refer to."""

    id: int
    edition_id: int
    rules: Round
    criterion_ids: dict[str, int]


# --- reading -------------------------------------------------------------------------------------


def all_editions(db: Database) -> list[Row]:
    """Every edition, newest award first."""
    return rows(db, "SELECT * FROM edition ORDER BY award_year DESC, code")


def by_code(db: Database, code: str) -> Row | None:
    """One edition by its code."""
    return row(db, "SELECT * FROM edition WHERE code = :code", code=code)


def by_id(db: Database, edition_id: int) -> Row | None:
    """One edition."""
    return row(db, "SELECT * FROM edition WHERE id = :id", id=edition_id)


def categories_of(db: Database, edition_id: int) -> list[Row]:
    """The categories of an edition, in the order of its file."""
    return rows(db, "SELECT * FROM category WHERE edition_id = :id ORDER BY position, id", id=edition_id)


def categories_in_contests(db: Database, edition_id: int) -> list[str]:
    """The codes of an edition's categories of which entries stand in a contest."""
    found = rows(
        db,
        "SELECT k.code FROM category k WHERE k.edition_id = :id AND EXISTS (SELECT 1 FROM contest c"
        " JOIN contest_entry ce ON ce.contest_id = c.id WHERE c.category_id = k.id)"
        " ORDER BY k.position, k.id",
        id=edition_id,
    )
    return [one["code"] for one in found]


def rounds_of(db: Database, edition_id: int) -> list[StoredRound]:
    """The rounds of an edition with their ids, in the order of its file. Three questions."""
    return _stored(
        db,
        rows(db, "SELECT * FROM round WHERE edition_id = :id ORDER BY position, id", id=edition_id),
        "r.edition_id = :id",
        edition_id,
    )


def round_by_id(db: Database, round_id: int) -> StoredRound:
    """One round with its ids. KeyError when there is none. Three questions."""
    found = rows(db, "SELECT * FROM round WHERE id = :id", id=round_id)
    if not found:
        raise KeyError(round_id)
    return _stored(db, found, "r.id = :id", round_id)[0]


def rounds_by_ids(db: Database, round_ids: list[int]) -> dict[int, StoredRound]:
    """Some rounds, of whatever editions, by id. Three questions."""
    among, asked = "r.id IN (SELECT value FROM json_each(:id))", json.dumps(round_ids)
    found = rows(db, f"SELECT r.* FROM round r WHERE {among} ORDER BY r.id", id=asked)
    return {stored.id: stored for stored in _stored(db, found, among, asked)}


def rules_of(db: Database, edition_id: int) -> Rules:
    """The whole rules of an edition. KeyError when there is none."""
    edition = by_id(db, edition_id)
    if edition is None:
        raise KeyError(edition_id)
    return Rules(
        code=edition["code"],
        title=_title(edition),
        assessed_year=edition["assessed_year"],
        award_year=edition["award_year"],
        timezone=edition["timezone"],
        official=bool(edition["official"]),
        categories=tuple(Category(c["code"], _title(c), c["entrant"]) for c in categories_of(db, edition_id)),
        rounds=tuple(stored.rules for stored in rounds_of(db, edition_id)),
        sections=sections.of_edition(db, edition_id),
        interviews=interview_rules.of_edition(db, edition_id),
    )


def _stored(db: Database, found: list[Row], where: str, value: int | str) -> list[StoredRound]:
    criteria: dict[int, list[Row]] = defaultdict(list)
    categories: dict[int, list[str]] = defaultdict(list)
    for one in rows(
        db,
        f"SELECT c.* FROM criterion c JOIN round r ON r.id = c.round_id WHERE {where}"
        " ORDER BY c.position, c.id",
        id=value,
    ):
        criteria[one["round_id"]].append(one)
    for one in rows(
        db,
        "SELECT rc.round_id, k.code FROM round_category rc JOIN category k ON k.id = rc.category_id"
        f" JOIN round r ON r.id = rc.round_id WHERE {where} ORDER BY k.position, k.id",
        id=value,
    ):
        categories[one["round_id"]].append(one["code"])
    return [
        StoredRound(
            id=one["id"],
            edition_id=one["edition_id"],
            rules=_round(one, tuple(categories[one["id"]]), criteria[one["id"]]),
            criterion_ids={c["code"]: c["id"] for c in criteria[one["id"]]},
        )
        for one in found
    ]


def _round(one: Row, categories: tuple[str, ...], criteria: list[Row]) -> Round:
    return Round(
        code=one["code"],
        title=_title(one),
        categories=categories,
        stage=one["stage"],
        kind=one["kind"],
        opens=moment(one["opens_at"]) if one["opens_at"] else None,
        closes=moment(one["closes_at"]) if one["closes_at"] else None,
        order=one["sheet_order"],
        combine=one["combine"],
        trim_from=one["trim_from"],
        scale=one["scale"],
        rounding=Rounding(
            one["rounding_mode"], one["rounding_places"], frozenset(json.loads(one["rounding_steps"]))
        ),
        minimum_sheets=one["minimum_sheets"],
        carry=tuple((code, parse_exact(share)) for code, share in json.loads(one["carry"])),
        advance=one["advance"],
        winners=one["winners"],
        pass_mark=_exact(one["pass_mark"]),
        tie_break=tuple(json.loads(one["tie_break"])),
        promotion=rule_of(one["promotion"], NOTHING_MORE),
        signatures=rule_of(one["signatures"], NO_SIGNATURES),
        assignment=assignment_of(one["assignment"]),
        feedback=rule_of(one["feedback"], USUAL_FEEDBACK),
        objections=rule_of(one["objections"], NO_OBJECTIONS),
        deliberation=rule_of(one["deliberation"], NO_DELIBERATION),
        criteria=tuple(_criterion(c) for c in criteria),
        checklist=tuple(
            ChecklistItem(item["code"], Text(item["id"], item["en"])) for item in json.loads(one["checklist"])
        ),
        visibility=Visibility(one["marks_seen"], one["assessors_seen"], one["candidates_seen"]),
    )


def _criterion(one: Row) -> Criterion:
    return Criterion(
        code=one["code"],
        title=_title(one),
        weight=parse_exact(one["weight"]),
        minimum=parse_exact(one["minimum"]),
        maximum=parse_exact(one["maximum"]),
        step=parse_exact(one["step"]),
        kind=one["kind"],
        comment_below=_exact(one["comment_below"]),
        comment_above=_exact(one["comment_above"]),
        evidence=tuple(json.loads(one["evidence"])),
        rubric=tuple(
            RubricLevel(parse_exact(level["low"]), parse_exact(level["high"]), Text(level["id"], level["en"]))
            for level in json.loads(one["rubric"])
        ),
        comment_always=bool(one["comment_always"]),
    )


def _title(one: Row) -> Text:
    return Text(one["title_id"], one["title_en"])


def _exact(text: str | None) -> Fraction | None:
    return None if text is None else parse_exact(text)


# --- writing -------------------------------------------------------------------------------------


def save(db: Database, rules: Rules, *, source: str, loaded_at: str) -> int:
    """Store an edition, or replace the rules of one with the same code; answer its id.

    sqlite3.IntegrityError when what is in use would disappear (or change, for a section with items).
    """
    change(
        db,
        "INSERT INTO edition"
        " (code, title_id, title_en, assessed_year, award_year, timezone, official, source, loaded_at)"
        " VALUES (:code, :title_id, :title_en, :assessed, :award, :timezone, :official, :source, :at)"
        " ON CONFLICT (code) DO UPDATE SET title_id = excluded.title_id, title_en = excluded.title_en,"
        " assessed_year = excluded.assessed_year, award_year = excluded.award_year,"
        " timezone = excluded.timezone, official = excluded.official, source = excluded.source,"
        " loaded_at = excluded.loaded_at",
        code=rules.code,
        title_id=rules.title.id,
        title_en=rules.title.en,
        assessed=rules.assessed_year,
        award=rules.award_year,
        timezone=rules.timezone,
        official=int(rules.official),
        source=source,
        at=loaded_at,
    )
    edition = by_code(db, rules.code)
    assert edition is not None
    edition_id = int(edition["id"])
    categories = {c.code: _save_category(db, edition_id, i, c) for i, c in enumerate(rules.categories)}
    for position, rnd in enumerate(rules.rounds):
        _save_round(db, edition_id, position, rnd, categories)
    interview_rules.save(db, edition_id, rules)
    sections.save(db, edition_id, rules.sections, categories)
    _remove_others(db, "round", "edition_id", edition_id, [r.code for r in rules.rounds])
    _remove_others(db, "category", "edition_id", edition_id, list(categories))
    return edition_id


def freeze(db: Database, edition_id: int, frozen_at: str) -> bool:
    """Freeze the rules; False when they were frozen already."""
    return bool(
        change(
            db,
            "UPDATE edition SET frozen_at = :at WHERE id = :id AND frozen_at IS NULL",
            id=edition_id,
            at=frozen_at,
        )
    )


def _save_category(db: Database, edition_id: int, position: int, category: Category) -> int:
    values = dict(
        title_id=category.title.id, title_en=category.title.en, entrant=category.entrant, position=position
    )
    return _upsert(db, "category", ("edition_id", edition_id), category.code, values)


def _save_round(db: Database, edition_id: int, position: int, rnd: Round, categories: dict[str, int]) -> None:
    values = dict(
        position=position,
        title_id=rnd.title.id,
        title_en=rnd.title.en,
        stage=rnd.stage,
        kind=rnd.kind,
        opens_at=stamp(rnd.opens) if rnd.opens else None,
        closes_at=stamp(rnd.closes) if rnd.closes else None,
        sheet_order=rnd.order,
        combine=rnd.combine,
        trim_from=rnd.trim_from,
        scale=rnd.scale,
        rounding_mode=rnd.rounding.mode,
        rounding_places=rnd.rounding.places,
        rounding_steps=json.dumps(sorted(rnd.rounding.steps)),
        minimum_sheets=rnd.minimum_sheets,
        carry=json.dumps([[code, decimal_text(share)] for code, share in rnd.carry]),
        advance=rnd.advance,
        winners=rnd.winners,
        pass_mark=_text(rnd.pass_mark),
        tie_break=json.dumps(list(rnd.tie_break)),
        promotion=text_of(rnd.promotion, NOTHING_MORE),
        signatures=text_of(rnd.signatures, NO_SIGNATURES),
        assignment=assignment_text(rnd.assignment),
        feedback=text_of(rnd.feedback, USUAL_FEEDBACK),
        objections=text_of(rnd.objections, NO_OBJECTIONS),
        deliberation=text_of(rnd.deliberation, NO_DELIBERATION),
        checklist=json.dumps(
            [{"code": i.code, "id": i.title.id, "en": i.title.en} for i in rnd.checklist], ensure_ascii=False
        ),
        marks_seen=rnd.visibility.marks,
        assessors_seen=rnd.visibility.assessors,
        candidates_seen=rnd.visibility.candidates,
    )
    round_id = _upsert(db, "round", ("edition_id", edition_id), rnd.code, values)
    change(db, "DELETE FROM round_category WHERE round_id = :id", id=round_id)
    for code in rnd.categories:
        insert(db, "round_category", round_id=round_id, category_id=categories[code])
    for place, criterion in enumerate(rnd.criteria):
        _upsert(db, "criterion", ("round_id", round_id), criterion.code, _criterion_values(place, criterion))
    _remove_others(db, "criterion", "round_id", round_id, [c.code for c in rnd.criteria])


def _criterion_values(position: int, criterion: Criterion) -> dict[str, Any]:
    return dict(
        position=position,
        title_id=criterion.title.id,
        title_en=criterion.title.en,
        weight=decimal_text(criterion.weight),
        minimum=decimal_text(criterion.minimum),
        maximum=decimal_text(criterion.maximum),
        step=decimal_text(criterion.step),
        kind=criterion.kind,
        comment_below=_text(criterion.comment_below),
        comment_above=_text(criterion.comment_above),
        comment_always=int(criterion.comment_always),
        evidence=json.dumps(list(criterion.evidence)),
        rubric=json.dumps(
            [
                {
                    "low": decimal_text(level.low),
                    "high": decimal_text(level.high),
                    "id": level.text.id,
                    "en": level.text.en,
                }
                for level in criterion.rubric
            ],
            ensure_ascii=False,
        ),
    )


def _text(value: Fraction | None) -> str | None:
    return None if value is None else decimal_text(value)


def _upsert(db: Database, table: str, owned_by: tuple[str, int], code: str, values: dict[str, Any]) -> int:
    """Insert or update the row that its owner (column, id) knows by `code`, and answer its id."""
    owner, owner_id = owned_by
    names = ", ".join(values)
    slots = ", ".join(f":{name}" for name in values)
    sets = ", ".join(f"{name} = excluded.{name}" for name in values)
    change(
        db,
        f"INSERT INTO {table} ({owner}, code, {names}) VALUES (:owner, :code, {slots})"
        f" ON CONFLICT ({owner}, code) DO UPDATE SET {sets}",
        owner=owner_id,
        code=code,
        **values,
    )
    found = row(
        db, f"SELECT id FROM {table} WHERE {owner} = :owner AND code = :code", owner=owner_id, code=code
    )
    assert found is not None
    return int(found["id"])


def _remove_others(db: Database, table: str, owner: str, owner_id: int, codes: list[str]) -> None:
    """Remove the rows of `owner` whose code the file no longer has, with what hangs on them."""
    stale = rows(
        db,
        f"SELECT id FROM {table} WHERE {owner} = :owner"
        " AND code NOT IN (SELECT value FROM json_each(:codes))",
        owner=owner_id,
        codes=json.dumps(codes),
    )
    for one in stale:
        if table == "round":
            change(db, "DELETE FROM round_category WHERE round_id = :id", id=one["id"])
            change(db, "DELETE FROM criterion WHERE round_id = :id", id=one["id"])
        change(db, f"DELETE FROM {table} WHERE id = :id", id=one["id"])
