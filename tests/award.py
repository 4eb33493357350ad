"""A builder of small awards for tests: editions, people, entries, sheets, straight through the store."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from argon2 import PasswordHasher
from sqlite_utils import Database

from evaluation import edition_file
from evaluation.core.exact import decimal_text, parse_decimal
from evaluation.core.people import Actor
from evaluation.core.scoring import sheet_total
from evaluation.files import FileRoot
from evaluation.store import accounts, contests, editions, entries, sheet_versions
from evaluation.store.db import change, insert, row, stamp, write

PASSWORD = "kata sandi uji"
# As little as a PDF can be.
PDF = b"%PDF-1.4\n1 0 obj << /Type /Catalog >> endobj\ntrailer << /Root 1 0 R >>\n%%EOF\n"
# Cheap parameters: tests sign in hundreds of times.
HASHER = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
PASSWORD_HASH = HASHER.hash(PASSWORD)

# A criterion of an edition file stands on one line.
# ruff: noqa: E501
EDITION = """
[edition]
code = "uji-2021"
title = { id = "Penghargaan Uji 2021", en = "Trial Award 2021" }
assessed_year = 2021
award_year = 2022
timezone = "Asia/Jakarta"
official = false

[[category]]
code = "regency"
title = { id = "Kabupaten/Kota", en = "Regencies and cities" }
entrant = "regency"

[[round]]
code = "province-desk"
title = { id = "Penilaian berkas provinsi", en = "Provincial desk assessment" }
categories = ["regency"]
stage = "province"
kind = "desk"
minimum_sheets = 2
advance = 2
tie_break = ["regulation"]
criteria = [
  { code = "regulation", title = { id = "Regulasi", en = "Regulation" }, weight = 60, minimum = 0, maximum = 100, step = 1, kind = "judged", comment_below = 40, evidence = ["regulations"] },
  { code = "innovation", title = { id = "Inovasi", en = "Innovation" }, weight = 20, minimum = 0, maximum = 100, step = 1, kind = "judged", evidence = ["innovations"] },
  { code = "coverage", title = { id = "Cakupan", en = "Coverage" }, weight = 20, minimum = 0, maximum = 100, step = 0.01, kind = "measured", evidence = ["coverage"] },
]

[[round]]
code = "province-interview"
title = { id = "Wawancara provinsi", en = "Provincial interview" }
categories = ["regency"]
stage = "province"
kind = "interview"
minimum_sheets = 2
carry = { province-desk = 40, province-interview = 60 }
advance = 1
winners = 1
tie_break = ["mastery"]
criteria = [
  { code = "mastery", title = { id = "Penguasaan", en = "Mastery" }, weight = 90, minimum = 0, maximum = 100, step = 1, kind = "judged" },
  { code = "attendance", title = { id = "Kehadiran", en = "Attendance" }, weight = 10, minimum = 0, maximum = 100, step = 1, kind = "measured" },
]

