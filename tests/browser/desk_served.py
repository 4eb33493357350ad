"""A served award with a panel and a dossier that can be read page by page, for browsers at a score sheet."""

from __future__ import annotations

import io
import shutil
from dataclasses import dataclass
from pathlib import Path

from sqlite_utils import Database

from evaluation.actions import dossiers, reading, screening
from evaluation.actions.act import Act
from evaluation.actions.dossiers import Draft
from evaluation.actions.uploads import Upload
from evaluation.core.people import SYSTEM, Actor
from evaluation.demo.paper import paper
from evaluation.files import FileRoot
from evaluation.store.db import Row, rows
from evaluation.store.ready import open_ready
from tests.award import EDITION, Award
from tests.browser.killable import Now, Served
from tests.dossier_ground import SECTIONS
from tests.web.ground import ITEMS

CHAIR = "juri1-35@uji.example"
SECOND = "juri2-35@uji.example"
OWNER = "wakil-{code}@uji.example"
PAPER = [f"Alinea {n}: perlindungan pekerja rentan di desa." for n in range(1, 90)]

# Levels on both judged criteria, a comment rule each, and no window: the clock here is the real one.
DESK = EDITION.replace(
    'comment_below = 40, evidence = ["regulations"] }',
    'comment_below = 40, evidence = ["regulations"], rubric = ['
    '{ from = 0, to = 49, text = { id = "Belum ada", en = "None yet" } },'
    '{ from = 50, to = 79, text = { id = "Sebagian", en = "In part" } },'
    '{ from = 80, to = 100, text = { id = "Lengkap", en = "Complete" } }] }',
    1,
).replace(
    'step = 1, kind = "judged", evidence = ["innovations"] }',
    'step = 0.5, kind = "judged", comment_above = 90, evidence = ["innovations", "documents"], rubric = ['
    '{ from = 0, to = 50, text = { id = "Lemah", en = "Weak" } },'
    '{ from = 50.5, to = 100, text = { id = "Kuat", en = "Strong" } }] }',
    1,
)


@dataclass
class Desk(Served):
    """A server with two entries before East Java's panel of three, in the desk and the interview round."""

    def fill(self) -> None:
        """Fill the database: Kota Mojokerto has a dossier, Jember only its name."""
        self.open()
        award = Award(self.db, Now(), self.files)
        edition = award.edition(DESK)
        award.panel(edition, "province", "35")
        self.mojokerto = self.dossier(award, edition, "35.76", "Kota Mojokerto")
        self.jember = award.entry(edition, "35.09", "Kabupaten Jember", status="accepted")
        self.contest = award.contest(edition, "province-desk", "35")
        self.interview = award.enter(edition, "province-interview", self.mojokerto)
        for one in rows(self.db, "SELECT DISTINCT sha256 FROM file ORDER BY sha256"):
            reading.read_file(self.act(SYSTEM), one["sha256"])

    def open(self) -> None:
        """Open database and files, as the tests look at them."""
        self.db: Database = open_ready(self.folder / "penjurian.db")
        self.files = FileRoot(self.folder / "files", 50 * 1024 * 1024)

    def copy(self, folder: Path) -> Desk:
        """The same award in another folder, with a server of its own."""
        shutil.copytree(self.folder, folder)
        copied = Desk(folder)
        for name in ("mojokerto", "jember", "contest", "interview"):
            setattr(copied, name, getattr(self, name))
        copied.open()
        return copied

    def act(self, actor: Actor) -> Act:
        return Act(db=self.db, actor=actor, now=Now().now, files=self.files)

    def dossier(self, award: Award, edition: int, code: str, name: str) -> int:
        """A whole dossier, its papers several pages long, accepted."""
        owner = OWNER.format(code=code)
        content = paper("Naskah", name, PAPER)
        entry = award.entry(edition, code, name, email=owner)
        for section_code, section in SECTIONS.items():
            blank = {f.name: f.blank for f in section.fields}
            upload = None if section.file == "none" else Upload(io.BytesIO(content), f"{section_code}.pdf")
            act = self.act(award.actor(owner))
            dossiers.save_item(
                act, entry, section_code, None, Draft({**blank, **ITEMS[section_code]}, upload)
            )
        dossiers.submit(self.act(award.actor(owner)), entry)
        screening.accept_entry(self.act(SYSTEM), entry)
        return entry

    def sheet(self, entry: int | None = None, contest: int | None = None) -> str:
        """The address of a sheet, by default Kota Mojokerto's in the desk round."""
        return f"/desk/{contest or self.contest}/{entry or self.mojokerto}"

    def marks(self, email: str = CHAIR, contest: int | None = None) -> dict[str, tuple[str | None, str, str]]:
        """What is stored of Kota Mojokerto's sheet: mark, comment and feedback by criterion."""
        found = rows(
            self.db,
            "SELECT c.code, m.value, m.comment, m.feedback FROM mark m"
            " JOIN scoresheet s ON s.id = m.scoresheet_id"
            " JOIN criterion c ON c.id = m.criterion_id JOIN account a ON a.id = s.account_id"
            " WHERE s.contest_id = :contest AND s.entry_id = :entry AND a.email = :email ORDER BY c.position",
            contest=contest or self.contest,
            entry=self.mojokerto,
            email=email,
        )
        return {one["code"]: (one["value"], one["comment"], one["feedback"]) for one in found}

    def stored(self, question: str) -> list[Row]:  # type: ignore[override]
        """What the store answers to a question."""
        return rows(self.db, question)
