"""A candidate with its people and its committee around one dossier: for tests of what goes between them."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlite_utils import Database

from evaluation.actions import dossiers, people, screening
from evaluation.actions.act import Act
from evaluation.store.db import row, rows
from tests.award import Award
from tests.conftest import Clock
from tests.dossier_ground import SCREENED, fill

OWNER, MEMBER, STRANGER = "kepala@mojokerto.example", "staf@mojokerto.example", "wakil@jember.example"
EAST, CENTRAL, NATION = "jatim@panitia.example", "jateng@panitia.example", "nasional@panitia.example"
AUDITOR, JUROR = "audit@uji.example", "juri1-35@uji.example"
# Midnight in Jakarta is 17:00 UTC.
CLOSES = datetime(2022, 1, 31, 16, 59, 59, tzinfo=UTC)
DUE = datetime(2022, 2, 10, 16, 59, 59, tzinfo=UTC)


@dataclass
class Sides:
    """Kota Mojokerto's filled dossier, with its people, its committee and everybody who is neither."""

    award: Award
    db: Database
    clock: Clock
    act_as: Callable[..., Act]

    def __post_init__(self) -> None:
        self.edition = self.award.edition(SCREENED)
        self.entry = self.award.entry(self.edition, "35.76", "Kota Mojokerto", email=OWNER)
        self.other = self.award.entry(self.edition, "35.09", "Kabupaten Jember", email=STRANGER)
        self.award.grant(EAST, "committee", self.edition, "35")
        self.award.grant(CENTRAL, "committee", self.edition, "33")
        self.award.grant(NATION, "committee", self.edition)
        self.award.grant(AUDITOR, "auditor", self.edition)
        self.award.panel(self.edition, "province", "35")
        self.award.account(MEMBER)
        people.invite_colleague(self.act(OWNER), self.entry, MEMBER)
        self.items = fill(self.act(OWNER), self.entry)

    def act(self, email: str) -> Act:
        """An act of this person, now."""
        return self.act_as(self.award.actor(email))

    def submit(self) -> int:
        return dossiers.submit(self.act(OWNER), self.entry)

    def give_back(self, *opened: str, due: datetime | None = DUE) -> None:
        screening.return_entry(self.act(EAST), self.entry, "Lampiran kurang", opened=opened or None, due=due)

    def status(self) -> str:
        found = row(self.db, "SELECT status FROM entry WHERE id = :id", id=self.entry)
        assert found is not None
        return str(found["status"])

    def events(self, name: str) -> list[tuple[str, dict[str, Any]]]:
        """The events with this name: whose they are, and their fields."""
        found = rows(
            self.db,
            "SELECT e.fields, coalesce(a.email, '') AS email FROM audit_event e"
            " LEFT JOIN account a ON a.id = e.account_id WHERE e.name = :name ORDER BY e.id",
            name=name,
        )
        return [(one["email"], json.loads(one["fields"])) for one in found]

    def letters(self, template: str) -> list[str]:
        """To whom letters of this kind were posted."""
        found = rows(
            self.db, "SELECT email FROM outbox WHERE template = :template ORDER BY id", template=template
        )
        return [one["email"] for one in found]
