"""Feedback and objections in an edition file: what is read, and what is refused with its place."""

from __future__ import annotations

import pytest

from evaluation import edition_file
from evaluation.core.feedback_rules import USUAL_FEEDBACK, FeedbackRule
from evaluation.core.objection_rules import NO_OBJECTIONS, ObjectionRule
from evaluation.core.snapshot import Result, from_json, to_json
from evaluation.edition_file import EditionFileError, parse
from tests.award import EDITION

PLACE = "minimum_sheets = 2\nadvance = 2"
BOTH = """feedback = { marks = "criteria", comments = false, assessors = "names" }
objections = { days = 3, answer_days = 7, words = 300 }"""


def with_lines(lines: str) -> str:
    return EDITION.replace(PLACE, f"minimum_sheets = 2\n{lines}\nadvance = 2", 1)


def problems(text: str) -> list[tuple[str, str]]:
    with pytest.raises(EditionFileError) as error:
        parse(text)
    return [(one.where.partition("province-desk")[2], one.message.text) for one in error.value.problems]


def test_both_rules_are_read_and_absent_ones_are_the_usual() -> None:
    first, second, _ = parse(with_lines(BOTH)).rounds
    assert first.feedback == FeedbackRule("criteria", comments=False, assessors="names")
    assert first.objections == ObjectionRule(days=3, answer_days=7, words=300)
    assert (second.feedback, second.objections) == (USUAL_FEEDBACK, NO_OBJECTIONS)


def test_an_export_reads_back() -> None:
    rules = parse(with_lines(BOTH))
    assert parse(edition_file.export(rules)) == rules


def test_a_frozen_result_without_the_rules_keeps_its_text() -> None:
    plain, ruled = (parse(text).rounds[0] for text in (EDITION, with_lines(BOTH)))
    without, with_them = (to_json(Result(one.code, "regency", "35", one, ())) for one in (plain, ruled))
    assert '"feedback"' not in without
    assert '"objections"' not in without
    assert from_json(without).rules == plain
    assert from_json(with_them).rules == ruled


@pytest.mark.parametrize(
    "lines",
    [
        'feedback = { marks = "all" }',
        'feedback = { assessors = "hidden" }',
        "feedback = { comments = 1 }",
        "feedback = { places = true }",
        "objections = {}",
        "objections = { answer_days = 3 }",
        "objections = { days = 367 }",
        "objections = { days = -1 }",
        "objections = { days = 3, words = 0 }",
        "objections = { days = 3, words = 5001 }",
        "objections = { days = 3, answer_days = 367 }",
        "objections = { days = 3, who = 'all' }",
    ],
)
def test_one_mistake_is_one_complaint(lines: str) -> None:
    found = problems(with_lines(lines))
    assert len(found) == 1, found


def test_a_screening_has_no_result_to_publish() -> None:
    screening = (
        '[[round]]\ncode = "paper"\ntitle = { id = "S", en = "S" }\ncategories = ["regency"]\n'
        f'stage = "province"\nkind = "screening"\n{BOTH}\n'
    )
    with pytest.raises(EditionFileError) as error:
        parse(EDITION.replace("[[round]]", screening + "\n[[round]]", 1))
    texts = [one.message.text for one in error.value.problems]
    assert texts == ['a round of kind "screening" has no result to publish: remove %(key)s'] * 2
