"""The best plan, found by HiGHS as a chain of linear programs.

The plan is a flow from entries to assessors: every basic solution of each program is whole, and so are its
prices. After each goal, what has a price is held where it stands: that is exactly the set of all plans that
are best so far, and still a flow. So the goals are met one after the other without any weight between them,
and no number ever grows beyond what a float holds exactly.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

from evaluation.core.assignment import (
    Candidate,
    Lacking,
    Pairs,
    Problem,
    faults,
    knowing,
    lacking,
    lot,
    open_pairs,
)

# Prices of whole costs are whole: anything beyond a half is not zero.
HALF: Final = 0.5
# So many seconds somebody waits for a plan; 1000 entries of 100 assessors take a quarter of it.
LONGEST: Final = 60.0


class Unsolved(RuntimeError):
    """The solver gave no best plan: a fault of the program, never of the problem."""


class TooSlow(RuntimeError):
    """No best plan within LONGEST seconds."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What was found: who judges what, and what it is short of (nothing, when it can be used)."""

    pairs: Pairs
    lacking: tuple[Lacking, ...] = ()


def solve(problem: Problem) -> Plan:
    """The best plan of a problem; where none gives all that is needed, one that lacks the least.

    The order of rows does not matter, and the same problem with the same seed has the same plan everywhere.
    TooSlow where it takes too long.
    """
    problem = problem.in_order()
    flow = _flow_of(problem)
    flow.least(flow.missing)
    flow.least({column: -1 for column, pair in flow.pairs.items() if pair in problem.present})
    flow.least(flow.marginal)
    flow.least({column: -count for column, count in flow.known.items()})
    flow.least({column: lot(problem.rule.seed, pair) for column, pair in flow.pairs.items()})
    pairs = frozenset(pair for column, pair in flow.pairs.items() if flow.values[column] > HALF)
    broken = faults(problem, pairs)
    if broken:
        raise Unsolved(broken)
    return Plan(pairs, lacking(problem, pairs))


@dataclass(slots=True)
class _Flow:
    """The program: `low` and `high` are the bounds of its columns, `rows` what each column gives to rows."""

    low: list[float] = field(default_factory=list)
    high: list[float] = field(default_factory=list)
    entries: list[list[tuple[int, float]]] = field(default_factory=list)
    sides: list[float] = field(default_factory=list)
    pairs: dict[int, tuple[str, str]] = field(default_factory=dict)
    known: dict[int, int] = field(default_factory=dict)
    missing: dict[int, int] = field(default_factory=dict)
    marginal: dict[int, int] = field(default_factory=dict)
    values: list[float] = field(default_factory=list)
    highs: Any = None

    def column(self, low: float, high: float) -> int:
        """A further column with its bounds."""
        self.low.append(low)
        self.high.append(high)
        return len(self.low) - 1

    def row(self, parts: list[tuple[int, float]], side: float) -> None:
        """A further equation over columns."""
        self.entries.append(parts)
        self.sides.append(side)

    def least(self, costs: dict[int, int]) -> None:
        """Go on with the solutions that cost least only."""
        costs = {column: cost for column, cost in costs.items() if cost}
        if not self.low or (not costs and self.values):
            return
        highs = self.highs = self.highs or _begun(self)
        for column in range(len(self.low)):
            highs.changeColCost(column, float(costs.get(column, 0)))
            highs.changeColBounds(column, self.low[column], self.high[column])
        highs.run()
        if highs.modelStatusToString(highs.getModelStatus()) == "Time limit reached":
            raise TooSlow
        if highs.modelStatusToString(highs.getModelStatus()) != "Optimal":
            raise Unsolved(highs.modelStatusToString(highs.getModelStatus()))
        solution = highs.getSolution()
        self.values = [float(round(value)) for value in solution.col_value]
        for column, price in enumerate(solution.col_dual):
            if abs(price) > HALF:
                self.low[column] = self.high[column] = self.values[column]


def _flow_of(problem: Problem) -> _Flow:
    """The columns and equations of a problem."""
    flow = _Flow()
    of_entry: dict[str, list[tuple[int, float]]] = {one.key: [] for one in problem.entries}
    of_assessor: dict[str, list[tuple[int, float]]] = {one.key: [] for one in problem.assessors}
    for entry, assessor in open_pairs(problem):
        pair = entry.key, assessor.key
        column = flow.column(float(pair in problem.begun), 1)
        flow.pairs[column] = pair
        flow.known[column] = knowing(entry, assessor)
        of_entry[entry.key].append((column, 1))
        of_assessor[assessor.key].append((column, 1))
    for one in problem.entries:
        _add_entry(flow, problem, one, of_entry[one.key])
    for person in problem.assessors:
        takes = [flow.column(0, 1) for _ in range(problem.room(person))]
        # The squares of loads grow by 1, 3, 5 ...: each further entry costs more than the one before.
        flow.marginal |= {column: 2 * (person.elsewhere + place) + 1 for place, column in enumerate(takes)}
        flow.row(of_assessor[person.key] + [(column, -1) for column in takes], 0)
    return flow


def _add_entry(flow: _Flow, problem: Problem, entry: Candidate, parts: list[tuple[int, float]]) -> None:
    """An entry has as many assessors as it needs, or lacks some: the more it lacks, the worse each."""
    needed = problem.needed(entry)
    holes = [flow.column(0, 1) for _ in range(needed)]
    flow.missing |= {column: 2 * place + 1 for place, column in enumerate(holes)}
    flow.row(parts + [(column, 1) for column in holes], needed)


def _begun(flow: _Flow) -> Any:
    """HiGHS with the program in it; simplex without presolve, so that each solution is a basic one."""
    import highspy

    highs: Any = highspy.Highs()  # type: ignore[no-untyped-call]
    for name, value in (
        ("output_flag", False),
        ("threads", 1),
        ("random_seed", 0),
        ("solver", "simplex"),
        ("presolve", "off"),
        ("parallel", "off"),
        ("time_limit", LONGEST),
    ):
        highs.setOptionValue(name, value)
    for low, high in zip(flow.low, flow.high, strict=True):
        highs.addVar(low, high)
    for parts, side in zip(flow.entries, flow.sides, strict=True):
        highs.addRow(side, side, len(parts), [c for c, _ in parts], [share for _, share in parts])
    return highs
