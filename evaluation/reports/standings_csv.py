"""The standings of a contest as the CSV file of spec section 6; commands and pages write the same one."""

from __future__ import annotations

import csv
import io

from evaluation.core.exact import fixed
from evaluation.core.ranking import Standing
from evaluation.core.snapshot import Result

COLUMNS = ("rank", "candidate", "name", "score", "tied", "advances", "wins", "sheets")
# Beside them, in a result on which motions were adopted.
DECIDED = ("marks_rank", "motions")


def standings_csv(result: Result) -> str:
    """The standings in order, one line each with "\\n"; blank rank and score for an entry without them.

    Where motions were adopted two columns more come last: the place of the marks alone, and the motions.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    decided = DECIDED if result.motions else ()
    writer.writerow((*COLUMNS, *decided))
    for one in result.standings:
        line = csv_row(one, result.rules.rounding.places)
        writer.writerow((*line, *motion_cells(one)) if decided else line)
    return out.getvalue()


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
