"""An edition's rules as the tables of an edition file: reading them back gives the very same rules.

What a file may leave out is left out where it says nothing new; numbers become integers and Decimals.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Context, Decimal
from fractions import Fraction
from typing import Any, Final

from evaluation.core.assignment_rules import EVERYBODY, AssignmentRule
from evaluation.core.deliberation_rules import KINDS as MOTIONS
from evaluation.core.deliberation_rules import NO_DELIBERATION, DeliberationRule
from evaluation.core.edition.criteria import ALWAYS
from evaluation.core.edition.moments import MomentError, Zone, utc
from evaluation.core.exact import MOST_DIGITS, NotADecimal, decimal_text
from evaluation.core.feedback_rules import USUAL_FEEDBACK
from evaluation.core.file_types import FILE_TYPES
from evaluation.core.interview_rules import DEFAULT, InterviewRules
from evaluation.core.objection_rules import NO_OBJECTIONS
from evaluation.core.promotion_rules import NOTHING_MORE, PromotionRules
from evaluation.core.rules import ROUNDING_STEPS, Criterion, Round, Rounding, Rules, Section, Text
from evaluation.core.section_kinds import KINDS
from evaluation.core.signature_rules import NO_SIGNATURES
from evaluation.core.visibility import USUAL

Content = dict[str, Any]

# Wide enough that no number of a file, of at most 30 digits, is ever rounded.
WIDE: Final = Context(prec=4 * MOST_DIGITS)
# What a judged round says even where a file could leave it out: people look for it.
SPOKEN: Final = ("order", "combine", "scale", "minimum_sheets", "advance", "winners")


def written(rules: Rules, zone: Zone | None) -> Content:
    """The tables of an edition file with these rules; local times stand in `zone`, that of the rules.

    NotADecimal for a number that no decimal writes, such as a third; a file can't have given it.
    """
    return {
        "edition": {
            "code": rules.code,
            "title": _text(rules.title),
            "assessed_year": rules.assessed_year,
            "award_year": rules.award_year,
            "timezone": rules.timezone,
            "official": rules.official,
        },
        "category": [
            {"code": one.code, "title": _text(one.title), "entrant": one.entrant} for one in rules.categories
        ],
        "section": [_section(one) for one in rules.sections],
        "round": [_round(rnd, dict(rules.interviews).get(rnd.code), zone) for rnd in rules.rounds],
    }


def number(value: Fraction) -> int | Decimal:
    """The value as a file writes it: an integer, or the shortest decimal. NotADecimal for 1/3."""
    exact = WIDE.divide(Decimal(value.numerator), Decimal(value.denominator)).normalize(WIDE)
    if Fraction(exact) != value:
        raise NotADecimal(f"{decimal_text(value)} is no decimal")
    return int(value) if value.denominator == 1 and len(str(abs(int(value)))) <= MOST_DIGITS else exact


def local(moment: datetime, zone: Zone | None, *, end_of_day: bool) -> date | datetime:
    """A moment as a date, or as a local time, where these mean exactly it; else in UTC."""
    try:
        there = moment.astimezone(zone or UTC).replace(tzinfo=None, fold=0)
        for value in (there.date(), there):
            if utc(value, zone, end_of_day=end_of_day) == moment:
                return value
    except (MomentError, OverflowError):
        pass
    return moment.astimezone(UTC)


def _text(text: Text) -> Content:
    return {"id": text.id, "en": text.en}


def _unless(default: object, **values: Any) -> Content:
    """The values that are not the default."""
    return {name: value for name, value in values.items() if value != default}


def _section(one: Section) -> Content:
    return {
        "code": one.code,
        "title": _text(one.title),
        "kind": one.kind,
        "categories": list(one.categories),
        "required": one.required,
        "minimum": one.minimum,
        **_unless(KINDS[one.kind].maximum, maximum=one.maximum),
        **_unless(None, word_limit=one.word_limit, guidance=one.guidance and _text(one.guidance)),
        **_unless(list(FILE_TYPES), file_types=list(one.file_types)),
    }


def _round(rnd: Round, meetings: InterviewRules | None, zone: Zone | None) -> Content:
    found: Content = {
        "code": rnd.code,
        "title": _text(rnd.title),
        "categories": list(rnd.categories),
        "stage": rnd.stage,
        "kind": rnd.kind,
    }
    if rnd.opens:
        found["opens"] = local(rnd.opens, zone, end_of_day=False)
    if rnd.closes:
        found["closes"] = local(rnd.closes, zone, end_of_day=True)
    found |= _reckoning(rnd)
    if rnd.visibility != USUAL:
        seen = rnd.visibility
        found["visibility"] = {
            "marks": seen.marks,
            "assessors": seen.assessors,
            "candidates": seen.candidates,
        }
    if meetings is not None:
        found["interview"] = _interview(meetings)
    if rnd.signatures != NO_SIGNATURES:
        found["signatures"] = {"members": rnd.signatures.members, "chair": rnd.signatures.chair}
    if rnd.assignment != EVERYBODY:
        found["assignment"] = _assignment(rnd.assignment)
    if rnd.feedback != USUAL_FEEDBACK:
        own = rnd.feedback
        found["feedback"] = {"marks": own.marks, "comments": own.comments, "assessors": own.assessors}
    if rnd.objections != NO_OBJECTIONS:
        taken = rnd.objections
        found["objections"] = {
            "days": taken.days,
            "answer_days": taken.answer_days,
            "words": taken.words,
        }
    if rnd.deliberation != NO_DELIBERATION:
        found["deliberation"] = _deliberation(rnd.deliberation)
    if rnd.promotion != NOTHING_MORE:
        found["promotion"] = _promotion(rnd.promotion)
    found |= _unless([], checklist=[{"code": i.code, "title": _text(i.title)} for i in rnd.checklist])
    return found | _unless([], criteria=[_criterion(one) for one in rnd.criteria])


def _assignment(rule: AssignmentRule) -> Content:
    found: Content = {"assessors": rule.assessors, "seed": rule.seed}
    return found | _unless(0, most=rule.most) | _unless(EVERYBODY.region, region=rule.region)


def _reckoning(rnd: Round) -> Content:
    """How marks become standings, and who goes on."""
    usual = Round("", Text("", ""), (), "", "")
    found: Content = {
        name: getattr(rnd, name)
        for name in (*SPOKEN, "trim_from")
        if getattr(rnd, name) != getattr(usual, name) or (rnd.is_judged and name in SPOKEN)
    }
    if rnd.pass_mark is not None:
        found["pass_mark"] = number(rnd.pass_mark)
    found |= _unless([], tie_break=list(rnd.tie_break))
    found |= _unless({}, carry={code: number(share) for code, share in rnd.carry})
    if rnd.rounding != Rounding():
        steps = [step for step in ROUNDING_STEPS if step in rnd.rounding.steps]
        found["rounding"] = {"mode": rnd.rounding.mode, "places": rnd.rounding.places, "steps": steps}
    return found


def _criterion(one: Criterion) -> Content:
    found: Content = {
        "code": one.code,
        "title": _text(one.title),
        "weight": number(one.weight),
        "minimum": number(one.minimum),
        "maximum": number(one.maximum),
        "step": number(one.step),
        "kind": one.kind,
    }
    for name in ("comment_below", "comment_above"):
        limit = getattr(one, name)
        if limit is not None:
            found[name] = number(limit)
    if one.comment_always:
        found["comment"] = ALWAYS
    found |= _unless([], evidence=list(one.evidence))
    levels = [
        {"from": number(level.low), "to": number(level.high), "text": _text(level.text)}
        for level in one.rubric
    ]
    return found | _unless([], rubric=levels)


def _interview(rules: InterviewRules) -> Content:
    found: Content = {
        "talk": rules.talk,
        "questions": rules.questions,
        "companions": rules.companions,
        "late_after": rules.late_after,
        "late_penalty": number(rules.late_penalty),
        "absence_penalty": number(rules.absence_penalty),
        "notes": rules.notes,
    }
    # Only visits have teams, so another round may not name these.
    team = {name: getattr(rules, name) for name in ("panel_members", "evaluators")}
    return found | {name: least for name, least in team.items() if least != getattr(DEFAULT, name)}


def _deliberation(rule: DeliberationRule) -> Content:
    return {
        "quorum": rule.quorum,
        "chair": rule.chair,
        "votes": rule.votes,
        "majority": rule.majority,
        **_unless(list(MOTIONS), motions=list(rule.motions)),
        **_unless(0, wild_cards=rule.wild_cards),
    }


def _promotion(rules: PromotionRules) -> Content:
    floors = [
        {"code": one.code, "title": _text(one.title), "regions": list(one.regions), "least": one.least}
        for one in rules.floors
    ]
    clusters = [
        {
            "code": one.code,
            "title": _text(one.title),
            **_unless([], kinds=list(one.kinds), regions=list(one.regions), sectors=list(one.sectors)),
            **_unless(None, advance=one.advance, winners=one.winners),
        }
        for one in rules.clusters
    ]
    return {
        **_unless(0, nominations=rules.nominations, reserve=rules.reserve, past_winners=rules.past_winners),
        **_unless({}, at_most=dict(rules.at_most)),
        **_unless([], floors=floors, clusters=clusters),
    }
