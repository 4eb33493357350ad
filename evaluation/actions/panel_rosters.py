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
from evaluation.core.rules import STAGES
from evaluation.core.spelling import did_you_mean
from evaluation.csv_files import Columns, CsvFile, Faults, Line
from evaluation.labels import POSITION
from evaluation.permissions import require
from evaluation.store import editions, panels, rosters
from evaluation.store.db import Row, write

ASSESSOR_COLUMNS = Columns(("email", "name", "stage", "region", "position", "capacity"))


@dataclass(frozen=True, slots=True)
class Assessor:
    """One row that can be loaded. `place` is the panel: its stage and province (None: the nation)."""

    line: int
    email: str
    name: str
    place: tuple[str, str | None]
    position: str
    capacity: str


@dataclass(slots=True)
class _Panel:
    """A panel of the file: its id in the store, if it has one, and its rows."""

    id: int | None
    seats: dict[str, Row]
    rows: list[Assessor] = field(default_factory=list)


def load_assessors(act: Act, edition_id: int, file: CsvFile) -> tuple[str, ...]:
    """Seat the assessors of a file; the warnings. BadFile with everything that is wrong."""
    with write(act.db):
        require(act.actor, "roster.load")
        roster = _AssessorRoster(act, edition_id, file.faults)
        for line in file.lines:
            roster.read(line)
        roster.check_chairs()
        file.faults.refuse()
        return roster.load()


class _AssessorRoster:
    """What the rows of one file are checked against and loaded into."""

    def __init__(self, act: Act, edition_id: int, faults: Faults) -> None:
        self._act, self._edition_id, self._faults = act, edition_id, faults
        self._rules = editions.rules_of(act.db, edition_id)
        self._regions = rosters.regions(act.db)
        self._ids = rosters.panels_of(act.db, edition_id)
        self._seats = rosters.seats_of(act.db, edition_id)
        self._panels: dict[tuple[str, str | None], _Panel] = {}
        self._lines: dict[tuple[str, str, str], int] = {}
        self._warnings: list[str] = []

    def read(self, line: Line) -> None:
        """Put the assessor of a row on its panel, or note what is wrong with the row."""
        faults = self._faults
        sound = required(line, ("email", "name", "stage", "position"), faults)
        email = address(line, faults)
        sound &= not line["position"] or one_of(line, "position", tuple(POSITION), faults)
        sound &= self._stage_is_sound(line)
        place = line["stage"], line["region"] or None
        first = self._lines.setdefault((email, line["stage"], line["region"]), line.number)
        if email and first != line.number:
            faults.add(line.number, f'"{email}" sits on this panel twice (first on line {first})')
            return
        if sound and email:
            row = Assessor(line.number, email, line["name"], place, line["position"], line["capacity"])
            self._panel(place).rows.append(row)

    def _panel(self, place: tuple[str, str | None]) -> _Panel:
        if place not in self._panels:
            here = {one["email"]: one for one in self._seats if (one["stage"], one["region_code"]) == place}
            self._panels[place] = _Panel(self._ids.get(place), here)
        return self._panels[place]

    def _stage_is_sound(self, line: Line) -> bool:
        stage, code, faults = line["stage"], line["region"], self._faults
        if not stage or not one_of(line, "stage", STAGES, faults):
            return False
        region = self._regions.get(code)
        if all(rnd.stage != stage for rnd in self._rules.rounds):
            faults.add(line.number, f'the edition has no round at the stage "{stage}"')
        elif stage == "national" and code:
            faults.add(line.number, f'region "{code}" at the national stage: leave it empty')
        elif stage == "province" and not code:
            faults.add(line.number, "region is empty: a panel of the province stage has a province")
        elif stage == "province" and region is None:
            faults.add(line.number, f'unknown region "{code}"{did_you_mean(code, self._provinces())}')
        elif region is not None and region["kind"] != "province":
            text = f"region {code} ({region['name']}) is a {region['kind']}: a panel has a province"
            faults.add(line.number, text)
        else:
            return True
        return False

    def _provinces(self) -> list[str]:
        return [code for code, region in self._regions.items() if region["kind"] == "province"]

    def check_chairs(self) -> None:
        """Note every second chair of a panel, whether the first is in the file or in the store."""
        for place, panel in self._panels.items():
            in_file = {row.email for row in panel.rows}
            chair = next(
                (
                    f"{email} already"
                    for email, seat in panel.seats.items()
                    if seat["position"] == "chair" and not seat["left_at"] and email not in in_file
                ),
                None,
            )
            for row in panel.rows:
                if row.position == "chair":
                    if chair is not None:
                        text = f"a second chair on the panel of {self._name(place)}, which has {chair}"
                        self._faults.add(row.line, text)
                    chair = chair or f"{row.email} on line {row.line}"

    def load(self) -> tuple[str, ...]:
        """Store the panels and seats that the store does not have yet; the warnings."""
        for place, panel in self._panels.items():
            panel_id = panel.id or self._appoint(place)
            for row in panel.rows:
                self._seat(panel_id, row, panel.seats.get(row.email))
            if not self._has_chair(panel):
                self._warnings.append(f"the panel of {self._name(place)} has no chair")
        return tuple(self._warnings)

    def _appoint(self, place: tuple[str, str | None]) -> int:
        act, (stage, region) = self._act, place
        panel_id = panels.add(act.db, edition_id=self._edition_id, stage=stage, region_code=region)
        act.record(
            events.PanelAppointed(edition_id=self._edition_id, panel=panel_id, stage=stage, region=region)
        )
        return panel_id

    def _seat(self, panel_id: int, row: Assessor, known: Row | None) -> None:
        act = self._act
        if known is not None and known["left_at"]:
            self._warnings.append(f"line {row.line}: {row.email} left this panel and is not seated again")
            return
        wanted = dict(name=row.name, position=row.position, capacity=row.capacity)
        if known is None:
            account_id = account_for(act, row.email, row.name)
            panels.seat(act.db, panel_id=panel_id, account_id=account_id, seated_at=act.at, **wanted)
        elif {key: known[key] for key in wanted} != wanted:
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

    def _name(self, place: tuple[str, str | None]) -> str:
        region = self._regions.get(place[1] or "")
        return "the nation" if region is None else f"{region['code']} ({region['name']})"
