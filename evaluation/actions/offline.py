"""An assessor's sheets as a workbook takes them along, and what one that comes back would change."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass

from evaluation.actions.act import Act
from evaluation.core.desk import Place
from evaluation.core.messages import Message, msg
from evaluation.core.offline import STATES, TAMPERED, Book, Cell, Line, Sent, hopeless, judged
from evaluation.core.sheet_fields import PARTS, Stored
from evaluation.core.subjects import ContestRef
from evaluation.core.windows import Window, window_of
from evaluation.permissions import may
from evaluation.store import desk, editions, numbers, workbooks
from evaluation.store.db import Row
from evaluation.store.editions import StoredRound
from evaluation.store.refs import contest_ref_of
from evaluation.store.workbooks import Fields

ELSEWHERE = msg("This entry does not stand in a contest before your panels (any more).")
NO_CRITERION = msg("The award's rules have changed: there is no such criterion any more.")
# Why a sheet in one of these states takes nothing.
CLOSED_STATES: Mapping[str, Message] = {
    "submitted": msg("You have submitted this sheet; it can't change any more."),
    "excluded": msg("You have submitted this sheet; it can't change any more."),
    "recused": msg("You are kept away from this entry."),
    "undeclared": msg("First declare whether you are connected with this candidate."),
    "left": msg("This entry is not in the award any more."),
}
OWN_CANDIDATE = msg("You act for this candidate, so you can't judge it: please recuse yourself.")
FINALISED = msg("This contest is finalised: nothing in it changes any more.")


@dataclass(frozen=True, slots=True)
class OwnSheet:
    """One's sheet for one entry: `key` names the entry as addresses do, `closed` why it takes nothing."""

    place: Place
    key: str
    fields: Fields
    closed: Message | None

    def stored(self, code: str, part: str) -> Stored:
        """A field as it stands."""
        return self.fields.get((code, part), Stored())


@dataclass(frozen=True, slots=True)
class OwnContest:
    """One contest before one's panels with one's sheets in it; `about` is its row with the names."""

    contest_id: int
    about: Row
    round: StoredRound
    sheets: tuple[OwnSheet, ...]

    @property
    def open_sheets(self) -> tuple[OwnSheet, ...]:
        """Those that take marks now."""
        return tuple(sheet for sheet in self.sheets if sheet.closed is None)


@dataclass(frozen=True, slots=True)
class EntryCells:
    """The cells of one entry; `contest` and `place` are None where they could not be found."""

    contest: OwnContest | None
    place: Place | None
    called: str
    cells: tuple[Cell, ...]

    def in_state(self, state: str) -> tuple[Cell, ...]:
        """The cells that are in one of core.offline.STATES."""
        return tuple(cell for cell in self.cells if cell.state == state)


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a workbook would change."""

    book: Book
    entries: tuple[EntryCells, ...]

    @property
    def counts(self) -> dict[str, int]:
        """How many cells are in each state."""
        return {state: sum(len(one.in_state(state)) for one in self.entries) for state in STATES}

    @property
    def looked(self) -> str:
        """A fingerprint over everything that it shows: another one tells that something moved meanwhile."""
        cells = [
            [cell.key, cell.state, cell.typed, cell.stored.text, cell.stored.revision]
            for one in self.entries
            for cell in one.cells
        ]
        return hashlib.sha256(json.dumps(cells).encode()).hexdigest()


def own_contests(act: Act) -> tuple[OwnContest, ...]:
    """Every contest before the actor's panels, as the desk lists them; a fixed number of questions."""
    account_id = act.actor.account_id or 0
    found = desk.contests_of(act.db, account_id)
    ids = [one["id"] for one in found]
    places = desk.places_of(act.db, account_id, ids)
    fields = workbooks.own_fields(act.db, account_id, ids)
    keys = _keys(act, ids, places)
    rounds = editions.rounds_by_ids(act.db, sorted({one["round_id"] for one in found}))
    return tuple(
        OwnContest(
            contest_id=one["id"],
            about=one,
            round=rounds[one["round_id"]],
            sheets=tuple(
                OwnSheet(
                    place,
                    keys[one["id"], place.entry_id],
                    fields.get((one["id"], place.entry_id), {}),
                    _closed(act, contest_ref_of(one), one, place),
                )
                for place in places[one["id"]]
            ),
        )
        for one in found
    )


