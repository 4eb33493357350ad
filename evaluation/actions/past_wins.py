"""Wins of award years that this system did not judge: recorded with their source, one by one or as a list.

A recorded win holds for every edition with a category of that code, and voids signatures under results that
it changes in any of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from sqlite_utils import Database

from evaluation.actions.act import Act
from evaluation.actions.cells import required
from evaluation.actions.events import Event
from evaluation.actions.promotion_events import PastWinRecorded, PastWinRemoved
from evaluation.actions.reasons import stated
from evaluation.actions.roster_plans import Plan, PlannedRow
from evaluation.actions.voiding import void_changed
from evaluation.core.entry_facts import tidy
from evaluation.core.errors import Invalid
from evaluation.core.messages import Message, msg
from evaluation.core.spelling import did_you_mean
from evaluation.core.subjects import RosterRef
from evaluation.permissions import may, require
from evaluation.row_files import Columns, Faults, Line, RowFile
from evaluation.store import editions, past_wins, promotion, refs, rosters
from evaluation.store.db import before_commit, write

PAST_WIN_COLUMNS = Columns(
    ("candidate", "category", "award_year", "source"),
    codes=frozenset({"candidate"}),
    numbers=frozenset({"award_year"}),
    sheets=("past-wins", "pemenang", "juara"),
)
EARLIEST = 1900
LONGEST_SOURCE = 500


@dataclass(frozen=True, slots=True)
class PastWin:
    """A win: whose, in which category, in which award year, and where that is written."""

    candidate: str
    category: str
    award_year: int
    source: str


def record_past_win(act: Act, edition_id: int, win: PastWin) -> None:
    """Record a win of an earlier year. Invalid, by field, when it can't be or is recorded already."""
    with write(act.db):
        found = past_wins.refs_of(act.db, edition_id, [win.candidate])[win.candidate]
        require(act.actor, "past-win.record", found)
        problems = _problems(win, *_limits(act.db, edition_id))
        if problems:
            raise Invalid(next(iter(problems.values())), problems)
        if not _keep(act, edition_id, win):
            known = msg("This win is recorded already.")
            raise Invalid(known, {"award_year": known})


def remove_past_win(act: Act, edition_id: int, past_win_id: int, reason: str) -> None:
    """Take a recorded win away, with a reason. Results that are final stay as they are."""
    with write(act.db):
        known = refs.found(past_wins.by_id(act.db, edition_id, past_win_id))
        code = known["candidate_code"]
        require(act.actor, "past-win.record", past_wins.refs_of(act.db, edition_id, [code])[code])
        why = stated(reason)
        past_wins.remove(act.db, past_win_id)
        event = PastWinRemoved(
            edition_id=edition_id,
            category=known["category_code"],
            candidate=code,
            award_year=known["award_year"],
            source=known["source"],
            reason=why,
        )
        act.record(event)
        _void_elsewhere(act, event, known["category_code"])


def load_past_wins(act: Act, edition_id: int, file: RowFile) -> tuple[Message, ...]:
    """Record the wins of a file; the warnings. BadFile with everything that is wrong."""
    with write(act.db):
        require(act.actor, "roster.load", RosterRef(edition_id))
        wins = _sound(act, edition_id, file)
        file.faults.refuse()
        for _, win in wins:
            _keep(act, edition_id, win)
        return _warnings(act, edition_id, wins)


def plan_past_wins(act: Act, edition_id: int, file: RowFile) -> Plan:
    """What loading a file would record; what is wrong with it stands in its faults. Nothing is stored."""
    require(act.actor, "roster.load", RosterRef(edition_id))
    wins = _sound(act, edition_id, file)
    known = past_wins.recorded(act.db, edition_id)
    planned = [
        PlannedRow(
            line,
            f"{win.candidate} {win.award_year}",
            new=(win.category, win.candidate, win.award_year) not in known,
        )
        for line, win in wins
    ]
    return Plan(tuple(planned), _warnings(act, edition_id, wins))


def _limits(db: Database, edition_id: int) -> tuple[int, tuple[str, ...]]:
    """An edition's award year, and the codes of its categories."""
    edition = refs.found(editions.by_id(db, edition_id))
    return edition["award_year"], tuple(one["code"] for one in editions.categories_of(db, edition_id))


