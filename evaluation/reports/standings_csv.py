"""The standings of a contest as CSV: what commands write, and what pages put beside it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from evaluation.core.exact import fixed
from evaluation.core.promotion_rules import NOTHING_MORE
from evaluation.core.ranking import Standing
from evaluation.core.snapshot import Result

COLUMNS = ("rank", "candidate", "name", "score", "tied", "advances", "wins", "sheets")
# Beside them on pages, in a round with promotion rules ...
PROMOTED = ("cluster", "cluster_place", "reserve", "reason", "reason_of")
# ... and last, in a result on which motions were adopted.
DECIDED = ("marks_rank", "motions")


def standings_csv(result: Result) -> str:
    """The standings in order, one line each with "\\n"; blank rank and score for an entry without them."""
    places = result.rules.rounding.places
    return written([COLUMNS, *(csv_row(one, places) for one in result.standings)])


def decided_csv(result: Result) -> str:
    """The same lines with what was decided beyond the marks, for people who check it.

    Where the round has promotion rules columns more say why each goes on or not; where motions were adopted
    two more come last: the place of the marks alone, and the motions.
    """
    places = result.rules.rounding.places
    ruled, decided = result.rules.promotion != NOTHING_MORE, bool(result.motions)
    lines = [(*COLUMNS, *(PROMOTED if ruled else ()), *(DECIDED if decided else ()))]
    for one in result.standings:
        more = (*(promotion_cells(one) if ruled else ()), *(motion_cells(one) if decided else ()))
        lines.append((*csv_row(one, places), *more))
    return written(lines)


def written(lines: Iterable[Sequence[str]]) -> str:
    """Lines of cells as CSV."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(lines)
    return out.getvalue()


def promotion_cells(one: Standing) -> tuple[str, ...]:
    """An entry's cluster, its place there, its number in reserve, and the reason: which, and of what.

    The reason is a code of rule 15, with what a limit counts; what it is of is the limited province,
    institution or sector, the floor's code, or the year of the past win.
    """
    if one.outcome is None:
        return ("",) * len(PROMOTED)
    reason = one.outcome.reason
    places = (one.outcome.cluster_rank, one.outcome.reserve)
    return (
        one.outcome.cluster,
        *("" if place is None else str(place) for place in places),
        f"{reason.code}-{reason.counted}" if reason.counted else reason.code,
        reason.name,
    )


def motion_cells(one: Standing) -> tuple[str, str]:
    """An entry's place by the marks alone, and the numbers of the motions that moved or name it."""
    marks_rank = "" if one.marks_rank is None else str(one.marks_rank)
    return marks_rank, " ".join(str(number) for number in one.motions)


def csv_name(result: Result) -> str:
    """The file's name: ROUND.CATEGORY[.REGION].csv."""
    region = "" if result.region is None else f".{result.region}"
    return f"{result.round_code}.{result.category}{region}.csv"


def csv_row(one: Standing, places: int) -> tuple[str, ...]:
    """One entry's line, a text for each of `COLUMNS`."""
    return (
        "" if one.rank is None else str(one.rank),
        one.entry,
        one.name,
        "" if one.score is None else fixed(one.score, places),
        yes_no(one.tied),
        yes_no(one.advances),
        yes_no(one.wins),
        str(one.sheets),
    )


def yes_no(flag: bool) -> str:
    """The word that the files use for a flag."""
    return "yes" if flag else "no"
