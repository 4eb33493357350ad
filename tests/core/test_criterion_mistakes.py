"""What can be wrong with a criterion of an edition file."""

import pytest

from tests.core.edition_texts import (
    ANSWERS,
    IN_DESK,
    IN_TALK,
    PLAN,
    answers_with,
    changed,
    desk_with,
    problems,
)

LEVEL = '{{ from = {}, to = {}, text = {{ id = "x", en = "x" }} }}'


def rubric(*levels: tuple[str, str]) -> str:
    inner = ", ".join(LEVEL.format(low, high) for low, high in levels)
    return answers_with(f"minimum = 1, maximum = 5, rubric = [{inner}]")


WRONG = {
    "comment": (
        answers_with('comment = "alway"'),
        f'{ANSWERS} > comment: "alway" is not possible: did you mean "always"?',
    ),
    "criterion kind": (
        changed('"measured"', '"measure"'),
        'criteria[1] "coverage" > kind: "measure" is not possible: did you mean "measured"?',
    ),
    "evidence": (
        answers_with('evidence = ["bugdet"]'),
        f'{ANSWERS} > evidence: "bugdet" is not possible: did you mean "budget"?',
    ),
    "evidence twice": (
        answers_with('evidence = ["budget", "budget"]'),
        f'{ANSWERS} > evidence: names "budget" more than once',
    ),
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
}


@pytest.mark.parametrize(("text", "expected"), WRONG.values(), ids=WRONG.keys())
def test_what_is_wrong_is_said_where_it_stands(text: str, expected: str) -> None:
    found = problems(text)
    assert [line for line in found if expected in line], found


# What follows from these mistakes is wrong as well.
SEVERAL = {"rubric text"}


@pytest.mark.parametrize("name", sorted(set(WRONG) - SEVERAL))
def test_one_mistake_is_reported_once_and_alone(name: str) -> None:
    assert len(problems(WRONG[name][0])) == 1


def test_a_wrong_sum_is_said_beside_other_mistakes_in_the_criteria() -> None:
    text = changed("weight = 60.5", "weight = 50.25")
    found = problems(text.replace('"measured"', '"measure"', 1))
    assert len(found) == 2, found
    assert f"{IN_DESK} > criteria: the weights sum to 89.75: make them sum to 100" in found
