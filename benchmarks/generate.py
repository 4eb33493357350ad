"""A country of entries, made the same way each time from a seed, written straight into the tables.

Contests have a constant size (38 entries, a panel of nine), so more entries mean more contests: eight
categories in each of 38 provinces, and as many editions as are needed. The first contest's sheets are all
submitted, the second one's are all drafts, and so on by turns. Everything here is invented.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlite_utils import Database

from evaluation import edition_file, passwords
from evaluation.core.exact import decimal_text, parse_decimal
from evaluation.core.rules import Round
from evaluation.core.scoring import sheet_total
from evaluation.store import dossiers, editions, sections
from evaluation.store.db import rows, stamp, write

SEED = 2021
PASSWORD = "kata sandi ukur"
CONTEST_SIZE = 38
PANEL_SIZE = 9
CATEGORIES = 8
FIRST_PROVINCE = "35"
# What every page says, and what it says besides.
SOUGHT = "pekerja rentan"
WORDS = tuple(f"kata{number}" for number in range(5000))
PAGE_WORDS = 150
AT = stamp(datetime(2022, 1, 10, 3, tzinfo=UTC))

ROUND = """
[[round]]
code = "{code}"
title = {{ id = "Penilaian berkas", en = "Desk assessment" }}
categories = [{categories}]
stage = "{stage}"
kind = "desk"
minimum_sheets = 5
advance = 6
winners = 3
tie_break = ["regulation", "innovation"]
criteria = [
  {{ code = "regulation", title = {{ id = "Regulasi", en = "Regulation" }}, weight = 30, minimum = 0, maximum = 100, step = 1, kind = "judged", evidence = ["regulations"] }},
  {{ code = "implementation", title = {{ id = "Penerapan", en = "Implementation" }}, weight = 20, minimum = 0, maximum = 100, step = 1, kind = "judged", evidence = ["coverage"] }},
  {{ code = "coverage", title = {{ id = "Cakupan", en = "Coverage" }}, weight = 30, minimum = 0, maximum = 100, step = 0.01, kind = "measured", evidence = ["coverage"] }},
  {{ code = "innovation", title = {{ id = "Inovasi", en = "Innovation" }}, weight = 20, minimum = 0, maximum = 100, step = 1, kind = "judged", evidence = ["innovations"] }},
]
"""  # noqa: E501 - a table of an edition file stands on one line


@dataclass(frozen=True, slots=True)
class Award:
    """Where to look: a contest with every sheet submitted and one with drafts, and who may open them."""

    submitted_contest: int
    draft_contest: int
    draft_entry: int
    committee: str
    assessor: str


@dataclass(frozen=True, slots=True)
class Place:
    """One contest to make: its number from 0 on, and where it belongs."""

    number: int
    edition_id: int
    round_id: int
    category_id: int
    province: str
    criteria: tuple[tuple[str, int], ...]
    people: tuple[int, ...]


def fill(db: Database, entries: int, seed: int = SEED) -> Award:
    """Fill an empty, migrated database with (at least) this many entries."""
    chance = random.Random(seed)
    # A generated database that a power cut spoils is generated anew.
    db.conn.execute("PRAGMA synchronous=OFF")
    with write(db):
        places = list(_places(db, -(-entries // CONTEST_SIZE)))
        for place in places:
            _contest(db, place, chance)
        return _look_here(db, places)


def edition_text(year: int) -> str:
    """An edition file with eight categories, a provincial and a national round."""
    codes = [f"sector-{number}" for number in range(1, CATEGORIES + 1)]
    listed = ", ".join(f'"{code}"' for code in codes)
    categories = "".join(
        f'[[category]]\ncode = "{code}"\ntitle = {{ id = "Sektor {code}", en = "Sector {code}" }}\n'
        'entrant = "business"\n'
        for code in codes
    )
    rounds = "".join(
        ROUND.format(code=f"{stage}-desk", stage=stage, categories=listed)
        for stage in ("province", "national")
    )
    return (
        f'[edition]\ncode = "ukur-{year}"\ntitle = {{ id = "Ukur {year}", en = "Measured {year}" }}\n'
        f'assessed_year = {year}\naward_year = {year + 1}\ntimezone = "Asia/Jakarta"\nofficial = false\n'
        f"{categories}{rounds}"
    )


def _places(db: Database, count: int) -> Iterator[Place]:
    """The contests, province by province, so that a panel's own work is the same in every size."""
    codes = [one["code"] for one in rows(db, "SELECT code FROM region WHERE parent IS NULL ORDER BY code")]
    provinces = [FIRST_PROVINCE, *(code for code in codes if code != FIRST_PROVINCE)]
    made, year = 0, 2100
    while made < count:
        text = edition_text(year)
        edition_id = editions.save(db, edition_file.parse(text), source=text, loaded_at=AT)
        stored = editions.rounds_of(db, edition_id)[0]
        categories = editions.categories_of(db, edition_id)
        for province in provinces:
            if made >= count:
                break
            people = _panel(db, edition_id, province)
            for category in categories[: count - made]:
                criteria = tuple(stored.criterion_ids.items())
                yield Place(made, edition_id, stored.id, category["id"], province, criteria, people)
                made += 1
        year -= 1