def _keys(act: Act, ids: list[int], places: Mapping[int, list[Place]]) -> dict[tuple[int, int], str]:
    """The entries' names in a workbook: by number where addresses go by it, so that no id tells who it is."""
    numbered = numbers.entries_by_number(act.db, act.actor.account_id or 0, ids[0]) if ids else {}
    by_entry = {
        (contest_id, entry_id): f"n{number}"
        for contest_id, known in numbered.items()
        for number, entry_id in known.items()
    }
    return {
        (contest_id, place.entry_id): by_entry.get((contest_id, place.entry_id), f"e{place.entry_id}")
        for contest_id in ids
        for place in places[contest_id]
    }


def _closed(act: Act, contest: ContestRef, about: Row, place: Place) -> Message | None:
    """Why one's sheet takes no marks now; None when it does."""
    window: Window = window_of(contest, act.now, about["timezone"])
    if place.state in CLOSED_STATES:
        return CLOSED_STATES[place.state]
    if contest.finalised:
        return FINALISED
    if place.entry_id in act.actor.entries:
        return OWN_CANDIDATE
    answer = may(act.actor, "sheet.write", contest)
    if not answer:
        return answer.reason
    return None if place.state == "reopened" else window.refusal


# --- what comes back -----------------------------------------------------------------------------


def compared(act: Act, book: Book) -> Comparison:
    """Every cell of a workbook against what stands on the actor's sheets now. Nothing is stored."""
    known = {
        (contest.about["edition_code"], contest.contest_id, sheet.key): (contest, sheet)
        for contest in own_contests(act)
        for sheet in contest.sheets
    }
    by_sheet: dict[tuple[str, int, str], list[Sent]] = {}
    for sent in book.lines:
        by_sheet.setdefault(sent.line.sheet, []).append(sent)
    found = (_entry_cells(book, known.get(name), lines) for name, lines in by_sheet.items())
    return Comparison(book, tuple(one for one in found if one.cells))


def _entry_cells(book: Book, known: tuple[OwnContest, OwnSheet] | None, lines: list[Sent]) -> EntryCells:
    """The cells of one score sheet."""
    called = lines[0].line.locked[0] if lines[0].line.locked else lines[0].line.entry
    if lines[0].line.sheet not in book.whole:
        cells = _hopeless(lines, TAMPERED, known and known[0].round)
    elif known is None:
        cells = _hopeless(lines, ELSEWHERE)
    else:
        cells = tuple(cell for sent in lines for cell in _line_cells(*known, sent))
    if known is None:
        return EntryCells(None, None, called, cells)
    contest, sheet = known
    return EntryCells(contest, sheet.place, sheet.place.name, cells)


def _line_cells(contest: OwnContest, sheet: OwnSheet, sent: Sent) -> tuple[Cell, ...]:
    line: Line = sent.line
    criterion = next((c for c in contest.round.rules.judged_criteria if c.code == line.criterion), None)
    if criterion is None:
        return _hopeless([sent], NO_CRITERION)
    return tuple(
        judged(
            line,
            part,
            sent.typed[part],
            stored=sheet.stored(line.criterion, part),
            criterion=criterion,
            closed=sheet.closed,
        )
        for part in PARTS
    )


def _hopeless(lines: list[Sent], reason: Message, stored: StoredRound | None = None) -> tuple[Cell, ...]:
    """What was written where nothing can be kept, by its criterion's name where the round is known."""
    named = {c.code: c for c in stored.rules.judged_criteria} if stored else {}
    cells = [
        hopeless(sent.line, part, sent.typed[part], reason, named.get(sent.line.criterion))
        for sent in lines
        for part in PARTS
    ]
    return tuple(cell for cell in cells if cell is not None)
