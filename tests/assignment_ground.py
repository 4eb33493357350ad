"""East Java's desk round with a rule of two assessors an entry; its panel of four, and who looks after it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from evaluation.actions.act import Act
from evaluation.actions.assignments import confirm, propose
from evaluation.core.people import Actor
from evaluation.store import assignments
from evaluation.store.db import change, write
from tests.award import EDITION, Award

EAST, CENTRAL, NATION, AUDITOR = (
    f"{name}@uji.example" for name in ("jatim", "jateng", "nasional", "auditor")
)
RULE = "assignment = { assessors = 2, seed = 7, most = 3 }"
ASSIGNED = EDITION.replace("minimum_sheets = 2\nadvance = 2", f"minimum_sheets = 2\n{RULE}\nadvance = 2", 1)
NAMES = {
    "35.76": "Kota Mojokerto",
    "35.09": "Kabupaten Jember",
    "35.74": "Kota Probolinggo",
    "35.78": "Kota Surabaya",
}


@dataclass
class Assigned:
    """Four entries before four assessors, nothing assigned yet."""

    award: Award
    act_as: Callable[[Actor], Act]
    edition: int
    panel: list[int]
    entries: dict[str, int]
    contest: int

    @property
    def act(self) -> Act:
        """The committee at work."""
        return self.act_as(self.award.actor(EAST))

    def plan(self, seed: int = 7, *, anew: bool = False) -> dict[str, set[int]]:
        """Propose a plan and confirm it; what is in force then."""
        number = propose(self.act, self.contest, seed=seed, anew=anew)
        confirm(self.act, self.contest, plan_id=number, revision=1)
        return self.in_force()

    def in_force(self) -> dict[str, set[int]]:
        """Who judges what, by code."""
        found: dict[str, set[int]] = {code: set() for code in self.entries}
        for one in assignments.in_force(self.award.db, self.contest):
            found[one["code"]].add(one["account_id"])
        return found

    def email(self, account: int) -> str:
        """The address of a member of the panel."""
        return f"juri{self.panel.index(account) + 1}-35@uji.example"

    def leave(self, account: int) -> None:
        """Let a member leave the panel."""
        with write(self.award.db):
            change(
                self.award.db,
                "UPDATE panel_member SET left_at = :at WHERE account_id = :account",
                at=self.award.at,
                account=account,
            )


def assigned_ground(award: Award, act_as: Callable[[Actor], Act], text: str = ASSIGNED) -> Assigned:
    """An award that waits for its first plan."""
    edition = award.edition(text)
    panel = award.panel(edition, "province", "35", members=4)
    entries = {code: award.entry(edition, code, name, status="accepted") for code, name in NAMES.items()}
    award.grant(EAST, "committee", edition, "35")
    award.grant(CENTRAL, "committee", edition, "33")
    award.grant(NATION, "committee", edition)
    award.grant(AUDITOR, "auditor", edition)
    return Assigned(award, act_as, edition, panel, entries, award.contest(edition, "province-desk", "35"))
