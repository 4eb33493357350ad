"""Where an entry stands in its category's rounds, told by their dates and by published results only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from evaluation.core.rules import Round
from evaluation.core.workflow import round_open

When = Literal["past", "now", "to_come", "undated"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an entry reached in a published contest of a region, or (None) of the nation.

    Rank and score (exact text) are None for an entry without sheets.
    """

    region_code: str | None
    rank: int | None
    score: str | None
    places: int


@dataclass(frozen=True, slots=True)
class Step:
    """A round in a candidate's eyes. `outcome` is None until its contest is published."""

    round: Round
    when: When
    outcome: Outcome | None = None


def steps(rounds: Sequence[Round], outcomes: Mapping[str, Outcome], now: datetime) -> tuple[Step, ...]:
    """The rounds in order. Nothing here tells an unpublished result, nor who advances."""
    return tuple(Step(rnd, _when(rnd, rnd.code in outcomes, now), outcomes.get(rnd.code)) for rnd in rounds)


def current(line: Sequence[Step]) -> Step | None:
    """The step that runs now, or else the next one to come; None when everything is past or undated."""
    for wanted in ("now", "to_come"):
        for step in line:
            if step.when == wanted:
                return step
    return None


def screening(rounds: Sequence[Round]) -> Round | None:
    """The category's screening round, whose closing is the deadline for dossiers."""
    return next((rnd for rnd in rounds if not rnd.is_judged), None)


def _when(rnd: Round, published: bool, now: datetime) -> When:
    if published:
        return "past"
    if rnd.opens is None and rnd.closes is None:
        return "undated"
    state = round_open(rnd, now)
    return "past" if state == "closed" else "to_come" if state == "not_open" else "now"
