"""East Java's desk round with a deliberation: four entries, two of them tied, before a panel of four."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from sqlite_utils import Database

from evaluation.actions import motions, pleno
from evaluation.actions.act import Act
from evaluation.store import pleno_refs, standings
from evaluation.store.db import insert, rows, write
from tests.award import EDITION, Award

As = Callable[[str], Act]
EAST, NATION, AUDITOR = "jatim@uji.example", "nasional@uji.example", "auditor@uji.example"
CHAIR, SECOND, THIRD, FOURTH = (f"juri{n}-35@uji.example" for n in (1, 2, 3, 4))
RULE = 'deliberation = { quorum = 3, chair = true, votes = "named", majority = "simple", wild_cards = 1 }'
MOJOKERTO, JEMBER, SURABAYA, SIDOARJO = "35.76", "35.09", "35.78", "35.15"
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


# --- what happens there ---


def sit(ground: PlenoGround, as_: As, *emails: str) -> None:
    """Open the deliberation with these members present."""
    pleno.open_sitting(as_(EAST), ground.contest)
    for email in emails or (CHAIR, SECOND, THIRD):
        pleno.attend(as_(email), ground.contest, here=True)


def put(ground: PlenoGround, act: Act, kind: str, *codes: str, place: int | None = None) -> int:
    entries = [ground.entries[code] for code in codes]
    return motions.put(act, ground.contest, kind, entries, reason="Lebih lengkap", place=place)


def adopt(ground: PlenoGround, as_: As, kind: str, *codes: str, place: int | None = None) -> int:
    """A motion that everybody present votes for."""
    number = put(ground, as_(EAST), kind, *codes, place=place)
    motions.call_vote(as_(EAST), ground.contest, number)
    motion = pleno_refs.pleno_of(ground.db, ground.contest).motion(number)
    assert motion is not None
    for voter in motion.voters:
        (email,) = (
            one["email"]
            for one in rows(ground.db, "SELECT email FROM account WHERE id = :id", id=voter.account_id)
        )
        motions.cast(as_(email), ground.contest, number, "for")
    assert motions.close_vote(as_(EAST), ground.contest, number) == "adopted"
    return number


def places(ground: PlenoGround) -> dict[str, tuple[int | None, int | None]]:
    found = standings.result(ground.db, ground.contest).standings
    return {one.entry: (one.rank, one.marks_rank) for one in found}
