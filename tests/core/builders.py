"""Short ways to write rounds, sheets and entries in tests. Numbers are texts or integers, never floats."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from evaluation.core.ranking import Standing, standings
from evaluation.core.rules import Criterion, Round, Rounding, Text
from evaluation.core.scoring import Adjustment, EntryInput, Sheet

Number = int | str | Fraction
UNROUNDED = Rounding(steps=frozenset())


def number(value: Number) -> Fraction:
    return Fraction(value)


def criterion(
    code: str = "plan",
    weight: Number = 100,
    low: Number = 0,
    high: Number = 100,
    step: Number = 1,
    **more: Any,
) -> Criterion:
    return Criterion(
        code=code,
        title=Text(code, code),
        weight=number(weight),
        minimum=number(low),
        maximum=number(high),
        step=number(step),
        **{"kind": "judged"} | more,
    )


def measured(code: str = "coverage", weight: Number = 100, **more: Any) -> Criterion:
    return criterion(code, weight, **{"step": "0.01"} | more, kind="measured")


def make_round(*criteria: Criterion, **more: Any) -> Round:
    defaults: dict[str, Any] = {
        "code": "desk",
        "title": Text("Penilaian berkas", "Desk assessment"),
        "categories": ("regency",),
        "stage": "province",
        "kind": "desk",
        "criteria": criteria or (criterion(),),
    }
    return Round(**defaults | more)


def sheet(assessor: str, **marks: Number) -> Sheet:
    return Sheet(assessor, {code: number(mark) for code, mark in marks.items()})


def entry(
    code: str,
    *sheets: Sheet,
    name: str = "Kota Mojokerto",
    measures: Mapping[str, Number] | None = None,
    **more: Any,
) -> EntryInput:
    values = {criterion: number(value) for criterion, value in (measures or {}).items()}
    return EntryInput(code, name, sheets, values, **more)


def marked(code: str, *marks: Number, **more: Any) -> EntryInput:
    """An entry with one sheet for each mark on the only criterion, `plan`."""
    return entry(code, *(sheet(f"juror-{place}", plan=mark) for place, mark in enumerate(marks)), **more)


def points(value: Number, reason: str = "Hadir terlambat") -> Adjustment:
    return Adjustment(number(value), None, reason)


def percent(value: Number, reason: str = "Denda keterlambatan berkas") -> Adjustment:
    return Adjustment(None, number(value), reason)


def ranks(rnd: Round, *entries: EntryInput) -> dict[str, int | None]:
    return {standing.entry: standing.rank for standing in standings(rnd, entries)}


def by_entry(rnd: Round, *entries: EntryInput) -> dict[str, Standing]:
    return {standing.entry: standing for standing in standings(rnd, entries)}
