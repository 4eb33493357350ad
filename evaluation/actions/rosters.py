"""Candidates from a file: invited, or accepted where an award is brought over from paper.

All of a file or nothing of it; what stands in the store already is left alone, so a file loads twice
without changing anything.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from evaluation.actions import events, mail
from evaluation.actions.accounts import account_for
from evaluation.actions.act import Act
from evaluation.actions.cells import address, either, one_of, required
from evaluation.actions.conflicts import find_conflicts
from evaluation.actions.entry_facts import fact_changes, over, set_facts
from evaluation.actions.panel_rosters import ASSESSOR_COLUMNS, load_assessors
from evaluation.actions.readiness import place_of
from evaluation.actions.roster_plans import REGION_KIND, Plan, PlannedRow
from evaluation.actions.screening import accept
from evaluation.core.entry_facts import EntryFacts, known_sectors, problems_of, tidy
from evaluation.core.errors import UserError
from evaluation.core.messages import Message, msg
from evaluation.core.rules import Category
from evaluation.core.spelling import did_you_mean
from evaluation.core.subjects import CandidateRef, RosterRef
from evaluation.core.workflow import editable
from evaluation.permissions import may, require
from evaluation.row_files import Columns, Faults, Line, RowFile
from evaluation.store import editions, entries, finalisations, rosters
from evaluation.store.db import Row, write

__all__ = ["ASSESSOR_COLUMNS", "CANDIDATE_COLUMNS", "load_assessors", "load_candidates", "plan_candidates"]

CANDIDATE_COLUMNS = Columns(
    ("code", "name", "category", "region", "email"),
    ("status", "institution", "sector"),
    codes=frozenset({"code", "region"}),
    sheets=("candidates", "kandidat", "peserta"),
)
CANDIDATE_STATUSES = ("invited", "accepted")
# Which kinds of region a category's entrants come from.
HOMES: Mapping[str, tuple[str, ...]] = {
    "province": ("province",),
    "regency": ("regency", "city"),
    "village": ("regency", "city", "province"),
    "business": ("regency", "city", "province"),
}
IN_WORK: Mapping[str, Message] = {"draft": msg("draft"), "returned": msg("returned")}
GONE: Mapping[str, Message] = {
    "withdrawn": msg("withdrawn"),
    "excluded": msg("excluded"),
    "rejected": msg("rejected"),
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
    facts: EntryFacts

    @property
    def province(self) -> str:
        """The code of the province that the candidate belongs to."""
        return str(self.region["parent"] or self.region["code"])


def load_candidates(act: Act, edition_id: int, file: RowFile) -> tuple[Message, ...]:
    """Invite or accept the candidates of a file; the warnings. BadFile with everything that is wrong."""
    with write(act.db):
        require(act.actor, "roster.load", RosterRef(edition_id))
        roster = _CandidateRoster(act, edition_id, file.faults)
        candidates = roster.sound(file)
        for candidate in candidates:
            roster.load(candidate)
        file.faults.refuse()
        find_conflicts(act, "edition", edition_id)
        return roster.plan(candidates).warnings


def plan_candidates(act: Act, edition_id: int, file: RowFile) -> Plan:
    """What loading a file would change; what is wrong with it stands in its faults. Nothing is stored."""
    require(act.actor, "roster.load", RosterRef(edition_id))
    roster = _CandidateRoster(act, edition_id, file.faults)
    return roster.plan(roster.sound(file))


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
        self._closed: dict[tuple[str, str], Row | None] = {}

    # --- rows ---

    def sound(self, file: RowFile) -> list[Candidate]:
        """The candidates of a file, and notes on the rows that are none."""
        return [one for one in map(self._read, file.lines) if one is not None]

    def _read(self, line: Line) -> Candidate | None:
        faults = self._faults
        sound = required(line, CANDIDATE_COLUMNS.required, faults)
        status = line["status"] or CANDIDATE_STATUSES[0]
        sound &= bool(line["status"] == "" or one_of(line, "status", CANDIDATE_STATUSES, faults))
        email = address(line, faults)
        category = self._category(line)
        region = self._region(line, category)
        first = self._lines.setdefault(line["code"], line.number)
        if line["code"] and first != line.number:
            twice = msg(
                'candidate "%(code)s" is there twice (first on line %(line)s)', code=line["code"], line=first
            )
            faults.add(line.number, twice, "code")
            return None
        facts = self._facts(line, category)
        if not (sound and email and category and region and facts):
            return None
        accepted = status == "accepted"
        found = Candidate(
            line.number, line["code"], line["name"], category.code, region, email, accepted, facts
        )
        return found if self._is_theirs(found) and self._fits_stored(found) else None

    def _category(self, line: Line) -> Category | None:
        for category in self._rules.categories:
            if category.code == line["category"]:
                return category
        if line["category"]:
            codes = tuple(category.code for category in self._rules.categories)
            text = msg(
                'unknown category "%(code)s"%(hint)s: the edition has %(codes)s',
                code=line["category"],
                hint=did_you_mean(line["category"], codes),
                codes=", ".join(codes),
            )
            self._faults.add(line.number, text, "category")
        return None

    def _facts(self, line: Line, category: Category | None) -> EntryFacts | None:
        """Institution and sector of a row; a blank cell says nothing. None and a note for a bad one."""
        facts = EntryFacts(tidy(line["institution"]), tidy(line["sector"]))
        sectors = () if category is None else known_sectors(self._rules, category.code)
        problems = problems_of(facts, sectors)
        for column, problem in problems.items():
            self._faults.add(line.number, problem, column)
        return None if problems else facts

    def _region(self, line: Line, category: Category | None) -> Row | None:
        region = self._regions.get(line["region"])
        if region is None:
            if line["region"]:
                hint = did_you_mean(line["region"], self._regions)
                text = msg('unknown region "%(code)s"%(hint)s', code=line["region"], hint=hint)
                self._faults.add(line.number, text, "region")
            return None
        if category is not None and region["kind"] not in HOMES[category.entrant]:
            text = msg(
                'region %(code)s (%(name)s) is a %(kind)s: the category "%(category)s" takes a %(homes)s',
                code=region["code"],
                name=region["name"],
                kind=REGION_KIND[region["kind"]],
                category=category.code,
                homes=either([REGION_KIND[kind] for kind in HOMES[category.entrant]]),
            )
            self._faults.add(line.number, text, "region")
            return None
        return region

    def _stage(self, category_code: str) -> str:
        """The stage at which a category is screened."""
        first = next(iter(self._rules.rounds_of(category_code)), None)
        return "province" if first is None else first.stage

    def _is_theirs(self, found: Candidate) -> bool:
        """Whether whoever loads the file looks after such a candidate, and after the one of the same code."""
        stage = self._stage(found.category)
        answer = may(
            self._act.actor, "candidate.invite", CandidateRef(self._edition_id, stage, found.province)
        )
        if not answer:
            assert answer.reason is not None
            self._faults.add(found.line, answer.reason, "region")
            return False
        known = self._known.get(found.code)
        if known is None:
            return True
        stored = CandidateRef(self._edition_id, self._stage(known["category_code"]), known["province_code"])
        if may(self._act.actor, "candidate.invite", stored):
            return True
        taken = msg('the code "%(code)s" is taken by a candidate elsewhere: use another one', code=found.code)
        self._faults.add(found.line, taken, "code")
        return False

    def _fits_stored(self, found: Candidate) -> bool:
        """Whether the row agrees with the entry of the same code, where there is one."""
        known = self._known.get(found.code)
        problems = [] if known is None else self._differences(found, known)
        if found.accepted and known is not None and known["status"] in IN_WORK:
            in_work = msg(
                '"%(code)s" can\'t be accepted, its dossier is %(status)s online: accept it once it is'
                " submitted",
                code=found.code,
                status=IN_WORK[known["status"]],
            )
            problems.append((in_work, "status"))
        elif self._comes_in(found, known) and (closed := self._closed_to(found)) is not None:
            too_late = msg(
                "%(contest)s is finalised already, so %(name)s can't enter the award any more.",
                contest=place_of(closed),
                name=found.name,
            )
            problems.append((too_late, "status"))
        for text, column in problems:
            self._faults.add(found.line, text, column)
        return not problems

    @staticmethod
    def _differences(found: Candidate, known: Row) -> list[tuple[Message, str]]:
        problems = []
        before, after = known["category_code"], found.category
        if before != after:
            text = msg(
                'the category of "%(code)s" is %(before)s and can\'t become %(after)s',
                code=found.code,
                before=before,
                after=after,
            )
            problems.append((text, "category"))
        before, after = known["region_code"], found.region["code"]
        if before != after:
            text = msg(
                'the region of "%(code)s" is %(before)s and can\'t become %(after)s',
                code=found.code,
                before=before,
                after=after,
            )
            problems.append((text, "region"))
        return problems

    @staticmethod
    def _comes_in(found: Candidate, known: Row | None) -> bool:
        """Whether the row lets its candidate into the first round."""
        return found.accepted and (known is None or known["status"] in ("invited", "submitted"))

    def _closed_to(self, found: Candidate) -> Row | None:
        """The finalised contest on a candidate's way, if any; asked once for a category and province."""
        place = found.category, found.province
        if place not in self._closed:
            self._closed[place] = finalisations.finalised_for(
                self._act.db, self._category_ids[found.category], found.province
            )
        return self._closed[place]

    # --- what it changes ---

    def plan(self, candidates: list[Candidate]) -> Plan:
        """What these candidates change in the store as it was read."""
        warnings = []
        for found in candidates:
            known = self._known.get(found.code)
            if known is not None and known["status"] in GONE:
                stays = msg(
                    'line %(line)s: "%(code)s" is %(status)s and stays so',
                    line=found.line,
                    code=found.code,
                    status=GONE[known["status"]],
                )
                warnings.append(stays)
        return Plan(tuple(map(self._planned, candidates)), tuple(warnings))

    def _planned(self, found: Candidate) -> PlannedRow:
        known = self._known.get(found.code)
        who = f"{found.code} {found.name}"
        if known is None:
            return PlannedRow(found.line, who, new=True)
        changes = []
        if known["name"] != found.name:
            changes.append(msg('the name was "%(before)s"', before=known["name"]))
        changes += fact_changes(known, found.facts)
        if (known["id"], found.email) not in self._people:
            changes.append(msg("%(email)s may act for it", email=found.email))
        if self._comes_in(found, known):
            changes.append(msg("it is accepted"))
        return PlannedRow(found.line, who, new=False, changes=tuple(changes))

    def load(self, found: Candidate) -> None:
        """Store a candidate as far as the store does not have it yet."""
        known = self._known.get(found.code)
        entry_id = self._invite(found) if known is None else int(known["id"])
        if known is not None and known["name"] != found.name:
            self._rename(known, found.name)
        self._set_facts(entry_id, known, found.facts)
        if (entry_id, found.email) not in self._people:
            account_id = self._let_act(entry_id, found.email)
            if not found.accepted and (known is None or editable(known["status"])):
                entry = entries.described(self._act.db, entry_id)
                mail.post_invitation(self._act, account_id, entry)
        if self._comes_in(found, known):
            self._accept(found, entry_id)

    def _invite(self, found: Candidate) -> int:
        act = self._act
        entry_id = entries.add(
            act.db,
            edition_id=self._edition_id,
            category_id=self._category_ids[found.category],
            code=found.code,
            name=found.name,
            region_code=found.region["code"],
            province_code=found.province,
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

    def _set_facts(self, entry_id: int, known: Row | None, facts: EntryFacts) -> None:
        if known is None and facts != EntryFacts():
            known = entries.described(self._act.db, entry_id)
        if known is not None:
            set_facts(self._act, known, over(known, facts), "")

    def _let_act(self, entry_id: int, email: str) -> int:
        account_id = account_for(self._act, email)
        entries.add_representative(self._act.db, entry_id, account_id)
        self._act.record(
            events.RepresentativeAdded(edition_id=self._edition_id, entry_id=entry_id, email=email)
        )
        return account_id

    def _accept(self, found: Candidate, entry_id: int) -> None:
        try:
            accept(self._act, entry_id)
        except UserError as error:
            self._faults.add(found.line, error.message, "status")
