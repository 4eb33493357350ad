"""Motions on a result (rule 16): what each kind does to places, and that the marks' places stay for ever."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation.core.certificates import recipients
from evaluation.core.deliberation import Motion, conferred, decide, groups_of, idle, ranks_of
from evaluation.core.deliberation_rules import (
    KINDS,
    ORDERING,
    Attending,
    DeliberationRule,
    Votes,
    adopted,
    quorate,
)
from evaluation.core.pleno import Attendance, attendance
from evaluation.core.promotion import Facts
from evaluation.core.promotion_rules import PromotionRules
from evaluation.core.ranking import Standing, promoted, standings
from evaluation.core.rules import Round
from evaluation.core.snapshot import Result, from_json, to_json
from tests.core.builders import make_round, marked

VOTES = Votes(3, 0, 0, 3)
# A 1, B and C 2, D 4.
RANKING = (marked("a", 90), marked("b", 85), marked("c", 85), marked("d", 80))
ROUND = make_round(advance=2)


def motion(kind: str, *entries: str, place: int | None = None, number: int = 1) -> Motion:
    return Motion(number, kind, entries, place, "Alasan", VOTES)


def decided(*motions: Motion, rnd: Round = ROUND) -> tuple[Standing, ...]:
    return conferred(rnd, decide(rnd, standings(rnd, RANKING), motions), motions)


def places(found: tuple[Standing, ...]) -> dict[str, int | None]:
    return {one.entry: one.rank for one in found}


def going_on(found: tuple[Standing, ...]) -> list[str]:
    return [one.entry for one in found if one.advances]


# --- the kinds -----------------------------------------------------------------------------------


def test_rule_16_motions() -> None:
    first, second = motion("tie", "c"), motion("move", "d", place=1, number=2)
    once, twice = decided(first), decided(first, second)
    assert places(once) == {"a": 1, "c": 2, "b": 3, "d": 4}
    assert going_on(once) == ["a", "c"]
    assert places(twice) == {"d": 1, "a": 2, "c": 3, "b": 4}
    assert {one.entry: one.marks_rank for one in twice} == {"a": 1, "b": 2, "c": 2, "d": 4}
    assert {one.entry: one.motions for one in twice} == {"a": (2,), "b": (1, 2), "c": (1, 2), "d": (2,)}


def test_without_motions_nothing_changes() -> None:
    found = standings(ROUND, RANKING)
    assert decide(ROUND, found, ()) == found
    assert conferred(ROUND, found, ()) == found


def test_a_tie_is_broken_in_the_named_order() -> None:
    three = (marked("a", 80), marked("b", 80), marked("c", 80), marked("d", 10))
    found = decide(ROUND, standings(ROUND, three), [motion("tie", "c", "a")])
    assert [(one.entry, one.rank, one.tied) for one in found] == [
        ("c", 1, False),
        ("a", 2, False),
        ("b", 3, False),
        ("d", 4, False),
    ]
    found = decide(ROUND, standings(ROUND, three), [motion("tie", "b")])
    assert [(one.entry, one.rank, one.tied) for one in found] == [
        ("b", 1, False),
        ("a", 2, True),
        ("c", 2, True),
        ("d", 4, False),
    ]


def test_a_tie_that_is_none_any_more_is_left_alone() -> None:
    assert places(decided(motion("tie", "a", "b"))) == {"a": 1, "b": 2, "c": 2, "d": 4}
    assert places(decided(motion("tie", "b"), motion("tie", "c", "b", number=2))) == {
        "a": 1,
        "b": 2,
        "c": 3,
        "d": 4,
    }


@pytest.mark.parametrize(
    ("entry", "place", "expected"),
    [
        ("d", 1, {"d": 1, "a": 2, "b": 3, "c": 3}),
        ("d", 2, {"a": 1, "d": 2, "b": 3, "c": 3}),
        # The tie of b and c spans place 3: behind it.
        ("d", 3, {"a": 1, "b": 2, "c": 2, "d": 4}),
        ("a", 4, {"b": 1, "c": 1, "d": 3, "a": 4}),
        ("a", 3, {"b": 1, "c": 1, "a": 3, "d": 4}),
        ("c", 1, {"c": 1, "a": 2, "b": 3, "d": 4}),
        # Out of a tie onto the same place: alone before the other.
        ("c", 2, {"a": 1, "c": 2, "b": 3, "d": 4}),
    ],
)
def test_moving_an_entry_shifts_those_between_by_one(entry, place, expected) -> None:
    assert places(decided(motion("move", entry, place=place))) == expected


def test_joint_entries_share_the_best_of_their_places() -> None:
    found = decided(motion("joint", "a", "d"))
    assert places(found) == {"a": 1, "d": 1, "b": 3, "c": 3}
    assert [one.tied for one in found] == [True, True, True, True]
    # Whoever shared the place already keeps it.
    assert places(decided(motion("joint", "d", "b"))) == {"a": 1, "b": 2, "c": 2, "d": 2}


def test_a_joint_place_at_the_cut_goes_on_whole() -> None:
    found = decided(motion("joint", "b", "d"))
    assert going_on(found) == ["a", "b", "c", "d"]
    assert [one.at_cut for one in found] == [False, True, True, True]


def test_what_is_withheld_goes_to_nobody_else() -> None:
    rnd = make_round(advance=0, winners=1)
    found = decided(motion("withhold", "a"), rnd=rnd)
    assert places(found) == {"a": 1, "b": 2, "c": 2, "d": 4}
    assert [one.wins for one in found] == [False, False, False, False]
    assert found[0].outcome is not None
    assert found[0].outcome.reason.code == "withhold"
    result = Result(rnd.code, "regency", "35", rnd, found, (motion("withhold", "a"),))
    assert [one.entry for one in recipients(result)] == ["b", "c", "d"]


def test_a_wild_card_stands_beside_the_places() -> None:
    found = decided(motion("wild-card", "d"))
    assert going_on(found) == ["a", "b", "c", "d"]
    assert not any(one.wins for one in found)
    last = decided(motion("wild-card", "d"), rnd=make_round(advance=0, winners=1))
    assert [one.entry for one in last if one.wins] == ["a", "d"]
    assert last[-1].outcome is not None
    assert last[-1].outcome.reason.code == "wild-card"


def test_of_two_motions_about_an_award_the_last_one_holds() -> None:
    both = (motion("withhold", "a"), motion("wild-card", "a", number=2))
    assert going_on(decided(*both)) == ["a", "b", "c"]
    assert going_on(decided(*both[::-1])) == ["b", "c"]


def test_moved_places_go_through_the_promotion_rules() -> None:
    rnd = make_round(advance=2, promotion=PromotionRules(reserve=1))
    moved = decide(rnd, standings(rnd, RANKING), [motion("move", "d", place=1)])
    found = promoted(rnd, moved, {one: Facts() for one in "abcd"}, 2022)
    assert going_on(found) == ["d", "a"]
    assert {one.entry: one.outcome.reserve for one in found if one.outcome} == {
        "d": None,
        "a": None,
        "b": 1,
        "c": 1,
    }


def test_a_pass_mark_holds_at_every_place() -> None:
    rnd = make_round(advance=2, pass_mark=Fraction(82))
    assert going_on(decided(motion("move", "d", place=1), rnd=rnd)) == ["a"]


# --- properties ----------------------------------------------------------------------------------

CODES = "abcdefg"
rankings = st.lists(st.integers(70, 75), min_size=2, max_size=7).map(
    lambda marks: tuple(marked(code, mark) for code, mark in zip(CODES, marks, strict=False))
)


@st.composite
def cases(draw):
    """A ranking, one entry without a rank, and some motions of every kind."""
    entries = (*draw(rankings), marked("z"))
    codes = [one.entry for one in entries]
    motions = [
        Motion(
            number,
            draw(st.sampled_from(KINDS)),
            tuple(draw(st.lists(st.sampled_from(codes), min_size=1, max_size=3, unique=True))),
            draw(st.integers(1, 9)),
            "Alasan",
            VOTES,
        )
        for number in range(1, draw(st.integers(0, 4)) + 1)
    ]
    return entries, motions


@given(cases())
def test_motions_only_permute_places_and_keep_those_of_the_marks(case) -> None:
    entries, motions = case
    before = standings(ROUND, entries)
    after = conferred(ROUND, decide(ROUND, before, motions), motions)
    assert sorted(one.entry for one in after) == sorted(one.entry for one in before)
    ranked = [one for one in after if one.rank is not None]
    assert {one.entry for one in ranked} == {one.entry for one in before if one.rank is not None}
    assert [one.rank for one in ranked] == [
        1 + sum(other.rank < one.rank for other in ranked) for one in ranked
    ]
    assert [one.tied for one in ranked] == [
        sum(other.rank == one.rank for other in ranked) > 1 for one in ranked
    ]
    marks = {one.entry: one for one in before}
    for one in after:
        was = marks[one.entry]
        assert (one.score, one.round_score, one.name) == (was.score, was.round_score, was.name)
        assert one.marks_rank == (was.rank if motions else None)
        if one.rank != was.rank:
            assert one.motions


@given(cases())
def test_motions_that_move_nobody_leave_who_goes_on(case) -> None:
    entries, motions = case
    before = standings(ROUND, entries)
    others = [one for one in motions if one.kind not in ORDERING]
    after = decide(ROUND, before, others)
    blank = [replace(one, marks_rank=None, motions=()) for one in after]
    assert blank == list(before)


@given(cases())
def test_a_decided_result_is_frozen_and_read_back(case) -> None:
    entries, motions = case
    found = conferred(ROUND, decide(ROUND, standings(ROUND, entries), motions), motions)
    result = Result(ROUND.code, "regency", "35", ROUND, found, tuple(motions))
    assert from_json(to_json(result)) == result
    if not motions:
        assert "motions" not in to_json(result)
        assert "marks_rank" not in to_json(result)


def test_places_and_groups_belong_together() -> None:
    groups = groups_of(standings(ROUND, RANKING))
    assert groups == (("a",), ("b", "c"), ("d",))
    assert ranks_of(groups) == {"a": 1, "b": 2, "c": 2, "d": 4}


# --- votes and the quorum ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("majority", "votes", "expected"),
    [
        ("simple", Votes(2, 1, 4, 9), True),
        ("simple", Votes(2, 2, 0, 4), False),
        ("absolute", Votes(3, 0, 0, 6), False),
        ("absolute", Votes(4, 3, 0, 7), True),
        ("two-thirds", Votes(4, 2, 0, 6), True),
        ("two-thirds", Votes(4, 1, 0, 7), False),
        ("two-thirds", Votes(0, 0, 0, 0), False),
    ],
)
def test_majorities(majority: str, votes: Votes, expected: bool) -> None:
    assert adopted(majority, votes) is expected


HERE, AWAY = Attending("member", True), Attending("member", True, kept_away=True)
CHAIR, NO_CHAIR = Attending("chair", True), Attending("chair", False)


@pytest.mark.parametrize(
    ("rule", "panel", "expected"),
    [
        (DeliberationRule(2), [HERE, HERE, NO_CHAIR], True),
        (DeliberationRule(2), [HERE, AWAY, NO_CHAIR], False),
        (DeliberationRule(2, chair=True), [HERE, HERE, NO_CHAIR], False),
        (DeliberationRule(2, chair=True), [HERE, CHAIR], True),
        (DeliberationRule(3, chair=True), [HERE, CHAIR], False),
        # A chair who is kept away is not waited for.
        (DeliberationRule(2, chair=True), [HERE, HERE, Attending("chair", True, kept_away=True)], True),
        (DeliberationRule(2, chair=True), [HERE, Attending("chair", True, kept_away=True)], False),
    ],
)
def test_quorums(rule: DeliberationRule, panel: list[Attending], expected: bool) -> None:
    assert quorate(rule, panel) is expected


def test_who_was_there_when() -> None:
    def row(account: int, here: int, at: str) -> dict[str, object]:
        who = {"account_id": account, "name": f"Juri {account}", "position": "member"}
        return {**who, "here": here, "at": at}

    rows = [row(1, 1, "09:00"), row(2, 1, "09:05"), row(1, 0, "09:30"), row(1, 1, "09:40")]
    assert attendance(rows, "10:00") == (
        Attendance(1, "Juri 1", "member", (("09:00", "09:30"), ("09:40", "10:00"))),
        Attendance(2, "Juri 2", "member", (("09:05", "10:00"),)),
    )


# --- what shows beside places ----------------------------------------------------------------------


def test_a_place_is_joint_by_a_motion_and_not_by_equal_marks() -> None:
    by_marks = decided(motion("move", "d", place=1))
    assert [(one.entry, one.rank, one.tied, one.joint) for one in by_marks] == [
        ("d", 1, False, False),
        ("a", 2, False, False),
        ("b", 3, True, False),
        ("c", 3, True, False),
    ]
    by_motion = decided(motion("joint", "a", "d"))
    assert {one.entry: one.joint for one in by_motion} == {"a": True, "b": False, "c": False, "d": True}
    # Whoever had the best of the places already shares it now; parted again nobody does.
    with_the_tie = decided(motion("joint", "b", "d"))
    assert {one.entry: one.joint for one in with_the_tie} == {"a": False, "b": True, "c": True, "d": True}
    parted = decided(motion("joint", "a", "d"), motion("tie", "d", "a", number=2))
    assert [(one.entry, one.rank, one.joint) for one in parted][:2] == [("d", 1, False), ("a", 2, False)]


def test_a_joint_place_is_kept_in_the_frozen_text_and_no_other_text_changes() -> None:
    joint, plain = decided(motion("joint", "a", "d")), decided(motion("move", "d", place=1))
    text = to_json(Result("r", "k", None, ROUND, joint, (motion("joint", "a", "d"),)))
    assert [one.joint for one in from_json(text).standings] == [True, True, False, False]
    assert '"joint":' not in to_json(Result("r", "k", None, ROUND, plain, (motion("move", "d", place=1),)))


def test_a_motion_without_effect_is_about_nobody_and_is_told_as_idle() -> None:
    """The marks parted the tie after it was broken: the motion stays, and touches no entry."""
    parted = (marked("a", 90), marked("b", 86), marked("c", 85), marked("d", 80))
    motions = [motion("tie", "c"), motion("joint", "c", "d", number=2)]
    found = decide(ROUND, standings(ROUND, parted), motions)
    assert {one.entry: one.motions for one in found} == {"a": (), "b": (), "c": (2,), "d": (2,)}
    assert idle(found, motions) == {1}
    still = decided(*motions)
    assert idle(still, motions) == frozenset()


def test_of_motions_that_withhold_or_give_the_last_alone_has_an_effect() -> None:
    motions = [
        motion("withhold", "a"),
        motion("wild-card", "a", number=2),
        motion("withhold", "gone", number=3),
    ]
    assert idle(decided(*motions), motions) == {1, 3}
