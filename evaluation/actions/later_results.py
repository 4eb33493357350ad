"""Whether final results of later rounds still follow from a result that was opened again."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from sqlite_utils import Database

from evaluation.core.snapshot import Result
from evaluation.store import contests, recounts, result_versions, standings
from evaluation.store.db import Row


def outdated(db: Database, contest: Row, result: Result) -> Iterator[Row]:
    """The final results of later rounds that would not follow from `result`, were it final: their contests.

    Only a contest that was final once has any: its entries, or the scores that the later ones carry, changed
    after it was opened again.
    """
    if not result_versions.versions_of(db, contest["id"]):
        return
    here = {one["code"] for one in contests.entries_of(db, contest["id"])}
    going_on = {one.entry for one in result.standings if one.advances}
    scores = {one.entry: one.round_score.score for one in result.standings}
    after = recounts.reached(db, contest, ())
    for later in after:
        if not later["finalised"]:
            continue
        found = standings.result(db, later["id"])
        came = {one.entry for one in found.standings} & here
        is_next = later["position"] == after[0]["position"]
        if (is_next and came != going_on) or _carries_another(contest["round_code"], scores, found):
            yield later


def _carries_another(code: str, scores: dict[str, Fraction | None], later: Result) -> bool:
    """Whether a later result counts, or breaks ties by, a score that an entry does not have any more."""
    return any(
        scores.get(one.entry) != score
        for one in later.standings
        if one.entry in scores
        for name, score in (*((name, score) for name, _, score in one.carried), *one.earlier)
        if name == code
    )
