"""East Java's desk round with a deliberation: four entries, two of them tied, before a panel of four."""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlite_utils import Database

from evaluation.store.db import insert, write
from tests.award import EDITION, Award

EAST, NATION, AUDITOR = "jatim@uji.example", "nasional@uji.example", "auditor@uji.example"
CHAIR, SECOND, THIRD, FOURTH = (f"juri{n}-35@uji.example" for n in (1, 2, 3, 4))
RULE = 'deliberation = { quorum = 3, chair = true, votes = "named", majority = "simple", wild_cards = 1 }'
PLACES = {"35.76": 90, "35.09": 80, "35.78": 80, "35.15": 70}
NAMES = {
    "35.76": "Kota Mojokerto",
    "35.09": "Kabupaten Jember",
    "35.78": "Kota Surabaya",
    "35.15": "Kabupaten Sidoarjo",
}


def with_rule(rule: str, text: str = EDITION) -> str:
    """The edition with a deliberation in its first round."""
    return text.replace("minimum_sheets = 2\nadvance = 2", f"minimum_sheets = 2\n{rule}\nadvance = 2", 1)


@dataclass
class PlenoGround:
    """Places by the marks: Mojokerto 1, Jember and Surabaya 2, Sidoarjo 4; ranks 1 to 2 advance."""

    award: Award
    edition: int
    panel: list[int]
    contest: int
    entries: dict[str, int] = field(default_factory=dict)

    @property
    def db(self) -> Database:
        """The database."""
        return self.award.db

    def away(self, account_id: int, code: str) -> None:
        """Keep an account away from an entry."""
        with write(self.db):
            insert(
                self.db,
                "conflict",
                account_id=account_id,
                entry_id=self.entries[code],
                source="declared",
                reason="Saudara",
                since=self.award.at,
            )


def pleno_ground(award: Award, rule: str = RULE, text: str = EDITION) -> PlenoGround:
    """A contest that is ready to be deliberated on."""
    edition = award.edition(with_rule(rule, text))
    panel = award.panel(edition, "province", "35", members=4)
    entries = {code: award.entry(edition, code, name, status="accepted") for code, name in NAMES.items()}
    contest = award.contest(edition, "province-desk", "35")
    for code, mark in PLACES.items():
        for account in panel:
            award.sheet(contest, entries[code], account, {"regulation": mark, "innovation": mark})
        award.measure(contest, entries[code], "coverage", "50")
    award.grant(EAST, "committee", edition, "35")
    award.grant(NATION, "committee", edition)
    award.grant(AUDITOR, "auditor", edition)
    return PlenoGround(award, edition, panel, contest, entries)
