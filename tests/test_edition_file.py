"""Edition files: what they mean, and each thing that can be wrong with one."""

from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path

import pytest

from evaluation.core.rules import Rounding
from evaluation.edition_file import EditionFileError, Problem, parse, read
from tests.core.edition_texts import (
    ANSWERS,
    DESK,
    HEAD,
    IN_DESK,
    IN_TALK,
    PAPER,
    TALK,
    WHOLE,
    changed,
    desk_with,
    problems,
)

EXAMPLE = Path(__file__).parent / "examples" / "east-java-2021" / "edition.toml"


def test_the_example_is_read() -> None:
    rules = read(EXAMPLE)
    assert (rules.code, rules.assessed_year, rules.award_year) == ("paritrana-2021", 2021, 2022)
    assert [rnd.code for rnd in rules.rounds] == [
        "province-desk",
        "province-interview",
        "national-desk",
        "national-interview",
    ]
    interview = rules.round("province-interview")
    assert interview.carry == (("province-desk", 45), ("province-interview", 55))
    assert interview.criterion("attendance").step == Fraction(1, 100)


def test_what_a_file_leaves_out_has_a_default() -> None:
    rules = parse(WHOLE)
    paper, desk, talk = rules.rounds
    assert rules.official is False
    assert rules.title.get("en") == "Friday's award 🏆"
    assert (desk.order, desk.combine, desk.trim_from, desk.scale) == ("sheet", "mean", 3, "percent")
    assert desk.rounding == Rounding("half-up", 2)
    assert (desk.minimum_sheets, desk.advance, desk.winners, desk.pass_mark) == (1, 0, 0, None)
    assert (desk.opens, desk.closes, desk.carry) == (None, None, ())
    plan = desk.criterion("plan")
    assert (plan.minimum, plan.maximum, plan.step, plan.kind) == (0, 100, 1, "judged")
    assert plan.weight == Fraction(121, 2)
    assert [item.code for item in paper.checklist] == ["signed"]
    assert talk.carry == (("desk", 45), ("talk", 55))


def test_every_key_is_read() -> None:
    text = desk_with(
        'order = "criterion"\ncombine = "trimmed-mean"\ntrim_from = 5\nscale = "points"\nminimum_sheets = 5\n'
        'rounding = { mode = "half-even", places = 3, steps = ["round"] }\nadvance = 6\nwinners = 3\n'
        'pass_mark = 60.5\ntie_break = ["plan", "desk", "judged", "submitted"]'
    )
    rubric = (
        'rubric = [{ from = 3, to = 5, text = { id = "b", en = "good" } }, '
        '{ from = 1, to = 2, text = { id = "k", en = "poor" } }]'
    )
    text = changed(
        "maximum = 5",
        f'maximum = 5, comment_below = 2, comment_above = 4, evidence = ["budget"], {rubric}',
        text,
    )
    rules = parse(text)
    desk, answers = rules.round("desk"), rules.round("talk").criterion("answers")
    assert (desk.order, desk.combine, desk.trim_from, desk.scale) == (
        "criterion",
        "trimmed-mean",
        5,
        "points",
    )
    assert desk.rounding == Rounding("half-even", 3, frozenset({"round"}))
    assert (desk.minimum_sheets, desk.advance, desk.winners) == (5, 6, 3)
    assert (desk.pass_mark, desk.tie_break) == (Fraction(121, 2), ("plan", "desk", "judged", "submitted"))
    assert not answers.comment_always
    assert (
        parse(changed("comment_below = 2", 'comment_below = 2, comment = "always"', text))
        .round("talk")
        .criterion("answers")
        .comment_always
    )
    assert (answers.comment_below, answers.comment_above, answers.evidence) == (2, 4, ("budget",))
    assert [(level.low, level.high, level.text.en) for level in answers.rubric] == [
        (3, 5, "good"),
        (1, 2, "poor"),
    ]


@pytest.mark.parametrize(
    ("opens", "closes", "expected"),
    [
        ("2022-03-01", "2022-03-31", ((2, 28, 17, 0, 0), (3, 31, 16, 59, 59))),
        ("2022-03-01T08:00:00", "2022-03-31T17:00:00", ((3, 1, 1, 0, 0), (3, 31, 10, 0, 0))),
        ("2022-03-01T08:00:00+09:00", "2022-03-31T17:00:00Z", ((2, 28, 23, 0, 0), (3, 31, 17, 0, 0))),
        ("2022-03-31", "2022-03-31", ((3, 30, 17, 0, 0), (3, 31, 16, 59, 59))),
    ],
)
def test_dates_are_taken_in_the_time_zone_of_the_edition(
    opens: str, closes: str, expected: tuple[tuple[int, int, int, int, int], ...]
) -> None:
    desk = parse(desk_with(f"opens = {opens}\ncloses = {closes}")).round("desk")
    assert (desk.opens, desk.closes) == tuple(datetime(2022, *parts, tzinfo=UTC) for parts in expected)


def test_everything_wrong_is_reported_at_once() -> None:
    text = WHOLE
    for old, new in (
        ('"Asia/Jakarta"', '"Asia/Djakarta"'),
        ('entrant = "regency"', 'entrant = "regencies"'),
        ("weight = 60.5", "weight = 50"),
        ("desk = 45", "dusk = 45"),
        ("maximum = 5", "maximum = 1"),
    ):
        text = changed(old, new, text)
    assert [line.partition(": ")[0] for line in problems(text)] == [
        "edition > timezone",
        'category[0] "regency" > entrant',
        f"{IN_DESK} > criteria",
        f"{ANSWERS} > minimum",
        f"{IN_TALK} > carry > dusk",
    ]


def test_a_carried_round_judges_the_same_categories() -> None:
    village = (
        '\n[[category]]\ncode = "village"\ntitle = { id = "Desa", en = "Villages" }\nentrant = "village"\n'
    )
    talk = TALK.replace('["regency"]', '["regency", "village"]')
    assert problems(HEAD + village + PAPER + DESK + talk) == [
        f'{IN_TALK} > carry > desk: does not judge category "village" of this round: '
        "nobody there could be ranked"
    ]


def test_categories_may_climb_to_the_nation_one_after_the_other() -> None:
    village = (
        '\n[[category]]\ncode = "village"\ntitle = { id = "Desa", en = "Villages" }\nentrant = "village"\n'
    )
    hamlet = DESK.replace('"desk"', '"hamlet"', 1).replace('["regency"]', '["village"]')
    rules = parse(HEAD + village + DESK + TALK + hamlet)
    assert [rnd.code for rnd in rules.rounds_of("village")] == ["hamlet"]


def test_a_file_is_read_with_or_without_a_byte_order_mark(tmp_path: Path) -> None:
    path = tmp_path / "edition.toml"
    path.write_text("\ufeff" + WHOLE, encoding="utf-8")
    assert read(path) == parse(WHOLE) == parse("\ufeff" + WHOLE)


def test_a_file_that_is_not_utf_8_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "edition.toml"
    path.write_bytes(b'[edition]\ncode = "\xff"')
    with pytest.raises(EditionFileError, match="file: byte 19 is not UTF-8: save the file as UTF-8"):
        read(path)


def test_deep_nesting_is_refused() -> None:
    assert problems("a = " + "[" * 100_000) == ["file: is nested too deeply: write plain tables"]


def test_a_problem_reads_as_place_and_message() -> None:
    assert str(Problem("edition > code", "is missing")) == "edition > code: is missing"
