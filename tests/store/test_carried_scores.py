"""What earlier rounds give to a later one: frozen where finalised, else reckoned from their sheets."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import pytest
from sqlite_utils import Database

from evaluation.actions import contests
from evaluation.actions.act import Act
from evaluation.store import standings
from tests.award import EDITION, Award

# The nation carries what each province's desk gave.
CARRYING = EDITION.replace(
    'code = "national-desk"', 'code = "national-desk"\ncarry = { province-desk = 40, national-desk = 60 }'
)
PROVINCES = {"35": "35.76", "33": "33.71", "12": "12.71"}


class Nation:
    """Provinces whose desk rounds are open, each with one entry that stands before the nation already."""

    def __init__(self, award: Award, order: str = "sheet") -> None:
        self.award = award
        text = CARRYING.replace('stage = "province"', f'stage = "province"\norder = "{order}"')
        self.edition = award.edition(text)
        self.judge = award.panel(self.edition, "national", None, members=1)[0]
        self.contest = award.contest(self.edition, "national-desk", None)
        self.sources: list[int] = []
        self.judges: list[int] = []

    def province(self, code: str) -> None:
        """One more province: its entry's desk score is 60 x 0.6 + 40 x 0.2 + 50 x 0.2 = 54."""
        award, number = self.award, PROVINCES[code]
        self.judges = award.panel(self.edition, "province", code, members=2)
        entry = award.entry(self.edition, number, f"Kota {number}", status="accepted")
        desk = award.contest(self.edition, "province-desk", code)
        for judge in self.judges:
            award.sheet(desk, entry, judge, {"regulation": 60, "innovation": 40})
        award.measure(desk, entry, "coverage", "50")
        self.sources.append(desk)
        award.sheet(award.enter(self.edition, "national-desk", entry), entry, self.judge, {"regulation": 80})

    def scores(self) -> dict[str, Fraction | None]:
        found = standings.result(self.award.db, self.contest).standings
        return {one.entry: one.score for one in found}


@pytest.mark.parametrize("order", ["sheet", "criterion"])
def test_open_rounds_are_carried_as_their_sheets_stand(award: Award, order: str) -> None:
    nation = Nation(award, order)
    for code in PROVINCES:
        nation.province(code)
    assert nation.scores() == dict.fromkeys(PROVINCES.values(), Fraction("69.6"))


def test_a_finalised_round_is_carried_as_it_was_frozen(award: Award, act_as: Callable[[], Act]) -> None:
    nation = Nation(award)
    nation.province("35")
    nation.province("33")
    before = nation.scores()
    contests.finalise(act_as(), nation.sources[0], "Rapat pleno")
    assert nation.scores() == before


def test_sheets_of_others_in_an_open_round_change_nothing(award: Award) -> None:
    nation = Nation(award)
    nation.province("35")
    other = award.entry(nation.edition, "35.09", "Kabupaten Jember", status="accepted")
    for judge in nation.judges:
        award.sheet(nation.sources[0], other, judge, {"regulation": 100, "innovation": 100})
    assert nation.scores() == {"35.76": Fraction("69.6")}


def test_the_number_of_open_provinces_adds_no_question(award: Award, db: Database) -> None:
    nation, asked = Nation(award), []
    counts = []
    db.conn.set_trace_callback(asked.append)
    for code in PROVINCES:
        nation.province(code)
        asked.clear()
        nation.scores()
        counts.append(len(asked))
    assert counts == [counts[0]] * 3
