"""A small award with a panel of three in East Java, for the tests of an assessor's desk."""

from __future__ import annotations

import json
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from sqlite_utils import Database

from evaluation.actions import sheets
from evaluation.actions.act import Act
from evaluation.core.people import Actor
from evaluation.store.db import insert, row, rows, write
from tests.award import EDITION, Award

CHAIR = "juri1-35@uji.example"
SECOND = "juri2-35@uji.example"
THIRD = "juri3-35@uji.example"
STRANGER = "juri1-33@uji.example"

# Half steps, both comment rules, a rubric, a window, and two judged criteria of three.
DESK_EDITION = EDITION.replace(
    'kind = "desk"\nminimum_sheets = 2\nadvance = 2\n',
    'kind = "desk"\nminimum_sheets = 2\nadvance = 2\n'
    "opens = 2022-01-05T08:00:00+07:00\ncloses = 2022-01-31T23:59:59+07:00\n",
    1,
).replace(
    'step = 1, kind = "judged", evidence = ["innovations"] }',
    'step = 0.5, kind = "judged", comment_above = 90, evidence = ["innovations"],'
    ' rubric = [{ from = 0, to = 50, text = { id = "Lemah", en = "Weak" } },'
    ' { from = 50.5, to = 100, text = { id = "Kuat", en = "Strong" } }] }',
    1,
)

FULL = {"mark-regulation": "80", "mark-innovation": "70"}


class Ground:
    """An edition with East Java's panel of three and two accepted entries, and Central Java's beside it."""

    def __init__(self, award: Award, db: Database, edition: str = DESK_EDITION) -> None:
        self.award, self.db = award, db
        self.edition = award.edition(edition)
        self.people = award.panel(self.edition, "province", "35")
        self.strangers = award.panel(self.edition, "province", "33", members=1)
        self.mojokerto = award.entry(self.edition, "35.76", "Kota Mojokerto", status="accepted")
        self.jember = award.entry(self.edition, "35.09", "Kabupaten Jember", status="accepted")
        self.desk = award.contest(self.edition, "province-desk", "35")
        self.interview = award.enter(self.edition, "province-interview", self.mojokerto)

    def url(self, entry: int | None = None, contest: int | None = None, more: str = "") -> str:
        """The address of a sheet, by default Kota Mojokerto's in the desk round."""
        return f"/desk/{contest or self.desk}/{entry or self.mojokerto}{more}"

    def save(self, act: Act, marks: Mapping[str, Fraction | None], revision: int = 0) -> None:
        """Keep a draft for Kota Mojokerto in the desk round."""
        sheets.save_draft(act, self.desk, self.mojokerto, marks=marks, comments={}, revision=revision)

    def submit(self, act: Act, regulation: int = 80, innovation: int = 70, entry: int | None = None) -> None:
        """Hand in a sheet in the desk round, by default Kota Mojokerto's."""
        marks = {"regulation": Fraction(regulation), "innovation": Fraction(innovation)}
        entry_id = entry or self.mojokerto
        sheets.submit_sheet(act, self.desk, entry_id, marks=marks, comments={}, revision=0)

    def finalise(self, contest_id: int) -> None:
        """Finalise a contest, with an empty snapshot: only its being there matters."""
        with write(self.db):
            insert(
                self.db,
                "finalisation",
                contest_id=contest_id,
                finalised_at=self.award.at,
                reason="uji",
                snapshot="{}",
                fingerprint="0" * 64,
            )

    def actor(self, email: str = CHAIR) -> Actor:
        return self.award.actor(email)

    def sheets(self) -> list[dict[str, Any]]:
        """Every stored sheet, oldest first."""
        return rows(self.db, "SELECT * FROM scoresheet ORDER BY id")

    def marks(self, sheet_id: int = 1) -> dict[str, tuple[str | None, str]]:
        """The stored marks and comments of a sheet, by criterion."""
        found = rows(
            self.db,
            "SELECT c.code, m.value, m.comment FROM mark m JOIN criterion c ON c.id = m.criterion_id"
            " WHERE m.scoresheet_id = :id ORDER BY c.position",
            id=sheet_id,
        )
        return {one["code"]: (one["value"], one["comment"]) for one in found}

    def events(self, name: str) -> list[dict[str, Any]]:
        """The fields of every audit event with this name."""
        found = rows(self.db, "SELECT fields FROM audit_event WHERE name = :name ORDER BY id", name=name)
        return [json.loads(one["fields"]) for one in found]

    def frozen(self) -> bool:
        """Whether the edition's rules are frozen."""
        found = row(self.db, "SELECT frozen_at FROM edition WHERE id = :id", id=self.edition)
        assert found is not None
        return found["frozen_at"] is not None
