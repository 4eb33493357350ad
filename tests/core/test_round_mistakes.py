"""What can be wrong with a category or a round of an edition file."""

import pytest

from tests.core.edition_texts import (
    DESK,
    HEAD,
    IN_DESK,
    IN_TALK,
    TALK,
    WHOLE,
    changed,
    desk_with,
    problems,
)

WRONG = {
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
    "opens after closes": (
        desk_with("opens = 2022-04-01\ncloses = 2022-03-31"),
        f"{IN_DESK} > opens: lies after closes",
    ),
    "date in quotes": (
        desk_with('opens = "2022-04-01"'),
        f"{IN_DESK} > opens: must be a date or time without quotes",
    ),
    "date far": (desk_with("opens = 0001-01-01"), f"{IN_DESK} > opens: lies outside of the years"),
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
    "visibility of marks": (
        desk_with('visibility = { marks = "submited" }'),
        f'{IN_DESK} > visibility > marks: "submited" is not possible: did you mean "submitted"?',
    ),
    "visibility of assessors": (
        desk_with('visibility = { assessors = "number" }'),
        f'{IN_DESK} > visibility > assessors: "number" is not possible: did you mean "numbers"?',
    ),
    "visibility of candidates": (
        desk_with("visibility = { candidates = true }"),
        f"{IN_DESK} > visibility > candidates: true is not possible: choose hidden or shown",
    ),
    "visibility key": (
        desk_with('visibility = { mark = "never" }'),
        f'{IN_DESK} > visibility > mark: is no key of this table: did you mean "marks"?',
    ),
    "visibility no table": (
        desk_with('visibility = "never"'),
        f"{IN_DESK} > visibility: must be a table",
    ),
    "hidden candidate in a talk": (
        changed("carry = { desk", 'visibility = { candidates = "hidden" }\ncarry = { desk'),
        f'{IN_TALK} > visibility > candidates: "hidden" is for rounds of kind "desk"',
    ),
    "screening visibility": (
        changed("checklist = [", 'visibility = { marks = "never" }\nchecklist = ['),
        'round[0] "paper" > visibility: a round of kind "screening" has no panel',
    ),
    "assignment of nobody": (
        desk_with("assignment = { most = 3 }"),
        f'{IN_DESK} > assignment > assessors: is missing: add a line "assessors = ..."',
    ),
    "assignment below the minimum": (
        desk_with("minimum_sheets = 4\nassignment = { assessors = 3 }"),
        f"{IN_DESK} > assignment > assessors: 3 assessors can't give the 4 score sheets of minimum_sheets",
    ),
    "assignment seed": (
        desk_with("assignment = { assessors = 3, seed = -1 }"),
        f"{IN_DESK} > assignment > seed: must be",
    ),
    "assignment of too many": (
        desk_with("assignment = { assessors = 100 }"),
        f"{IN_DESK} > assignment > assessors: must be at most 99",
    ),
    "assignment region of a province": (
        desk_with('assignment = { assessors = 3, region = "not-own-province" }'),
        f'{IN_DESK} > assignment > region: a round of stage "province" has entries of one province only',
    ),
    "assignment in a talk": (
        changed("carry = { desk", "assignment = { assessors = 3 }\ncarry = { desk"),
        f'{IN_TALK} > assignment: only rounds of kind "desk" assign entries',
    ),
    "stages swapped": (
        HEAD + TALK.replace("desk = 45, ", "") + DESK,
        'round[1] "desk" > stage: category "regency" is judged nationally in "talk"',
    ),
}


@pytest.mark.parametrize(("text", "expected"), WRONG.values(), ids=WRONG.keys())
def test_what_is_wrong_is_said_where_it_stands(text: str, expected: str) -> None:
    found = problems(text)
    assert [line for line in found if expected in line], found


# What follows from these mistakes is wrong as well.
SEVERAL = {"round twice"}


@pytest.mark.parametrize("name", sorted(set(WRONG) - SEVERAL))
def test_one_mistake_is_reported_once_and_alone(name: str) -> None:
    assert len(problems(WRONG[name][0])) == 1
