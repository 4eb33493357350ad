"""What a round shows its candidates of their own marks: every rule under every policy."""

from __future__ import annotations

import pytest

from evaluation.core.feedback_rules import OWN_MARKS, USUAL_FEEDBACK, FeedbackRule, OwnSight, own_sight
from evaluation.core.visibility import MARKS, Visibility

SEEN = {
    ("never", "public"): (False, False),
    ("never", "criteria"): (True, False),
    ("never", "assessors"): (True, True),
    **{(policy, rule): (True, True) for policy in ("submitted", "closed") for rule in OWN_MARKS},
}


@pytest.mark.parametrize(("policy", "rule"), SEEN)
def test_what_the_public_sees_its_candidate_sees_too(policy: str, rule: str) -> None:
    seen = own_sight(FeedbackRule(marks=rule), Visibility(marks=policy))
    assert (seen.criteria, seen.marks) == SEEN[policy, rule]


def test_the_table_is_whole() -> None:
    assert set(SEEN) == {(policy, rule) for policy in MARKS for rule in OWN_MARKS}


def test_names_and_comments_follow_the_rule_alone() -> None:
    assert own_sight(USUAL_FEEDBACK, Visibility()) == OwnSight(True, True, names=False, comments=True)
    other = FeedbackRule(comments=False, assessors="names")
    assert own_sight(other, Visibility(assessors="numbers")) == OwnSight(True, True, True, False)
