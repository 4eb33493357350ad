"""Edition files: what they mean, and each thing that can be wrong with one."""

from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path

import pytest

from evaluation.core.rules import Rounding
from evaluation.edition_file import EditionFileError, Problem, parse, read

EXAMPLE = Path(__file__).parent / "examples" / "east-java-2021" / "edition.toml"

HEAD = """
[edition]
code = "paritrana-2021"
title = { id = "Anugerah Jum'at 🏆", en = "Friday's award 🏆" }
assessed_year = 2021
award_year = 2022
timezone = "Asia/Jakarta"

[[category]]
code = "regency"
title = { id = "Kabupaten", en = "Regencies" }
entrant = "regency"
"""
PAPER = """
[[round]]
code = "paper"
title = { id = "Berkas", en = "Paper" }
categories = ["regency"]
stage = "province"
kind = "screening"
checklist = [{ code = "signed", title = { id = "Ditandatangani", en = "Signed" } }]
"""
DESK = """
[[round]]
code = "desk"
title = { id = "Meja", en = "Desk" }
categories = ["regency"]
stage = "province"
kind = "desk"
tie_break = ["plan"]
criteria = [
  { code = "plan", title = { id = "Rencana", en = "Plan" }, weight = 60.5 },
  { code = "coverage", title = { id = "Cakupan", en = "Coverage" }, weight = 39.5, step = 0.01, kind = "measured" },
]
"""
TALK = """
[[round]]
code = "talk"
title = { id = "Wawancara", en = "Talk" }
categories = ["regency"]
stage = "national"
kind = "interview"
carry = { desk = 45, talk = 55 }
criteria = [
  { code = "answers", title = { id = "Jawaban", en = "Answers" }, weight = 100, minimum = 1, maximum = 5 },
]
"""
WHOLE = HEAD + PAPER + DESK + TALK
IN_DESK, IN_TALK = 'round[1] "desk"', 'round[2] "talk"'
PLAN, ANSWERS = f'{IN_DESK} > criteria[0] "plan"', f'{IN_TALK} > criteria[0] "answers"'


def changed(old: str, new: str, text: str = WHOLE) -> str:
    assert text.count(old) >= 1, f"the file has no {old!r}"
    return text.replace(old, new, 1)


def desk_with(line: str) -> str:
    return changed('tie_break = ["plan"]', line)


def answers_with(keys: str) -> str:
    return changed("minimum = 1, maximum = 5", keys)


def problems(text: str) -> list[str]:
    with pytest.raises(EditionFileError) as error:
        parse(text)
    assert str(error.value) == "\n".join(str(problem) for problem in error.value.problems)
    return [str(problem) for problem in error.value.problems]


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
    rubric = 'rubric = [{ from = 3, to = 5, text = { id = "b", en = "good" } }, { from = 1, to = 2, text = { id = "k", en = "poor" } }]'
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


LEVEL = '{{ from = {}, to = {}, text = {{ id = "x", en = "x" }} }}'


def rubric(*levels: tuple[str, str]) -> str:
    inner = ", ".join(LEVEL.format(low, high) for low, high in levels)
    return answers_with(f"minimum = 1, maximum = 5, rubric = [{inner}]")


