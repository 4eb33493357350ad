"""Candidates from a file: invited, or accepted where an award is brought over from paper.

All of a file or nothing of it; what stands in the store already is left alone, so a file loads twice
without changing anything.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from evaluation.actions import events
from evaluation.actions.accounts import account_for
from evaluation.actions.act import Act
from evaluation.actions.cells import address, one_of, required
from evaluation.actions.panel_rosters import ASSESSOR_COLUMNS, load_assessors
from evaluation.actions.screening import accept
from evaluation.core.errors import UserError
from evaluation.core.rules import Category
from evaluation.core.spelling import did_you_mean
from evaluation.csv_files import Columns, CsvFile, Faults, Line
from evaluation.permissions import require
from evaluation.store import editions, entries, rosters
from evaluation.store.db import Row, write

__all__ = ["ASSESSOR_COLUMNS", "CANDIDATE_COLUMNS", "load_assessors", "load_candidates"]

CANDIDATE_COLUMNS = Columns(("code", "name", "category", "region", "email"), ("status",))
CANDIDATE_STATUSES = ("invited", "accepted")
# Which kinds of region a category's entrants come from.
HOMES: Mapping[str, tuple[str, ...]] = {
    "province": ("province",),
    "regency": ("regency", "city"),
    "village": ("regency", "city", "province"),
    "business": ("regency", "city", "province"),
}


@dataclass(frozen=True, slots=True)
class Candidate:
    """One row that can be loaded."""

    line: int
    code: str
    name: str
    category: str
    region: Row
    email: str
    accepted: bool


def load_candidates(act: Act, edition_id: int, file: CsvFile) -> tuple[str, ...]:
    """Invite or accept the candidates of a file; the warnings. BadFile with everything that is wrong."""
    with write(act.db):
        require(act.actor, "roster.load")
        roster = _CandidateRoster(act, edition_id, file.faults)
        candidates = [one for one in map(roster.read, file.lines) if one is not None]
        for candidate in candidates:
            roster.load(candidate)
        file.faults.refuse()
        return tuple(roster.warnings)


class _CandidateRoster:
    """What the rows of one file are checked against and loaded into."""

    def __init__(self, act: Act, edition_id: int, faults: Faults) -> None:
        self._act, self._edition_id, self._faults = act, edition_id, faults
        self._rules = editions.rules_of(act.db, edition_id)
        self._category_ids = {one["code"]: one["id"] for one in editions.categories_of(act.db, edition_id)}
        self._regions = rosters.regions(act.db)
        self._known = rosters.entries_of(act.db, edition_id)
        self._people = rosters.representatives_of(act.db, edition_id)
        self._lines: dict[str, int] = {}
        self.warnings: list[str] = []

    def read(self, line: Line) -> Candidate | None:
        """The candidate of a row, or None and notes on what is wrong with it."""
        faults = self._faults
        sound = required(line, CANDIDATE_COLUMNS.required, faults)
        status = line["status"] or CANDIDATE_STATUSES[0]
        sound &= bool(line["status"] == "" or one_of(line, "status", CANDIDATE_STATUSES, faults))
        email = address(line, faults)
        category = self._category(line)
        region = self._region(line, category)
        first = self._lines.setdefault(line["code"], line.number)
        if line["code"] and first != line.number:
            faults.add(line.number, f'candidate "{line["code"]}" is there twice (first on line {first})')
            return None
        if not (sound and email and category and region):
            return None
        found = Candidate(
            line.number, line["code"], line["name"], category.code, region, email, status == "accepted"
        )
        return found if self._fits_stored(found) else None

    def _category(self, line: Line) -> Category | None:
        for category in self._rules.categories:
            if category.code == line["category"]:
                return category
        if line["category"]:
            codes = tuple(category.code for category in self._rules.categories)
            hint = did_you_mean(line["category"], codes)
            text = f'unknown category "{line["category"]}"{hint}: the edition has {", ".join(codes)}'
            self._faults.add(line.number, text)
        return None

    def _region(self, line: Line, category: Category | None) -> Row | None:
        region = self._regions.get(line["region"])
        if region is None:
            if line["region"]:
                hint = did_you_mean(line["region"], self._regions)
                self._faults.add(line.number, f'unknown region "{line["region"]}"{hint}')
            return None
        if category is not None and region["kind"] not in HOMES[category.entrant]:
            wanted = " or ".join(HOMES[category.entrant])
            text = f"region {region['code']} ({region['name']}) is a {region['kind']}: the category"
            self._faults.add(line.number, f'{text} "{category.code}" takes a {wanted}')
            return None
        return region

    def _fits_stored(self, found: Candidate) -> bool:
        """Whether the row agrees with the entry of the same code, where there is one."""
        known = self._known.get(found.code)
        if known is None:
            return True
        changed = [
            f'the {what} of "{found.code}" is {before} and can\'t become {after}'
            for what, before, after in (
                ("category", known["category_code"], found.category),
                ("region", known["region_code"], found.region["code"]),
            )
            if before != after
        ]
        if found.accepted and known["status"] in ("draft", "returned"):
            state = f"its dossier is {known['status']} online: accept it once it is submitted"
            changed.append(f'"{found.code}" can\'t be accepted, {state}')
        for text in changed:
            self._faults.add(found.line, text)
        return not changed

    def load(self, found: Candidate) -> None:
        """Store a candidate as far as the store does not have it yet."""
        known = self._known.get(found.code)
        entry_id = self._invite(found) if known is None else int(known["id"])
        if known is not None and known["name"] != found.name:
            self._rename(known, found.name)
        if (entry_id, found.email) not in self._people:
            self._let_act(entry_id, found.email)
        status = "invited" if known is None else known["status"]
        if found.accepted and status in ("invited", "submitted"):
            self._accept(found, entry_id)
        elif status in ("withdrawn", "excluded", "rejected"):
            self.warnings.append(f'line {found.line}: "{found.code}" is {status} and stays so')

    def _invite(self, found: Candidate) -> int:
        act = self._act
        entry_id = entries.add(
            act.db,
            edition_id=self._edition_id,
            category_id=self._category_ids[found.category],
            code=found.code,
            name=found.name,
            region_code=found.region["code"],
            province_code=found.region["parent"] or found.region["code"],
            status="invited",
            status_at=act.at,
        )
        invited = events.CandidateInvited(
            edition_id=self._edition_id,
            entry_id=entry_id,
            code=found.code,
            name=found.name,
            category=found.category,
            region=found.region["code"],
        )
        act.record(invited)
        return entry_id

    def _rename(self, known: Row, name: str) -> None:
        entries.rename(self._act.db, known["id"], name)
        renamed = events.CandidateRenamed(
            edition_id=self._edition_id, entry_id=known["id"], before=known["name"], after=name
        )
        self._act.record(renamed)

    def _let_act(self, entry_id: int, email: str) -> None:
        entries.add_representative(self._act.db, entry_id, account_for(self._act, email))
        self._act.record(
            events.RepresentativeAdded(edition_id=self._edition_id, entry_id=entry_id, email=email)
        )

    def _accept(self, found: Candidate, entry_id: int) -> None:
        try:
            accept(self._act, entry_id)
        except UserError as error:
            self._faults.add(found.line, str(error.message))