[[round]]
code = "national-desk"
title = { id = "Penilaian nasional", en = "National assessment" }
categories = ["regency"]
stage = "national"
kind = "desk"
minimum_sheets = 1
winners = 1
criteria = [
  { code = "regulation", title = { id = "Regulasi", en = "Regulation" }, weight = 100, minimum = 0, maximum = 100, step = 1, kind = "judged" },
]
"""


def unlock_sheets(db: Database) -> None:
    """Take away what keeps submitted sheets as they are, as somebody with the file in hand could."""
    with write(db):
        for name in ("scoresheet_is_given_back_by_a_reopening", "mark_of_a_submitted_sheet_stays"):
            change(db, f"DROP TRIGGER IF EXISTS {name}")


class Award:
    """Builds what a test needs, with the store's own functions; ids are kept by name."""

    def __init__(self, db: Database, clock: Any, files: FileRoot) -> None:
        self.db, self.clock, self.files = db, clock, files
        # Assessors have declared "no connection" about whatever this builder puts before them.
        self.declares = True

    @property
    def at(self) -> str:
        return stamp(self.clock.now)

    def edition(self, text: str = EDITION) -> int:
        """Load an edition and answer its id."""
        with write(self.db):
            return editions.save(self.db, edition_file.parse(text), source=text, loaded_at=self.at)

    def account(self, email: str, name: str = "") -> int:
        """An account that can sign in with PASSWORD."""
        with write(self.db):
            known = accounts.by_email(self.db, email)
            account_id = (
                known["id"] if known else accounts.add(self.db, email=email, name=name, created_at=self.at)
            )
            accounts.set_password(self.db, account_id, PASSWORD_HASH)
        return int(account_id)

    def grant(self, email: str, role: str, edition_id: int | None = None, region: str | None = None) -> int:
        """An account with a role."""
        account_id = self.account(email)
        with write(self.db):
            accounts.add_grant(
                self.db,
                account_id=account_id,
                role=role,
                edition_id=edition_id,
                region_code=region,
                granted_at=self.at,
            )
        return account_id

    def actor(self, email: str) -> Actor:
        """The account as somebody who acts."""
        known = accounts.by_email(self.db, email)
        assert known is not None
        found = accounts.actor_of(self.db, known["id"])
        assert found is not None
        return found

    def panel(self, edition_id: int, stage: str, region: str | None, members: int = 3) -> list[int]:
        """A panel with `members` seats, emails juri{n}-{region or nasional}@uji.example; account ids."""
        place = region or "nasional"
        people = [
            self.account(f"juri{n}-{place}@uji.example", f"Juri {n} {place}") for n in range(1, members + 1)
        ]
        with write(self.db):
            panel_id = insert(self.db, "panel", edition_id=edition_id, stage=stage, region_code=region)
            for n, account_id in enumerate(people, start=1):
                insert(
                    self.db,
                    "panel_member",
                    panel_id=panel_id,
                    account_id=account_id,
                    name=f"Juri {n} {place}",
                    position="chair" if n == 1 else "member",
                    capacity="",
                    seated_at=self.at,
                )
        if self.declares:
            self.declare()
        return people

    def declare(self, email: str | None = None) -> None:
        """Let everybody who sits on a panel (or one person) declare "no connection" with all before them."""
        with write(self.db):
            change(
                self.db,
                "INSERT INTO declaration (account_id, entry_id, connected, declared_at)"
                " SELECT DISTINCT m.account_id, ce.entry_id, 0, :at FROM panel_member m"
                " JOIN account a ON a.id = m.account_id AND a.email = coalesce(:email, a.email)"
                " JOIN panel p ON p.id = m.panel_id"
                " JOIN round r ON r.edition_id = p.edition_id AND r.stage = p.stage"
                " JOIN contest c ON c.round_id = r.id"
                "  AND coalesce(c.region_code, '') = coalesce(p.region_code, '')"
                " JOIN contest_entry ce ON ce.contest_id = c.id WHERE true ON CONFLICT DO NOTHING",
                email=email,
                at=self.at,
            )

    def entry(
        self,
        edition_id: int,
        code: str,
        name: str,
        *,
        category: str = "regency",
        status: str = "invited",
        email: str | None = None,
    ) -> int:
        """An entry from the region with this code; a `status` of accepted puts it into its first contest."""
        place = row(self.db, "SELECT * FROM region WHERE code = :code", code=code)
        assert place is not None
        kind = row(
            self.db,
            "SELECT id FROM category WHERE edition_id = :edition AND code = :code",
            edition=edition_id,
            code=category,
        )
        assert kind is not None
        account_id = self.account(email) if email else None
        with write(self.db):
            entry_id = entries.add(
                self.db,
                edition_id=edition_id,
                category_id=kind["id"],
                code=code,
                name=name,
                region_code=code,
                province_code=place["parent"] or code,
                status=status,
                status_at=self.at,
            )
            if account_id:
                entries.add_representative(self.db, entry_id, account_id)
        if status == "accepted":
            first = editions.rules_of(self.db, edition_id).first_judged_round(category)
            assert first is not None
            self.enter(edition_id, first.code, entry_id)
        return entry_id

    def contest(self, edition_id: int, round_code: str, region: str | None, category: str = "regency") -> int:
        """The contest of a round, made when it is not there yet."""
        stored = next(r for r in editions.rounds_of(self.db, edition_id) if r.rules.code == round_code)
        kind = next(c for c in editions.categories_of(self.db, edition_id) if c["code"] == category)
        with write(self.db):
            return contests.ensure(self.db, stored.id, kind["id"], region)

    def enter(self, edition_id: int, round_code: str, entry_id: int) -> int:
        """Let an entry stand in a round's contest; the contest's id."""
        entry = row(self.db, "SELECT * FROM entry WHERE id = :id", id=entry_id)
        assert entry is not None
        stage = editions.rules_of(self.db, edition_id).round(round_code).stage
        contest_id = self.contest(
            edition_id, round_code, entry["province_code"] if stage == "province" else None
        )
        with write(self.db):
            contests.enter(self.db, contest_id, entry_id, entered_at=self.at)
        if self.declares:
            self.declare()
        return contest_id

    def publish(self, contest_id: int) -> None:
        """Let everybody see a finalised contest from this moment on."""
        with write(self.db):
            change(
                self.db,
                "INSERT INTO announcement (contest_id, fingerprint, publishes_at, decided_at)"
                " SELECT contest_id, fingerprint, :at, :at FROM finalisation WHERE contest_id = :contest",
                contest=contest_id,
                at=self.at,
            )

    def sheet(
        self,
        contest_id: int,
        entry_id: int,
        account_id: int,
        marks: Mapping[str, str | int],
        status: str = "submitted",
    ) -> int:
        """One assessor's sheet with these marks."""
        contest = row(self.db, "SELECT * FROM contest WHERE id = :id", id=contest_id)
        assert contest is not None
        stored = editions.round_by_id(self.db, contest["round_id"])
        exact: dict[str, Fraction] = {code: parse_decimal(str(mark)) for code, mark in marks.items()}
        done = status == "submitted"
        with write(self.db):
            sheet_id = insert(
                self.db,
                "scoresheet",
                contest_id=contest_id,
                entry_id=entry_id,
                account_id=account_id,
                status=status,
                total=decimal_text(sheet_total(stored.rules, exact)) if done else None,
                saved_at=self.at,
                submitted_at=self.at if done else None,
            )
            for code, mark in exact.items():
                insert(
                    self.db,
                    "mark",
                    scoresheet_id=sheet_id,
                    criterion_id=stored.criterion_ids[code],
                    value=decimal_text(mark),
                )
            if done:
                sheet_versions.keep(self.db, sheet_id)
        return sheet_id

    def measure(self, contest_id: int, entry_id: int, criterion: str, value: str) -> None:
        """One measured value."""
        contest = row(self.db, "SELECT * FROM contest WHERE id = :id", id=contest_id)
        assert contest is not None
        stored = editions.round_by_id(self.db, contest["round_id"])
        with write(self.db):
            change(
                self.db,
                "INSERT INTO measure (contest_id, entry_id, criterion_id, value, source, recorded_at)"
                " VALUES (:contest, :entry, :criterion, :value, 'data', :at)",
                contest=contest_id,
                entry=entry_id,
                criterion=stored.criterion_ids[criterion],
                value=value,
                at=self.at,
            )
