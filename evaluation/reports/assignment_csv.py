"""A plan as a CSV file from which anybody can check it: a line for each entry and each assessor."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping

from evaluation.core.assignment import Assessor, Candidate, Pair, Pairs, Problem, bar, knowing, lot

COLUMNS = (
    "entry",
    "entry_province",
    "entry_fields",
    "needed",
    "assessor",
    "assessor_name",
    "assessor_province",
    "assessor_fields",
    "room",
    "elsewhere",
    "barred",
    "before",
    "begun",
    "knows",
    "lot",
    "proposed",
    "assigned",
    "reason",
)


def plan_csv(
    problem: Problem,
    *,
    proposed: Pairs,
    assigned: Pairs,
    names: Mapping[str, str],
    reasons: Mapping[str, str],
    hidden: frozenset[str] = frozenset(),
) -> str:
    """The plan's file, with "\\n"; docs/assignment.md says what each column means.

    `reasons` are those of changes by hand, by entry. Entries that are `hidden` from the reader are left out.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for entry in problem.entries:
        if entry.key in hidden:
            continue
        for assessor in problem.assessors:
            pair = entry.key, assessor.key
            by_hand = (pair in proposed) != (pair in assigned)
            writer.writerow(
                (
                    *_entry(problem, entry),
                    *_assessor(problem, assessor, names),
                    *_crossing(problem, entry, assessor),
                    _yes(pair in proposed),
                    _yes(pair in assigned),
                    _safe(reasons.get(entry.key, "")) if by_hand else "",
                )
            )
    return out.getvalue()


def _entry(problem: Problem, entry: Candidate) -> tuple[str, ...]:
    return entry.key, entry.province, _safe(" ".join(entry.fields)), str(problem.needed(entry))


def _assessor(problem: Problem, one: Assessor, names: Mapping[str, str]) -> tuple[str, ...]:
    return (
        one.key,
        _safe(names.get(one.key, "")),
        one.province,
        _safe(" ".join(one.fields)),
        str(problem.room(one)),
        str(one.elsewhere),
    )


def _crossing(problem: Problem, entry: Candidate, assessor: Assessor) -> tuple[str, ...]:
    pair: Pair = entry.key, assessor.key
    return (
        bar(problem, entry, assessor) or "",
        _yes(pair in problem.present),
        _yes(pair in problem.begun),
        str(knowing(entry, assessor)),
        str(lot(problem.rule.seed, pair)),
    )


def _yes(flag: bool) -> str:
    return "yes" if flag else "no"


def _safe(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