def _panel(db: Database, edition_id: int, province: str) -> tuple[int, ...]:
    """Nine people with a seat, and the committee of the province."""
    emails = [f"juri{n}-{province}-{edition_id}@ukur.example" for n in range(1, PANEL_SIZE + 1)]
    people = _accounts(db, [*emails, f"panitia-{province}-{edition_id}@ukur.example"])
    panel = _insert(db, "panel", [dict(edition_id=edition_id, stage="province", region_code=province)])[0]
    seats = [
        dict(panel_id=panel, account_id=one, name=email, position="member", seated_at=AT)
        for one, email in zip(people[:PANEL_SIZE], emails, strict=True)
    ]
    _insert(db, "panel_member", seats)
    grant = dict(role="committee", edition_id=edition_id, region_code=province, granted_at=AT)
    _insert(db, "role_grant", [dict(account_id=people[-1], **grant)])
    return tuple(people[:PANEL_SIZE])


def _contest(db: Database, place: Place, chance: random.Random) -> None:
    """One contest with its entries, dossiers, sheets, measured values and audit events."""
    where = dict(round_id=place.round_id, category_id=place.category_id, region_code=place.province)
    contest = _insert(db, "contest", [where])[0]
    entries = _entries(db, place, chance)
    _insert(db, "contest_entry", [dict(contest_id=contest, entry_id=one, entered_at=AT) for one in entries])
    _dossiers(db, entries, chance)
    _pages(db, entries, chance)
    ids = dict(place.criteria)
    kept = dict(contest_id=contest, criterion_id=ids["coverage"], source="data", recorded_at=AT)
    measures = [dict(entry_id=one, value=_percent(chance), **kept) for one in entries]
    _insert(db, "measure", measures)
    _sheets(db, place, contest, entries, chance)


def _entries(db: Database, place: Place, chance: random.Random) -> list[int]:
    numbers = range(place.number * CONTEST_SIZE, (place.number + 1) * CONTEST_SIZE)
    entries = _insert(
        db,
        "entry",
        [
            dict(edition_id=place.edition_id, category_id=place.category_id, code=f"U{number:06}",
                 name=f"Badan Usaha {chance.randrange(10**6)}", region_code=place.province,
                 province_code=place.province, status="accepted", status_at=AT, submitted_at=AT)
            for number in numbers
        ],
    )  # fmt: skip
    owners = _accounts(db, [f"wakil{number}@ukur.example" for number in numbers])
    _insert(
        db, "representative", [dict(entry_id=e, account_id=a) for e, a in zip(entries, owners, strict=True)]
    )
    return entries


def _dossiers(db: Database, entries: Sequence[int], chance: random.Random) -> None:
    for number in range(1, 4):
        _items(db, entries, "regulations", type="perda", number=str(number), year=2019, subject="Jaminan")
    for kind in ("membership", "institutional", "planned"):
        _items(db, entries, "innovations", kind=kind, title="Inovasi", problem="Masalah", action="Tindakan")
    for segment in ("formal", "informal", "farmers"):
        _items(db, entries, "coverage", segment=segment, workers=1000, protected=chance.randrange(1001))


def _items(db: Database, entries: Sequence[int], code: str, **fields: str | int) -> None:
    """One item of a section in the dossier of each entry."""
    section = sections.of_dossier(db, entries[0], code)
    values = {field.name: fields.get(field.name, field.blank) for field in section.fields}
    where = "SELECT s.id FROM section s JOIN entry e ON e.edition_id = s.edition_id WHERE e.id = :entry"
    section_id = rows(db, f"{where} AND s.code = :code", entry=entries[0], code=code)[0]["id"]
    kept = dict(section_id=section_id, once=dossiers.once_of(section, values), saved_at=AT)
    # What an item says is not indexed here: the benchmark searches pages.
    _insert(db, "dossier_item", [dict(entry_id=one, fields=json.dumps(values), **kept) for one in entries])


