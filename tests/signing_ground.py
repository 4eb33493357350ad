"""East Java's desk round with the rule that its chair and two members in all sign the result."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from evaluation.actions import signing
from evaluation.actions.act import Act
from evaluation.core.snapshot import fingerprint, to_json
from evaluation.store import standings
from tests.award import EDITION, PASSWORD, Award

EAST, NATION, AUDITOR = "jatim@uji.example", "nasional@uji.example", "auditor@uji.example"
RULE = "signatures = { members = 2, chair = true }"
SIGNED = EDITION.replace("minimum_sheets = 2\nadvance = 2", f"minimum_sheets = 2\n{RULE}\nadvance = 2", 1)


@dataclass
class Signed:
    """Two entries with two sheets each; a panel of three, the first its chair."""

    award: Award
    edition: int
    panel: list[int]
    first: int
    second: int
    contest: int


def signed_ground(award: Award, text: str = SIGNED) -> Signed:
    """Everything that finalising needs but for the signatures."""
    edition = award.edition(text)
    panel = award.panel(edition, "province", "35")
    first = award.entry(edition, "35.76", "Kota Mojokerto", status="accepted")
    second = award.entry(edition, "35.09", "Kabupaten Jember", status="accepted")
    contest = award.contest(edition, "province-desk", "35")
    for entry, mark in ((first, 90), (second, 80)):
        for account in panel:
            award.sheet(contest, entry, account, {"regulation": mark, "innovation": mark})
        award.measure(contest, entry, "coverage", "50")
    award.grant(EAST, "committee", edition, "35")
    award.grant(NATION, "committee", edition)
    award.grant(AUDITOR, "auditor", edition)
    return Signed(award, edition, panel, first, second, contest)


def sign(ground: Signed, act_as: Callable[..., Act], number: int) -> None:
    """The panel's member with this number signs the result as it stands now."""
    result = standings.result(ground.award.db, ground.contest, with_marks=True)
    member = act_as(ground.award.actor(f"juri{number}-35@uji.example"))
    signing.sign(member, ground.contest, fingerprint(to_json(result)), PASSWORD)