def _problems(win: PastWin, year: int, codes: Sequence[str]) -> dict[str, Message]:
    """What is wrong with a win, by field, in an edition of this award year with these categories."""
    found: dict[str, Message] = {}
    if not win.candidate:
        found["candidate"] = msg("Write the candidate's code.")
    if win.category not in codes:
        found["category"] = msg(
            'unknown category "%(code)s"%(hint)s: the edition has %(codes)s',
            code=win.category,
            hint=did_you_mean(win.category, codes),
            codes=", ".join(codes),
        )
    if not EARLIEST <= win.award_year < year:
        found["award_year"] = msg("the award year must lie before this edition's, %(year)s", year=str(year))
    if not tidy(win.source):
        found["source"] = msg("Write where the win is written, for instance the number of a decree.")
    elif len(win.source) > LONGEST_SOURCE:
        found["source"] = msg("The source is longer than %(most)s characters.", most=LONGEST_SOURCE)
    return found


def _keep(act: Act, edition_id: int, win: PastWin) -> bool:
    """Store a win and its event; False when it is known already."""
    source = tidy(win.source)
    if not promotion.add_past_win(
        act.db,
        category_code=win.category,
        candidate_code=win.candidate,
        award_year=win.award_year,
        source=source,
        recorded_by=act.actor.account_id,
        recorded_at=act.at,
    ):
        return False
    event = PastWinRecorded(
        edition_id=edition_id,
        category=win.category,
        candidate=win.candidate,
        award_year=win.award_year,
        source=source,
    )
    act.record(event)
    _void_elsewhere(act, event, win.category)
    return True


def _void_elsewhere(act: Act, event: Event, category_code: str) -> None:
    """A win counts in every edition with such a category: signatures there are looked at as well."""
    for edition_id in past_wins.editions_with(act.db, category_code, event.edition_id or 0):
        there = replace(event, edition_id=edition_id)
        before_commit(act.db, ("past wins", edition_id), partial(void_changed, act, there))


# --- rows of a file ------------------------------------------------------------------------------


def _sound(act: Act, edition_id: int, file: RowFile) -> list[tuple[int, PastWin]]:
    """The wins of a file with their lines, and notes on the rows that are none."""
    known = past_wins.refs_of(act.db, edition_id, {line["candidate"] for line in file.lines})
    limits = _limits(act.db, edition_id)
    found: list[tuple[int, PastWin]] = []
    first: dict[tuple[str, str, int], int] = {}
    for line in file.lines:
        win = _read(line, limits, file.faults)
        if win is None:
            continue
        if not may(act.actor, "past-win.record", known[win.candidate]):
            theirs = msg("not yours to load: another committee looks after such candidates")
            file.faults.add(line.number, theirs, "candidate")
            continue
        before = first.setdefault((win.category, win.candidate, win.award_year), line.number)
        if before != line.number:
            twice = msg("the same win is there twice (first on line %(line)s)", line=before)
            file.faults.add(line.number, twice)
            continue
        found.append((line.number, win))
    return found


def _read(line: Line, limits: tuple[int, tuple[str, ...]], faults: Faults) -> PastWin | None:
    if not required(line, PAST_WIN_COLUMNS.required, faults):
        return None
    year = line["award_year"]
    if not (year.isascii() and year.isdecimal() and len(year) == 4):
        faults.add(line.number, msg('"%(year)s" is no year, such as 2024', year=year), "award_year")
        return None
    win = PastWin(line["candidate"], line["category"], int(year), line["source"])
    problems = _problems(win, *limits)
    for column, problem in problems.items():
        faults.add(line.number, problem, column)
    return None if problems else win


def _warnings(act: Act, edition_id: int, wins: list[tuple[int, PastWin]]) -> tuple[Message, ...]:
    """Whose wins look at nobody in this edition: kept, but perhaps a code was mistyped."""
    here = rosters.entries_of(act.db, edition_id)
    return tuple(
        msg(
            'line %(line)s: "%(code)s" is no candidate of this edition; the win is kept for when it is one',
            line=line,
            code=win.candidate,
        )
        for line, win in wins
        if win.candidate not in here
    )
