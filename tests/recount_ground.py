"""A small award up to the nation's final result: what recounts correct."""

from __future__ import annotations

from dataclasses import dataclass

from sqlite_utils import Database

from evaluation.actions import contests, recounts
from evaluation.actions.act import Act
from evaluation.actions.recount_trials import looked_at
from evaluation.core.result_changes import sentence
from evaluation.core.snapshot import Result
from evaluation.store import recounts as store
from evaluation.store import standings
from evaluation.store.db import insert, write
from tests.award import Award

EAST, NATION, AUDITOR = "jatim@panitia.example", "nasional@panitia.example", "auditor@panitia.example"
FILED = "2022-01-10T03:00:00.000000Z"
# The marks that the first three regencies got in the desk round and in the interview.
MARKS = {"35.01": (90, 90), "35.02": (85, 80), "35.03": (80, 70)}


@dataclass
class Ground:
    """East Java: three entries before a desk panel, two in the interview, one in the nation's round."""

    award: Award
    edition: int
    panel: list[int]
    nation: list[int]
    entries: dict[str, int]
    desk: int
    interview: int
    final: int

    def sheet_of(self, contest: int, code: str, juror: int = 0) -> int:
        """The sheet of a member for an entry."""
        found = self.award.db.query(
            "SELECT id FROM scoresheet WHERE contest_id = ? AND entry_id = ? AND account_id = ?",
            [contest, self.entries[code], (self.nation if contest == self.final else self.panel)[juror]],
        )
        return int(next(iter(found))["id"])


def build(award: Award) -> Ground:
    """Sheets and values of the desk round; nothing is final yet."""
    edition = award.edition()
    for email, role, region in ((EAST, "committee", "35"), (NATION, "committee", None)):
        award.grant(email, role, edition, region)
    award.grant(AUDITOR, "auditor", edition)
    panel, nation = award.panel(edition, "province", "35"), award.panel(edition, "national", None)
    entries = {code: award.entry(edition, code, f"Kabupaten {code[-1]}", status="accepted") for code in MARKS}
    desk = award.contest(edition, "province-desk", "35")
    for code, entry in entries.items():
        award.measure(desk, entry, "coverage", "50")
        for account in panel[:2]:
            award.sheet(desk, entry, account, {"regulation": MARKS[code][0], "innovation": MARKS[code][0]})
    interview = award.contest(edition, "province-interview", "35")
    final = award.contest(edition, "national-desk", None)
    return Ground(award, edition, panel, nation, entries, desk, interview, final)


def finalise_desk(ground: Ground, east: Act) -> None:
    """The desk round is final: the first two stand in the interview."""
    contests.finalise(east, ground.desk, "Pleno 1")


def objected(ground: Ground, outcome: str | None, number: int = 12, contest: int | None = None) -> int:
    """An objection to the desk round's result (or another contest's), answered or waiting; its id."""
    about = dict(entry_id=ground.entries["35.01"], filed_by=ground.panel[0], body="Nilai keliru")
    with write(ground.award.db):
        objection = insert(
            ground.award.db, "objection", contest_id=contest or ground.desk, number=number,
            fingerprint="0" * 64, filed_at=FILED, **about,
        )  # fmt: skip
        if outcome:
            answer = dict(outcome=outcome, reasons="Sudah diperiksa", answered_at=FILED)
            insert(ground.award.db, "objection_answer", objection_id=objection, **answer)
    return objection


def finalise_interview(ground: Ground, east: Act) -> None:
    """The interview is final as well: its first goes to the nation's round."""
    for code in ("35.01", "35.02"):
        ground.award.measure(ground.interview, ground.entries[code], "attendance", "100")
        for account in ground.panel[:2]:
            ground.award.sheet(ground.interview, ground.entries[code], account, {"mastery": MARKS[code][1]})
    contests.finalise(east, ground.interview, "Pleno 2")


def finalise_all(ground: Ground, east: Act, nation: Act) -> None:
    """Everything is final."""
    finalise_desk(ground, east)
    finalise_interview(ground, east)
    ground.award.sheet(ground.final, ground.entries["35.01"], ground.nation[0], {"regulation": 88})
    contests.finalise(nation, ground.final, "Pleno nasional")


def said(found: recounts.Preview) -> list[str]:
    assert found.own
    return [str(sentence(one, one.name)) for one in found.own.differences]


def seen(act: Act, recount: int) -> recounts.Preview:
    return looked_at(act, store.recount(act.db, recount))


def marks(ground: Ground, contest: int, code: str, juror: int = 0, **given: int) -> dict[str, object]:
    texts = {criterion: str(mark) for criterion, mark in given.items()}
    return {"sheet": ground.sheet_of(contest, code, juror), "marks": texts, "comments": {}}


def correct(act: Act, ground: Ground, contest: int, code: str, **given: int) -> int:
    """A recount in which the first member's marks are corrected."""
    recount = recounts.begin(act, contest, "Koreksi", "Salah salin", decree="SK 7/2022")
    recounts.add_step(
        act, recount, "marks", reason="Salah salin", entry_id=ground.entries[code],
        contents=marks(ground, contest, code, **given),
    )  # fmt: skip
    return recount


def live(db: Database, contest: int) -> Result:
    return standings.result(db, contest, with_marks=True)


def dump(db: Database, *without: str) -> list[str]:
    """The whole database as text, without the rows of some tables."""
    skipped = tuple(f'INSERT INTO "{name}"' for name in without)
    return [line for line in db.conn.iterdump() if not line.startswith(skipped)]
