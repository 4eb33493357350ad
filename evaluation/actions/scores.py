"""Score sheets from a file: whole sheets, submitted at once. All of a file or nothing of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

from evaluation.actions import events
from evaluation.actions.act import Act
from evaluation.actions.admission import Admission
from evaluation.actions.book import Book, open_book
from evaluation.actions.reopening import keep_submitted
from evaluation.actions.values import value_of
from evaluation.core.exact import decimal_text
from evaluation.core.rules import Criterion
from evaluation.core.scoring import sheet_total
from evaluation.core.spelling import did_you_mean
from evaluation.permissions import require
from evaluation.row_files import Columns, Faults, Line, RowFile
from evaluation.store import editions, loads, rosters
from evaluation.store.db import Row, write
from evaluation.store.editions import StoredRound
from evaluation.store.loads import StoredSheet

SCORE_COLUMNS = Columns(
    ("round", "candidate", "assessor", "criterion", "score", "comment"),
    codes=frozenset({"round", "candidate", "criterion"}),
    numbers=frozenset({"score"}),
    sheets=("scores", "nilai"),
)


@dataclass(slots=True)
class FileSheet:
    """One sheet of a file, gathered from its rows: mark, comment and line number by criterion code."""

    stored: StoredRound
    entry: Row
    email: str
    lines: list[int] = field(default_factory=list)
    marks: dict[str, tuple[Fraction, str]] = field(default_factory=dict)
    line_of: dict[str, int] = field(default_factory=dict)
    sound: bool = True

    def as_stored(self) -> dict[int, tuple[str | None, str]]:
        """Marks and comments by criterion id, as the store keeps them."""
        ids = self.stored.criterion_ids
        return {ids[code]: (decimal_text(mark), comment) for code, (mark, comment) in self.marks.items()}


def load_scores(act: Act, edition_id: int, file: RowFile) -> tuple[str, ...]:
    """Submit the sheets of a file; the warnings. BadFile with everything that is wrong.

    A sheet that is stored already with the same marks and comments is left alone. The dates of a round do
    not bind it: sheets on paper are written off later.
    """
    with write(act.db):
        require(act.actor, "scores.load")
        desk = _Desk(act, edition_id, file.faults)
        desk.read(file)
        desk.open_store()
        for stored in desk.book.in_order():
            desk.submit_round(stored)
        file.faults.refuse()
        desk.freeze()
        return desk.admission.warnings()


class _Desk:
    """What the rows of one file are checked against and loaded into."""

    admission: Admission

    def __init__(self, act: Act, edition_id: int, faults: Faults) -> None:
        self._act, self._edition_id, self._faults = act, edition_id, faults
        self.book: Book = open_book(act.db, edition_id)
        seats = rosters.seats_of(act.db, edition_id)
        self._assessors: dict[str, int] = {seat["email"]: seat["account_id"] for seat in seats}
        self._seated = {
            (seat["stage"], seat["region_code"], seat["email"]) for seat in seats if not seat["left_at"]
        }
        self._sheets: dict[tuple[str, str, str], FileSheet] = {}
        self._homeless: list[Line] = []
        self._submitted = False

    # --- rows ---

    def read(self, file: RowFile) -> None:
        """Gather the sheets of the file, and note every bad row and every sheet that lacks a mark."""
        for line in file.lines:
            self._read_line(line)
        for sheet in self._sheets.values():
            missing = [c.code for c in sheet.stored.rules.judged_criteria if c.code not in sheet.marks]
            if not missing or not sheet.sound:
                continue
            sheet.sound = False
            if not any(self._may_belong(line, sheet, missing) for line in self._homeless):
                text = f"the sheet of {sheet.email} for {sheet.entry['code']} has no mark for"
                self._faults.add(sheet.lines[0], f"{text} {', '.join(missing)}")

    def _read_line(self, line: Line) -> None:
        found = self.book.find(line, self._faults)
        email = self._assessor(line)
        if found is None or email is None:
            self._homeless.append(line)
            return
        stored, entry = found
        key = stored.rules.code, entry["code"], email
        sheet = self._sheets.setdefault(key, FileSheet(stored, entry, email))
        sheet.lines.append(line.number)
        sheet.sound &= self._mark(sheet, line)

    @staticmethod
    def _may_belong(line: Line, sheet: FileSheet, missing: list[str]) -> bool:
        """Whether a row noted already is the one that this sheet lacks: one mistake, one report."""
        own = sheet.stored.rules.code, sheet.entry["code"], sheet.email
        given = line["round"], line["candidate"], line["assessor"].lower()
        alike = sum(one == other for one, other in zip(own, given, strict=True))
        return line["criterion"] in missing and alike == len(own) - 1

    def _assessor(self, line: Line) -> str | None:
        email = line["assessor"].lower()
        if email in self._assessors:
            return email
        text = f'unknown assessor "{line["assessor"]}"{did_you_mean(email, self._assessors)}'
        self._faults.add(line.number, text if email else "assessor is empty", "assessor")
        return None

    def _mark(self, sheet: FileSheet, line: Line) -> bool:
        """Put a row's mark on its sheet; False and a note when it is none."""
        criterion = self._criterion(sheet.stored, line)
        if criterion is None:
            return False
        first = sheet.line_of.setdefault(criterion.code, line.number)
        if first != line.number:
            text = f'{sheet.email} marks "{criterion.code}" of {sheet.entry["code"]} twice'
            self._faults.add(line.number, f"{text} (first on line {first})")
            return False
        mark = value_of(line, "score", criterion, self._faults)
        if mark is None:
            return False
        if criterion.comment_required(mark) and not line["comment"]:
            text = f'a mark of {decimal_text(mark)} on "{criterion.code}" needs a comment'
            self._faults.add(line.number, text)
            return False
        sheet.marks[criterion.code] = mark, line["comment"]
        return True

    def _criterion(self, stored: StoredRound, line: Line) -> Criterion | None:
        code, codes = line["criterion"], [c.code for c in stored.rules.judged_criteria]
        if code in codes:
            return stored.rules.criterion(code)
        if code in stored.criterion_ids:
            text = f'"{code}" is measured: measured values are loaded with `flask measures load`'
        elif code:
            text = f'unknown criterion "{code}"{did_you_mean(code, codes)}: assessors mark {", ".join(codes)}'
        else:
            text = "criterion is empty"
        self._faults.add(line.number, text, "criterion")
        return None

    # --- sheets ---

    def open_store(self) -> None:
        """Read what the store has on the entries of the file."""
        ids = {sheet.entry["id"] for sheet in self._sheets.values()}
        self.admission = Admission(self._act, self._edition_id, self.book, ids, needs_sheets=True)
        self._stored = loads.sheets_of(self._act.db, ids)
        self._recused = loads.recusals_of(self._act.db, ids)
        self._assigned = loads.assigned_of(self._act.db, ids)

    def submit_round(self, stored: StoredRound) -> None:
        """Submit the new sheets of one round, and note those that cannot come in."""
        self.admission.start_round()
        for sheet in self._sheets.values():
            if sheet.stored is stored and (not sheet.sound or not self._submit(sheet)):
                self.admission.spoil(stored, sheet.entry)

    def _submit(self, sheet: FileSheet) -> bool:
        account_id = self._assessors[sheet.email]
        contest = self.book.contest(sheet.stored, sheet.entry)
        known = self._stored.get((contest["id"], sheet.entry["id"], account_id)) if contest else None
        if known and known.status == "submitted" and known.marks == sheet.as_stored():
            return True
        problem = self._second(sheet, contest, known) if known else self._outsider(sheet, contest, account_id)
        if problem is None:
            admitted = self.admission.admit(sheet.stored, sheet.entry)
            if isinstance(admitted, int):
                self._store(sheet, admitted, account_id)
                return True
            problem = admitted
        for line in self._lines_that_differ(sheet, known):
            self._faults.add(line, problem)
        return False

    def _second(self, sheet: FileSheet, contest: Row | None, known: StoredSheet) -> str:
        who = f"{sheet.email} for {sheet.entry['code']}"
        if contest and contest["finalised"]:
            return "the contest is finalised: nothing in it changes any more"
        if known.status == "draft":
            return f"a draft of {who} stands online: it is submitted there"
        return f"a second sheet of {who}: the submitted one has another mark or comment here"

    def _outsider(self, sheet: FileSheet, contest: Row | None, account_id: int) -> str | None:
        """Why this assessor has no say on this entry; None when they have."""
        region = sheet.entry["province_code"] if sheet.stored.rules.stage == "province" else None
        if (sheet.stored.rules.stage, region, sheet.email) not in self._seated:
            panel = f"panel of province {region}" if region else "panel of the nation"
            return (
                f"{sheet.email} does not sit on the {panel}, which judges {sheet.entry['code']} in this round"
            )
        if (account_id, sheet.entry["id"]) in self._recused:
            return f"{sheet.email} is recused from {sheet.entry['code']}"
        place = contest and contest["id"], sheet.entry["id"], account_id
        if sheet.stored.rules.assignment.asked and place not in self._assigned:
            return f"{sheet.email} is not assigned to {sheet.entry['code']} in this round"
        return None

    def _lines_that_differ(self, sheet: FileSheet, known: StoredSheet | None) -> list[int]:
        if known is None or known.status == "draft":
            return sheet.lines
        given = sheet.as_stored()
        ids = sheet.stored.criterion_ids
        return [
            line for code, line in sheet.line_of.items() if known.marks.get(ids[code]) != given[ids[code]]
        ]

    def _store(self, sheet: FileSheet, contest_id: int, account_id: int) -> None:
        act, exact = self._act, {code: mark for code, (mark, _) in sheet.marks.items()}
        total = decimal_text(sheet_total(sheet.stored.rules, exact))
        ids = sheet.stored.criterion_ids
        sheet_id = loads.add_submitted(
            act.db,
            contest_id=contest_id,
            entry_id=sheet.entry["id"],
            account_id=account_id,
            total=total,
            submitted_at=act.at,
            marks=[(ids[code], decimal_text(mark), note) for code, (mark, note) in sheet.marks.items()],
        )
        self._submitted = True
        submitted = events.SheetSubmitted(
            edition_id=self._edition_id,
            contest_id=contest_id,
            entry_id=sheet.entry["id"],
            sheet=sheet_id,
            marks={code: decimal_text(mark) for code, mark in exact.items()},
            total=total,
            assessor=sheet.email,
        )
        act.record(submitted)
        keep_submitted(
            act,
            sheet_id,
            dict(edition_id=self._edition_id, contest_id=contest_id, entry_id=sheet.entry["id"]),
        )

    def freeze(self) -> None:
        """Freeze the rules at the first submitted sheet of the edition."""
        act = self._act
        if self._submitted and editions.freeze(act.db, self._edition_id, act.at):
            act.record(events.EditionFrozen(edition_id=self._edition_id, code=self.book.rules.code))
