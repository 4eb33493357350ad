"""Assessors from a file: seated on their panels, which are made as needed.

All of a file or nothing of it; what stands in the store already is left alone, so a file loads twice
without changing anything.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from evaluation.actions import events
from evaluation.actions.accounts import account_for
from evaluation.actions.act import Act
from evaluation.actions.cells import address, one_of, required
from evaluation.actions.conflicts import fill_in_account, find_conflicts
from evaluation.actions.roster_plans import REGION_KIND, Plan, PlannedRow
from evaluation.core.messages import Message, msg
from evaluation.core.rules import STAGES
from evaluation.core.spelling import did_you_mean
from evaluation.core.subjects import PanelRef, RosterRef
from evaluation.labels import POSITION
from evaluation.permissions import may, require
from evaluation.row_files import Columns, Faults, Line, RowFile
from evaluation.store import editions, panels, rosters
from evaluation.store.db import Row, write

ASSESSOR_COLUMNS = Columns(
    ("email", "name", "stage", "region", "position", "capacity"),
    ("institution", "home_region"),
    codes=frozenset({"region", "home_region"}),
    sheets=("assessors", "penilai", "juri"),
)


@dataclass(frozen=True, slots=True)
class Assessor:
    """One row that can be loaded. `place` is the panel: its stage and province (None: the nation)."""

    line: int
    email: str
    name: str
    place: tuple[str, str | None]
    position: str
    capacity: str
    about: dict[str, str]

    @property
    def wanted(self) -> dict[str, str]:
        """The seat as the row has it."""
        return dict(name=self.name, position=self.position, capacity=self.capacity)

    def changes(self, seat: Row) -> list[str]:
        """What differs from a seat that stands in the store; nothing for one that ended, which stays so."""
        return [] if seat["left_at"] else [key for key, value in self.wanted.items() if seat[key] != value]


@dataclass(slots=True)
class _Panel:
    """A panel of the file: its id in the store, if it has one, and its rows."""

    id: int | None
    seats: dict[str, Row]
    rows: list[Assessor] = field(default_factory=list)


def load_assessors(act: Act, edition_id: int, file: RowFile) -> tuple[Message, ...]:
    """Seat the assessors of a file; the warnings. BadFile with everything that is wrong."""
    with write(act.db):
        require(act.actor, "roster.load", RosterRef(edition_id))
        roster = _AssessorRoster(act, edition_id, file.faults)
        roster.read(file)
        file.faults.refuse()
        roster.load()
        find_conflicts(act, "edition", edition_id)
        return roster.plan().warnings


def plan_assessors(act: Act, edition_id: int, file: RowFile) -> Plan:
    """What loading a file would change; what is wrong with it stands in its faults. Nothing is stored."""
    require(act.actor, "roster.load", RosterRef(edition_id))
    roster = _AssessorRoster(act, edition_id, file.faults)
    roster.read(file)
    return roster.plan()


class _AssessorRoster:
    """What the rows of one file are checked against and loaded into."""

    def __init__(self, act: Act, edition_id: int, faults: Faults) -> None:
        self._act, self._edition_id, self._faults = act, edition_id, faults
        self._rules = editions.rules_of(act.db, edition_id)
        self._regions = rosters.regions(act.db)
        self._ids = rosters.panels_of(act.db, edition_id)
        self._seats = rosters.seats_of(act.db, edition_id)
        self._told = rosters.accounts_described(act.db)
        self._panels: dict[tuple[str, str | None], _Panel] = {}
        self._lines: dict[tuple[str, str, str], int] = {}

    # --- rows ---

    def read(self, file: RowFile) -> None:
        """Put the assessors of a file on their panels, and note everything that is wrong."""
        for line in file.lines:
            self._read(line)
        self._check_chairs()

    def _read(self, line: Line) -> None:
        faults = self._faults
        sound = required(line, ("email", "name", "stage", "position"), faults)
        email = address(line, faults)
        sound &= not line["position"] or one_of(line, "position", tuple(POSITION), faults)
        sound &= self._stage_is_sound(line)
        sound &= self._home_is_sound(line)
        place = line["stage"], line["region"] or None
        first = self._lines.setdefault((email, line["stage"], line["region"]), line.number)
        if email and first != line.number:
            twice = msg(
                '"%(email)s" sits on this panel twice (first on line %(line)s)', email=email, line=first
            )
            faults.add(line.number, twice, "email")
            return
        if sound and email:
            about = dict(institution=line["institution"], home_region=line["home_region"])
            row = Assessor(line.number, email, line["name"], place, line["position"], line["capacity"], about)
            self._panel(place).rows.append(row)

    def _panel(self, place: tuple[str, str | None]) -> _Panel:
        if place not in self._panels:
            here = {one["email"]: one for one in self._seats if (one["stage"], one["region_code"]) == place}
            self._panels[place] = _Panel(self._ids.get(place), here)
        return self._panels[place]

    def _stage_is_sound(self, line: Line) -> bool:
        stage, code = line["stage"], line["region"]
        if not stage or not one_of(line, "stage", STAGES, self._faults):
            return False
        problem: Message | None
        if all(rnd.stage != stage for rnd in self._rules.rounds):
            problem, column = msg('the edition has no round at the stage "%(stage)s"', stage=stage), "stage"
        else:
            problem, column = self._region_problem(stage, code), "region"
        if problem is not None:
            self._faults.add(line.number, problem, column)
        return problem is None

    def _home_is_sound(self, line: Line) -> bool:
        code = line["home_region"]
        if not code or code in self._regions:
            return True
        hint = did_you_mean(code, self._regions)
        text = msg('unknown region "%(code)s"%(hint)s', code=code, hint=hint)
        self._faults.add(line.number, text, "home_region")
        return False

    def _region_problem(self, stage: str, code: str) -> Message | None:
        """Why a row's panel can't be there, or is not one's own."""
        region = self._regions.get(code)
        if stage == "national" and code:
            return msg('region "%(code)s" at the national stage: leave it empty', code=code)
        if stage == "province" and not code:
            return msg("region is empty: a panel of the province stage has a province")
        if stage == "province" and region is None:
            hint = did_you_mean(code, self._provinces())
            return msg('unknown region "%(code)s"%(hint)s', code=code, hint=hint)
        if region is not None and region["kind"] != "province":
            return msg(
                "region %(code)s (%(name)s) is a %(kind)s: a panel has a province",
                code=code,
                name=region["name"],
                kind=REGION_KIND[region["kind"]],
            )
        panel = PanelRef(0, self._edition_id, stage, code or None)
        return may(self._act.actor, "assessor.seat", panel).reason

    def _provinces(self) -> list[str]:
        return [code for code, region in self._regions.items() if region["kind"] == "province"]

    def _check_chairs(self) -> None:
        """Note every second chair of a panel, whether the first is in the file or in the store."""
        for place, panel in self._panels.items():
            chair = self._stored_chair(panel)
            for row in panel.rows:
                if row.position == "chair":
                    if chair is not None:
                        text = msg(
                            "a second chair on the panel of %(place)s, which has %(chair)s",
                            place=self._name(place),
                            chair=chair,
                        )
                        self._faults.add(row.line, text, "position")
                    chair = chair or msg("%(email)s on line %(line)s", email=row.email, line=row.line)

    @staticmethod
    def _stored_chair(panel: _Panel) -> Message | None:
        """The chair that the store has and the file leaves alone, in words."""
        in_file = {row.email for row in panel.rows}
        for email, seat in panel.seats.items():
            if seat["position"] == "chair" and not seat["left_at"] and email not in in_file:
                return msg("%(email)s already", email=email)
        return None

    # --- what it changes ---

    def plan(self) -> Plan:
        """What the sound rows change in the store as it was read."""
        warnings, planned = list[Message](), list[PlannedRow]()
        for place, panel in self._panels.items():
            for row in panel.rows:
                seat = panel.seats.get(row.email)
                planned.append(_planned(row, seat, self._told.get(row.email)))
                if other := _told_otherwise(row, self._told.get(row.email)):
                    warnings.append(other)
                if seat is not None and seat["left_at"]:
                    left = msg(
                        "line %(line)s: %(email)s left this panel and is not seated again",
                        line=row.line,
                        email=row.email,
                    )
                    warnings.append(left)
            if not self._has_chair(panel):
                warnings.append(msg("the panel of %(place)s has no chair", place=self._name(place)))
        return Plan(tuple(sorted(planned, key=lambda row: row.line)), tuple(warnings))

    def load(self) -> None:
        """Store the panels and seats that the store does not have yet."""
        for place, panel in self._panels.items():
            panel_id = panel.id or self._appoint(place)
            for row in panel.rows:
                self._seat(panel_id, row, panel.seats.get(row.email))
                fill_in_account(self._act, row.email, **row.about)

    def _appoint(self, place: tuple[str, str | None]) -> int:
        act, (stage, region) = self._act, place
        panel_id = panels.add(act.db, edition_id=self._edition_id, stage=stage, region_code=region)
        act.record(
            events.PanelAppointed(edition_id=self._edition_id, panel=panel_id, stage=stage, region=region)
        )
        return panel_id

    def _seat(self, panel_id: int, row: Assessor, known: Row | None) -> None:
        act, wanted = self._act, row.wanted
        if known is None:
            account_id = account_for(act, row.email, row.name)
            panels.seat(act.db, panel_id=panel_id, account_id=account_id, seated_at=act.at, **wanted)
        elif row.changes(known):
            panels.change_seat(act.db, known["id"], **wanted)
        else:
            return
        seated = events.PanelMemberSeated(
            edition_id=self._edition_id,
            panel=panel_id,
            email=row.email,
            position=row.position,
            capacity=row.capacity,
        )
        act.record(seated)

    def _has_chair(self, panel: _Panel) -> bool:
        positions = {email: seat["position"] for email, seat in panel.seats.items() if not seat["left_at"]}
        left = {email for email, seat in panel.seats.items() if seat["left_at"]}
        positions |= {row.email: row.position for row in panel.rows if row.email not in left}
        return "chair" in positions.values()

    def _name(self, place: tuple[str, str | None]) -> Message:
        region = self._regions.get(place[1] or "")
        if region is None:
            return msg("the nation")
        return msg("%(code)s (%(name)s)", code=region["code"], name=region["name"])


def _told_otherwise(row: Assessor, known: Row | None) -> Message | None:
    """What an account says differently of itself: a roster fills in what is blank, and changes nothing."""
    if known is None or all(not told or known[key] in (None, "", told) for key, told in row.about.items()):
        return None
    return msg(
        "line %(line)s: %(email)s has another institution or home region already, and keeps it",
        line=row.line,
        email=row.email,
    )


def _planned(row: Assessor, seat: Row | None, known: Row | None) -> PlannedRow:
    """What a row changes; `known` is the account, if there is one."""
    who = f"{row.name} <{row.email}>"
    if seat is None:
        return PlannedRow(row.line, who, new=True)
    words = {
        "name": msg('the name was "%(before)s"', before=seat["name"]),
        "position": msg("the position was %(before)s", before=POSITION[seat["position"]]),
        "capacity": msg('stood for "%(before)s"', before=seat["capacity"]),
    }
    changes = [words[key] for key in row.changes(seat)]
    if known and any(told and not known[key] for key, told in row.about.items()):
        changes.append(msg("its institution or home region is filled in"))
    return PlannedRow(row.line, who, new=False, changes=tuple(changes))
