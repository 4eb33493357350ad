"""Measured values and adjustments from files: all of a file or nothing; a second time changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from evaluation.actions import events
from evaluation.actions.act import Act
from evaluation.actions.admission import Admission
from evaluation.actions.book import Book, open_book
from evaluation.actions.cells import required
from evaluation.actions.values import number_of, value_of
from evaluation.core.exact import decimal_text
from evaluation.core.rules import Criterion
from evaluation.core.spelling import did_you_mean
from evaluation.permissions import require
from evaluation.row_files import Columns, Faults, Line, RowFile
from evaluation.store import loads, records
from evaluation.store.db import Row, write
from evaluation.store.editions import StoredRound

MEASURE_COLUMNS = Columns(
    ("round", "candidate", "criterion", "value", "source"),
    codes=frozenset({"round", "candidate", "criterion"}),
    numbers=frozenset({"value"}),
    sheets=("measures", "ukuran"),
)
ADJUSTMENT_COLUMNS = Columns(
    ("round", "candidate", "points", "percent", "reason"),
    codes=frozenset({"round", "candidate"}),
    numbers=frozenset({"points", "percent"}),
    sheets=("adjustments", "penyesuaian"),
)


@dataclass(frozen=True, slots=True)
class Measure:
    """One measured value of a file."""

    line: int
    stored: StoredRound
    entry: Row
    criterion: str
    value: str
    source: str

    @property
    def criterion_id(self) -> int:
        """The id of what is measured."""
        return self.stored.criterion_ids[self.criterion]


@dataclass(frozen=True, slots=True)
class Change:
    """One adjustment of a file: signed points, or percent of the score before any adjustment."""

    line: int
    stored: StoredRound
    entry: Row
    points: str | None
    percent: str | None
    reason: str


Record = TypeVar("Record", Measure, Change)


def load_measures(act: Act, edition_id: int, file: RowFile) -> tuple[str, ...]:
    """Record the measured values of a file; the warnings. BadFile with everything that is wrong."""
    with write(act.db):
        require(act.actor, "scores.load")
        book = open_book(act.db, edition_id)
        found = _measures(file, book)
        known = loads.measures_of(act.db, {one.entry["id"] for one in found})

        def is_stored(one: Measure, contest_id: int) -> bool:
            key = contest_id, one.entry["id"], one.criterion_id
            return known.get(key) == (one.value, one.source)

        def store(one: Measure, contest_id: int) -> None:
            before = known.get((contest_id, one.entry["id"], one.criterion_id), (None, ""))[0]
            _record_measure(act, edition_id, contest_id, one, before)

        return _load(act, edition_id, book, found, faults=file.faults, is_stored=is_stored, store=store)


def load_adjustments(act: Act, edition_id: int, file: RowFile) -> tuple[str, ...]:
    """Record the adjustments of a file; the warnings. BadFile with everything that is wrong."""
    with write(act.db):
        require(act.actor, "scores.load")
        book = open_book(act.db, edition_id)
        found = _changes(file, book)
        known = loads.adjustments_of(act.db, {one.entry["id"] for one in found})

        def is_stored(one: Change, contest_id: int) -> bool:
            return (contest_id, one.entry["id"], one.points, one.percent, one.reason) in known

        def store(one: Change, contest_id: int) -> None:
            _record_change(act, edition_id, contest_id, one)

        return _load(act, edition_id, book, found, faults=file.faults, is_stored=is_stored, store=store)


def _load(
    act: Act,
    edition_id: int,
    book: Book,
    found: Sequence[Record],
    *,
    faults: Faults,
    is_stored: Callable[[Record, int], bool],
    store: Callable[[Record, int], None],
) -> tuple[str, ...]:
    """Store what is new, round by round, as far as its entries have come; the warnings."""
    ids = {one.entry["id"] for one in found}
    admission = Admission(act, edition_id, book, ids, needs_sheets=False)
    for stored in book.in_order():
        admission.start_round()
        for one in found:
            contest = book.contest(stored, one.entry)
            if one.stored is not stored or (contest is not None and is_stored(one, contest["id"])):
                continue
            admitted = admission.admit(stored, one.entry)
            if isinstance(admitted, int):
                store(one, admitted)
            else:
                faults.add(one.line, admitted)
    faults.refuse()
    return admission.warnings()


# --- measured values -----------------------------------------------------------------------------


def _measures(file: RowFile, book: Book) -> list[Measure]:
    """The rows that can be recorded, and notes on the others."""
    found, lines = [], dict[tuple[str, str, str], int]()
    for line in file.lines:
        place = book.find(line, file.faults)
        sourced = required(line, ("source",), file.faults)
        if place is None:
            continue
        criterion = _measured(place[0], line, file.faults)
        value = None if criterion is None else value_of(line, "value", criterion, file.faults)
        first = lines.setdefault((line["round"], line["candidate"], line["criterion"]), line.number)
        if first != line.number:
            text = f'"{line["criterion"]}" of {line["candidate"]} is there twice (first on line {first})'
            file.faults.add(line.number, text)
        elif criterion is not None and value is not None and sourced:
            found.append(Measure(line.number, *place, criterion.code, decimal_text(value), line["source"]))
    return found


def _measured(stored: StoredRound, line: Line, faults: Faults) -> Criterion | None:
    code, codes = line["criterion"], [c.code for c in stored.rules.measured_criteria]
    if code in codes:
        return stored.rules.criterion(code)
    if code in stored.criterion_ids:
        text = f'"{code}" is judged: the marks of assessors are loaded with `flask scores load`'
    elif code:
        measured = ", ".join(codes) or "nothing"
        text = f'unknown criterion "{code}"{did_you_mean(code, codes)}: this round measures {measured}'
    else:
        text = "criterion is empty"
    faults.add(line.number, text, "criterion")
    return None


def _record_measure(act: Act, edition_id: int, contest_id: int, one: Measure, before: str | None) -> None:
    records.set_measure(
        act.db,
        contest_id=contest_id,
        entry_id=one.entry["id"],
        criterion_id=one.criterion_id,
        value=one.value,
        source=one.source,
        recorded_by=act.actor.account_id,
        recorded_at=act.at,
    )
    recorded = events.MeasureRecorded(
        edition_id=edition_id,
        contest_id=contest_id,
        entry_id=one.entry["id"],
        criterion=one.criterion,
        before=before,
        value=one.value,
        source=one.source,
    )
    act.record(recorded)


# --- adjustments ---------------------------------------------------------------------------------


def _changes(file: RowFile, book: Book) -> list[Change]:
    """The rows that can be recorded, and notes on the others."""
    found, lines = [], dict[tuple[str, ...], int]()
    for line in file.lines:
        place = book.find(line, file.faults)
        reasoned = required(line, ("reason",), file.faults)
        amounts = _amounts(line, file.faults)
        if place is None or amounts is None or not reasoned:
            continue
        points, percent = amounts
        key = line["round"], line["candidate"], points or "", percent or "", line["reason"]
        first = lines.setdefault(key, line.number)
        if first == line.number:
            found.append(Change(line.number, *place, points, percent, line["reason"]))
        else:
            file.faults.add(line.number, f"the same adjustment is there twice (first on line {first})")
    return found


def _amounts(line: Line, faults: Faults) -> tuple[str | None, str | None] | None:
    """Points and percent as exact text, one of them None; None and a note unless exactly one is a number."""
    given = [column for column in ("points", "percent") if line[column]]
    if len(given) != 1:
        text = "points and percent are both empty" if not given else "points and percent are both given"
        faults.add(line.number, f"{text}: write one of them")
        return None
    amount = number_of(line, given[0], faults)
    if amount is None:
        return None
    if not amount:
        faults.add(line.number, f"{given[0]} is 0: an adjustment of nothing", given[0])
        return None
    text = decimal_text(amount)
    return (text, None) if given == ["points"] else (None, text)


def _record_change(act: Act, edition_id: int, contest_id: int, one: Change) -> None:
    records.add_adjustment(
        act.db,
        contest_id=contest_id,
        entry_id=one.entry["id"],
        points=one.points,
        percent=one.percent,
        reason=one.reason,
        recorded_by=act.actor.account_id,
        recorded_at=act.at,
    )
    recorded = events.AdjustmentRecorded(
        edition_id=edition_id,
        contest_id=contest_id,
        entry_id=one.entry["id"],
        points=one.points,
        percent=one.percent,
        reason=one.reason,
    )
    act.record(recorded)
