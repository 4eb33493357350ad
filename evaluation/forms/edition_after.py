"""The keys of a round that tell what follows its publication: feedback to candidates, and objections."""

from __future__ import annotations

from typing import Final

from evaluation.core.feedback_rules import OWN_ASSESSORS, OWN_MARKS
from evaluation.core.messages import msg
from evaluation.forms.edition_key import Group, Key

AFTER_PUBLICATION: Final = Group(
    msg("After publication"),
    (
        Key(
            "feedback.marks",
            "choice",
            msg("Candidates see of their own marks"),
            None,
            OWN_MARKS,
            "own_marks",
            "public",
        ),
        Key(
            "feedback.comments",
            "yes-no",
            msg("Candidates read what assessors wrote for them"),
            usual="true",
        ),
        Key(
            "feedback.assessors",
            "choice",
            msg("Assessors stand there"),
            None,
            OWN_ASSESSORS,
            "own_assessors",
            "numbers",
        ),
        Key(
            "objections.days",
            "number",
            msg("Objections are taken for so many days"),
            msg("Calendar days after the day of publication. Blank: none are taken."),
        ),
        Key(
            "objections.answer_days",
            "number",
            msg("They are answered within so many days"),
            msg("Calendar days after the day of filing. 0: no limit."),
            usual="0",
        ),
        Key("objections.words", "number", msg("Words of an objection at most"), usual="500"),
    ),
    ("desk", "interview", "visit"),
    folded=True,
)
