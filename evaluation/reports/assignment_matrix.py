"""Who judges what, as a matrix of entries and assessors in which every crossing says why it is as it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from evaluation.core.assignment import Candidate, Pair, Pairs, Problem, bar, loads_of
from evaluation.core.messages import Message, msg
from evaluation.labels import CONFLICT

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Shown:
    """A plan to be shown: who judges what, what was in force before, and what was decided by hand and why."""

    pairs: Pairs
    before: Pairs
    by_hand: Mapping[Pair, str]


@dataclass(frozen=True, slots=True)
class Cell:
    """Where an entry and an assessor cross. `state` is a word of labels.CELL.

    `change`: "added" to what is in force, "ended", or "" where nothing changes.
    """

    account_id: int
    name: str
    state: str
    change: str
    assigned: bool
    reasons: tuple[Message, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One entry; `cells` are none where it is hidden from the visitor.

    `former` are assigned by the plan in force and can't judge any more.
    """

    entry_id: int
    code: str
    name: str
    cells: tuple[Cell, ...]
    needed: int
    have: int
    former: tuple[str, ...] = ()
    hidden: bool = False

    @property
    def missing(self) -> int:
        """How many assessors the entry lacks."""
        return max(self.needed - self.have, 0)

    @property
    def assigned(self) -> tuple[Cell, ...]:
        """Who judges it."""
        return tuple(cell for cell in self.cells if cell.assigned)

    @property
    def changed(self) -> tuple[Cell, ...]:
        """Whose part in it changes."""
        return tuple(cell for cell in self.cells if cell.change)


@dataclass(frozen=True, slots=True)
class Load:
    """How much one assessor judges: here, in the round's other contests and in all; at most `room` here."""

    person: Row
    here: int
    elsewhere: int
    total: int
    room: int
    limited: bool
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """The whole plan. `least` and `most` are the loads of whoever judges least and most."""

    lines: tuple[Line, ...]
    loads: tuple[Load, ...]

    @property
    def least(self) -> int:
        """The load of whoever judges least."""
        return min((one.total for one in self.loads), default=0)

    @property
    def most(self) -> int:
        """The load of whoever judges most."""
        return max((one.total for one in self.loads), default=0)

    @property
    def across(self) -> int:
        """How many columns a row has beside the entry's: who judges it, and each assessor."""
        return len(self.loads) + 1

    @property
    def missing(self) -> tuple[Line, ...]:
        """The entries that lack assessors."""
        return tuple(line for line in self.lines if line.missing)

    @property
    def changed(self) -> tuple[Line, ...]:
        """The entries for which something changes."""
        return tuple(line for line in self.lines if line.changed or line.former)


def matrix(
    problem: Problem,
    shown: Shown,
    *,
    people: Sequence[Row],
    entries: Sequence[Row],
    sheets: Mapping[Pair, str],
    grounds: Mapping[Pair, Row],
    former: Mapping[Pair, str],
    words: Mapping[str, str],
    hidden: frozenset[str] = frozenset(),
) -> Matrix:
    """The matrix of a plan; `hidden` entries (codes) are named, with nothing about them.

    `former`: those who are assigned and gone, `words`: what fields of expertise are called.
    """
    writer = _Writer(problem, shown, people, sheets=sheets, grounds=grounds, former=former, words=words)
    return Matrix(
        lines=tuple(writer.line(one, hidden=one["code"] in hidden) for one in entries),
        loads=tuple(writer.load(one) for one in people),
    )


class _Writer:
    """Writes the crossings of one plan."""

    def __init__(
        self,
        problem: Problem,
        shown: Shown,
        people: Sequence[Row],
        *,
        sheets: Mapping[Pair, str],
        grounds: Mapping[Pair, Row],
        former: Mapping[Pair, str],
        words: Mapping[str, str],
    ) -> None:
        self.problem, self.shown, self.people = problem, shown, people
        self.sheets, self.grounds, self.former, self.words = sheets, grounds, former, words
        self.assessors = {one.key: one for one in problem.assessors}
        self.entries = {one.key: one for one in problem.entries}
        self.here = Counter(who for _, who in shown.pairs)
        self.totals = loads_of(problem, shown.pairs)

    def line(self, entry: Row, *, hidden: bool) -> Line:
        code, candidate = entry["code"], self.entries[entry["code"]]
        there = [pair for pair in self.shown.pairs if pair[0] == code]
        have = sum(who in self.assessors and (code, who) not in self.problem.apart for _, who in there)
        cells = () if hidden else tuple(self.cell(candidate, person) for person in self.people)
        needed = self.problem.needed(candidate)
        gone = () if hidden else tuple(name for pair, name in self.former.items() if pair[0] == code)
        return Line(entry["id"], code, entry["name"], cells, needed, have, gone, hidden)

    def cell(self, entry: Candidate, person: Row) -> Cell:
        pair = entry.key, str(person["account_id"])
        assigned = pair in self.shown.pairs and pair not in self.problem.apart
        state = self._state(entry, pair, assigned=assigned)
        change = ""
        if (pair in self.shown.pairs) != (pair in self.shown.before):
            change = "added" if pair in self.shown.pairs else "ended"
        reasons = tuple(self._reasons(entry, pair, state, assigned=assigned))
        return Cell(person["account_id"], person["name"], state, change, assigned, reasons)

    def load(self, person: Row) -> Load:
        one = self.assessors[str(person["account_id"])]
        limited = bool(self.problem.rule.most) or one.most is not None
        here = self.here[one.key]
        return Load(
            person, here, one.elsewhere, self.totals[one.key], self.problem.room(one), limited, one.fields
        )

    def _state(self, entry: Candidate, pair: Pair, *, assigned: bool) -> str:
        barred = bar(self.problem, entry, self.assessors[pair[1]])
        if barred == "conflict":
            return barred
        if pair in self.sheets:
            return {"submitted": "submitted", "excluded": "excluded"}.get(self.sheets[pair], "begun")
        if assigned:
            return "hand" if pair in self.shown.by_hand else "solver"
        if barred:
            return barred
        return "full" if self.here[pair[1]] >= self.problem.room(self.assessors[pair[1]]) else "free"

    def _reasons(self, entry: Candidate, pair: Pair, state: str, *, assigned: bool) -> list[Message]:
        person = self.assessors[pair[1]]
        if state == "conflict":
            return self._kept_away(pair)
        if state == "region":
            return [msg("The entry comes from the province that this assessor calls home.")]
        found: list[Message] = []
        if state in ("begun", "submitted", "excluded"):
            found.append(msg("A sheet was begun, so the entry stays with this assessor."))
        if pair in self.shown.by_hand:
            found.append(msg("Decided by hand: %(reason)s", reason=self.shown.by_hand[pair]))
        shared = sorted(set(entry.fields) & set(person.fields))
        found += [msg("Knows the field: %(field)s.", field=self.words.get(field, field)) for field in shared]
        if state == "full":
            found.append(
                msg(
                    "Has %(here)s entries here, and takes %(room)s at most.",
                    here=self.here[pair[1]],
                    room=self.problem.room(person),
                )
            )
        elif state == "free":
            found.append(msg("Could judge it. The entry has others, and this assessor other entries."))
        elif assigned and not found:
            found.append(
                msg(
                    "Nothing stands against it, and loads stay even: %(total)s entries in all.",
                    total=self.totals[pair[1]],
                )
            )
        return found

    def _kept_away(self, pair: Pair) -> list[Message]:
        ground = self.grounds.get(pair)
        if ground is None:
            return []
        return [msg("%(ground)s: %(reason)s.", ground=CONFLICT[ground["source"]], reason=ground["reason"])]
