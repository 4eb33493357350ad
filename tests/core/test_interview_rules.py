"""The table `interview` of a round: what it says, everything wrong with it at once, and that it is kept."""

from fractions import Fraction

import pytest

from evaluation.core.interview_rules import DEFAULT, InterviewRules
from evaluation.core.penalties import due, proposals
from evaluation.edition_file import parse
from evaluation.store import editions, interview_rules
from tests.core.edition_texts import IN_DESK, IN_TALK, WHOLE, changed, desk_with, problems

LINE = (
    "interview = { talk = 15, questions = 30, companions = 1, late_after = 10, late_penalty = 1.25,"
    ' absence_penalty = 5, notes = "after" }'
)
SAID = InterviewRules(15, 30, 1, 10, Fraction(5, 4), Fraction(5), "after")
BY_RULES = InterviewRules(late_after=10, late_penalty=Fraction(1), absence_penalty=Fraction(5))


def talk_with(line: str) -> str:
    return changed('kind = "interview"', f'kind = "interview"\n{line}')


def test_a_round_says_what_holds_at_its_meetings() -> None:
    rules = parse(talk_with(LINE))
    assert rules.interview("talk") == SAID
    assert SAID.minutes == 45
    assert rules.interview("desk") == parse(WHOLE).interview("talk") == DEFAULT


def test_the_store_keeps_it_exactly_and_forgets_it_again(award, db) -> None:
    rules = parse(talk_with(LINE))
    edition = award.edition(talk_with(LINE))
    assert editions.rules_of(db, edition) == rules
    talk = next(one for one in editions.rounds_of(db, edition) if one.rules.code == "talk")
    assert interview_rules.of_round(db, talk.id) == SAID
    award.edition(WHOLE)
    assert interview_rules.of_round(db, talk.id) == DEFAULT
    assert editions.rules_of(db, edition).interviews == ()


def test_everything_wrong_is_told_at_once() -> None:
    line = (
        "interview = { talk = 601, questions = -1, companions = 1.5, late_penalty = -1, absence_penalty ="
        ' "5", notes = "everybody", evaluators = 2, lat_after = 3 }'
    )
    where = f"{IN_TALK} > interview"
    assert problems(talk_with(line)) == [
        f"{where} > talk: must be at most 600",
        f"{where} > questions: must be 0 or more, not -1",
        f"{where} > companions: must be a whole number without quotes, not 1.5",
        f"{where} > late_penalty: must be 0 or more, not -1: it is taken away as it is",
        f"{where} > absence_penalty: must be a number without quotes, such as 30 or 0.5",
        f'{where} > notes: "everybody" is not possible: choose after or committee or own',
        f'{where} > evaluators: only a round of kind "visit" has a team: remove evaluators',
        f'{where} > lat_after: is no key of this table: did you mean "late_after"?',
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            desk_with("interview = { talk = 10 }"),
            f'{IN_DESK} > interview: only rounds of kind "interview" and "visit" have meetings: remove it',
        ),
        (
            talk_with("interview = { talk = 0, questions = 0 }"),
            f"{IN_TALK} > interview > talk: talk and questions are both 0: a meeting lasts at least a minute",
        ),
        (
            talk_with("interview = 5"),
            f"{IN_TALK} > interview: must be a table such as {{ key = value }}, not 5",
        ),
    ],
)
def test_what_else_can_be_wrong(text: str, told: str) -> None:
    assert problems(text) == [told]


def test_a_visit_says_how_its_team_is_made() -> None:
    text = talk_with("interview = { panel_members = 2, evaluators = 3 }").replace(
        'kind = "interview"', 'kind = "visit"'
    )
    rules = parse(text).interview("talk")
    assert (rules.panel_members, rules.evaluators) == (2, 3)


# --- penalties -----------------------------------------------------------------------------------


def came(present: str = "leader", late: int = 0, revision: int = 1) -> dict[str, object]:
    return {"present": present, "late": late, "revision": revision}


def adjusted(penalty: str, points: str, number: int = 7) -> dict[str, object]:
    return {"id": number, "penalty": penalty, "points": points}


@pytest.mark.parametrize(
    ("record", "penalties"),
    [
        (came(), {}),
        (came(late=10), {}),
        (came(late=11), {"late": Fraction(-1)}),
        (came("nobody"), {"absence": Fraction(-5)}),
        (came("deputy", late=30), {"late": Fraction(-1)}),
    ],
)
def test_what_a_record_costs(record, penalties) -> None:
    assert due(BY_RULES, record) == penalties
    assert due(DEFAULT, record) == {}


@pytest.mark.parametrize(
    ("record", "adjustments", "steps"),
    [
        (None, [], []),
        (came(late=11), [], [("late", "add")]),
        (came(late=40, revision=2), [adjusted("late", "-1")], []),
        (came(late=11), [adjusted("late", "-2")], [("late", "replace")]),
        (came(), [adjusted("late", "-1")], [("late", "remove")]),
        (came("nobody", revision=3), [adjusted("late", "-1")], [("absence", "add"), ("late", "remove")]),
        (came(), [{"id": 1, "penalty": None, "points": "-1"}], []),
    ],
)
def test_a_proposal_stands_exactly_where_record_and_adjustments_differ(record, adjustments, steps) -> None:
    assert [(one.penalty, one.step) for one in proposals(BY_RULES, record, adjustments)] == steps
