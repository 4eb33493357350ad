"""Rules of rounds that rest as JSON in a column of their own; NULL where a round says nothing of it."""

from __future__ import annotations

import json
from typing import Any

from evaluation.core.canonical import plain, typed
from evaluation.core.deliberation_rules import NO_DELIBERATION, DeliberationRule
from evaluation.core.feedback_rules import USUAL_FEEDBACK, FeedbackRule
from evaluation.core.objection_rules import NO_OBJECTIONS, ObjectionRule
from evaluation.core.promotion_rules import NOTHING_MORE, PromotionRules
from evaluation.core.signature_rules import NO_SIGNATURES, SignatureRule


def text_of(rule: object, usual: object) -> str | None:
    """The column of a rule; NULL for what goes without saying."""
    return None if rule == usual else json.dumps(plain(rule))


def promotion_of(text: str | None) -> PromotionRules:
    """How a round sends entries on."""
    rule: PromotionRules = _read(PromotionRules, text, NOTHING_MORE)
    return rule


def signatures_of(text: str | None) -> SignatureRule:
    """Who signs a round's result."""
    rule: SignatureRule = _read(SignatureRule, text, NO_SIGNATURES)
    return rule


def deliberation_of(text: str | None) -> DeliberationRule:
    """Whether and how a round's panel deliberates on a result."""
    rule: DeliberationRule = _read(DeliberationRule, text, NO_DELIBERATION)
    return rule


def feedback_of(text: str | None) -> FeedbackRule:
    """What a round shows candidates of their own result."""
    rule: FeedbackRule = _read(FeedbackRule, text, USUAL_FEEDBACK)
    return rule


def objections_of(text: str | None) -> ObjectionRule:
    """Whether candidates may object to a round's results."""
    rule: ObjectionRule = _read(ObjectionRule, text, NO_OBJECTIONS)
    return rule


def _read(kind: Any, text: str | None, usual: Any) -> Any:
    return usual if text is None else typed(kind, json.loads(text))
