"""What candidates are shown of their own result once it is published: the rule of a round."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from evaluation.core.visibility import Visibility

OWN_MARKS: Final = ("public", "criteria", "assessors")
OWN_ASSESSORS: Final = ("numbers", "names")


@dataclass(frozen=True, slots=True)
class FeedbackRule:
    """What a round shows its candidates of their own entry, on their own pages.

    `marks`: what everybody sees of them ("public"), what each criterion came to ("criteria"), or each
    assessor's marks ("assessors"). `comments`: what assessors wrote for the candidate. `assessors`: whether
    marks and comments stand beside "numbers" or "names".
    """

    marks: str = "public"
    comments: bool = True
    assessors: str = "numbers"


USUAL_FEEDBACK: Final = FeedbackRule()


@dataclass(frozen=True, slots=True)
class OwnSight:
    """What a candidate sees of its own published result: criteria's values, single marks, names, comments."""

    criteria: bool
    marks: bool
    names: bool
    comments: bool


def own_sight(rule: FeedbackRule, policy: Visibility) -> OwnSight:
    """What a round with this rule and this policy shows a candidate of its own published result.

    A policy that opens the marks to everybody opens them to their candidate as well.
    """
    public = policy.marks != "never"
    marks = public or rule.marks == "assessors"
    return OwnSight(
        criteria=marks or rule.marks == "criteria",
        marks=marks,
        names=rule.assessors == "names",
        comments=rule.comments,
    )
