"""What follows a round's publication, out of an edition file: feedback to candidates, and objections."""

from evaluation.core.edition.table import Table
from evaluation.core.feedback_rules import OWN_ASSESSORS, OWN_MARKS, USUAL_FEEDBACK, FeedbackRule
from evaluation.core.messages import msg
from evaluation.core.objection_rules import NO_OBJECTIONS, ObjectionRule

MOST_DAYS = 366
MOST_WORDS = 5000


def read_feedback(table: Table) -> FeedbackRule:
    """The key `feedback` of a round's table; the usual where it is left out."""
    rule = table.table("feedback")
    if rule is None:
        return USUAL_FEEDBACK
    found = FeedbackRule(
        marks=rule.choice("marks", OWN_MARKS, USUAL_FEEDBACK.marks),
        comments=rule.yes_no("comments", default=USUAL_FEEDBACK.comments),
        assessors=rule.choice("assessors", OWN_ASSESSORS, USUAL_FEEDBACK.assessors),
    )
    rule.close()
    return found


def read_objections(table: Table) -> ObjectionRule:
    """The key `objections` of a round's table; none are taken where it is left out."""
    rule = table.table("objections")
    if rule is None:
        return NO_OBJECTIONS
    found = ObjectionRule(
        days=rule.whole("days", 0),
        answer_days=rule.whole("answer_days", 0),
        words=rule.whole("words", NO_OBJECTIONS.words, 1),
    )
    rule.close()
    for name in ("days", "answer_days"):
        if getattr(found, name) > MOST_DAYS:
            rule.note(name, msg("must be at most %(most)s", most=MOST_DAYS))
    if found.words > MOST_WORDS:
        rule.note("words", msg("must be at most %(most)s", most=MOST_WORDS))
    if rule.sound("days") and not found.days:
        rule.note("days", msg("takes no objections: write days = 3, or leave objections out"))
    return found


def check_publishing(table: Table, *, judged: bool) -> None:
    """Note feedback and objections in a round that has no result."""
    for name in ("feedback", "objections"):
        if table.has(name) and not judged:
            table.note(
                name,
                msg('a round of kind "screening" has no result to publish: remove %(key)s', key=name),
            )