def _pages(db: Database, entries: Sequence[int], chance: random.Random) -> None:
    """A file of one page for each entry, read and indexed."""
    sums = [f"{one:064x}" for one in entries]
    given = dict(name="Lampiran.pdf", media_type="application/pdf", size=9, uploaded_at=AT)
    named = list(zip(entries, sums, strict=True))
    files = _insert(
        db, "file", [dict(entry_id=one, sha256=sha, stored_as=sha, **given) for one, sha in named]
    )
    _insert(
        db, "reading", [dict(sha256=sha, state="read", pages=1, with_text=1, noted_at=AT) for sha in sums]
    )
    texts = [" ".join(chance.choices(WORDS, k=PAGE_WORDS)) for _ in sums]
    _insert(
        db,
        "reading_page",
        [dict(sha256=sha, number=1, text=f"{SOUGHT} {text}") for sha, text in zip(sums, texts, strict=True)],
    )
    pieces = [
        dict(
            entry_id=one,
            section_code="documents",
            file_id=file_id,
            sha256=sha,
            kind="page",
            page=1,
            live=1,
            sent=1,
        )
        for (one, sha), file_id in zip(named, files, strict=True)
    ]
    _insert(db, "search_piece", pieces)


def _sheets(db: Database, place: Place, contest: int, entries: Sequence[int], chance: random.Random) -> None:
    """Nine sheets for each entry: submitted in every second contest, drafts in the others."""
    submitted = place.number % 2 == 0
    rnd = editions.round_by_id(db, place.round_id).rules
    drawn = [_marks(rnd, chance) for _ in range(100)]
    pairs = [(entry, person, chance.choice(drawn)) for entry in entries for person in place.people]
    said = [dict(entry_id=e, account_id=p, connected=0, declared_at=AT) for e, p, _ in pairs]
    _insert(db, "declaration", said)
    done = dict(status="submitted", submitted_at=AT) if submitted else dict(status="draft", submitted_at=None)
    sheets = _insert(
        db,
        "scoresheet",
        [
            dict(contest_id=contest, entry_id=entry, account_id=person, saved_at=AT,
                 total=total if submitted else None, **done)
            for entry, person, (_, total) in pairs
        ],
    )  # fmt: skip
    ids = dict(place.criteria)
    marks = [
        dict(scoresheet_id=sheet, criterion_id=ids[code], value=value)
        for sheet, (_, _, (found, _)) in zip(sheets, pairs, strict=True)
        for code, value in found.items()
    ]
    _insert(db, "mark", marks)
    happened = dict(
        happened_at=AT, name="SheetSaved", edition_id=place.edition_id, contest_id=contest, fields="{}"
    )
    _insert(db, "audit_event", [dict(account_id=p, entry_id=e, **happened) for e, p, _ in pairs])


def _marks(rnd: Round, chance: random.Random) -> tuple[dict[str, str], str]:
    """Marks of one sheet, and its exact total."""
    marks = {criterion.code: str(chance.randrange(40, 101)) for criterion in rnd.judged_criteria}
    total = sheet_total(rnd, {code: parse_decimal(mark) for code, mark in marks.items()})
    return marks, decimal_text(total)


def _percent(chance: random.Random) -> str:
    return f"{chance.randrange(100)}.{chance.randrange(100):02}"


def _accounts(db: Database, emails: Sequence[str]) -> list[int]:
    return _insert(db, "account", [dict(email=email, name=email, created_at=AT) for email in emails])


def _look_here(db: Database, places: Sequence[Place]) -> Award:
    """Let the first province's committee and first assessor sign in, and say what they may open."""
    edition_id, province = places[0].edition_id, places[0].province
    people = [f"{who}-{province}-{edition_id}@ukur.example" for who in ("panitia", "juri1")]
    secret = passwords.hashed(PASSWORD)
    for email in people:
        db.conn.execute("UPDATE account SET password_hash = ? WHERE email = ?", [secret, email])
    first, second = (one["id"] for one in rows(db, "SELECT id FROM contest ORDER BY id LIMIT 2"))
    entry = rows(db, "SELECT min(entry_id) AS id FROM contest_entry WHERE contest_id = :id", id=second)[0][
        "id"
    ]
    return Award(first, second, entry, *people)


def _insert(db: Database, table: str, values: Sequence[dict[str, object]]) -> list[int]:
    """Insert many rows with the same columns; their row ids."""
    before = db.conn.execute(f"SELECT coalesce(max(rowid), 0) FROM {table}").fetchone()[0]
    slots = ", ".join(f":{name}" for name in values[0])
    db.conn.executemany(f"INSERT INTO {table} ({', '.join(values[0])}) VALUES ({slots})", values)
    return list(range(before + 1, before + 1 + len(values)))
