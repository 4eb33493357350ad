"""An award in the middle of its work, for the tests of the committee's pages."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

from evaluation.core.exact import decimal_text
from evaluation.core.people import Actor
from evaluation.store.db import insert, row, rows, write
from evaluation.store.standings import result
from tests.award import EDITION, Award
from tests.pages import PageClient

EAST, CENTRAL, NATION, AUDITOR = (
    "jatim@uji.example",
    "jateng@uji.example",
    "nasional@uji.example",
    "audit@uji.example",
)
ODD = "🏅 It's \"fine\", isn't it? <b>kept</b> & as written"
SCREENING = """
[[round]]
code = "paper"
title = { id = "Penyaringan", en = "Paper screening" }
categories = ["regency"]
stage = "province"
kind = "screening"
checklist = [
  { code = "signed", title = { id = "Ditandatangani", en = "Signed" } },
  { code = "proof", title = { id = "Bukti", en = "Proof attached" } },
]
"""


@dataclass
class CommitteeGround:
    """East Java (35): Jember accepted, Mojokerto submitted; Central Java (33): Cilacap accepted."""

    award: Award
    db: Database

    def __post_init__(self) -> None:
        text = EDITION.replace("[[round]]", SCREENING + "\n[[round]]", 1)
        self.edition_id = self.award.edition(text)
        self.award.grant(EAST, "committee", self.edition_id, "35")
        self.award.grant(CENTRAL, "committee", self.edition_id, "33")
        self.award.grant(NATION, "committee", self.edition_id, None)
        self.award.grant(AUDITOR, "auditor", self.edition_id)
        self.jember = self.award.entry(self.edition_id, "35.09", "Kabupaten Jember", status="accepted")
        self.mojokerto = self.award.entry(
            self.edition_id, "35.76", "Kota Mojokerto", status="submitted", email="wakil@mojokerto.example"
        )
        self.cilacap = self.award.entry(self.edition_id, "33.01", "Kabupaten Cilacap", status="accepted")
        self.jurors = self.award.panel(self.edition_id, "province", "35", 3)
        self.contest = self.award.contest(self.edition_id, "province-desk", "35")
        self.central_contest = self.award.contest(self.edition_id, "province-desk", "33")

    @property
    def panel_id(self) -> int:
        return int(self.one("SELECT id FROM panel WHERE region_code = '35'")["id"])

    def actor(self, email: str = EAST) -> Actor:
        return self.award.actor(email)

    def one(self, sql: str, **values: Any) -> dict[str, Any]:
        found = row(self.db, sql, **values)
        assert found is not None
        return found

    def all(self, sql: str, **values: Any) -> list[dict[str, Any]]:
        return rows(self.db, sql, **values)

    def status(self, entry_id: int) -> tuple[str, str]:
        found = self.one("SELECT status, status_reason FROM entry WHERE id = :id", id=entry_id)
        return found["status"], found["status_reason"]

    def events(self, name: str) -> list[dict[str, Any]]:
        found = rows(self.db, "SELECT fields FROM audit_event WHERE name = :name ORDER BY id", name=name)
        return [json.loads(one["fields"]) for one in found]

    def finalise(self, contest_id: int) -> None:
        with write(self.db):
            insert(
                self.db,
                "finalisation",
                contest_id=contest_id,
                finalised_at=self.award.at,
                reason="Selesai",
                snapshot="{}",
                fingerprint=hashlib.sha256(b"{}").hexdigest(),
            )


def english(client: PageClient, email: str) -> PageClient:
    """A browser of this account that reads English."""
    return client.sign_in(email, language="en")


def shown_fields(client: PageClient, part: str) -> dict[str, str]:
    """The fields of the page's form whose action has `part` in it."""
    assert client.page is not None
    return dict(next(form for form in client.page.forms if part in form.action).fields)


def records_url(ground: CommitteeGround) -> str:
    return f"/committee/contests/{ground.contest}/entries/{ground.jember}/records"


def field_name(ground: CommitteeGround, name: str, entry_id: int | None = None) -> str:
    return f"m-{entry_id or ground.jember}-coverage-{name}"


def typed_value(
    ground: CommitteeGround, value: str, source: str, entry_id: int | None = None
) -> dict[str, str]:
    return {field_name(ground, "value", entry_id): value, field_name(ground, "source", entry_id): source}


def measures(ground: CommitteeGround) -> list[tuple[int, str, str]]:
    found = ground.all("SELECT entry_id, value, source FROM measure ORDER BY entry_id")
    return [(one["entry_id"], one["value"], one["source"]) for one in found]


def score(ground: CommitteeGround) -> str | None:
    """Jember's round score now."""
    found = result(ground.db, ground.contest).standings[0].round_score.score
    return None if found is None else decimal_text(found)


def judge(ground: CommitteeGround, *regulation: int) -> list[int]:
    """Submitted sheets for Jember by the first members of the panel, all with 60 for innovation."""
    return [
        ground.award.sheet(ground.contest, ground.jember, juror, {"regulation": mark, "innovation": 60})
        for juror, mark in zip(ground.jurors, regulation, strict=False)
    ]
