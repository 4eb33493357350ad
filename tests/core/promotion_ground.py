"""Rounds with promotion rules and what becomes of their entries, few marks so that ties are common."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import strategies as st

from evaluation.core.promotion import (
    Facts,
    Outcome,
    promote,
)
from evaluation.core.promotion_rules import Cluster, Floor, PromotionRules
from evaluation.core.ranking import Standing, standings
from evaluation.core.rules import Round
from evaluation.core.texts import Text
from tests.core.builders import entry, make_round, marked

YEAR = 2026
NAME = Text("Nama", "Name")


def outcomes(rnd: Round, marks: dict[str, int | None], **facts: Facts) -> dict[str, Outcome]:
    """What becomes of entries with these marks. Facts by code, where an entry has any."""
    contest = [entry(code) if mark is None else marked(code, mark) for code, mark in marks.items()]
    found = standings(rnd, contest)
    known = {one.entry: facts.get(one.entry, Facts()) for one in found}
    return {one.entry: one for one in promote(rnd, found, known, YEAR)}


def on(found: dict[str, Outcome]) -> list[str]:
    return [code for code, one in found.items() if one.advances]


def reasons(found: dict[str, Outcome]) -> dict[str, str]:
    return {code: one.reason.code for code, one in found.items()}


def ruled(advance: int = 2, *, winners: int = 0, pass_mark: int | None = None, **rules: object) -> Round:
    return make_round(
        advance=advance,
        winners=winners,
        pass_mark=None if pass_mark is None else Fraction(pass_mark),
        promotion=PromotionRules(**rules),  # type: ignore[arg-type]
    )


FACTS = st.builds(
    Facts,
    province=st.sampled_from(["", "35", "94"]),
    kind=st.sampled_from(["regency", "city"]),
    regions=st.sampled_from([frozenset(), frozenset({"94"})]),
    sector=st.sampled_from(["", "mining", "fishing"]),
    won=st.sampled_from([(), (2025,), (2020,)]),
)
RULES = st.builds(
    PromotionRules,
    nominations=st.integers(0, 2),
    at_most=st.sampled_from([(), (("province", 1),), (("province", 2), ("sector", 1))]),
    floors=st.sampled_from([(), (Floor("east", NAME, ("94",), 2),)]),
    reserve=st.integers(0, 3),
    past_winners=st.integers(0, 3),
    clusters=st.sampled_from(
        [(), (Cluster("city", NAME, kinds=("city",), advance=1), Cluster("rest", NAME, winners=2))]
    ),
)


@st.composite
def contests(draw: st.DrawFn) -> tuple[Round, tuple[Standing, ...], dict[str, Facts]]:
    """Few possible marks, so that ties are common."""
    rnd = make_round(
        advance=draw(st.integers(0, 5)),
        winners=draw(st.integers(0, 3)),
        pass_mark=draw(st.none() | st.integers(0, 4).map(Fraction)),
        promotion=draw(RULES),
    )
    marks = draw(st.lists(st.none() | st.integers(0, 5), min_size=1, max_size=8))
    contest = [entry(f"{n}") if mark is None else marked(f"{n}", mark) for n, mark in enumerate(marks)]
    found = standings(rnd, contest)
    return rnd, found, {one.entry: draw(FACTS) for one in found}
