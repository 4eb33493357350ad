"""East Java's desk round under a visibility policy, with dossiers and with numbers known beforehand."""

from __future__ import annotations

import io
from collections.abc import Callable

from sqlite_utils import Database

from evaluation.actions import dossiers, screening
from evaluation.actions.act import Act
from evaluation.actions.dossiers import Draft
from evaluation.actions.uploads import Upload
from evaluation.core.people import Actor
from evaluation.store.db import change, insert, rows, write
from tests.award import Award, unlock_sheets
from tests.desk_ground import DESK_EDITION
from tests.dossier_ground import SECTIONS
from tests.web.ground import ITEMS, PDF

# The candidate, its code, its region and what its people called their files: nothing of it may show.
SECRETS = ("Mojokerto", "35.76", "Jember", "35.09", "perda-mojokerto", "Juri 2", "Juri 3")
NAMED = "perda-mojokerto.pdf"
# The number of each entry, and of each assessor by seat: neither in the order of codes, names or ids.
ENTRY_NUMBERS = (801, 402)
ASSESSOR_NUMBERS = (55, 91, 23)


def edition_with(
    marks: str = "submitted", assessors: str = "names", candidates: str = "shown", rule: str = ""
) -> str:
    """The edition with this policy, and perhaps another rule, in its first round."""
    policy = f'visibility = {{ marks = "{marks}", assessors = "{assessors}", candidates = "{candidates}" }}'
    return DESK_EDITION.replace(
        'kind = "desk"\nminimum_sheets = 2\n', f'kind = "desk"\n{policy}\n{rule}\nminimum_sheets = 2\n', 1
    )


class SightGround:
    """Kota Mojokerto and Kabupaten Jember before a panel of three, both with a dossier."""

    def __init__(self, award: Award, db: Database, act_as: Callable[[Actor], Act], **policy: str) -> None:
        self.award, self.db, self.act_as = award, db, act_as
        self.edition = award.edition(edition_with(**policy))
        self.people = award.panel(self.edition, "province", "35")
        award.grant("panitia@uji.example", "committee", self.edition, "35")
        award.grant("auditor@uji.example", "auditor", self.edition)
        self.desk = award.contest(self.edition, "province-desk", "35")
        self.mojokerto, self.jember = (
            self.entry("35.76", "Kota Mojokerto"),
            self.entry("35.09", "Kabupaten Jember"),
        )
        self.draw()
        for entry in (self.mojokerto, self.jember):
            screening.accept_entry(self.act("panitia@uji.example"), entry)
        self.award.declare()

    def entry(self, code: str, name: str) -> int:
        """A submitted dossier with a file in each section that takes one; submitted twice."""
        entry_id = self.award.entry(self.edition, code, name, email=f"{code}@uji.example")
        act = self.act(f"{code}@uji.example")
        for section, what in SECTIONS.items():
            upload = None if what.file == "none" else Upload(io.BytesIO(PDF), NAMED)
            values = {**{f.name: f.blank for f in what.fields}, **ITEMS[section]}
            dossiers.save_item(act, entry_id, section, None, Draft(values, upload))
        dossiers.submit(act, entry_id)
        screening.return_entry(self.act("panitia@uji.example"), entry_id, "Lampiran kurang")
        values = {**{f.name: f.blank for f in SECTIONS["documents"].fields}, "title": "Tambahan"}
        dossiers.save_item(act, entry_id, "documents", None, Draft(values, Upload(io.BytesIO(PDF), NAMED)))
        dossiers.submit(act, entry_id)
        return entry_id

    def draw(self) -> None:
        """Fix the numbers that chance would draw."""
        with write(self.db):
            for entry, number in zip((self.mojokerto, self.jember), ENTRY_NUMBERS, strict=True):
                insert(self.db, "entry_number", contest_id=self.desk, entry_id=entry, number=number)
            for account, number in zip(self.people, ASSESSOR_NUMBERS, strict=True):
                insert(self.db, "assessor_number", contest_id=self.desk, account_id=account, number=number)

    def act(self, email: str) -> Act:
        """An act of this person."""
        return self.act_as(self.award.actor(email))

    def judge(self, seat: int, regulation: int, innovation: int = 50, entry: int | None = None) -> int:
        """A submitted sheet of the member in this seat (1 is the chair), of Kota Mojokerto by default."""
        marks = {"regulation": regulation, "innovation": innovation}
        return self.award.sheet(self.desk, entry or self.mojokerto, self.people[seat - 1], marks)

    def remark(self, seat: int, regulation: int) -> None:
        """Another mark in a submitted sheet, as if it had been given from the start."""
        unlock_sheets(self.db)
        with write(self.db):
            for sheet in rows(
                self.db,
                "SELECT id FROM scoresheet WHERE account_id = :a ORDER BY id",
                a=self.people[seat - 1],
            ):
                change(
                    self.db,
                    "UPDATE mark SET value = :v WHERE scoresheet_id = :s AND criterion_id ="
                    " (SELECT min(criterion_id) FROM mark WHERE scoresheet_id = :s)",
                    v=str(regulation),
                    s=sheet["id"],
                )
                change(
                    self.db,
                    "UPDATE scoresheet SET total = :t WHERE id = :s",
                    t=str(regulation),
                    s=sheet["id"],
                )

    def url(self, entry: int, more: str = "") -> str:
        """The address of an entry by its id."""
        return f"/desk/{self.desk}/{entry}{more}"
