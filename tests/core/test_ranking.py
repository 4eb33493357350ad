"""Ranks, carry, the cut and the winners: what the examples of docs/rules.md leave open."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest

from evaluation.core.ranking import entries_needing_marks, standings
from evaluation.core.rules import Rounding
from evaluation.core.scoring import EntryInput, MarkMissing, Sheet
from tests.core.builders import (
    UNROUNDED,
    by_entry,
    criterion,
    entry,
    make_round,
    marked,
    measured,
    ranks,
    sheet,
)

NOON = datetime(2022, 3, 31, 5, tzinfo=UTC)
CARRY = (("desk", Fraction(45)), ("talk", Fraction(55)))


def carried(code: str, desk: str | None, *marks: int) -> EntryInput:
    return marked(code, *marks, carried={} if desk is None else {"desk": Fraction(desk)})


def totalled(code: str, *totals: str, **marks: int) -> EntryInput:
    sheets = [Sheet(f"juror-{place}", total=Fraction(total)) for place, total in enumerate(totals)]
    return EntryInput(code, "Kabupaten Jember", tuple(sheets))


def test_standings_come_by_rank_then_code_and_those_without_a_rank_last() -> None:
    entries = [marked("D", 70), marked("Z"), marked("C", 80), marked("B", 80), marked("Y"), marked("A", 60)]
    assert [(one.entry, one.rank, one.tied) for one in standings(make_round(), entries)] == [
        ("B", 1, True),
        ("C", 1, True),
        ("D", 3, False),
        ("A", 4, False),
        ("Y", None, False),
        ("Z", None, False),
    ]


def test_names_and_sheet_counts_are_kept() -> None:
    entries = [
        marked("A", 70, 80, name="Desa Ma'rang 🏆"),
        marked("B", 90, name='PT "Sinar" <b>Jaya</b>'),
    ]
    assert [(one.name, one.sheets) for one in standings(make_round(), entries)] == [
        ('PT "Sinar" <b>Jaya</b>', 1),
        ("Desa Ma'rang 🏆", 2),
    ]


def test_an_empty_contest_has_no_standings() -> None:
    assert standings(make_round(), []) == ()


def test_an_entry_enters_a_contest_once() -> None:
    with pytest.raises(ValueError, match="same code"):
        standings(make_round(), [marked("A", 80), marked("A", 90)])


def test_what_is_shown_is_what_is_ranked() -> None:
    close = [marked("A", 80, 80, 81), marked("B", 80, 81, 80, 80, 81, 80, 80, 80, 81)]
    near = [marked("A", *[80] * 99, 81), marked("B", *[80] * 98, 81, 81)]
    assert ranks(make_round(), *close) == {"A": 1, "B": 1}
    assert ranks(make_round(), *near) == {"B": 1, "A": 2}
    assert ranks(make_round(rounding=Rounding(places=1)), *near) == {"A": 1, "B": 1}


@pytest.mark.parametrize(
    ("steps", "score"),
    [((), "84.785"), (("standing",), "84.79"), (("round",), "84.785"), (("round", "standing"), "84.79")],
)
def test_the_standing_score_is_rounded_at_its_own_step(steps: tuple[str, ...], score: str) -> None:
    half = (("desk", Fraction(1)), ("talk", Fraction(1)))
    rnd = make_round(code="talk", carry=half, rounding=Rounding(steps=frozenset(steps)))
    [found] = standings(rnd, [carried("A", "79.57", 90)])
    assert found.score == Fraction(score)


def test_a_round_alone_stands_for_itself() -> None:
    [found] = standings(make_round(), [marked("A", 80)])
    assert found.carried == (("desk", 1, 80),)


def test_carry_may_leave_this_round_out() -> None:
    rnd = make_round(code="talk", carry=(("desk", Fraction(100)),))
    found = by_entry(rnd, carried("A", "60", 99), carried("B", "70", 1), carried("C", "80"))
    assert {code: (one.rank, one.score) for code, one in found.items()} == {
        "B": (1, 70),
        "A": (2, 60),
        "C": (None, None),
    }


def test_an_entry_is_never_ranked_on_a_part_of_its_carry() -> None:
    rnd = make_round(code="talk", carry=CARRY)
    found = by_entry(rnd, carried("A", None, 99), carried("B", "10", 10))
    assert (found["A"].rank, found["A"].score, found["A"].missing_carry) == (None, None, ("desk",))
    assert found["A"].carried == (("talk", 55, 99),)
    assert found["A"].round_score.score == 99
    assert (found["B"].rank, found["B"].score, found["B"].missing_carry) == (1, 10, ())


def test_a_share_of_zero_is_not_asked_for() -> None:
    rnd = make_round(code="talk", carry=(("desk", Fraction(0)), ("talk", Fraction(1))))
    [found] = standings(rnd, [carried("A", None, 80)])
    assert (found.score, found.carried, found.missing_carry) == (80, (("talk", 1, 80),), ())


@pytest.mark.parametrize(
    ("pass_mark", "advancing", "winning"),
    [(None, "ABCD", "ABC"), ("80", "ABCD", "ABC"), ("80.01", "A", "A"), ("90", "A", "A"), ("91", "", "")],
)
def test_pass_mark_and_quotas(pass_mark: str | None, advancing: str, winning: str) -> None:
    entries = [marked("A", 90), marked("B", 80), marked("C", 80), marked("D", 80), marked("E", 70)]
    rnd = make_round(advance=4, winners=3, pass_mark=pass_mark and Fraction(pass_mark))
    found = standings(rnd, entries)
    assert "".join(one.entry for one in found if one.advances) == advancing
    # B, C and D share rank 2 and win whole, although only three places were to be had.
    assert "".join(one.entry for one in found if one.wins) == (winning + "D" if winning == "ABC" else winning)


def test_a_tie_beyond_the_cut_is_not_at_the_cut() -> None:
    entries = [marked("A", 90), marked("B", 90), marked("C", 80), marked("D", 80)]
    found = standings(make_round(advance=2), entries)
    assert [(one.entry, one.tied, one.advances, one.at_cut) for one in found] == [
        ("A", True, True, False),
        ("B", True, True, False),
        ("C", True, False, False),
        ("D", True, False, False),
    ]


def test_a_tie_that_fails_the_pass_mark_is_not_flagged() -> None:
    found = standings(make_round(advance=1, pass_mark=Fraction(95)), [marked("A", 90), marked("B", 90)])
    assert [(one.advances, one.at_cut) for one in found] == [(False, False), (False, False)]


def test_incomplete_entries_are_ranked_all_the_same() -> None:
    rnd = make_round(criterion("plan", 60), measured("coverage", 40), minimum_sheets=2)
    found = by_entry(
        rnd,
        entry("A", sheet("x", plan=80), measures={"coverage": 10}),
        entry("B", sheet("x", plan=80), sheet("y", plan=80)),
        entry("C", sheet("x", plan=80), sheet("y", plan=80), measures={"coverage": 0}),
    )
    assert {code: (one.rank, one.round_score.complete) for code, one in found.items()} == {
        "A": (1, False),
        "B": (2, False),
        "C": (2, True),
    }


def tie_break_entries() -> list[EntryInput]:
    """Three entries with score 80; each tie-break below orders them in another way."""
    return [
        entry(
            "A",
            sheet("x", plan=80, talk=70),
            sheet("y", plan=80, talk=90),
            measures={"coverage": 80},
            carried={"paper": Fraction(50)},
            submitted_at=NOON,
        ),
        entry(
            "B",
            sheet("x", plan=70, talk=80),
            sheet("y", plan=70, talk=80),
            measures={"coverage": 100},
            carried={"paper": Fraction(60)},
            submitted_at=NOON - timedelta(seconds=1),
        ),
        entry("C", sheet("x", plan=85, talk=80), sheet("y", plan=85, talk=80), measures={"coverage": 70}),
    ]


@pytest.mark.parametrize(
    ("tie_break", "order"),
    [
        ((), {"A": 1, "B": 1, "C": 1}),
        (("plan",), {"C": 1, "A": 2, "B": 3}),
        (("talk",), {"A": 1, "B": 1, "C": 1}),
        (("talk", "plan"), {"C": 1, "A": 2, "B": 3}),
        (("coverage",), {"B": 1, "A": 2, "C": 3}),
        (("desk",), {"A": 1, "B": 1, "C": 1}),
        (("paper",), {"B": 1, "A": 2, "C": 3}),
        (("judged",), {"C": 1, "A": 2, "B": 3}),
        (("submitted",), {"B": 1, "A": 2, "C": 3}),
    ],
)
def test_every_kind_of_tie_break(tie_break: tuple[str, ...], order: dict[str, int]) -> None:
    criteria = (criterion("plan", 50), criterion("talk", 25), measured("coverage", 25))
    assert ranks(make_round(*criteria, tie_break=tie_break), *tie_break_entries()) == order


def test_this_round_breaks_a_tie_of_standing_scores() -> None:
    rnd = make_round(
        code="talk", carry=(("desk", Fraction(1)), ("talk", Fraction(1))), tie_break=("talk", "desk")
    )
    assert ranks(rnd, carried("A", "90", 80), carried("B", "80", 90)) == {"B": 1, "A": 2}


def test_an_equal_tie_break_leaves_the_tie_to_the_next() -> None:
    rnd = make_round(criterion("plan", 100), criterion("talk", 0), tie_break=("talk", "submitted"))
    entries = [
        entry("A", sheet("x", plan=80, talk=5), submitted_at=NOON),
        entry("B", sheet("x", plan=80, talk=5), submitted_at=NOON - timedelta(microseconds=1)),
        entry("C", sheet("x", plan=80, talk=4), submitted_at=NOON - timedelta(days=1)),
    ]
    assert ranks(rnd, *entries) == {"B": 1, "A": 2, "C": 3}


def test_a_tie_break_criterion_is_rounded_as_in_step_criterion() -> None:
    criteria = (criterion("plan", 100), criterion("talk", 0))
    entries = [
        entry("A", *(sheet(f"{place}", plan=80, talk=int(place == 0)) for place in range(300))),
        entry("B", *(sheet(f"{place}", plan=80, talk=0) for place in range(300))),
    ]
    assert ranks(make_round(*criteria, tie_break=("talk",)), *entries) == {"A": 1, "B": 1}
    exactly = make_round(*criteria, tie_break=("talk",), rounding=UNROUNDED)
    assert ranks(exactly, *entries) == {"A": 1, "B": 2}


def test_marks_are_asked_for_only_where_a_criterion_decides() -> None:
    rnd = make_round(criterion("plan", 50), criterion("talk", 50), tie_break=("judged", "plan"))
    entries = [totalled("A", "90"), totalled("B", "80", "90"), totalled("C", "85", "85"), totalled("D")]
    assert entries_needing_marks(rnd, entries) == {"B", "C"}
    with pytest.raises(MarkMissing, match="B, C"):
        standings(rnd, entries)
    loaded = {
        "B": entry("B", sheet("x", plan=60, talk=100), sheet("y", plan=80, talk=100)),
        "C": entry("C", sheet("x", plan=85, talk=85), sheet("y", plan=85, talk=85)),
    }
    again = [loaded.get(one.entry, one) for one in entries]
    assert entries_needing_marks(rnd, again) == frozenset()
    assert ranks(rnd, *again) == {"A": 1, "C": 2, "B": 3, "D": None}


@pytest.mark.parametrize("tie_break", [(), ("submitted",), ("judged",), ("desk",), ("coverage",)])
def test_other_tie_breaks_need_no_marks(tie_break: tuple[str, ...]) -> None:
    rnd = make_round(criterion("plan", 100), measured("coverage", 0), tie_break=tie_break)
    entries = [totalled("A", "80"), totalled("B", "80")]
    assert entries_needing_marks(rnd, entries) == frozenset()
    assert ranks(rnd, *entries) == {"A": 1, "B": 1}


def test_a_tie_settled_before_its_criterion_needs_no_marks() -> None:
    rnd = make_round(code="talk", carry=CARRY, tie_break=("desk", "plan"))
    # 45 x 91 + 55 x 80 = 45 x 80 + 55 x 89
    entries = [
        EntryInput("A", "Ma'ros", (Sheet("x", total=Fraction(80)),), carried={"desk": Fraction(91)}),
        EntryInput("B", "Fakfak", (Sheet("x", total=Fraction(89)),), carried={"desk": Fraction(80)}),
    ]
    assert entries_needing_marks(rnd, entries) == frozenset()
    assert ranks(rnd, *entries) == {"A": 1, "B": 2}
