"""The sections of dossiers, as an edition's file defines them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from sqlite_utils import Database

from evaluation.core.errors import NotFound
from evaluation.core.rules import Section, Text
from evaluation.store.db import Row, change, insert, row, rows
from evaluation.store.refs import NOT_FOUND


def of_edition(db: Database, edition_id: int) -> tuple[Section, ...]:
    """Every section of an edition, in the order of its file. One question."""
    found = rows(
        db,
        "SELECT s.*, k.code AS category_code FROM section s"
        " JOIN section_category sc ON sc.section_id = s.id JOIN category k ON k.id = sc.category_id"
        " WHERE s.edition_id = :edition ORDER BY s.position, s.id, k.position, k.id",
        edition=edition_id,
    )
    return _sections(found)


def of_categories(db: Database, category_ids: Iterable[int]) -> dict[int, tuple[Section, ...]]:
    """The sections of the categories' dossiers, by category. One question."""
    found = rows(
        db,
        "SELECT own.category_id AS of_category, s.*, k.code AS category_code FROM section_category own"
        " JOIN section s ON s.id = own.section_id JOIN section_category sc ON sc.section_id = s.id"
        " JOIN category k ON k.id = sc.category_id"
        " WHERE own.category_id IN (SELECT value FROM json_each(:ids))"
        " ORDER BY own.category_id, s.position, s.id, k.position, k.id",
        ids=json.dumps(sorted(set(category_ids))),
    )
    by_category: dict[int, list[Row]] = {}
    for one in found:
        by_category.setdefault(one["of_category"], []).append(one)
    return {category: _sections(its) for category, its in by_category.items()}


def of_entry(db: Database, entry_id: int) -> dict[str, Section]:
    """The sections of an entry's dossier by code, in order. One question."""
    found = rows(
        db,
        "SELECT s.*, k.code AS category_code FROM entry e JOIN section_category own"
        " ON own.category_id = e.category_id JOIN section s ON s.id = own.section_id"
        " JOIN section_category sc ON sc.section_id = s.id JOIN category k ON k.id = sc.category_id"
        " WHERE e.id = :entry ORDER BY s.position, s.id, k.position, k.id",
        entry=entry_id,
    )
    return {section.code: section for section in _sections(found)}


def of_dossier(db: Database, entry_id: int, code: str) -> Section:
    """One section of an entry's dossier. NotFound when its category has none with this code."""
    section = of_entry(db, entry_id).get(code)
    if section is None:
        raise NotFound(NOT_FOUND)
    return section


def codes_of_kind(db: Database, contest_id: int, kind: str) -> frozenset[str]:
    """The codes of the sections of one kind in the dossiers of a contest's entries."""
    found = rows(
        db,
        "SELECT s.code FROM contest c JOIN section_category sc ON sc.category_id = c.category_id"
        " JOIN section s ON s.id = sc.section_id WHERE c.id = :contest AND s.kind = :kind ORDER BY s.code",
        contest=contest_id,
        kind=kind,
    )
    return frozenset(one["code"] for one in found)


def _sections(found: list[Row]) -> tuple[Section, ...]:
    """The sections of rows that name one category each."""
    categories: dict[int, list[str]] = {}
    for one in found:
        categories.setdefault(one["id"], []).append(one["category_code"])
    first = {one["id"]: one for one in reversed(found)}
    return tuple(_section(first[section_id], tuple(codes)) for section_id, codes in categories.items())


def _section(one: Row, categories: tuple[str, ...]) -> Section:
    return Section(
        code=one["code"],
        title=Text(one["title_id"], one["title_en"]),
        categories=categories,
        kind=one["kind"],
        required=bool(one["required"]),
        minimum=one["minimum"],
        maximum=one["maximum"],
        word_limit=one["word_limit"],
        guidance=None if one["guidance_id"] is None else Text(one["guidance_id"], one["guidance_en"]),
        file_types=tuple(json.loads(one["file_types"])),
    )


# --- writing -------------------------------------------------------------------------------------


def save(db: Database, edition_id: int, sections: Iterable[Section], category_ids: Mapping[str, int]) -> None:
    """Store an edition's sections in place of those that it had; `category_ids` go by code.

    sqlite3.IntegrityError when one with items would disappear, change its kind, or leave a category.
    """
    codes = []
    for position, section in enumerate(sections):
        section_id = _save_one(db, edition_id, position, section)
        _save_categories(db, section_id, [category_ids[code] for code in section.categories])
        codes.append(section.code)
    stale = rows(
        db,
        "SELECT id FROM section WHERE edition_id = :edition"
        " AND code NOT IN (SELECT value FROM json_each(:codes)) ORDER BY id",
        edition=edition_id,
        codes=json.dumps(codes),
    )
    for one in stale:
        _save_categories(db, one["id"], [])
        change(db, "DELETE FROM section WHERE id = :id", id=one["id"])


def _save_one(db: Database, edition_id: int, position: int, section: Section) -> int:
    change(
        db,
        "INSERT INTO section (edition_id, code, kind, position, title_id, title_en, required, minimum,"
        " maximum, word_limit, guidance_id, guidance_en, file_types) VALUES (:edition, :code, :kind,"
        " :position, :title_id, :title_en, :required, :minimum, :maximum, :word_limit, :guidance_id,"
        " :guidance_en, :file_types) ON CONFLICT (edition_id, code) DO UPDATE SET kind = excluded.kind,"
        " position = excluded.position, title_id = excluded.title_id, title_en = excluded.title_en,"
        " required = excluded.required, minimum = excluded.minimum, maximum = excluded.maximum,"
        " word_limit = excluded.word_limit, guidance_id = excluded.guidance_id,"
        " guidance_en = excluded.guidance_en, file_types = excluded.file_types",
        edition=edition_id,
        code=section.code,
        kind=section.kind,
        position=position,
        title_id=section.title.id,
        title_en=section.title.en,
        required=int(section.required),
        minimum=section.minimum,
        maximum=section.maximum,
        word_limit=section.word_limit,
        guidance_id=section.guidance and section.guidance.id,
        guidance_en=section.guidance and section.guidance.en,
        file_types=json.dumps(list(section.file_types)),
    )
    found = row(
        db,
        "SELECT id FROM section WHERE edition_id = :edition AND code = :code",
        edition=edition_id,
        code=section.code,
    )
    assert found is not None
    return int(found["id"])


def _save_categories(db: Database, section_id: int, category_ids: list[int]) -> None:
    """Only what differs is written: a trigger refuses to part a category from items of its dossiers."""
    known = rows(db, "SELECT category_id FROM section_category WHERE section_id = :id", id=section_id)
    before = {one["category_id"] for one in known}
    for category_id in before - set(category_ids):
        change(
            db,
            "DELETE FROM section_category WHERE section_id = :section AND category_id = :category",
            section=section_id,
            category=category_id,
        )
    for category_id in category_ids:
        if category_id not in before:
            insert(db, "section_category", section_id=section_id, category_id=category_id)
