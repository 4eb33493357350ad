"""What the rules of an edition say about marks, comments and the way through the rounds."""

from fractions import Fraction

import pytest

from evaluation.core.rules import Category, Round, Rounding, RubricLevel, Rules, Text
from tests.core.builders import criterion, make_round, measured


def edition() -> Rules:
    rounds = [
        ("paper", "screening", ("regency", "business")),
        ("desk", "desk", ("regency", "business")),
        ("talk", "interview", ("regency",)),
        ("check", "screening", ("business",)),
        ("visit", "visit", ("business",)),
    ]
    categories = tuple(Category(code, Text(code, code), code) for code in ("regency", "business"))
    return Rules(
        code="paritrana-2021",
        title=Text("Paritrana Award 2021", "Paritrana Award 2021"),
        assessed_year=2021,
        award_year=2022,
        timezone="Asia/Jakarta",
        official=False,
        categories=categories,
        rounds=tuple(make_round(code=code, kind=kind, categories=names) for code, kind, names in rounds),
    )


def code_of(rnd: Round | None) -> str | None:
    return rnd and rnd.code


@pytest.mark.parametrize(
    ("mark", "error"),
    [
        ("1", None),
        ("10", None),
        ("1.5", None),
        ("0.5", "below_minimum"),
        ("10.5", "above_maximum"),
        ("1.25", "off_step"),
        ("-3", "below_minimum"),
    ],
)
def test_a_mark_lies_in_its_range_on_its_step(mark: str, error: str | None) -> None:
    assert criterion(low=1, high=10, step="0.5").mark_error(Fraction(mark)) == error


def test_steps_count_from_the_minimum() -> None:
    odd = criterion(low=1, high=9, step=2)
    assert [mark for mark in range(1, 10) if odd.mark_error(Fraction(mark)) is None] == [1, 3, 5, 7, 9]


@pytest.mark.parametrize(("mark", "needed"), [(39, True), (40, False), (90, False), (91, True)])
def test_a_comment_is_needed_below_and_above_the_limits_not_at_them(mark: int, needed: bool) -> None:
    limited = criterion(comment_below=Fraction(40), comment_above=Fraction(90))
    assert limited.comment_required(Fraction(mark)) is needed


def test_with_always_every_mark_needs_a_comment() -> None:
    always = criterion(comment_always=True, comment_below=Fraction(40))
    assert all(always.comment_required(Fraction(mark)) for mark in (0, 39, 40, 100))


def test_a_mark_lies_in_one_level_or_none() -> None:
    text = Text("x", "x")
    low, high = RubricLevel(Fraction(0), Fraction(49), text), RubricLevel(Fraction(50), Fraction(100), text)
    one = criterion(rubric=(low, high))
    assert [one.level_of(Fraction(mark)) for mark in (0, 49, 50, 100)] == [low, low, high, high]
    assert one.level_of(Fraction("49.5")) is None


def test_without_limits_no_comment_is_needed() -> None:
    assert not any(criterion().comment_required(Fraction(mark)) for mark in (0, 100))


def test_texts_are_indonesian_unless_english_is_asked_for() -> None:
    text = Text("Cakupan", "Coverage")
    assert [text.get(locale) for locale in ("id", "en", "en_GB", "fr")] == [
        "Cakupan",
        "Coverage",
        "Coverage",
        "Cakupan",
    ]


def test_criteria_are_told_apart_and_found_by_code() -> None:
    rnd = make_round(criterion("plan", 60), measured("coverage", 40))
    assert [one.code for one in rnd.judged_criteria] == ["plan"]
    assert [one.code for one in rnd.measured_criteria] == ["coverage"]
    assert rnd.criterion("coverage").weight == 40
    with pytest.raises(KeyError):
        rnd.criterion("budget")


def test_a_step_is_rounded_only_when_named() -> None:
    rounding = Rounding("half-up", 1, frozenset({"round"}))
    assert rounding.at("round", Fraction("0.25")) == Fraction("0.3")
    assert rounding.at("sheet", Fraction("0.25")) == Fraction("0.25")


def test_entries_walk_the_judged_rounds_of_their_category() -> None:
    rules = edition()
    assert [rnd.code for rnd in rules.rounds_of("business")] == ["paper", "desk", "check", "visit"]
    assert [code_of(rules.first_judged_round(code)) for code in ("regency", "business")] == ["desk", "desk"]
    assert code_of(rules.next_judged_round("paper", "business")) == "desk"
    assert code_of(rules.next_judged_round("desk", "business")) == "visit"
    assert code_of(rules.next_judged_round("desk", "regency")) == "talk"
    assert code_of(rules.next_judged_round("talk", "regency")) is None
    assert code_of(rules.source_round("visit", "business")) == "desk"
    assert code_of(rules.source_round("talk", "regency")) == "desk"
    assert code_of(rules.source_round("desk", "regency")) is None


def test_rounds_and_categories_are_found_by_code() -> None:
    rules = edition()
    assert rules.round("visit").kind == "visit"
    assert rules.category("business").entrant == "business"
    assert rules.rounds_of("village") == ()
    assert rules.first_judged_round("village") is None
    for find in (rules.round, rules.category, lambda code: rules.next_judged_round(code, "regency")):
        with pytest.raises(KeyError):
            find("village")


def test_a_screening_is_not_judged() -> None:
    assert [rnd.is_judged for rnd in edition().rounds] == [False, True, True, False, True]