WRONG = {
    "edition missing": (WHOLE.replace("[edition]", "[edicion]"), "edition: is missing"),
    "edition no table": ("edition = 1\n" + changed("[edition]", "[x]"), "edition: must be a table"),
    "no category": (HEAD.split("[[category]]")[0], "category: an edition needs at least one"),
    "no round": (HEAD, "round: an edition needs at least one"),
    "category single": (changed("[[category]]", "[category]"), "category: must be a list of tables"),
    "unknown key": (
        changed("award_year", "awards_year"),
        'edition > awards_year: is no key of this table: did you mean "award_year"?',
    ),
    "unknown key far": (
        changed("assessed_year", "zzz = 1\nassessed_year"),
        "edition > zzz: is no key of this table: remove it",
    ),
    "unknown table": (WHOLE + "\n[prizes]\n", "prizes: is no key of this table"),
    "key missing": (
        changed("award_year = 2022", ""),
        'edition > award_year: is missing: add a line "award_year = ..."',
    ),
    "text type": (
        changed('"paritrana-2021"', "2021"),
        "edition > code: must be a text in quotes that is not blank, not 2021",
    ),
    "text blank": (changed('en = "Friday\'s award 🏆"', 'en = " "'), "edition > title > en: must be a text"),
    "title lacks en": (changed(', en = "Desk"', ""), f"{IN_DESK} > title > en: is missing"),
    "title lacks id": (changed('id = "Meja", ', ""), f"{IN_DESK} > title > id: is missing"),
    "title a text": (
        changed('{ id = "Meja", en = "Desk" }', '"Desk"'),
        f"{IN_DESK} > title: must be a table",
    ),
    "bad code": (
        changed('"paritrana-2021"', '"Paritrana 2021"'),
        'edition > code: "Paritrana 2021" is not a code',
    ),
    "bad code hyphen": (
        changed('code = "plan"', 'code = "-plan"'),
        'criteria[0] "-plan" > code: "-plan" is not a code',
    ),
    "category twice": (
        changed("[[round]]", HEAD[HEAD.index("[[category]]") :] + "[[round]]"),
        'category[1] "regency" > code: "regency" is taken by an earlier table',
    ),
    "round twice": (WHOLE + DESK, 'round[3] "desk" > code: "desk" is taken'),
    "criterion twice": (
        changed('code = "coverage"', 'code = "plan"'),
        f'{IN_DESK} > criteria[1] "plan" > code: "plan" is taken',
    ),
    "check list item twice": (
        changed("checklist = [", 'checklist = [{ code = "signed", title = { id = "x", en = "x" } }, '),
        'round[0] "paper" > checklist[1] "signed" > code',
    ),
    "entrant": (
        changed('entrant = "regency"', 'entrant = "regencies"'),
        'category[0] "regency" > entrant: "regencies" is not possible: did you mean "regency"?',
    ),
    "stage": (
        changed('stage = "national"', 'stage = "world"'),
        f'{IN_TALK} > stage: "world" is not possible: choose national or province',
    ),
    "kind": (changed('kind = "desk"', "kind = 3"), f"{IN_DESK} > kind: 3 is not possible"),
    "criterion kind": (
        changed('"measured"', '"measure"'),
        'criteria[1] "coverage" > kind: "measure" is not possible: did you mean "measured"?',
    ),
    "order": (desk_with('order = "row"'), f'{IN_DESK} > order: "row" is not possible'),
    "combine": (
        desk_with('combine = "meen"'),
        f'{IN_DESK} > combine: "meen" is not possible: did you mean "mean"?',
    ),
    "scale": (desk_with('scale = "percentage"'), f'{IN_DESK} > scale: "percentage" is not possible'),
    "rounding mode": (
        desk_with('rounding = { mode = "half-down" }'),
        f'{IN_DESK} > rounding > mode: "half-down" is not possible',
    ),
    "rounding steps": (
        desk_with('rounding = { steps = ["rounds"] }'),
        f'{IN_DESK} > rounding > steps: "rounds" is not possible: did you mean "round"?',
    ),
    "rounding places": (
        desk_with("rounding = { places = 11 }"),
        f"{IN_DESK} > rounding > places: must be at most 10",
    ),
    "rounding key": (
        desk_with("rounding = { place = 1 }"),
        f'{IN_DESK} > rounding > place: is no key of this table: did you mean "places"?',
    ),
    "evidence": (
        answers_with('evidence = ["bugdet"]'),
        f'{ANSWERS} > evidence: "bugdet" is not possible: did you mean "budget"?',
    ),
    "evidence twice": (
        answers_with('evidence = ["budget", "budget"]'),
        f'{ANSWERS} > evidence: names "budget" more than once',
    ),
    "official": (
        changed("award_year", 'official = "no"\naward_year'),
        'edition > official: must be true or false without quotes, not "no"',
    ),
    "year type": (changed("2022", '"2022"'), "edition > award_year: must be a whole number without quotes"),
    "year early": (
        changed("2021\naward", "21\naward"),
        "edition > assessed_year: must be 1900 or more, not 21",
    ),
    "years swapped": (
        changed("assessed_year = 2021", "assessed_year = 2023"),
        "edition > assessed_year: 2023 lies after award_year = 2022",
    ),
    "time zone": (
        changed("Asia/Jakarta", "Asia/Djakarta"),
        'edition > timezone: "Asia/Djakarta" is no time zone',
    ),
    "time zone folder": (changed("Asia/Jakarta", "Asia"), 'edition > timezone: "Asia" is no time zone'),
    "time zone path": (changed("Asia/Jakarta", "../etc/passwd"), "edition > timezone:"),
    "opens after closes": (
        desk_with("opens = 2022-04-01\ncloses = 2022-03-31"),
        f"{IN_DESK} > opens: lies after closes",
    ),
    "date in quotes": (
        desk_with('opens = "2022-04-01"'),
        f"{IN_DESK} > opens: must be a date or time without quotes",
    ),
    "time only": (desk_with("closes = 17:00:00"), f"{IN_DESK} > closes: must be a date or time"),
    "date far": (desk_with("opens = 0001-01-01"), f"{IN_DESK} > opens: lies outside of the years"),
    "weights sum": (
        changed("weight = 60.5", "weight = 50.25"),
        f"{IN_DESK} > criteria: the weights sum to 89.75: make them sum to 100",
    ),
    "weights none": (
        changed(
            "weight = 100",
            "weight = 0",
            desk_with('tie_break = ["plan"]').replace(
                'kind = "interview"', 'kind = "interview"\nscale = "points"'
            ),
        ),
        f"{IN_TALK} > criteria: the weights sum to 0",
    ),
    "weight negative": (
        changed("weight = 60.5", "weight = -1"),
        f"{PLAN} > weight: must be 0 or more, not -1",
    ),
    "weight missing": (changed(", weight = 60.5", ""), f"{PLAN} > weight: is missing"),
    "weight in quotes": (changed("60.5", '"60.5"'), f"{PLAN} > weight: must be a number without quotes"),
    "weight true": (changed("60.5", "true"), f"{PLAN} > weight: must be a number"),
    "weight infinite": (changed("60.5", "inf"), f"{PLAN} > weight: must be a finite number"),
    "weight nan": (changed("60.5", "nan"), f"{PLAN} > weight: must be a finite number"),
    "weight huge": (changed("60.5", "1e999999999"), f"{PLAN} > weight: has more than 30 digits"),
    "minimum": (
        answers_with("minimum = 5, maximum = 5"),
        f"{ANSWERS} > minimum: 5 must be below maximum = 5",
    ),
    "step zero": (answers_with("step = 0"), f"{ANSWERS} > step: must be above 0, not 0"),
    "step off": (
        answers_with("minimum = 1, maximum = 5, step = 1.5"),
        f"{ANSWERS} > step: steps of 1.5 do not lead from 1 to 5",
    ),
    "comment below": (
        answers_with("minimum = 1, maximum = 5, comment_below = 0"),
        f"{ANSWERS} > comment_below: 0 must lie between minimum = 1 and maximum = 5",
    ),
    "comment above": (
        answers_with("minimum = 1, maximum = 5, comment_above = 6"),
        f"{ANSWERS} > comment_above: 6 must lie between",
    ),
    "rubric gap": (
        rubric(("1", "2"), ("4", "5")),
        f"{ANSWERS} > rubric: no level holds marks from 3 to below 4",
    ),
    "rubric overlap": (rubric(("1", "3"), ("3", "5")), f"{ANSWERS} > rubric: levels overlap at 3"),
    "rubric begins late": (rubric(("2", "5")), f"{ANSWERS} > rubric: no level holds marks from 1 to below 2"),
    "rubric ends early": (rubric(("1", "4")), f"{ANSWERS} > rubric: no level holds marks from 5 up"),
    "rubric range": (
        rubric(("0", "5")),
        f"{ANSWERS} > rubric: from = 0 is no possible mark: marks go from 1 to 5 in steps of 1",
    ),
    "rubric step": (rubric(("1", "2.5"), ("3", "5")), f"{ANSWERS} > rubric: to = 2.5 is no possible mark"),
    "rubric swapped": (rubric(("5", "1")), f"{ANSWERS} > rubric[0] > from: 5 is above to = 1: swap them"),
    "rubric text": (
        rubric(("1", "5")).replace('text = { id = "x"', 'text = { ix = "x"'),
        f"{ANSWERS} > rubric[0] > text > id: is missing",
    ),
    "category unknown": (
        changed('categories = ["regency"]', 'categories = ["regencies"]'),
        'round[0] "paper" > categories: "regencies" is not possible: did you mean "regency"?',
    ),
    "categories empty": (
        changed('categories = ["regency"]', "categories = []"),
        'round[0] "paper" > categories: must name at least one',
    ),
    "categories twice": (
        changed('categories = ["regency"]', 'categories = ["regency", "regency"]'),
        'round[0] "paper" > categories: names "regency" more than once',
    ),
    "categories type": (
        changed('categories = ["regency"]', 'categories = "regency"'),
        'round[0] "paper" > categories: must be a list of texts',
    ),
    "tie-break unknown": (
        desk_with('tie_break = ["plans"]'),
        f'{IN_DESK} > tie_break: "plans" is not possible: did you mean "plan"?',
    ),
    "tie-break later": (
        desk_with('tie_break = ["talk"]'),
        f'{IN_DESK} > tie_break: "talk" comes after this round',
    ),
    "tie-break screening": (
        desk_with('tie_break = ["paper"]'),
        f'{IN_DESK} > tie_break: "paper" is a screening',
    ),
    "tie-break unclear": (
        changed('code = "answers"', 'code = "desk"').replace("carry =", 'tie_break = ["desk"]\ncarry ='),
        f'{IN_TALK} > tie_break: "desk" is a criterion and a round',
    ),
    "carry unknown": (
        changed("carry = { desk", "carry = { desks"),
        f'{IN_TALK} > carry > desks: "desks" is not possible: did you mean "desk"?',
    ),
    "carry later": (
        desk_with("carry = { talk = 1 }"),
        f'{IN_DESK} > carry > talk: "talk" comes after this round',
    ),
    "carry screening": (
        desk_with("carry = { paper = 1 }"),
        f'{IN_DESK} > carry > paper: "paper" is a screening',
    ),
    "carry sum": (
        desk_with("carry = { desk = 0 }"),
        f"{IN_DESK} > carry: the shares must sum to more than 0",
    ),
    "carry empty": (desk_with("carry = {}"), f"{IN_DESK} > carry: the shares must sum to more than 0"),
    "carry negative": (
        desk_with("carry = { desk = -1 }"),
        f"{IN_DESK} > carry > desk: the share must be 0 or more, not -1",
    ),
    "carry type": (desk_with('carry = { desk = "1" }'), f"{IN_DESK} > carry > desk: must be a number"),
    "carry no table": (desk_with("carry = 45"), f"{IN_DESK} > carry: must be a table"),
    "trim_from": (desk_with("trim_from = 2"), f"{IN_DESK} > trim_from: must be 3 or more, not 2"),
    "minimum_sheets": (
        desk_with("minimum_sheets = -1"),
        f"{IN_DESK} > minimum_sheets: must be 0 or more, not -1",
    ),
    "advance": (desk_with("advance = -6"), f"{IN_DESK} > advance: must be 0 or more, not -6"),
    "advance huge": (desk_with("advance = 1000001"), f"{IN_DESK} > advance: must be at most 1000000"),
    "winners": (
        desk_with("winners = 1.5"),
        f"{IN_DESK} > winners: must be a whole number without quotes, not 1.5",
    ),
    "pass_mark": (
        desk_with("pass_mark = 100.5"),
        f"{IN_DESK} > pass_mark: must lie between 0 and 100, not 100.5",
    ),
    "pass_mark type": (
        desk_with('pass_mark = "60"'),
        f"{IN_DESK} > pass_mark: must be a number without quotes",
    ),
    "screening criteria": (
        changed(
            "checklist = [",
            'criteria = [{ code = "x", title = { id = "x", en = "x" }, weight = 100 }]\nchecklist = [',
        ),
        'round[0] "paper" > criteria: a round of kind "screening" has no standings',
    ),
    "screening winners": (
        changed("checklist = [", "winners = 1\nchecklist = ["),
        'round[0] "paper" > winners: a round of kind "screening"',
    ),
    "judged without criteria": (
        changed(TALK[TALK.index("criteria") :], ""),
        f"{IN_TALK} > criteria: a judged round needs at least one criterion",
    ),
    "judged check list": (
        desk_with('checklist = [{ code = "x", title = { id = "x", en = "x" } }]'),
        f'{IN_DESK} > checklist: only a round of kind "screening"',
    ),
    "stages swapped": (
        HEAD + TALK.replace("desk = 45, ", "") + DESK,
        'round[1] "desk" > stage: category "regency" is judged nationally in "talk"',
    ),
    "not TOML": ("[edition]\ncode = \n", "line 2: is not valid TOML: Invalid value in column 8"),
    "not TOML at the end": ('[edition]\ncode = "x', "line 2: is not valid TOML: "),
    "table twice": (WHOLE + "[edition]\n", "is not valid TOML: Cannot declare"),
    "long integer": (changed("2021\naward", "9" * 5000 + "\naward"), "is not valid TOML: Exceeds the limit"),
}


@pytest.mark.parametrize(("text", "expected"), WRONG.values(), ids=WRONG.keys())
def test_what_is_wrong_is_said_where_it_stands(text: str, expected: str) -> None:
    found = problems(text)
    assert [line for line in found if expected in line], found


# What follows from these mistakes is wrong as well.
SEVERAL = {
    "edition missing",
    "edition no table",
    "no category",
    "category single",
    "unknown key",
    "bad code hyphen",
    "round twice",
    "rubric text",
}


@pytest.mark.parametrize("name", sorted(set(WRONG) - SEVERAL))
def test_one_mistake_is_reported_once_and_alone(name: str) -> None:
    assert len(problems(WRONG[name][0])) == 1


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
    assert [line.split(": ")[0] for line in problems(text)] == [
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
        f'{IN_TALK} > carry > desk: does not judge category "village" of this round: nobody there could be ranked'
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
